#include "formats/entry_likeness.h"

#include <doctest/doctest.h>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

struct Telling {
    const char* payer = "";
    const char* account = "";
    const char* called = "";
    const char* reference = "";
    const char* text = "";
};

Receipt receipt_of(const Telling& said) {
    return {.id = "1",
            .date = "2026-03-02"_date,
            .amount = "100.00 EUR"_money,
            .reference = said.reference,
            .description = said.text,
            .payer = said.payer,
            .payer_account = said.account,
            .end_to_end_id = said.called};
}

TEST_CASE("entry likeness: what two files say of the payer decides") {
    struct Case {
        Telling a;
        Telling b;
        Likeness likeness;
    };
    const Case cases[] = {
        {{}, {}, Likeness::silent},
        {{.payer = "Alpha GmbH"}, {.text = "R-1001"}, Likeness::silent},
        {{.called = "E-1"}, {.called = "e-1"}, Likeness::same_id},
        {{.called = "E2E-0001-2026-03"}, {.called = "E2E-0001-2026"}, Likeness::same_id},
        {{.called = "E-1"}, {.called = "E-2"}, Likeness::contradicts},
        // Its own name for the payment is surer than anything else.
        {{.account = "DE02120300000000202051", .called = "E-1"},
         {.account = "DE89370400440532013000", .called = "E-1"},
         Likeness::same_id},
        {{.account = "DE89370400440532013000"}, {.account = "532013000"}, Likeness::same_payer},
        {{.account = "DE89370400440532013000"},
         {.account = "DE02120300000000202051"},
         Likeness::contradicts},
        {{.reference = "RF18 5390 0754 7034"},
         {.reference = "RF18539007547034"},
         Likeness::same_words},
        {{.reference = "RF18539007547034"}, {.reference = "R-2"}, Likeness::contradicts},
        {{.text = "Rechnung R-1001 vielen Dank"}, {.text = "RECHNUNG R-10"}, Likeness::same_words},
        {{.reference = "R-1001"}, {.text = "SVWZ+R-1001"}, Likeness::same_words},
        // The payer's own name for the payment stands in one of them alone.
        {{.payer = "Alpha GmbH", .called = "E2E377", .text = "INV-1001 Danke"},
         {.text = "INV-1001 Danke Alpha GmbH"},
         Likeness::same_words},
        {{.text = "Danke Alpha INV-1001"}, {.text = "INV-1001 Danke Alpha"}, Likeness::same_words},
        {{.payer = "INV-1001", .text = "Alpha GmbH"},
         {.payer = "Alpha GmbH", .text = "INV-1001"},
         Likeness::same_words},
        {{.payer = "Alpha GmbH"}, {.text = "Alpha GmbH"}, Likeness::same_payer},
        // One payer may pay two invoices with two transfers of one amount.
        {{.text = "R-1001"}, {.text = "R-2002"}, Likeness::contradicts},
        {{.account = "DE89370400440532013000", .text = "R-1001"},
         {.account = "DE89370400440532013000", .text = "R-2002"},
         Likeness::contradicts},
        {{.payer = "Alpha GmbH"}, {.payer = "ALPHA GMBH, Köln"}, Likeness::same_payer},
        {{.payer = "Alpha GmbH"}, {.payer = "Beta AG"}, Likeness::silent},
        {{.payer = "Alpha GmbH", .text = "R-1001"},
         {.payer = "Beta AG", .text = "R-1001"},
         Likeness::same_words},
        {{.payer = "Alpha GmbH", .text = "danke"},
         {.payer = "Beta AG", .text = "gruss"},
         Likeness::contradicts},
    };
    for (const Case& each : cases) {
        CAPTURE(each.a.text);
        CAPTURE(each.b.text);
        CHECK(likeness_of(receipt_of(each.a), receipt_of(each.b)) == each.likeness);
        CHECK(likeness_of(receipt_of(each.b), receipt_of(each.a)) == each.likeness);
    }
}

TEST_CASE("entry likeness: the fuller telling is the same in every order") {
    const Receipt statement = receipt_of(
        {.payer = "Alpha GmbH", .account = "DE89370400440532013000", .text = "R-1001, R-1002"});
    const Receipt mt940 = receipt_of({.payer = "Alpha", .called = "E-1", .text = "R-1001, R-10"});
    const Receipt other = receipt_of({.payer = "ALPHA GMBH", .text = "R-1001, R-1"});
    const Receipt all = receipt_of({.payer = "ALPHA GMBH",
                                    .account = "DE89370400440532013000",
                                    .called = "E-1",
                                    .text = "R-1001, R-1002"});
    CHECK(fuller_telling(fuller_telling(statement, mt940), other) == all);
    CHECK(fuller_telling(fuller_telling(other, mt940), statement) == all);
    CHECK(fuller_telling(fuller_telling(mt940, other), statement) == all);
    CHECK(fuller_telling(all, statement) == all);
    // Another text is no fuller one.
    CHECK(fuller_telling(all, receipt_of({.text = "R-2002 with many words"})) == all);
}

TEST_CASE("entry likeness: the telling with charges, and of two days the one better for who paid") {
    struct Case {
        Money known;
        Date known_on;
        Money told;
        Date told_on;
        Money amount;
        Date on;
    };
    const Date second = "2026-03-02"_date;
    const Date third = "2026-03-03"_date;
    const Case cases[] = {
        {"250.50 EUR"_money, second, "240.50 EUR"_money, second, "250.50 EUR"_money, second},
        {"250.50 EUR"_money, third, "240.50 EUR"_money, second, "250.50 EUR"_money, second},
        {"-122.00 EUR"_money, second, "-119.00 EUR"_money, second, "-119.00 EUR"_money, second},
        {"-119.00 EUR"_money, second, "-119.00 EUR"_money, third, "-119.00 EUR"_money, third},
        // Of two currencies nothing can be said: what is known stays.
        {"100.00 EUR"_money, second, "200.00 USD"_money, second, "100.00 EUR"_money, second},
    };
    const auto telling = [](const Money& amount, Date on) {
        Receipt receipt = receipt_of({});
        receipt.amount = amount;
        receipt.date = on;
        return receipt;
    };
    for (const Case& each : cases) {
        CAPTURE(to_decimal(each.known));
        const Receipt known = telling(each.known, each.known_on);
        const Receipt told = telling(each.told, each.told_on);
        const Receipt both = telling(each.amount, each.on);
        CHECK(fuller_telling(known, told) == both);
        CHECK(fuller_telling(both, told) == both);
        if (each.known.currency() == each.told.currency()) {
            CHECK(fuller_telling(told, known) == both);
        }
    }
}

}  // namespace
