#include "app/check_rule_sets.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

// Where the law of a set is the law; "" for a set that is none.
std::string_view country_of(RuleSetName set) {
    switch (set) {
        case RuleSetName::us_reg_f:
            return "US";
        case RuleSetName::cn_personal:
            return "CN";
        case RuleSetName::uk_conc:
            return "GB";
        case RuleSetName::courtesy:
        case RuleSetName::eu:
            return "";
    }
    return "";
}

// Of those laws each is about consumers.
std::string whom_it_misses(const RuleSetUse& use, const std::vector<Customer>& customers,
                           const std::string& book_country) {
    const std::string_view country = country_of(use.set);
    const auto is_there = [&](const Customer& customer) {
        return (customer.country.empty() ? book_country : customer.country) == country;
    };
    const auto is_consumer = [](const Customer& customer) {
        return customer.kind == CustomerKind::consumer;
    };
    if (std::ranges::none_of(customers, is_there)) {
        return fmt::format("no customer is in {}", country);
    }
    const bool for_all = !use.kind.has_value();
    if (for_all && std::ranges::none_of(customers, is_consumer)) return "no customer is a consumer";
    return {};
}

}  // namespace

void check_rule_sets(const Book& book, const Ledger& ledger, Diagnostics& diagnostics) {
    const Policy& policy = book.policy;
    const bool has_law = std::ranges::any_of(
        policy.contact.sets, [](const RuleSetUse& use) { return !country_of(use.set).empty(); });
    const std::vector<Customer> customers = has_law ? ledger.customers() : std::vector<Customer>();
    if (customers.empty()) return;
    for (const RuleSetUse& use : policy.contact.sets) {
        if (country_of(use.set).empty()) continue;
        const std::string why = whom_it_misses(use, customers, policy.book.country);
        if (why.empty()) continue;
        const ContactRuleSet& set = rule_set(use.set);
        diagnostics.warning(
            book.places.of("contact.rules"),
            fmt::format("'{}' binds nobody here: {} ({})", set.word, why, set.title),
            "leave it out, unless it is meant as a ceiling", "rules");
    }
}

}  // namespace dunning
