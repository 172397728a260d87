#include "core/customer_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/check.h"
#include "core/country_names.h"

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
    if (limit->is_negative()) return Fault{"credit_limit: a limit is not negative"};
    customer.credit_limit = *limit;
    return customer;
}

Result<Customer> with_terms(Customer customer, const std::string& text) {
    if (text.empty()) {
        customer.terms_days.reset();
        return customer;
    }
    int days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc() || end != text.data() + text.size() || days < 0 || days > 3650) {
        return Fault{fmt::format("terms_days: '{}' is not a number of days", text)};
    }
    customer.terms_days = days;
    return customer;
}

}  // namespace

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
            return Fault{fmt::format("currency: '{}' is not an ISO 4217 code", text)};
        }
        return customer;
    }
    if (field == "credit_limit") return with_limit(std::move(customer), text, currency);
    if (field == "terms_days") return with_terms(std::move(customer), text);
    return Fault{fmt::format("there is no field '{}'", field)};
}

}  // namespace dunning
