#include "core/mobile_number.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("mobile number: by the plan of its country, however it is written") {
    CHECK(is_mobile_number("+86 138 0013 8000", ""));
    CHECK(is_mobile_number("138-0013-8000", "CN"));
    CHECK(is_mobile_number("0086 13800138000", "DE"));
    CHECK(is_mobile_number("+49 (0)170 1234567", ""));
    CHECK(is_mobile_number("0151/12345678", "DE"));
    CHECK(is_mobile_number("+43 664 1234567", ""));
    CHECK(is_mobile_number("+41 79 123 45 67", ""));
    CHECK(is_mobile_number("07700 900123", "GB"));
    CHECK(is_mobile_number("+33 6 12 34 56 78", ""));
    CHECK(is_mobile_number("+31 6 12345678", ""));
    CHECK(is_mobile_number("+39 333 1234567", ""));
    CHECK(is_mobile_number("+34 612 345 678", ""));
}

TEST_CASE("mobile number: a line of a house, a number of no known plan and a short one are none") {
    CHECK_FALSE(is_mobile_number("+86 10 6552 9988", ""));
    CHECK_FALSE(is_mobile_number("010 65529988", "CN"));
    CHECK_FALSE(is_mobile_number("+49 228 1234567", ""));
    CHECK_FALSE(is_mobile_number("+43 662 1234567", ""));  // Salzburg
    CHECK_FALSE(is_mobile_number("+44 7000 123456", ""));  // follows its owner anywhere
    CHECK_FALSE(is_mobile_number("+44 20 7946 0123", ""));
    CHECK_FALSE(is_mobile_number("+1 503 555 0606", "US"));  // looks like any other
    CHECK_FALSE(is_mobile_number("0170 1234567", ""));       // of which country?
    CHECK_FALSE(is_mobile_number("0170 1234567", "US"));
    CHECK_FALSE(is_mobile_number("+49 170 1", ""));
    CHECK_FALSE(is_mobile_number("170 1234567", "DE"));
    CHECK_FALSE(is_mobile_number("", "DE"));
    CHECK_FALSE(is_mobile_number("ask for Weber", "CN"));
}
