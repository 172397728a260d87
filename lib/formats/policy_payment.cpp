// [payment]
#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "core/payment_reference.h"
#include "formats/policy_sections.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr Word<PaymentCode> codes[] = {{"none", PaymentCode::none},
                                       {"link", PaymentCode::link},
                                       {"epc", PaymentCode::epc},
                                       {"swiss", PaymentCode::swiss}};

// ISO 9362: bank and country in letters, place and branch in letters or digits.
bool is_bic(std::string_view text) {
    return (text.size() == 8 || text.size() == 11) &&
           std::ranges::all_of(text.substr(0, 6), is_upper) &&
           std::ranges::all_of(text, is_upper_or_digit);
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

// Something that the chosen code cannot do without.
struct Needed {
    bool is_there;
    std::string_view what;
    std::string_view remedy;
};

void check_needed(const TomlValue& code, std::initializer_list<Needed> all) {
    for (const Needed& needed : all) {
        if (needed.is_there) continue;
        code.problem(needed.what, std::string(needed.remedy));
        return;
    }
}

bool is_swiss_iban(const std::string& iban) {
    const std::string country = upper_case(iban.substr(0, 2));
    return country == "CH" || country == "LI";
}

// REQUIRES: the policy's book has been read.
void check_code(const TomlValue& code, const Policy& policy) {
    const PaymentDetails& payment = policy.payment;
    const std::string& name = payment.beneficiary.empty() ? policy.book.name : payment.beneficiary;
    const Needed iban{!payment.iban.empty(), "needs an IBAN", "set `iban` in [payment]"};
    const Needed has_name{!name.empty(), "needs a beneficiary", "set `beneficiary` in [payment]"};
    const Needed short_name{count_characters(name) <= 70,
                            "needs a beneficiary of at most 70 characters",
                            "set `beneficiary` in [payment] to the account holder's name"};
    switch (payment.code) {
        case PaymentCode::none:
            return;
        case PaymentCode::link:
            check_needed(code,
                         {{!payment.link.empty(), "needs a link", "set `link` in [payment]"}});
            return;
        case PaymentCode::epc:
            check_needed(code, {iban, has_name, short_name});
            return;
        case PaymentCode::swiss:
            check_needed(
                code,
                {iban,
                 {is_swiss_iban(payment.iban), "needs an IBAN of Switzerland or Liechtenstein",
                  "use \"epc\" or \"none\""},
                 has_name,
                 short_name,
                 {!payment.postal_code.empty() && !payment.city.empty(),
                  "needs the beneficiary's address", "set `postal_code` and `city` in [payment]"},
                 {!payment.country.empty() || !policy.book.country.empty(),
                  "needs the beneficiary's country", "set `country` in [payment] or in [book]"}});
            return;
    }
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
    section->take("address", payment.address, &TomlValue::text);
    section->take("postal_code", payment.postal_code, &TomlValue::text);
    section->take("city", payment.city, &TomlValue::text);
    section->take("country", payment.country, &TomlValue::country);
    if (const auto code = section->find("qr")) {
        payment.code = code->word<PaymentCode>(codes).value_or(PaymentCode::none);
        const auto iban = section->find("iban");
        const bool iban_was_refused =
            iban && payment.iban.empty() && !iban->node().value_or(std::string()).empty();
        if (!iban_was_refused) check_code(*code, policy);
    }
    section->refuse_unknown();
}

}  // namespace dunning
