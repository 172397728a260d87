#include "core/fee.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

FeeTerms uk_lump_sum() {
    return {.tiers = {{.below = "1000.00 GBP"_money, .fee = {.fixed = "40.00 GBP"_money}},
                      {.below = "10000.00 GBP"_money, .fee = {.fixed = "70.00 GBP"_money}},
                      {.fee = {.fixed = "100.00 GBP"_money}}}};
}

}  // namespace

TEST_CASE("fee: the first band that the claim lies below") {
    struct Case {
        Money claim;
        Money fee;
    };
    for (const auto& [claim, fee] : {Case{"0.01 GBP"_money, "40.00 GBP"_money},
                                     {"999.99 GBP"_money, "40.00 GBP"_money},
                                     {"1000.00 GBP"_money, "70.00 GBP"_money},
                                     {"9999.99 GBP"_money, "70.00 GBP"_money},
                                     {"10000.00 GBP"_money, "100.00 GBP"_money}}) {
        CHECK(fee_of_claim(uk_lump_sum(), claim) == fee);
    }
}

TEST_CASE("fee: no band that fits, no fee; bands are for their own currency") {
    FeeTerms terms = uk_lump_sum();
    terms.tiers.resize(1);
    CHECK(fee_of_claim(terms, "1000.00 GBP"_money) == "0.00 GBP"_money);
    CHECK(fee_of_claim({}, "5.00 GBP"_money) == "0.00 GBP"_money);
    CHECK(fee_of_claim(terms, "5.00 EUR"_money) == "0.00 EUR"_money);
    CHECK(fee_of_claim(fixed_fee("5.00 EUR"_money), "1 JPY"_money) == "0 JPY"_money);
}

TEST_CASE("fee: per cent of the claim, rounded once, between its bounds") {
    FeeTerms terms{.tiers = {{.fee = {.percent = "1.5"_rate}}}};
    CHECK(fee_of_claim(terms, "1000.00 EUR"_money) == "15.00 EUR"_money);
    CHECK(fee_of_claim(terms, "0.33 EUR"_money) == "0.00 EUR"_money);
    CHECK(fee_of_claim(terms, "0.34 EUR"_money) == "0.01 EUR"_money);
    CHECK(fee_of_claim(terms, "1000 JPY"_money) == "15 JPY"_money);
    terms.minimum = "5.00 EUR"_money;
    terms.maximum = "20.00 EUR"_money;
    CHECK(fee_of_claim(terms, "100.00 EUR"_money) == "5.00 EUR"_money);
    CHECK(fee_of_claim(terms, "1000.00 EUR"_money) == "15.00 EUR"_money);
    CHECK(fee_of_claim(terms, "9000.00 EUR"_money) == "20.00 EUR"_money);
    CHECK(fee_of_claim(terms, "9000.00 USD"_money) == "135.00 USD"_money);
    terms.tiers[0].fee.fixed = "2.00 EUR"_money;
    CHECK(fee_of_claim(terms, "1000.00 EUR"_money) == "17.00 EUR"_money);
}

TEST_CASE("fee: accumulated bands are each for their part of the claim") {
    FeeTerms terms{.tiers = {{.below = "100.00 EUR"_money, .fee = {.percent = "10"_rate}},
                             {.below = "1000.00 EUR"_money, .fee = {.percent = "5"_rate}},
                             {.fee = {.percent = "1"_rate}}}};
    CHECK(fee_of_claim(terms, "500.00 EUR"_money) == "25.00 EUR"_money);
    terms.bands = FeeBands::accumulated;
    CHECK(fee_of_claim(terms, "100.00 EUR"_money) == "10.00 EUR"_money);
    CHECK(fee_of_claim(terms, "100.01 EUR"_money) == "10.00 EUR"_money);
    CHECK(fee_of_claim(terms, "500.00 EUR"_money) == "30.00 EUR"_money);
    CHECK(fee_of_claim(terms, "2000.00 EUR"_money) == "65.00 EUR"_money);
}
