#include "app/credit_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/check.h"
#include "core/decision.h"

namespace dunning {
namespace {

bool has_overdue(const Ledger& ledger, const Policy& policy, const std::string& customer,
                 Date as_of) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    return std::ranges::any_of(
        ledger.positions(*row, as_of), [&](const CustomerPosition& position) {
            return std::ranges::any_of(position.items, [&](const OpenItem& item) {
                return is_overdue(item, policy, as_of);
            });
        });
}

std::map<std::string, std::vector<CreditDecision>> decisions_by_customer(const Ledger& ledger) {
    std::map<std::string, std::vector<CreditDecision>> by_customer;
    for (CreditDecision& decision : CustomerFile::all_credit_decisions(ledger)) {
        by_customer[decision.customer].push_back(std::move(decision));
    }
    return by_customer;
}

std::vector<CreditItem> recommendations(const Ledger& ledger, Date as_of) {
    std::vector<CreditItem> items;
    for (const CreditRecommendation& found : CustomerFile::credit_recommendations(ledger, as_of)) {
        items.push_back({.issue = CreditIssue::recommended,
                         .customer = found.customer,
                         .reference = notice_code(found.notice),
                         .since = found.day,
                         .detail = fmt::format("level '{}' recommends {}", found.level_name,
                                               to_text(found.level)),
                         .next_command = fmt::format(
                             "dunning customer credit {} {} --notice {} --reason TEXT",
                             found.customer, to_text(found.level), notice_code(found.notice))});
    }
    return items;
}

struct LimitUse {
    std::string customer;
    Money limit;
    std::int64_t open_minor = 0;  // of its currency
};

// Of the customers that have a limit.
std::unordered_map<RowId, LimitUse> limits_in_use(const Ledger& ledger, Date as_of) {
    const auto decisions = decisions_by_customer(ledger);
    std::unordered_map<RowId, LimitUse> limits;
    CustomerFile::for_each_customer(ledger, [&](RowId row, const Customer& customer) {
        const auto decided = decisions.find(customer.id);
        const CreditStanding standing = credit_standing(
            customer, decided == decisions.end() ? std::vector<CreditDecision>() : decided->second,
            as_of);
        if (standing.limit) limits.emplace(row, LimitUse{customer.id, *standing.limit});
    });
    if (limits.empty()) return limits;
    ledger.for_each_open_item(as_of, [&](const OpenAmount& item) {
        const auto found = limits.find(item.customer);
        if (found == limits.end()) return;
        LimitUse& use = found->second;
        if (use.limit.currency().code() != item.currency) return;
        use.open_minor = add_minor(use.open_minor, item.open_minor);
    });
    return limits;
}

std::vector<CreditItem> over_limits(const Ledger& ledger, Date as_of) {
    std::vector<CreditItem> items;
    for (const auto& [row, use] : limits_in_use(ledger, as_of)) {
        if (use.open_minor <= use.limit.minor()) continue;
        const Money exposure(use.open_minor, use.limit.currency());
        items.push_back({.issue = CreditIssue::over_limit,
                         .customer = use.customer,
                         .amount = exposure - use.limit,
                         .detail = fmt::format("{} open, limit {}", to_decimal(exposure),
                                               to_decimal(use.limit)),
                         .next_command = fmt::format("dunning customer show {}", use.customer)});
    }
    return items;
}

std::vector<CreditItem> sales_on_stop(const Ledger& ledger, Date as_of) {
    std::vector<CreditItem> items;
    for (const auto& sold : CustomerFile::invoices_in_spite_of_stop(ledger, as_of)) {
        items.push_back(
            {.issue = CreditIssue::sold_on_stop,
             .customer = sold.customer,
             .reference = sold.invoice,
             .amount = sold.amount,
             .since = sold.issued,
             .detail = fmt::format("invoiced while {} stopped supply", credit_code(sold.decision)),
             .next_command = fmt::format("dunning customer show {}", sold.customer)});
    }
    return items;
}

// What does not end by itself although nothing is overdue any more.
std::vector<CreditItem> to_lift(const Ledger& ledger, const Policy& policy, Date as_of) {
    std::vector<CreditItem> items;
    for (const CreditDecision& decision : CustomerFile::all_credit_decisions(ledger)) {
        if (!stands(decision, as_of) || decision.when_paid) continue;
        if (decision.until || has_overdue(ledger, policy, decision.customer, as_of)) continue;
        items.push_back(
            {.issue = CreditIssue::to_lift,
             .customer = decision.customer,
             .reference = credit_code(decision.id),
             .since = decision.from,
             .detail =
                 fmt::format("{} stands, and nothing is overdue any more", to_text(decision.level)),
             .next_command = fmt::format("dunning customer credit {} --lift", decision.customer)});
    }
    return items;
}

}  // namespace

std::string_view to_text(CreditIssue issue) {
    switch (issue) {
        case CreditIssue::recommended:
            return "recommended";
        case CreditIssue::over_limit:
            return "over_limit";
        case CreditIssue::sold_on_stop:
            return "sold_on_stop";
        case CreditIssue::to_lift:
            return "to_lift";
    }
    return "recommended";
}

CreditStanding credit_standing(const Customer& customer,
                               const std::vector<CreditDecision>& decisions, Date as_of) {
    CreditStanding standing{.limit = customer.credit_limit};
    for (const CreditDecision& decision : decisions) {
        if (!stands(decision, as_of)) continue;
        standing.decisions.push_back(decision);
        if (decision.level != CreditLevel::lower_limit) continue;
        const bool comparable =
            standing.limit && standing.limit->currency() == decision.amount->currency();
        if (!comparable || *decision.amount < *standing.limit) standing.limit = decision.amount;
    }
    std::ranges::stable_sort(standing.decisions, std::ranges::greater(), &CreditDecision::level);
    if (!standing.decisions.empty()) standing.level = standing.decisions.front().level;
    return standing;
}

std::vector<CreditItem> list_credit_items(const Ledger& ledger, const Policy& policy, Date as_of) {
    std::vector<CreditItem> items;
    for (auto part : {recommendations(ledger, as_of), over_limits(ledger, as_of),
                      sales_on_stop(ledger, as_of), to_lift(ledger, policy, as_of)}) {
        std::ranges::sort(part, {}, [](const CreditItem& item) {
            return std::tie(item.customer, item.reference);
        });
        std::ranges::move(part, std::back_inserter(items));
    }
    return items;
}

std::vector<std::string> lift_paid_credit(Ledger& ledger, const Policy& policy,
                                          const Stamp& stamp) {
    std::vector<std::string> lifted;
    for (const CreditDecision& decision : CustomerFile::all_credit_decisions(ledger)) {
        const bool may_go = decision.when_paid && stands(decision, stamp.as_of);
        if (!may_go || has_overdue(ledger, policy, decision.customer, stamp.as_of)) continue;
        CustomerFile::lift_credit(ledger, decision.id, "paid", "", stamp);
        lifted.push_back(credit_code(decision.id));
    }
    return lifted;
}

}  // namespace dunning
