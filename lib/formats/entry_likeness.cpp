#include "formats/entry_likeness.h"

#include <algorithm>

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

// All that is said of it, without what lines and prefixes do to it.
std::string words_key(const Receipt& telling) {
    return name_key(telling.reference + ' ' + telling.description + ' ' + telling.end_to_end_id);
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

}  // namespace

Likeness likeness_of(const Receipt& a, const Receipt& b) {
    const Field called = compared(a.end_to_end_id, b.end_to_end_id,
                                  name_key(a.end_to_end_id) == name_key(b.end_to_end_id) ||
                                      is_cut_from(a.end_to_end_id, b.end_to_end_id));
    if (called == Field::same) return Likeness::agrees;
    const Field account = compared(a.payer_account, b.payer_account,
                                   is_same_account(a.payer_account, b.payer_account));
    const Field reference = compared(a.reference, b.reference,
                                     reference_key(a.reference) == reference_key(b.reference));
    if (called == Field::other || account == Field::other || reference == Field::other) {
        return Likeness::contradicts;
    }
    const std::string payer_a = name_key(a.payer);
    const std::string payer_b = name_key(b.payer);
    const Field payer =
        compared(payer_a, payer_b, payer_a == payer_b || is_cut_from(payer_a, payer_b));
    const std::string words_a = words_key(a);
    const std::string words_b = words_key(b);
    const Field words =
        compared(words_a, words_b, words_a == words_b || is_cut_from(words_a, words_b));
    if (payer == Field::other && words == Field::other) return Likeness::contradicts;
    for (const Field field : {account, reference, payer, words}) {
        if (field == Field::same) return Likeness::agrees;
    }
    return Likeness::silent;
}

Receipt fuller_telling(const Receipt& known, const Receipt& told) {
    Receipt both = known;
    both.reference = fuller(known.reference, told.reference);
    both.description = fuller(known.description, told.description);
    both.payer = fuller(known.payer, told.payer);
    both.payer_account = fuller(known.payer_account, told.payer_account);
    both.end_to_end_id = fuller(known.end_to_end_id, told.end_to_end_id);
    return both;
}

}  // namespace dunning
