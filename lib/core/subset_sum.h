// Which of a few amounts add up to a sum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dunning {

// A set of this size is still worth a look by a person; larger ones fit almost any sum by accident.
inline constexpr std::size_t most_summands = 6;
// With 24 amounts there are 190,050 sets of at most 6; two halves of 12 have 2,510 each.
inline constexpr std::size_t most_amounts_summed = 24;

enum class SubsetCount { none, one, several };

struct SubsetSum {
    SubsetCount count = SubsetCount::none;
    // Positions of the amounts, ascending: of the one set, or of the first two together.
    std::vector<std::size_t> members = {};
};

// The sets of one to most_summands amounts that add up to `wanted`. Pure, and bounded: about ten
// thousand steps. REQUIRES: at most most_amounts_summed amounts; all are positive (checked).
SubsetSum find_subset(const std::vector<std::int64_t>& amounts, std::int64_t wanted);

}  // namespace dunning
