#include "core/customer_fields.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;

namespace {

const Currency euro = *Currency::from_code("EUR");

Customer acme_as_known() {
    return {.id = "C001", .name = "Acme", .currency = Currency::from_code("USD")};
}

}  // namespace

TEST_CASE("customer fields: every field can be read and set to what it was read as") {
    Customer full = acme_as_known();
    full.credit_limit = parse_money("500.00", *Currency::from_code("CNY")).value();
    full.terms_days = 30;
    full.segment = "retail";
    for (const std::string& field : customer_field_names()) {
        CAPTURE(field);
        const auto same = with_field(full, field, field_text(full, field), euro);
        REQUIRE(same.has_value());
        CHECK(*same == full);
    }
}

TEST_CASE(
    "customer fields: a limit is in the customer's currency, else the book's, unless it says so") {
    CHECK(field_text(*with_field(acme_as_known(), "credit_limit", "500", euro), "credit_limit") ==
          "500.00 USD");
    Customer without = acme_as_known();
    without.currency.reset();
    CHECK(field_text(*with_field(without, "credit_limit", "500", euro), "credit_limit") ==
          "500.00 EUR");
    CHECK(field_text(*with_field(acme_as_known(), "credit_limit", "500 CNY", euro),
                     "credit_limit") == "500.00 CNY");
}

TEST_CASE("customer fields: nothing empties what may be empty, and no name") {
    CHECK(with_field(acme_as_known(), "credit_limit", "", euro)->credit_limit == std::nullopt);
    CHECK(with_field(acme_as_known(), "terms_days", "", euro)->terms_days == std::nullopt);
    CHECK(with_field(acme_as_known(), "currency", "", euro)->currency == std::nullopt);
    CHECK(with_field(acme_as_known(), "name", "", euro).error().what == "a customer has a name");
}

TEST_CASE("customer fields: what is no value of the field is refused") {
    CHECK_FALSE(with_field(acme_as_known(), "kind", "person", euro).has_value());
    CHECK_FALSE(with_field(acme_as_known(), "currency", "EURO", euro).has_value());
    CHECK_FALSE(with_field(acme_as_known(), "credit_limit", "much", euro).has_value());
    CHECK_FALSE(with_field(acme_as_known(), "credit_limit", "-1", euro).has_value());
    CHECK_FALSE(with_field(acme_as_known(), "terms_days", "3 weeks", euro).has_value());
    CHECK_FALSE(with_field(acme_as_known(), "shoe_size", "43", euro).has_value());
    CHECK(with_field(acme_as_known(), "email", "ar@@acme", euro).error().what ==
          "email: 'ar@@acme' is not an email address");
    CHECK(with_field(acme_as_known(), "language", "Deutsch", euro).error().what ==
          "language: 'Deutsch' is not a language tag");
    CHECK(with_field(acme_as_known(), "country", "Germany", euro).error().what ==
          "country: 'Germany' is not a country code of two capital letters");
    CHECK(with_field(acme_as_known(), "terms_days", "3651", euro).error().what ==
          "terms_days: '3651' is too large (at most 3650)");
}
