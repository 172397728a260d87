// Credit control: what is given to a customer against what they may have, what people have decided
// about it, and what needs a decision.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/policy.h"
#include "ledger/customer_file.h"

namespace dunning {

struct CreditStanding {
    std::optional<Money> limit = {};  // the lower of the customer's own and a decided one
    std::vector<CreditDecision> decisions = {};  // those that hold, the severest first
    std::optional<CreditLevel> level = {};       // of the severest
};

CreditStanding credit_standing(const Customer& customer,
                               const std::vector<CreditDecision>& decisions, Date as_of);

enum class CreditIssue { recommended, over_limit, sold_on_stop, to_lift };
std::string_view to_text(CreditIssue issue);

// Something that a person should decide, or somebody has sold what should not have been.
struct CreditItem {
    CreditIssue issue = CreditIssue::recommended;
    std::string customer;
    std::string reference = {};  // "N000012", the invoice, "C0003"
    std::optional<Money> amount = {};
    std::optional<Date> since = {};
    std::string detail = {};
    std::string next_command = {};
};

// By kind, customer and reference.
std::vector<CreditItem> list_credit_items(const Ledger& ledger, const Policy& policy, Date as_of);

// Decisions that end when the customer has paid are lifted for those with nothing overdue. In the
// caller's transaction; the codes of what was lifted.
std::vector<std::string> lift_paid_credit(Ledger& ledger, const Policy& policy, const Stamp& stamp);

}  // namespace dunning
