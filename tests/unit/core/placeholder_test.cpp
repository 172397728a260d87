#include "core/placeholder.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

TEST_CASE("placeholder: what says only that there is none, however it is written") {
    for (const auto* text : {"",
                             " ",
                             "-",
                             "--",
                             "/",
                             "...",
                             "0",
                             "0000000000",
                             "00-00",
                             "NOTPROVIDED",
                             "NotProvided",
                             "not provided",
                             "NOT-PROVIDED",
                             "NOTAVAIL",
                             "Not available",
                             "UNKNOWN",
                             "unknown",
                             "n/a",
                             "N.A.",
                             "none",
                             "NULL",
                             "nonref",
                             "unbekannt",
                             "keine Angabe",
                             "k.A.",
                             "未知",
                             "无"}) {
        CAPTURE(text);
        CHECK(is_placeholder(text));
        CHECK_FALSE(tells_account(text));
    }
}

TEST_CASE("placeholder: what resembles one is none") {
    for (const auto* text : {"Na", "None & Sons", "Unknown Pleasures Ltd", "1", "10", "RE-0", "X",
                             "Keiner GmbH", "无锡公司", "NOTPROVIDED 4711"}) {
        CAPTURE(text);
        CHECK_FALSE(is_placeholder(text));
    }
}

TEST_CASE("placeholder: an account that is masked or made of X is told from no other") {
    for (const auto* text :
         {"158******10", "ali***@163.com", "a***@x.com", "XX", "x", "XXXXXXXXXX", "XXXX1234", "NA",
          "xxxx-xxxx-3000", "DE89XXXXXXXXXXXXXX3000", "••42", "...3000", "DE89…3000", "######10"}) {
        CAPTURE(text);
        CHECK_FALSE(tells_account(text));
    }
}

TEST_CASE("placeholder: numbers, IBANs and names of accounts are accounts") {
    // The bank code of the IBAN is made up, its check digits are right.
    for (const auto* text :
         {"DE89370400440532013000", "37040044/532013000", "0000000001", "9999999999",
          "li.wei@163.com", "15812345610", "MAXX-1", "GB08XXXX20201555555555"}) {
        CAPTURE(text);
        CHECK(tells_account(text));
        CHECK_FALSE(is_placeholder(text));
    }
}

TEST_CASE("placeholder: a payment keeps what says something") {
    Receipt receipt{.id = "P1",
                    .date = Date(),
                    .amount = Money(100, *Currency::from_code("EUR")),
                    .reference = "NONREF",
                    .description = "n/a",
                    .payer = "UNKNOWN",
                    .payer_account = "0000",
                    .end_to_end_id = "NOTPROVIDED"};
    drop_placeholders(receipt);
    CHECK(receipt.reference == "");
    CHECK(receipt.payer == "");
    CHECK(receipt.payer_account == "");
    CHECK(receipt.end_to_end_id == "");
    CHECK(receipt.description == "n/a");
    Receipt told{.id = "P2",
                 .date = Date(),
                 .amount = receipt.amount,
                 .reference = "RF18539007547034",
                 .payer = "Na",
                 .payer_account = "DE89370400440532013000",
                 .end_to_end_id = "E-1"};
    const Receipt before = told;
    drop_placeholders(told);
    CHECK(told == before);
}

}  // namespace
