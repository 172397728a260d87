#include "formats/import_text.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "formats/canonical_fields.h"
#include "formats/import_rows.h"

using namespace dunning;

TEST_CASE("numbers: the other mark may only separate groups of three") {
    struct Case {
        std::string_view text;
        char mark;
        std::optional<std::string> expected;
    };
    const std::optional<std::string> none;
    const std::vector<Case> cases = {
        {"1234,50", ',', "1234.50"},
        {"1.234,50", ',', "1234.50"},
        {"1.234.567", ',', "1234567"},
        {"-1.234,5", ',', "-1234.5"},
        {"1,234.56", '.', "1234.56"},
        {"0,5", ',', "0.5"},
        {"1234.50", '.', "1234.50"},
        {"1.23,50", ',', none},
        {"1234.567,5", ',', none},
        {".234,5", ',', none},
        {"1.2345,5", ',', none},
        {"1,2,3", ',', none},
        {"", '.', none},
        {"-", '.', none},
        {",5", ',', none},
        {"5,", ',', none},
        {"1 234,5", ',', none},
        {"1,234,56", '.', none},
        {"1.234.", ',', none},
        {"--1", '.', none},
        {"1e5", '.', none},
    };
    for (const auto& [text, mark, expected] : cases) {
        CAPTURE(text);
        CHECK(machine_number(text, mark) == expected);
    }
}

TEST_CASE("trimmed: spaces and tabs at both ends only") {
    CHECK(trimmed(" \t a b\t ") == "a b");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
}

TEST_CASE("email: one address of plain shape") {
    for (const auto* good : {"a@example.com", "a.b+c@mail.example.com", "AR_1@x-y.example"}) {
        CAPTURE(good);
        CHECK(email_shape(good) == EmailShape::good);
    }
    for (const auto* bad : {"", "a", "a@", "@b", "a@b@c", "a b@c.de", "\"a b\"@c.de",
                            "a@c.de,d@e.fr", "a@c.de;x", "<a@c.de>", "ü@c.de", "a@c..de", ".a@c.de",
                            "a@c.de.", "a@c.de\r\nBcc: x@y.z", "a@[1.2.3.4]"}) {
        CAPTURE(bad);
        CHECK(email_shape(bad) == EmailShape::bad);
    }
    CHECK(email_shape(std::string(250, 'a') + "@b.cd") == EmailShape::bad);
}

TEST_CASE("headings: no two fields of a kind are found under one alias") {
    for (const auto kind :
         {ImportKind::customers, ImportKind::invoices, ImportKind::credits, ImportKind::payments}) {
        std::vector<std::string> seen;
        for (const auto& field : canonical_fields(kind)) {
            seen.push_back(folded_heading(field.name));
            for (const auto alias : field.aliases) {
                CAPTURE(alias);
                CHECK(folded_heading(alias) == alias);  // written folded, or it could never match
                seen.emplace_back(alias);
            }
        }
        std::ranges::sort(seen);
        const auto twice = std::ranges::adjacent_find(seen);
        CHECK_MESSAGE(twice == seen.end(), (twice == seen.end() ? "" : *twice));
    }
}
