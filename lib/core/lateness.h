// How late a customer usually pays, and whether that has changed.
//
// Of each invoice paid in full, the days from its due day to the day on which the last money came;
// early is negative. The usual lateness is the median, which one forgotten invoice does not move.
// The pattern has changed when the medians of the two halves of the time differ by more than a
// week and each rests on at least three invoices; with fewer nothing is said.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/ratio.h"

namespace dunning {

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
