#include "formats/date_text.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "support/literals.h"
#include "support/print.h"
#include "text/utf8.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Formats = std::vector<std::string>;

DateFormatVote date_vote_of(const std::vector<std::string_view>& values) {
    DateFormatVote vote;
    for (const auto value : values) vote.see(value);
    return vote;
}

}  // namespace

TEST_CASE("days: a time of day after the day is cut, and nothing else") {
    struct Case {
        std::string_view text;
        std::string_view format;
        std::optional<Date> expected;
    };
    const std::optional<Date> none;
    const auto day = "2026-01-31"_date;
    const std::vector<Case> cases = {
        {"2026-01-31", "%Y-%m-%d", day},
        {" 2026-01-31\t", "%Y-%m-%d", day},
        {"2026-1-31", "%Y-%m-%d", day},
        {"2026-01-31 00:00:00", "%Y-%m-%d", day},
        {"2026-01-31 0:00", "%Y-%m-%d", day},
        {"2026-01-31T10:00:00Z", "%Y-%m-%d", day},
        {"2026-01-31T23:59:60.123456+08:00", "%Y-%m-%d", day},
        {"2026-01-31T10:00:00,5-0530", "%Y-%m-%d", day},
        {"2026-01-31 10:00:00 +01", "%Y-%m-%d", day},
        {"2026-01-31 10:00:00 UTC", "%Y-%m-%d", day},
        {"1/31/2026 12:00:00 AM", "%m/%d/%Y", day},
        {"1/31/2026, 4:30 PM", "%m/%d/%Y", day},
        {"1/31/2026 4:30PM", "%m/%d/%Y", day},
        {"31.01.2026   09:15", "%d.%m.%Y", day},
        {"31 Jan 2026 10:00", "%d %b %Y", day},
        {"Jan 31, 2026", "%b %d, %Y", day},
        {"Jan 31, 2026, 10:00", "%b %d, %Y", day},
        {"2026年1月31日 10:00", "%Y年%m月%d日", day},
        {"20260131", "%Y%m%d", day},
        {"20260131 10:00", "%Y%m%d", day},
        {"2026131", "%Y%m%d", none},
        {"2026111", "%Y%m%d", none},
        {"", "%Y-%m-%d", none},
        {"10:00", "%Y-%m-%d", none},
        {":", "%Y-%m-%d", none},
        {"2026-01-31 24:00", "%Y-%m-%d", none},
        {"2026-01-31 10:60", "%Y-%m-%d", none},
        {"2026-01-31 10:00:00 x", "%Y-%m-%d", none},
        {"2026-01-31 10:00Zx", "%Y-%m-%d", none},
        {"2026-01-31 10:00:00.", "%Y-%m-%d", none},
        {"2026-01-31 10:0", "%Y-%m-%d", none},
        {"2026-01-31 10", "%Y-%m-%d", none},
        {"2026-01-3110:00", "%Y-%m-%d", none},
        {"2026-01-31x", "%Y-%m-%d", none},
        {"2026-01-31 T10:00", "%Y-%m-%d", none},
        {"2026-02-30 10:00", "%Y-%m-%d", none},
        {"31.01.2026", "%Y-%m-%d", none},
    };
    for (const auto& [text, format, expected] : cases) {
        CAPTURE(text);
        const auto read = parse_day(text, format);
        CHECK((read ? std::optional(*read) : none) == expected);
    }
}

TEST_CASE("days: the message says what was expected, and stays short") {
    CHECK(parse_day("31.1", "%Y-%m-%d").error().what ==
          "'31.1' is not a date (expected %Y-%m-%d, as in 2026-11-21)");
    CHECK(parse_day("2026131", "%Y%m%d").error().what ==
          "'2026131' is not a date (expected %Y%m%d, as in 20261121)");
    CHECK(parse_day("2026-02-30 10:00", "%Y-%m-%d").error().what ==
          "'2026-02-30' is not a day that exists (read as %Y-%m-%d)");
    CHECK(parse_day(std::string(1'000'000, '1'), "%Y%m%d").error().what.size() < 200);
}

TEST_CASE("date format: one value is enough where it has one reading") {
    struct Case {
        std::string_view value;
        std::string_view format;
    };
    const std::vector<Case> cases = {
        {"2026-01-02", "%Y-%m-%d"},        {"2026-01-02 00:00:00", "%Y-%m-%d"},
        {"2026-1-2T10:00Z", "%Y-%m-%d"},   {"2026/1/2", "%Y/%m/%d"},
        {"2026.01.02", "%Y.%m.%d"},        {"20260102", "%Y%m%d"},
        {"2026年1月2日", "%Y年%m月%d日"},  {"02.01.2026", "%d.%m.%Y"},
        {"31.12.99", "%d.%m.%y"},          {"99.12.31", "%y.%m.%d"},
        {"13/1/2026", "%d/%m/%Y"},         {"1/13/2026", "%m/%d/%Y"},
        {"13/1/45", "%d/%m/%y"},           {"1/13/45", "%m/%d/%y"},
        {"13-1-2026", "%d-%m-%Y"},         {"1-13-2026", "%m-%d-%Y"},
        {"2 Jan 2026", "%d %b %Y"},        {"Jan 2 2026", "%b %d %Y"},
        {"jan 02, 2026", "%b %d, %Y"},     {"02-JAN-2026", "%d-%b-%Y"},
        {"31-JAN-26", "%d-%b-%y"},         {"31. Januar 2026", "%d. %b %Y"},
        {"15 März 2026", "%d %b %Y"},      {"15. Sept. 2026", "%d. %b %Y"},
        {"January 31, 2026", "%b %d, %Y"},
    };
    for (const auto& [value, format] : cases) {
        CAPTURE(value);
        const auto vote = date_vote_of({value});
        CHECK(vote.settled());
        CHECK(vote.candidates() == Formats{std::string(format)});
    }
}

