// The statement of interest: how what is claimed of each invoice was computed, segment by segment,
// so that a judge or the other side's accountant can check it by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/policy.h"
#include "core/result.h"
#include "ledger/ledger.h"

namespace dunning {

// Late interest of an invoice.
struct InterestOnInvoice {
    std::string customer;
    std::string invoice;
    Date issued;
    Date due;
    Money amount;
    Money open;  // of the invoice itself
    Interest interest;
    // Of what has accrued: part of the debt by an issued notice, and of that still owed; given up
    // before a notice claimed it; covered by the interest of a plan, which was agreed for the same
    // days; the rest is not charged yet, or was charged too much where money came to be known late:
    // then it is negative.
    Money charged;
    Money charged_open;
    Money waived;
    std::vector<CoveredInterest> covered = {};
    Money not_charged;
    // The last day that was charged by a policy of other terms than today's.
    std::optional<Date> by_earlier_terms = {};
};

// Of every invoice of the customer, or of the invoice alone, that has borne interest by the day,
// paid since or not. On its whole amount: what is disputed of it is claimed in no notice, but bears
// interest if the dispute fails.
Result<std::vector<InterestOnInvoice>> interest_statement(const Ledger& ledger,
                                                          const Policy& policy,
                                                          const std::string& subject, Date as_of);

// Of this invoice of this customer, whoever else has a code or a number like its own; none if it
// has borne no interest by the day.
std::optional<InterestOnInvoice> interest_on_invoice(const Ledger& ledger, const Policy& policy,
                                                     RowId customer, const std::string& invoice,
                                                     Date as_of);

// The interest of one instalment of a plan, and what it was agreed on.
struct InterestOfPlan {
    std::string customer;
    std::string plan;
    int n = 1;
    std::string charge;  // "P0001-I2"
    Date from;           // the first day of interest
    Date to;             // the last, of the instalment
    int days = 0;        // by the day count
    Money balance;       // what was left of the principal
    std::string yearly_rate;
    Money agreed;
    Money charged;  // less when the plan ended, or principal was paid early
    Money waived;
    Money open;
    // Why less is charged while the plan is kept: the principal in use, day by day, and what it
    // would have been by the schedule; else empty. See less_interest_after_payment.
    std::vector<PrincipalInUse> in_use = {};
    std::vector<PrincipalInUse> by_schedule = {};
};

// "10 x 667.68 + 21 x 500.00 of 31 x 667.68"; empty when the interest is as agreed.
std::string in_use_text(const InterestOfPlan& interest);

// Of the customer's plans, or those that cover the invoice, whatever they have charged by the day.
Result<std::vector<InterestOfPlan>> plan_interest_statement(const Ledger& ledger,
                                                            const Policy& policy,
                                                            const std::string& subject, Date as_of);

}  // namespace dunning
