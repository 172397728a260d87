#include "formats/fact_rows.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/customer_fields.h"
#include "formats/canonical_fields.h"
#include "formats/heading_text.h"

using namespace dunning;

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
