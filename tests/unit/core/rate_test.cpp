#include "core/rate.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

TEST_CASE("parse_rate: per cent as an exact decimal") {
    struct Case {
        std::string_view text;
        std::int64_t millionths;
        std::string_view shown;
    };
    for (const auto& [text, millionths, shown] : {Case{"8", 8'000'000, "8.0"},
                                                  {"8.0", 8'000'000, "8.0"},
                                                  {"18.25", 18'250'000, "18.25"},
                                                  {"-0.88", -880'000, "-0.88"},
                                                  {"0", 0, "0.0"},
                                                  {"-0.0", 0, "0.0"},
                                                  {"0.000001", 1, "0.000001"},
                                                  {"14.6000000", 14'600'000, "14.6"},
                                                  {"100", 100'000'000, "100.0"},
                                                  {"1000", 1'000'000'000, "1000.0"},
                                                  {"-1000.000000", -1'000'000'000, "-1000.0"}}) {
        CAPTURE(text);
        const auto rate = parse_rate(text);
        REQUIRE(rate.has_value());
        CHECK(rate->millionths_of_percent == millionths);
        CHECK(to_text(*rate) == shown);
    }
}

TEST_CASE("parse_rate: anything else is refused") {
    CHECK(parse_rate("eight").error() == Fault{"'eight' is not a rate in per cent (expected 8.0)"});
    CHECK(parse_rate("8%").error() ==
          Fault{"'8%' is not a rate in per cent (expected 8.0)", "leave out the per cent sign"});
    CHECK(parse_rate("0.0000001").error().what == "'0.0000001' has more than 6 decimal places");
    for (const auto* const text : {"1000.000001", "-1001", "99999999999999999999"}) {
        CAPTURE(text);
        CHECK(parse_rate(text).error().what ==
              "'" + std::string(text) + "' is not between -1000 and 1000 per cent");
    }
    for (const auto* const text : {"", "-", "+8", ".5", "8.", "8,0", " 8"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rate(text).has_value());
    }
}

TEST_CASE("rate: ordered by size") {
    CHECK("8.0"_rate < "18.0"_rate);
    CHECK("-0.88"_rate < "0"_rate);
}
