#include "core/subset_sum.h"

#include <doctest/doctest.h>

#include <bit>
#include <ctime>

#include "support/dice.h"

using namespace dunning;
using namespace dunning::testing;

namespace {

using Amounts = std::vector<std::int64_t>;

// The first two are enough to know that there are several.
int sets_that_add_up(const Amounts& amounts, std::int64_t wanted) {
    int found = 0;
    for (unsigned set = 1; set < 1U << amounts.size(); ++set) {
        if (std::popcount(set) > static_cast<int>(most_summands)) continue;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            if ((set >> i & 1U) != 0) sum += amounts[i];
        }
        if (sum == wanted && ++found == 2) break;
    }
    return found;
}

}  // namespace

TEST_CASE("subset sum: none, one or several sets") {
    CHECK(find_subset({}, 5).count == SubsetCount::none);
    CHECK(find_subset({5}, 0).count == SubsetCount::none);
    CHECK(find_subset({5}, -5).count == SubsetCount::none);
    CHECK(find_subset({5}, 5).members == std::vector<std::size_t>{0});
    CHECK(find_subset({5, 5}, 5).count == SubsetCount::several);
    CHECK(find_subset({1, 2, 4, 8}, 11).members == std::vector<std::size_t>{0, 1, 3});
    CHECK(find_subset({1, 2, 4, 8}, 16).count == SubsetCount::none);
    CHECK(find_subset({7, 3, 6, 4, 90}, 10).count == SubsetCount::several);
    CHECK(find_subset({7, 3, 6, 4, 90}, 10).members == std::vector<std::size_t>{0, 1, 2, 3});
}

TEST_CASE("subset sum: six are a set, seven are not") {
    const Amounts ones(7, 1);
    CHECK(find_subset({1, 1, 1, 1, 1, 1}, 6).count == SubsetCount::one);
    CHECK(find_subset(ones, 6).count == SubsetCount::several);
    CHECK(find_subset(ones, 7).count == SubsetCount::none);
}

TEST_CASE("subset sum: the largest amounts do not overflow") {
    constexpr std::int64_t large = INT64_MAX - 1;
    CHECK(find_subset(Amounts(24, large), INT64_MAX).count == SubsetCount::none);
    CHECK(find_subset({large, 1, large}, INT64_MAX).count == SubsetCount::several);
    CHECK(find_subset({large, 1}, INT64_MAX).members == std::vector<std::size_t>{0, 1});
}

TEST_CASE("subset sum: the same as trying every set") {
    Dice dice(31);
    for (int round = 0; round < 400; ++round) {
        Amounts amounts(static_cast<std::size_t>(dice.below(11)));
        const int highest = 1 + dice.below(60);
        for (auto& amount : amounts) amount = 1 + dice.below(highest);
        const int wanted = 1 + dice.below(200);
        const auto found = find_subset(amounts, wanted);
        CHECK(static_cast<int>(found.count) == sets_that_add_up(amounts, wanted));
        if (found.count != SubsetCount::one) continue;
        std::int64_t sum = 0;
        for (const std::size_t i : found.members) sum += amounts[i];
        CHECK(sum == wanted);
    }
}

TEST_CASE("subset sum: equal amounts and hopeless sums are answered at once") {
    const std::clock_t start = std::clock();
    Amounts odd(most_amounts_summed);
    for (std::size_t i = 0; i < odd.size(); ++i) odd[i] = 2 * static_cast<std::int64_t>(i) + 101;
    for (int i = 0; i < 20; ++i) {
        CHECK(find_subset(Amounts(24, 7), 35).count == SubsetCount::several);
        CHECK(find_subset(Amounts(24, 7), 36).count == SubsetCount::none);
        CHECK(find_subset(odd, 1'000'000).count == SubsetCount::none);
    }
    CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 2.0);
}
