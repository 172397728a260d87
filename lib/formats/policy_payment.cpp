// [payment]
#include <fmt/format.h>

#include <algorithm>

#include "formats/policy_sections.h"
#include "text/suggest.h"

namespace dunning {
namespace {

enum class PaymentCode { none, link };
constexpr std::string_view qr_remedy = "use \"none\" or \"link\"";
constexpr Word<PaymentCode> codes[] = {{"none", PaymentCode::none},
                                       {"link", PaymentCode::link},
                                       {"epc", std::nullopt, qr_remedy},
                                       {"swiss", std::nullopt, qr_remedy}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

// ISO 13616: two letters, two check digits, and the whole, rotated by four, is 1 modulo 97.
bool is_iban(std::string_view text) {
    std::string digits(text);
    std::erase(digits, ' ');
    if (digits.size() < 15 || digits.size() > 34) return false;
    if (!is_capital(digits[0]) || !is_capital(digits[1])) return false;
    std::ranges::rotate(digits, digits.begin() + 4);
    int rest = 0;
    for (const char c : digits) {
        if (!is_digit(c) && !is_capital(c)) return false;
        rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

// ISO 9362: bank and country in letters, place and branch in letters or digits.
bool is_bic(std::string_view text) {
    return (text.size() == 8 || text.size() == 11) &&
           std::ranges::all_of(text.substr(0, 6), is_capital) &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || is_capital(c); });
}

std::optional<std::string> read_iban(const TomlValue& value) {
    auto text = value.text();
    if (!text || text->empty() || is_iban(*text)) return text;
    value.problem("is not a valid IBAN",
                  "its check digits do not fit: compare it with your bank's paper");
    return std::nullopt;
}

std::optional<std::string> read_bic(const TomlValue& value) {
    auto text = value.text();
    if (!text || text->empty() || is_bic(*text)) return text;
    value.problem("is not a valid BIC", "8 or 11 capital letters and digits");
    return std::nullopt;
}

// An address with {customer}, {reference}, {amount}, {currency} to be filled in.
std::optional<std::string> read_link(const TomlValue& value) {
    auto link = value.text();
    if (!link || link->empty()) return link;
    if (!link->starts_with("https://") && !link->starts_with("http://")) {
        value.problem("is not a web address", "it begins with https://");
        return std::nullopt;
    }
    const std::vector<std::string> fields = {"customer", "reference", "amount", "currency"};
    for (auto open = link->find('{'); open != std::string::npos; open = link->find('{', open + 1)) {
        const auto name = link->substr(open + 1, link->find('}', open) - open - 1);
        if (std::ranges::find(fields, name) != fields.end()) continue;
        value.problem(fmt::format("has an unknown field '{{{}}}'", name),
                      did_you_mean(name, fields));
        return std::nullopt;
    }
    return link;
}

}  // namespace

void read_payment(TomlSection& root, Policy& policy) {
    auto section = root.section("payment");
    if (!section) return;
    auto& payment = policy.payment;
    section->take("beneficiary", payment.beneficiary, &TomlValue::text);
    section->take("iban", payment.iban, read_iban);
    section->take("bic", payment.bic, read_bic);
    section->take("account", payment.account, &TomlValue::text);
    section->take("bank", payment.bank, &TomlValue::text);
    section->take("link", payment.link, read_link);
    PaymentCode code = PaymentCode::none;
    section->take_word<PaymentCode, PaymentCode>("qr", code, codes);
    if (code == PaymentCode::link && payment.link.empty()) {
        section->problem("qr is \"link\", and there is no `link`");
    }
    section->refuse_unknown();
}

}  // namespace dunning
