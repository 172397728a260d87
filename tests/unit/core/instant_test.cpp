#include "core/instant.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

// The instant as it is shown again, or "refused".
std::string read(std::string_view text) {
    const auto instant = parse_instant(text);
    return instant ? to_text(*instant) : "refused";
}

}  // namespace

TEST_CASE("instant: shown in UTC, before 1970 too") {
    CHECK(to_text(Instant{0}) == "1970-01-01T00:00:00Z");
    CHECK(to_text(Instant{-1}) == "1969-12-31T23:59:59Z");
    CHECK(to_text(Instant{-86'400}) == "1969-12-31T00:00:00Z");
    CHECK(to_text(Instant{86'399}) == "1970-01-01T23:59:59Z");
    CHECK(to_text(Instant{951'782'400}) == "2000-02-29T00:00:00Z");
}

TEST_CASE("instant: an offset is taken off, over midnight and the year's end") {
    CHECK(read("2026-11-21T18:04:05Z") == "2026-11-21T18:04:05Z");
    CHECK(read("2026-11-21T18:04:05+08:00") == "2026-11-21T10:04:05Z");
    CHECK(read("2026-11-21T02:04:05+08:00") == "2026-11-20T18:04:05Z");
    CHECK(read("2026-12-31T23:30:00-05:45") == "2027-01-01T05:15:00Z");
    CHECK(read("2026-11-21T18:04:05-00:00") == "2026-11-21T18:04:05Z");
}

TEST_CASE("instant: seconds may be left out") {
    CHECK(read("2026-11-21T18:04Z") == "2026-11-21T18:04:00Z");
    CHECK(read("2026-11-21T18:04+01:00") == "2026-11-21T17:04:00Z");
}

TEST_CASE("instant: a time without a zone, or that does not exist, is refused") {
    for (const char* text : {"",
                             "2026-11-21",
                             "2026-11-21T18:04",
                             "2026-11-21T18:04:05",
                             "2026-11-21 18:04:05Z",
                             "2026-02-30T18:04:05Z",
                             "2026-11-21T24:00:00Z",
                             "2026-11-21T18:60:00Z",
                             "2026-11-21T18:04:60Z",
                             "2026-11-21T18:04:5Z",
                             "2026-11-21T18:04:05.5Z",
                             "2026-11-21T18:04:05z",
                             "2026-11-21T18:04:05Z ",
                             "2026-11-21T18:04:05+8:00",
                             "2026-11-21T18:04:05+0800",
                             "2026-11-21T18:04:05+24:00",
                             "2026-11-21T-1:04:05Z",
                             "2026-11-21T18:04:",
                             "2026-11-21T18:04:+08:00",
                             "2026-11-21T18:04:05 08:00"}) {
        CAPTURE(text);
        CHECK(read(text) == "refused");
    }
    CHECK(parse_instant("soon").error().what == "'soon' is not a time with its zone");
}

TEST_CASE("instant: later is greater") {
    CHECK(*parse_instant("2026-11-21T18:04:05+08:00") < *parse_instant("2026-11-21T10:04:06Z"));
}