TEST_CASE("date format: values that fit several orders are never guessed") {
    struct Case {
        std::vector<std::string_view> values;
        Formats formats;
        std::string_view example;
    };
    const std::vector<Case> cases = {
        {{"1/2/2013", "2/1/2013"}, {"%d/%m/%Y", "%m/%d/%Y"}, "1/2/2013"},
        {{"1/1/2013", "2/2/2013", "12/1/2013"}, {"%d/%m/%Y", "%m/%d/%Y"}, "12/1/2013"},
        {{"", "1-2-2013 10:00"}, {"%d-%m-%Y", "%m-%d-%Y"}, "1-2-2013 10:00"},
        {{"26.03.31"}, {"%d.%m.%y", "%y.%m.%d"}, "26.03.31"},
        {{"1/2/13"}, {"%d/%m/%y", "%m/%d/%y"}, "1/2/13"},
        {{"26/03/31"}, {"%d/%m/%y", "%y/%m/%d"}, "26/03/31"},
        {{"01/02/03"}, {"%d/%m/%y", "%m/%d/%y", "%y/%m/%d"}, "01/02/03"},
        // Day and month agree on this one, so it is the year that tells.
        {{"02/02/03"}, {"%d/%m/%y", "%y/%m/%d"}, "02/02/03"},
    };
    for (const auto& [values, formats, example] : cases) {
        CAPTURE(example);
        const auto vote = date_vote_of(values);
        CHECK(!vote.settled());
        CHECK(vote.seen_any());
        CHECK(vote.candidates() == formats);
        CHECK(vote.example() == example);
    }
}

TEST_CASE("date format: later values settle what the first left open") {
    CHECK(date_vote_of({"1/2/2013", "2/25/2013"}).candidates() == Formats{"%m/%d/%Y"});
    CHECK(date_vote_of({"1/2/2013", "25/2/2013"}).candidates() == Formats{"%d/%m/%Y"});
    CHECK(date_vote_of({"26.03.31", "30.04.26", "31.12.99"}).candidates() == Formats{"%d.%m.%y"});
}

TEST_CASE("date format: the example is one that the two formats named read differently") {
    // The first value tells only the year apart; only the second one day and month.
    const auto vote = date_vote_of({"02/02/03", "03/04/05"});
    REQUIRE(vote.candidates() == Formats{"%d/%m/%y", "%m/%d/%y", "%y/%m/%d"});
    CHECK(vote.example() == "03/04/05");
}

TEST_CASE("date format: formats that made the same days of all values are one answer") {
    const auto vote = date_vote_of({"1/1/2013", "12/12/2013"});
    CHECK(vote.candidates() == Formats{"%d/%m/%Y"});
    CHECK(!vote.settled());  // the next value may tell them apart
    CHECK(date_vote_of({"02.02.02"}).candidates() == Formats{"%d.%m.%y"});
}

TEST_CASE("date format: the value that excludes the last candidate is kept") {
    struct Case {
        std::vector<std::string_view> values;
        std::string_view excluded_by;
        Formats formats;
    };
    const std::vector<Case> cases = {
        {{"13/1/2013", "1/13/2013", "x"}, "1/13/2013", {"%d/%m/%Y"}},
        {{"1/2/2013", "2013-01-02"}, "2013-01-02", {"%d/%m/%Y", "%m/%d/%Y"}},
        {{"2013-01-02", "Total"}, "Total", {"%Y-%m-%d"}},
        {{"2013-01-02", "2013-02-30"}, "2013-02-30", {"%Y-%m-%d"}},
        {{"2013-01-02", "9999-12-31"}, "9999-12-31", {"%Y-%m-%d"}},
    };
    for (const auto& [values, excluded_by, formats] : cases) {
        CAPTURE(excluded_by);
        const auto vote = date_vote_of(values);
        CHECK(vote.settled());
        CHECK(vote.candidates().empty());
        CHECK(vote.excluded_by() == excluded_by);
        CHECK(vote.excluded_formats() == formats);
    }
    CHECK(date_vote_of({"Total"}).excluded_by() == "Total");
    CHECK(date_vote_of({std::string(1'000'000, 'x')}).excluded_by().size() < 100);
}

TEST_CASE("date format: empty values say nothing") {
    const auto vote = date_vote_of({"", "  ", "\t"});
    CHECK(!vote.seen_any());
    CHECK(!vote.settled());
    CHECK(vote.candidates().size() > 2);
    CHECK(vote.excluded_by().empty());
    CHECK(vote.example().empty());
}

TEST_CASE("date format: any bytes are a day or none") {
    const std::vector<std::string_view> fixtures = {"2026-01-31T10:00:00.5+08:00",
                                                    "Jan 31, 2026, 4:30 PM", "2026年1月31日 10:00"};
    const auto check = [](std::string_view text, std::string_view before) {
        const auto vote = date_vote_of({before, text});
        const auto candidates = vote.candidates();
        if (candidates.empty() && first_invalid_utf8(vote.excluded_by())) FAIL(printable(text));
        for (const auto& format : candidates) {
            if (!parse_day(text, format)) FAIL(printable(text));
        }
    };
    for (const auto fixture : fixtures) {
        for (std::size_t size = 1; size <= fixture.size(); ++size) {
            check(fixture.substr(0, size), fixture);
        }
        for (std::size_t at = 0; at < fixture.size(); ++at) {
            for (const char byte : {'\0', '\x80', '\xFF', ':', 'T', ' ', '9'}) {
                std::string damaged(fixture);
                damaged[at] = byte;
                check(damaged, fixture);
            }
        }
    }
}
