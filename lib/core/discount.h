// What the money of one invoice has earned by the invoice's terms of early payment.
//
// A discount is honoured when money that came on or before the last day leaves no more of the
// invoice open than the discount is worth; that rest is given up. Several payments in time count
// together. Money that came a day late, or is a cent short, earns nothing: what is open stays
// owed. What was credited on the invoice lowers what the discount is of, whenever it was credited.
// A payment in full leaves nothing to give up. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/discount_terms.h"
#include "core/receivable.h"

namespace dunning {

class EarlyPayment {
  public:
    // Throws UncoveredYear.
    EarlyPayment(const Invoice& invoice, const DiscountRules& rules);

    // The latest on which money earns anything. REQUIRES: the invoice has terms.
    Date last_day() const { return offers_.back().last_day; }

    // So much of the receipt was set against the invoice; negative: taken back.
    void settle(const Receipt& receipt, std::int64_t amount_minor);

    struct Earned {
        DiscountTerms terms;
        Date last_day;
        Money base;    // what the discount is of
        Money amount;  // the rest that is given up, more than nothing
    };
    std::optional<Earned> earned() const;

    // How much less than the rest a payment of that day may be and still earn the discount.
    std::int64_t allowance_minor(Date day) const;

  private:
    struct Offer {
        DiscountTerms terms;
        Date last_day = {};
        std::int64_t in_time_minor = 0;
    };

    std::int64_t base_minor() const { return whole_.minor() - credited_minor_; }
    std::int64_t worth_minor(const Offer& offer) const;

    Money whole_;
    std::int64_t credited_minor_ = 0;
    std::int64_t paid_minor_ = 0;
    std::vector<Offer> offers_ = {};  // the earliest last day first
};

}  // namespace dunning
