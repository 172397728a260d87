#include "core/town_line.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE(
    "addresses from the largest place down: where such a script is written, or nobody knows") {
    CHECK(writes_largest_first("CN"));
    CHECK(writes_largest_first("TW"));
    CHECK(writes_largest_first(""));
    CHECK_FALSE(writes_largest_first("DE"));
    CHECK_FALSE(writes_largest_first("SG"));
}

TEST_CASE("town line: the order is that of the country where the letter arrives") {
    CHECK(town_line("1200", "Genf", "CH") == "1200 Genf");
    CHECK(town_line("10115", "Berlin", "") == "10115 Berlin");
    CHECK(town_line("SW1A 1AA", "London", "GB") == "London SW1A 1AA");
    CHECK(town_line("60601", "Chicago IL", "US") == "Chicago IL 60601");
    CHECK(town_line("", "Genf", "CH") == "Genf");
    CHECK(town_line("", "London", "GB") == "London");
    CHECK(town_line("60601", "", "US") == "60601");
    CHECK(town_line("", "", "DE").empty());
}
