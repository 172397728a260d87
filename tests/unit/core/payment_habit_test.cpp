#include "core/payment_habit.h"

#include <doctest/doctest.h>

#include <optional>

using namespace dunning;

TEST_CASE("payment habit: the median of those that were later than this one is now") {
    const PaymentHabit habit({10, 0, -3, 30, 12, 50, 11});
    struct Case {
        int days_late;
        std::optional<UsualLateness> expected;
    };
    for (const auto& [days_late, expected] : {
             Case{-10, UsualLateness{11, 7}},
             Case{-3, UsualLateness{12, 6}},  // between 11 and 12: rounded up
             Case{0, UsualLateness{12, 5}},
             Case{9, UsualLateness{12, 5}},
             Case{10, UsualLateness{21, 4}},
             Case{11, UsualLateness{30, 3}},
             Case{12, std::nullopt},
             Case{99, std::nullopt},
         }) {
        CAPTURE(days_late);
        CHECK((habit.beyond(days_late) == expected));
    }
    CHECK(!PaymentHabit({}).beyond(0));
    CHECK((PaymentHabit({-9, -8, -6, -5}).beyond(-20) == UsualLateness{-7, 4}));
}
