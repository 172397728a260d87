#include "core/behaviour.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("behaviour: the first that fits, from the worst to the mildest") {
    struct Row {
        PaymentRecord record;
        std::optional<Behaviour> behaviour;
    };
    const Row rows[] = {
        {{}, Behaviour::first_lapse},
        {{.settled = 9}, Behaviour::first_lapse},
        {{.settled = 9, .late = 1}, std::nullopt},
        {{.settled = 9, .late = 4}, std::nullopt},
        {{.settled = 9, .late = 5}, Behaviour::habitual},
        {{.settled = 2, .late = 2}, std::nullopt},
        {{.settled = 3, .late = 3}, Behaviour::habitual},
        {{.settled = 6, .late = 3}, Behaviour::habitual},
        {{.settled = 9, .late = 5, .arrangements = 1}, Behaviour::cooperative},
        {{.settled = 9, .late = 5, .arrangements = 2, .broken = 1}, Behaviour::habitual},
        {{.settled = 9, .late = 5, .arrangements = 9, .broken = 2}, Behaviour::obstinate},
        {{.arrangements = 1, .refusals = 1}, Behaviour::obstinate},
    };
    for (const Row& row : rows) {
        CAPTURE(in_words(row.record));
        CHECK(behaviour_of(row.record) == row.behaviour);
    }
}

TEST_CASE("behaviour: every word is read back, others are not") {
    for (const auto behaviour : {Behaviour::first_lapse, Behaviour::habitual,
                                 Behaviour::cooperative, Behaviour::obstinate}) {
        CHECK(behaviour_from(to_text(behaviour)) == behaviour);
    }
    CHECK(!behaviour_from("nice"));
}
