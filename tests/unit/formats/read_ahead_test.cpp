#include "formats/read_ahead.h"

#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>

using namespace dunning;

namespace {

// 0, 1, 2 ... up to `count`, then the end, or an error.
auto numbers(int count, bool fails = false) {
    return [count, fails, next = 0](int& number) mutable {
        if (next == count && fails) throw std::runtime_error("no more");
        if (next == count) return false;
        number = next++;
        return true;
    };
}

std::vector<int> taken(ReadAhead<int>& ahead) {
    std::vector<int> all;
    while (const int* number = ahead.next()) all.push_back(*number);
    return all;
}

}  // namespace

TEST_CASE("read ahead: all items in their order, however many fit a block") {
    for (const int count : {0, 1, 255, 256, 257, 1024, 5000}) {
        std::vector<int> expected(static_cast<std::size_t>(count));
        std::iota(expected.begin(), expected.end(), 0);
        ReadAhead<int> ahead(numbers(count));
        CHECK(taken(ahead) == expected);
        CHECK(ahead.next() == nullptr);
    }
}

TEST_CASE("read ahead: an error comes after the items before it") {
    for (const int count : {0, 3, 256, 3000}) {
        ReadAhead<int> ahead(numbers(count, true));
        for (int i = 0; i < count; ++i) REQUIRE(*ahead.next() == i);
        CHECK_THROWS_AS(ahead.next(), std::runtime_error);
    }
}

TEST_CASE("read ahead: who has enough may stop at any item") {
    for (const int enough : {0, 1, 300}) {
        ReadAhead<int> ahead(numbers(1'000'000));
        for (int i = 0; i < enough; ++i) REQUIRE(*ahead.next() == i);
    }
}
