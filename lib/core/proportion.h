// Shares of groups and how sure they are: which of two ways works better is not told by two
// percentages alone.
//
// Counts are whole numbers, and shares exact ratios. The bounds of an interval need square roots:
// they alone are computed in floating point, with additions, multiplications, divisions and
// sqrt, which IEEE 754 rounds in one way on every machine, and are rounded to tenths of a per cent
// before anything is printed. No money is near them.
#pragma once

#include "core/ratio.h"

namespace dunning {

struct Proportion {
    int hits = 0;
    int size = 0;

    Ratio percentage() const { return percent({hits, size}); }
};

// In tenths of a per cent.
struct Interval {
    int low = 0;
    int high = 1000;

    friend bool operator==(const Interval&, const Interval&) = default;
};

// The Wilson score interval at 95 per cent, without continuity correction (Wilson 1927; Newcombe
// 1998, Statistics in Medicine 17:857-872, method 3). Right for small groups and for shares near 0
// and 1. An empty group knows nothing: 0 to 100 per cent.
Interval wilson_interval(const Proportion& proportion);

// The share of `a` less the share of `b`, at 95 per cent, from their Wilson intervals (Newcombe
// 1998, Statistics in Medicine 17:873-890, method 10). An interval with zero in it: chance is
// enough to explain the difference. With an empty group it is -100 to 100 per cent.
Interval newcombe_interval(const Proportion& a, const Proportion& b);

}  // namespace dunning
