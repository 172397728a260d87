#include "text/trim.h"

#include <doctest/doctest.h>

using dunning::trimmed;

TEST_CASE("trimmed: blanks at both ends only") {
    CHECK(trimmed(" \t a b\t ") == "a b");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed("a") == "a");
}

TEST_CASE("trimmed: no-break spaces, ideographic spaces and byte order marks are blanks") {
    CHECK(trimmed("\u00A0\u3000 a\u00A0b \u3000\u00A0") == "a\u00A0b");
    CHECK(trimmed("\uFEFFnumber") == "number");
    CHECK(trimmed("\uFEFF \u3000").empty());
}

TEST_CASE("trimmed: a part of such a character is no blank") {
    CHECK(trimmed("\xC2") == "\xC2");
    CHECK(trimmed("\xE3\x80") == "\xE3\x80");
    CHECK(trimmed("\xA0") == "\xA0");
}
