#include "formats/entry_likeness.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/ascii.h"
#include "core/bank_account.h"
#include "core/payment_reference.h"
#include "text/name_key.h"

namespace dunning {
namespace {

// One of them is the other, or cut from it. Of a few characters that says nothing.
bool is_cut_from(std::string_view a, std::string_view b) {
    constexpr std::size_t telling = 4;
    if (a.size() > b.size()) std::swap(a, b);
    return a.size() >= telling && b.find(a) != std::string_view::npos;
}

std::string words_key(const Receipt& telling) {
    return name_key(telling.reference + ' ' + telling.description);
}

// What in the text may be the number of something: three digits and more, in capitals.
std::vector<std::string> numbers_in(const Receipt& telling) {
    constexpr std::ptrdiff_t fewest_digits = 3;
    std::vector<std::string> numbers(1);
    for (const char c : telling.reference + ' ' + telling.description + ' ' + telling.payer) {
        if (is_letter_or_digit(c)) {
            numbers.back() += upper(c);
        } else if (!numbers.back().empty()) {
            numbers.emplace_back();
        }
    }
    std::erase_if(numbers, [](const std::string& word) {
        return std::ranges::count_if(word, is_digit) < fewest_digits;
    });
    return numbers;
}

// One of the one is one of the other's, or was cut from it.
bool share_number(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::ranges::any_of(a, [&](const std::string& mine) {
        return std::ranges::any_of(b, [&](const std::string& other) {
            return mine.starts_with(other) || other.starts_with(mine);
        });
    });
}

enum class Field { unknown, same, other };

Field compared(std::string_view a, std::string_view b, bool same) {
    if (a.empty() || b.empty()) return Field::unknown;
    return same ? Field::same : Field::other;
}

const std::string& fuller(const std::string& a, const std::string& b) {
    if (a.size() != b.size()) return a.size() > b.size() ? a : b;
    return std::min(a, b);
}

// Of two ways of writing one text; `known` where they are two texts.
const std::string& fuller_text(const std::string& known, const std::string& told) {
    const std::string key_known = name_key(known);
    const std::string key_told = name_key(told);
    const bool is_one =
        key_known.empty() || key_known == key_told || is_cut_from(key_known, key_told);
    return is_one ? fuller(known, told) : known;
}

}  // namespace

Likeness likeness_of(const Receipt& a, const Receipt& b) {
    const Field called = compared(a.end_to_end_id, b.end_to_end_id,
                                  name_key(a.end_to_end_id) == name_key(b.end_to_end_id) ||
                                      is_cut_from(a.end_to_end_id, b.end_to_end_id));
    if (called == Field::same) return Likeness::same_id;
    const Field account = compared(a.payer_account, b.payer_account,
                                   is_same_account(a.payer_account, b.payer_account));
    const Field reference = compared(a.reference, b.reference,
                                     reference_key(a.reference) == reference_key(b.reference));
    if (called == Field::other || account == Field::other || reference == Field::other) {
        return Likeness::contradicts;
    }
    if (reference == Field::same) return Likeness::same_words;
    const auto numbers_a = numbers_in(a);
    const auto numbers_b = numbers_in(b);
    const bool have_numbers = !numbers_a.empty() && !numbers_b.empty();
    if (have_numbers && !share_number(numbers_a, numbers_b)) return Likeness::contradicts;
    const std::string payer_a = name_key(a.payer);
    const std::string payer_b = name_key(b.payer);
    const std::string words_a = words_key(a);
    const std::string words_b = words_key(b);
    // An unstructured text may be the payer's name and nothing else.
    const bool is_named = is_cut_from(payer_a, words_b) || is_cut_from(payer_b, words_a);
    const Field payer =
        compared(payer_a, payer_b, payer_a == payer_b || is_cut_from(payer_a, payer_b) || is_named);
    const Field words =
        compared(words_a, words_b, words_a == words_b || is_cut_from(words_a, words_b));
    if (have_numbers || words == Field::same) return Likeness::same_words;
    if (account == Field::same || payer == Field::same || is_named) return Likeness::same_payer;
    const bool is_another = payer == Field::other && words == Field::other;
    return is_another ? Likeness::contradicts : Likeness::silent;
}

Receipt fuller_telling(const Receipt& known, const Receipt& told) {
    Receipt both = known;
    if (known.amount.currency() == told.amount.currency()) {
        both.amount = std::max(known.amount, told.amount);
    }
    both.date = known.amount.is_negative() ? std::max(known.date, told.date)
                                           : std::min(known.date, told.date);
    both.reference = fuller(known.reference, told.reference);
    both.description = fuller_text(known.description, told.description);
    both.payer = fuller(known.payer, told.payer);
    both.payer_account = fuller(known.payer_account, told.payer_account);
    both.end_to_end_id = fuller(known.end_to_end_id, told.end_to_end_id);
    return both;
}

}  // namespace dunning
