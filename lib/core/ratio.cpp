#include "core/ratio.h"

#include "core/check.h"
#include "core/decimal.h"

namespace dunning {

std::optional<std::int64_t> rounded(const Ratio& ratio, int places) {
    DUNNING_CHECK(places >= 0 && places <= 9);
    if (!ratio.exists()) return std::nullopt;
    const bool turn = ratio.denominator < 0;
    Wide numerator = turn ? -ratio.numerator : ratio.numerator;
    const Wide denominator = turn ? -ratio.denominator : ratio.denominator;
    for (int place = 0; place < places; ++place) {
        if (__builtin_mul_overflow(numerator, Wide{10}, &numerator)) throw AmountOverflow();
    }
    return divide_rounded(numerator, denominator, Rounding::half_away_from_zero);
}

std::string to_text(const Ratio& ratio, int places) {
    const auto scaled = rounded(ratio, places);
    return scaled ? decimal_text(*scaled, places) : std::string();
}

}  // namespace dunning
