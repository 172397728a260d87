#include <algorithm>
#include <array>
#include <utility>

#include "core/allocation.h"
#include "core/check.h"

namespace dunning {
namespace {

constexpr std::array rule_words{
    std::pair{AllocationRule::by_hand, std::string_view("by_hand")},
    std::pair{AllocationRule::invoice, std::string_view("invoice")},
    std::pair{AllocationRule::reference, std::string_view("reference")},
    std::pair{AllocationRule::invoice_number, std::string_view("invoice_number")},
    std::pair{AllocationRule::end_to_end_id, std::string_view("end_to_end_id")},
    std::pair{AllocationRule::exact_amount, std::string_view("exact_amount")},
    std::pair{AllocationRule::sum, std::string_view("sum")},
    std::pair{AllocationRule::oldest_due, std::string_view("oldest_due")},
    std::pair{AllocationRule::returned, std::string_view("returned")},
    std::pair{AllocationRule::discount, std::string_view("discount")},
};

constexpr std::array reason_words{
    std::pair{OnAccount::names_unknown_invoice, std::string_view("names_unknown_invoice")},
    std::pair{OnAccount::names_paid_invoice, std::string_view("names_paid_invoice")},
    std::pair{OnAccount::ruled_otherwise, std::string_view("ruled_otherwise")},
    std::pair{OnAccount::ambiguous, std::string_view("ambiguous")},
    std::pair{OnAccount::nothing_open, std::string_view("nothing_open")},
    std::pair{OnAccount::no_rule, std::string_view("no_rule")},
};

template <class Words, class Value>
std::string_view word_of(const Words& words, Value value) {
    const auto found = std::ranges::find(words, value, &Words::value_type::first);
    DUNNING_CHECK(found != words.end());
    return found->second;
}

}  // namespace

std::string_view to_text(AllocationRule rule) {
    return word_of(rule_words, rule);
}

std::string_view to_text(OnAccount why) {
    return word_of(reason_words, why);
}

std::optional<AllocationRule> allocation_rule_from(std::string_view text) {
    const auto found =
        std::ranges::find(rule_words, text, &decltype(rule_words)::value_type::second);
    if (found == rule_words.end()) return std::nullopt;
    return found->first;
}

}  // namespace dunning
