// Meet in the middle: the sets of either half, in the order of their sums, and one walk over both
// from opposite ends.
#include "core/subset_sum.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <span>

#include "core/check.h"

namespace dunning {
namespace {

struct Subset {
    std::int64_t sum = 0;
    std::uint32_t size = 0;
    std::uint32_t members = 0;  // a bit for each amount

    friend auto operator<=>(const Subset&, const Subset&) = default;
};

// All sets of the amounts from `first` on whose sum may still be a part of `wanted`, the empty one
// too, by sum and then by size.
std::vector<Subset> subsets(std::span<const std::int64_t> amounts, std::size_t first,
                            std::int64_t wanted) {
    std::vector<Subset> all = {Subset{}};
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        std::vector<Subset> with;
        for (const Subset& set : all) {
            if (set.size == most_summands || set.sum > wanted - amounts[i]) continue;
            with.push_back({set.sum + amounts[i], set.size + 1, set.members | 1U << (first + i)});
        }
        std::vector<Subset> both;
        both.reserve(all.size() + with.size());
        std::ranges::merge(all, with, std::back_inserter(both));
        all = std::move(both);
    }
    return all;
}

// The first two sets that have the sum, because a third changes nothing.
struct Found {
    std::uint32_t sets = 0;
    std::uint32_t members = 0;

    void add(const Subset& left, const Subset& right) {
        ++sets;
        members |= left.members | right.members;
    }
};

// Sets of one sum stand together, the small ones first: the partners of a set are the first ones of
// their stretch, as long as both are not too many together.
Found find_pairs(const std::vector<Subset>& left, const std::vector<Subset>& right,
                 std::int64_t wanted) {
    Found found;
    std::size_t begin = right.size();
    for (const Subset& set : left) {
        const std::int64_t rest = wanted - set.sum;
        while (begin > 0 && right[begin - 1].sum >= rest) --begin;
        for (std::size_t i = begin; i < right.size() && right[i].sum == rest; ++i) {
            if (set.size + right[i].size > most_summands) break;
            found.add(set, right[i]);
            if (found.sets == 2) return found;
        }
    }
    return found;
}

}  // namespace

SubsetSum find_subset(const std::vector<std::int64_t>& amounts, std::int64_t wanted) {
    DUNNING_CHECK(amounts.size() <= most_amounts_summed);
    DUNNING_CHECK(std::ranges::all_of(amounts, [](std::int64_t amount) { return amount > 0; }));
    if (wanted <= 0) return {};
    const std::size_t middle = amounts.size() / 2;
    const std::span all(amounts);
    const Found found = find_pairs(subsets(all.first(middle), 0, wanted),
                                   subsets(all.subspan(middle), middle, wanted), wanted);
    SubsetSum result;
    result.count = found.sets == 0   ? SubsetCount::none
                   : found.sets == 1 ? SubsetCount::one
                                     : SubsetCount::several;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        if ((found.members >> i & 1U) != 0) result.members.push_back(i);
    }
    return result;
}

}  // namespace dunning
