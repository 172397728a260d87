#include "core/bank_account.h"

#include <string>
#include <vector>

#include "core/ascii.h"
#include "core/payment_reference.h"

namespace dunning {
namespace {

std::string without_zeros(std::string_view text) {
    const auto first = text.find_first_not_of('0');
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first));
}

// In capitals; what is neither letter nor digit parts them.
std::vector<std::string> account_parts(std::string_view name) {
    std::vector<std::string> parts(1);
    for (const char c : name) {
        if (is_letter_or_digit(c)) {
            parts.back() += upper(c);
        } else if (c != ' ' && !parts.back().empty()) {
            parts.emplace_back();
        }
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

std::string joined_parts(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += part;
    return all;
}

// Whether the number fills the end of the IBAN, but for zeros that stand before it.
bool ends_with_number(std::string_view iban, const std::vector<std::string>& number) {
    constexpr std::size_t checked = 4;     // country and check digits
    constexpr std::size_t sure_alone = 8;  // digits that need no zero before them
    constexpr std::size_t too_short = 6;
    const std::string_view national = iban.substr(checked);
    const std::string account = without_zeros(number.back());
    if (account.size() < too_short || !national.ends_with(account)) return false;
    const std::string_view before = national.substr(0, national.size() - account.size());
    if (number.size() > 1) {
        const std::string& bank = number.front();
        return before.starts_with(bank) &&
               before.find_first_not_of('0', bank.size()) == std::string_view::npos;
    }
    return account.size() >= sure_alone || before.empty() || before.back() == '0' ||
           is_letter(before.back());
}

}  // namespace

bool is_same_account(std::string_view a, std::string_view b) {
    const auto parts_a = account_parts(a);
    const auto parts_b = account_parts(b);
    if (parts_a.empty() || parts_b.empty()) return parts_a.empty() && parts_b.empty();
    const std::string whole_a = joined_parts(parts_a);
    const std::string whole_b = joined_parts(parts_b);
    const bool iban_a = is_iban(whole_a);
    const bool iban_b = is_iban(whole_b);
    if (iban_a && iban_b) return whole_a == whole_b;
    if (iban_a) return ends_with_number(whole_a, parts_b);
    if (iban_b) return ends_with_number(whole_b, parts_a);
    if (parts_a.size() != parts_b.size()) {  // one of them names the bank, too
        return without_zeros(parts_a.back()) == without_zeros(parts_b.back());
    }
    return without_zeros(whole_a) == without_zeros(whole_b);
}

}  // namespace dunning
