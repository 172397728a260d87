// Trials: who is in which part is found from names alone.
#include "core/trial.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace dunning;

TEST_CASE("trial: a customer's number never changes, and is another in another trial") {
    CHECK(trial_number("tone", "C001") == trial_number("tone", "C001"));
    // Frozen: a change of the hash would move customers from one part to the other.
    CHECK(trial_number("tone", "C001") == 78);
    CHECK(trial_number("tone", "C002") == 57);
    CHECK(trial_number("timing", "C001") == 56);
}

TEST_CASE("trial: halves are halves, also of customers whose ids count up") {
    int first_half = 0;
    for (int i = 0; i < 10'000; ++i) {
        first_half += takes_part({"tone", 1, 50}, fmt::format("C{:05}", i)) ? 1 : 0;
    }
    CHECK(first_half > 4'800);
    CHECK(first_half < 5'200);
}

TEST_CASE("trial: parts are read as ranges within 1 to 100") {
    CHECK(read_trial_part("tone", "1-50").value() == TrialPart{"tone", 1, 50});
    CHECK(read_trial_part("tone", "100-100").has_value());
    for (const char* wrong : {"", "50", "0-50", "51-50", "1-101", "a-b", "1-50x", "-"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_trial_part("tone", wrong).has_value());
    }
}
