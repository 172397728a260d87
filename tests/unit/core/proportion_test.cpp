// Intervals: the examples of Newcombe's papers of 1998.
#include "core/proportion.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("Wilson intervals of Newcombe 1998, table I, to tenths of a per cent") {
    CHECK(wilson_interval({81, 263}) == Interval{255, 366});
    CHECK(wilson_interval({15, 148}) == Interval{62, 160});
    CHECK(wilson_interval({0, 20}) == Interval{0, 161});
    CHECK(wilson_interval({1, 29}) == Interval{6, 172});
}

TEST_CASE("an empty group knows nothing, and a full one is not certain") {
    CHECK(wilson_interval({0, 0}) == Interval{0, 1000});
    CHECK(wilson_interval({10, 10}) == Interval{722, 1000});
    CHECK(newcombe_interval({1, 2}, {0, 0}) == Interval{-1000, 1000});
}

TEST_CASE("differences of Newcombe 1998, table II, method 10, to tenths of a per cent") {
    CHECK(newcombe_interval({56, 70}, {48, 80}) == Interval{52, 334});
    CHECK(newcombe_interval({9, 10}, {3, 10}) == Interval{171, 809});
    CHECK(newcombe_interval({5, 56}, {0, 29}) == Interval{-38, 193});
    CHECK(newcombe_interval({10, 10}, {0, 20}) == Interval{679, 1000});
}
