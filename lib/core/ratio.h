// A quotient of whole numbers, exact until it is rounded once, for the figures of reports.
//
// A denominator of zero means that the figure does not exist (no sales, no promises due): it is
// printed as nothing, never as zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/money.h"

namespace dunning {

struct Ratio {
    Wide numerator = 0;
    Wide denominator = 0;

    bool exists() const { return denominator != 0; }
};

// value * 10^places, rounded half away from zero; nothing when the ratio does not exist.
// REQUIRES: 0 <= places <= 9. Throws AmountOverflow when it does not fit.
std::optional<std::int64_t> rounded(const Ratio& ratio, int places);

// "73.71"; "" when it does not exist.
std::string to_text(const Ratio& ratio, int places);

// A hundred times the ratio.
inline Ratio percent(const Ratio& ratio) {
    return {ratio.numerator * 100, ratio.denominator};
}

}  // namespace dunning
