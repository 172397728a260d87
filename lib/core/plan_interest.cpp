#include "core/plan_interest.h"

#include <algorithm>

#include "core/notice.h"

namespace dunning {
namespace {

InterestTerms without_minimum(InterestTerms terms) {
    terms.minimum.reset();
    return terms;
}

// What the invoice has borne in the days after `from` up to `to`; also what is less than is worth
// claiming by itself.
Money borne_between(const OpenItem& item, const Policy& policy, Date from, Date to) {
    InterestBase base = interest_base(item, Money::zero(item.amount.currency()), policy);
    const InterestTerms terms = without_minimum(policy.interest);
    for (ClaimedTerms& claim : base.claimed) {
        if (!claim.terms) continue;
        claim.terms = std::make_shared<const InterestTerms>(without_minimum(*claim.terms));
    }
    return late_interest(base, terms, to).total - late_interest(base, terms, from).total;
}

// Of what may be claimed at all.
Money not_covered(const OpenItem& item, const std::vector<CoveredInterest>& covered,
                  const Policy& policy, Date as_of) {
    const Currency currency = item.amount.currency();
    const InterestBase base = interest_base(item, Money::zero(currency), policy);
    return late_interest(base, policy.interest, as_of).total - sum_of(covered, currency);
}

std::vector<const OpenItem*> items_of(const ChargedPlanInterest& plan,
                                      const std::vector<OpenItem>& items) {
    std::vector<const OpenItem*> covered;
    for (const OpenItem& item : items) {
        if (std::ranges::count(plan.invoices, item.invoice) > 0) covered.push_back(&item);
    }
    std::ranges::sort(covered, {},
                      [](const OpenItem* item) { return std::tie(item->due, item->invoice); });
    return covered;
}

}  // namespace

std::map<std::string, std::vector<CoveredInterest>> covered_interest(
    const std::vector<ChargedPlanInterest>& plans, const std::vector<OpenItem>& items,
    const Policy& policy, Date as_of) {
    std::map<std::string, std::vector<CoveredInterest>> covered;
    for (const ChargedPlanInterest& plan : plans) {
        Money left = plan.amount;
        const Date to = std::min(plan.to, as_of);
        for (const OpenItem* item : items_of(plan, items)) {
            auto& own = covered[item->invoice];
            const Money amount = std::min({left, borne_between(*item, policy, plan.from, to),
                                           not_covered(*item, own, policy, as_of)});
            if (!amount.is_positive()) continue;
            left -= amount;
            if (!own.empty() && own.back().plan == plan.plan && own.back().to == plan.from) {
                own.back().to = to;
                own.back().amount += amount;
            } else {
                own.push_back({.plan = plan.plan, .from = plan.from, .to = to, .amount = amount});
            }
        }
    }
    return covered;
}

Money sum_of(const std::vector<CoveredInterest>& covered, Currency currency) {
    Money sum = Money::zero(currency);
    for (const CoveredInterest& each : covered) sum += each.amount;
    return sum;
}

}  // namespace dunning
