// How late a customer usually pays, and whether that has changed.
//
// An invoice counts as paid when nothing of it is open, money has come for it, and no more was
// written off than came: goods that were returned and debts that were given up say nothing of how
// somebody pays. Of each, the days from its due day to the day on which the last money came; early
// is negative. The usual lateness is the median, which one forgotten invoice does not move. The
// pattern has changed when the medians of the two halves of the time differ by more than a week and
// each rests on at least three invoices; with fewer nothing is said.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/ratio.h"
#include "core/receivable.h"

namespace dunning {

// In which way a part of an invoice was settled.
enum class SettledBy { money, credit, write_off };

// What a receipt is, by its method and description: the policy has the words of a write-off.
using SettledByWords =
    std::function<SettledBy(ReceiptKind, std::string_view method, std::string_view description)>;

// What was set against one invoice, added up. REQUIRES: added in the order of the days.
class InvoiceSettlement {
  public:
    void add(Date day, std::int64_t amount_minor, SettledBy by);

    // The day on which the last money came; nothing when the invoice does not count as paid.
    std::optional<Date> paid(std::int64_t invoice_minor) const;

  private:
    std::int64_t settled_minor_ = 0;
    std::int64_t money_minor_ = 0;
    std::int64_t written_off_minor_ = 0;
    // Money of one day together: what was taken back on its own day has never come.
    std::optional<Date> day_ = {};
    std::int64_t money_of_day_minor_ = 0;
    std::optional<Date> day_before_ = {};  // the last one on which money came
};

struct PaidInvoice {
    Date due;
    Date paid;

    int days_late() const { return paid - due; }
};

enum class PaymentTrend { too_few, earlier, steady, later };
std::string_view to_text(PaymentTrend trend);

struct Lateness {
    int invoices = 0;
    int late = 0;                      // paid after the due day
    std::optional<Ratio> usual = {};   // median of days; the middle of two is exact
    std::optional<Ratio> before = {};  // of those paid before `middle`
    std::optional<Ratio> lately = {};  // of those paid from then on
    PaymentTrend trend = PaymentTrend::too_few;

    Ratio share_late() const { return percent({late, invoices}); }
};

Lateness lateness_of(const std::vector<PaidInvoice>& invoices, Date middle);

}  // namespace dunning
