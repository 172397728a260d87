#include "core/proportion.h"

#include <cmath>

namespace dunning {
namespace {

// Floating point for square roots alone; proportion.h says why that is the same on every machine.
constexpr double z = 1.959963984540054;  // of the normal distribution, for 95 per cent

struct Bounds {
    double low = 0;
    double high = 1;
};

double share_of(const Proportion& proportion) {
    return static_cast<double>(proportion.hits) / static_cast<double>(proportion.size);
}

Bounds wilson(const Proportion& proportion) {
    if (proportion.size == 0) return {};
    const double n = proportion.size;
    const double p = share_of(proportion);
    const double middle = 2 * n * p + z * z;
    const double spread = z * std::sqrt(z * z + 4 * n * p * (1 - p));
    const double whole = 2 * (n + z * z);
    // At the ends the formula gives 0 and 1 but for the rounding of the last digit.
    return {proportion.hits == 0 ? 0 : (middle - spread) / whole,
            proportion.hits == proportion.size ? 1 : (middle + spread) / whole};
}

int tenths(double share) {
    return static_cast<int>(std::round(share * 1000));
}

}  // namespace

Interval wilson_interval(const Proportion& proportion) {
    const Bounds bounds = wilson(proportion);
    return {tenths(bounds.low), tenths(bounds.high)};
}

Interval newcombe_interval(const Proportion& a, const Proportion& b) {
    if (a.size == 0 || b.size == 0) return {-1000, 1000};
    const Bounds of_a = wilson(a);
    const Bounds of_b = wilson(b);
    const double pa = share_of(a);
    const double pb = share_of(b);
    const auto square = [](double value) { return value * value; };
    const double down = std::sqrt(square(pa - of_a.low) + square(of_b.high - pb));
    const double up = std::sqrt(square(of_a.high - pa) + square(pb - of_b.low));
    return {tenths(pa - pb - down), tenths(pa - pb + up)};
}

}  // namespace dunning
