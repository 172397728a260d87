#include "core/customer_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/ascii.h"
#include "core/check.h"
#include "core/country_names.h"
#include "core/country_zones.h"

namespace dunning {
namespace {

// The fields that hold any text.
constexpr std::pair<std::string_view, std::string Customer::*> texts[] = {
    {"name", &Customer::name},           {"language", &Customer::language},
    {"country", &Customer::country},     {"timezone", &Customer::timezone},
    {"email", &Customer::email},         {"phone", &Customer::phone},
    {"mobile", &Customer::mobile},       {"address", &Customer::address},
    {"city", &Customer::city},           {"postal_code", &Customer::postal_code},
    {"collector", &Customer::collector}, {"segment", &Customer::segment}};

const std::pair<std::string_view, std::string Customer::*>* text_field(std::string_view field) {
    const auto* found = std::ranges::find(
        texts, field, &std::pair<std::string_view, std::string Customer::*>::first);
    return found == std::end(texts) ? nullptr : found;
}

Result<Customer> with_limit(Customer customer, const std::string& text, const Currency& otherwise) {
    if (text.empty()) {
        customer.credit_limit.reset();
        return customer;
    }
    const auto space = text.find(' ');
    const auto currency = space == text.npos ? customer.currency.value_or(otherwise)
                                             : Currency::from_code(text.substr(space + 1));
    if (!currency) {
        return Fault{fmt::format("credit_limit: '{}' is not a currency", text.substr(space + 1))};
    }
    const auto limit = parse_money(text.substr(0, space), *currency);
    if (!limit) return Fault{"credit_limit: " + limit.error().what, limit.error().remedy};
    if (limit->is_negative()) return Fault{fmt::format("credit_limit: '{}' is negative", text)};
    customer.credit_limit = *limit;
    return customer;
}

Result<Customer> with_terms(Customer customer, const std::string& text) {
    if (text.empty()) {
        customer.terms_days.reset();
        return customer;
    }
    if (!std::ranges::all_of(text, is_digit)) {
        return Fault{fmt::format("terms_days: '{}' is not a whole number", text)};
    }
    int days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc() || days > longest_terms_days) {
        return Fault{
            fmt::format("terms_days: '{}' is too large (at most {})", text, longest_terms_days)};
    }
    customer.terms_days = days;
    return customer;
}

bool is_of(std::string_view text, std::string_view also) {
    return !text.empty() && std::ranges::all_of(text, [also](char c) {
        return is_letter_or_digit(c) || also.find(c) != std::string_view::npos;
    });
}

// The shape of a BCP 47 tag: a language of two or three letters, then parts after '-'.
bool is_language(std::string_view text) {
    const auto primary = text.substr(0, text.find('-'));
    return (primary.size() == 2 || primary.size() == 3) &&
           std::ranges::all_of(primary, [](char c) { return is_letter(c) && !is_upper(c); }) &&
           is_of(text, "-") && !text.ends_with('-');
}

bool dots_are_inside(std::string_view text) {
    return !text.starts_with('.') && !text.ends_with('.') &&
           text.find("..") == std::string_view::npos;
}

}  // namespace

EmailShape email_shape(std::string_view address) {
    constexpr std::size_t longest = 254;  // RFC 5321 section 4.5.3.1.3, less the angle brackets
    const auto at = address.find('@');
    if (at == std::string_view::npos || address.size() > longest) return EmailShape::bad;
    const auto local = address.substr(0, at);
    const auto domain = address.substr(at + 1);
    const bool good = is_of(local, "!#$%&'*+/=?^_`{|}~.-") && dots_are_inside(local) &&
                      is_of(domain, ".-") && dots_are_inside(domain);
    return good ? EmailShape::good : EmailShape::bad;
}

std::optional<Fault> wrong_customer_field(std::string_view field, std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (field == "email" && email_shape(text) == EmailShape::bad) {
        return Fault{fmt::format("'{}' is not an email address", text),
                     "one address of the form name@example.com"};
    }
    if (field == "language" && !is_language(text)) {
        return Fault{fmt::format("'{}' is not a language tag", text), "as in en, de or zh-CN"};
    }
    if (field == "country" && !is_country_code(text)) {
        return Fault{fmt::format("'{}' is not a country code of two capital letters", text),
                     country_remedy({})};
    }
    if (field == "kind" && !customer_kind_from(text)) {
        return Fault{fmt::format("'{}' is neither business nor consumer", text)};
    }
    return std::nullopt;
}

const std::vector<std::string>& customer_field_names() {
    static const std::vector<std::string> names = {
        "name",      "kind",         "language",   "country", "timezone", "currency",
        "email",     "phone",        "mobile",     "address", "city",     "postal_code",
        "collector", "credit_limit", "terms_days", "segment"};
    return names;
}

std::string field_text(const Customer& customer, std::string_view field) {
    if (const auto* text = text_field(field)) return customer.*text->second;
    if (field == "kind") return std::string(to_text(customer.kind));
    if (field == "currency") {
        return customer.currency ? std::string(customer.currency->code()) : std::string();
    }
    if (field == "credit_limit") {
        if (!customer.credit_limit) return {};
        return fmt::format("{} {}", to_decimal(*customer.credit_limit),
                           customer.credit_limit->currency().code());
    }
    DUNNING_CHECK(field == "terms_days");
    return customer.terms_days ? fmt::format("{}", *customer.terms_days) : std::string();
}

Result<Customer> with_field(Customer customer, std::string_view field, const std::string& text,
                            const Currency& currency) {
    if (const auto wrong = wrong_customer_field(field, text)) {
        return Fault{fmt::format("{}: {}", field, wrong->what), wrong->remedy};
    }
    if (const auto* known = text_field(field)) {
        if (field == "name" && text.empty()) return Fault{"a customer has a name"};
        if (field == "country" && !text.empty() && !is_country(text)) {
            return Fault{fmt::format("country: '{}' is no country", text), country_remedy(text)};
        }
        customer.*known->second = text;
        return customer;
    }
    if (field == "kind") {
        const auto kind = customer_kind_from(text);
        if (!kind) return Fault{fmt::format("kind: '{}' is neither business nor consumer", text)};
        customer.kind = *kind;
        return customer;
    }
    if (field == "currency") {
        customer.currency = Currency::from_code(text);
        if (!customer.currency && !text.empty()) {
            return Fault{fmt::format("currency: '{}' is not a currency code of ISO 4217", text)};
        }
        return customer;
    }
    if (field == "credit_limit") return with_limit(std::move(customer), text, currency);
    if (field == "terms_days") return with_terms(std::move(customer), text);
    return Fault{fmt::format("there is no field '{}'", field)};
}

}  // namespace dunning
