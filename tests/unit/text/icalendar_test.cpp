// Calendar files: RFC 5545, sections 3.1 (folding) and 3.3.11 (escaping).
#include "text/icalendar.h"

#include <doctest/doctest.h>

#include "text/utf8.h"

using namespace dunning;

namespace {

EventCalendar one(CalendarEvent event) {
    return {.name = "Work", .stamp = Date::from_ymd(2026, 3, 31), .events = {std::move(event)}};
}

std::string unfolded(std::string text) {
    for (std::size_t at = text.find("\r\n "); at != std::string::npos;
         at = text.find("\r\n ", at)) {
        text.erase(at, 3);
    }
    return text;
}

}  // namespace

TEST_CASE("calendar: a whole day with its stamp, that blocks no time") {
    const std::string text = render_calendar(one({.uid = "approval-N000003@dunning",
                                                  .day = Date::from_ymd(2026, 12, 31),
                                                  .summary = "Approve N000003",
                                                  .category = "approval",
                                                  .priority = 1}));
    CHECK(text ==
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dunning//dunning//EN\r\n"
          "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Work\r\n"
          "BEGIN:VEVENT\r\nUID:approval-N000003@dunning\r\nDTSTAMP:20260331T000000Z\r\n"
          "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"
          "SUMMARY:Approve N000003\r\nCATEGORIES:approval\r\nPRIORITY:1\r\n"
          "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST_CASE("calendar: what has a meaning is escaped, and what nobody may meet is left out") {
    const std::string text = render_calendar(
        one({.uid = "u@d", .day = {}, .summary = "a;b,c\\d\ne\r\x01\x7F\xFF:f\nEND:VEVENT"}));
    CHECK(text.find("SUMMARY:a\\;b\\,c\\\\d\\ne\xEF\xBF\xBD:f\\nEND:VEVENT\r\n") !=
          std::string::npos);
}

TEST_CASE("calendar: no line is longer than 75 octets, and no character is torn apart") {
    for (int length = 60; length < 90; ++length) {
        std::string summary(static_cast<std::size_t>(length), 'x');
        for (int i = 0; i < 60; ++i) summary += "催";
        const std::string text =
            render_calendar(one({.uid = "u@d", .day = {}, .summary = summary}));
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = text.find("\r\n", at);
            CHECK(end - at <= 75);
            CHECK_FALSE(first_invalid_utf8(text.substr(at, end - at)).has_value());
            at = end + 2;
        }
        CHECK(unfolded(text).find("SUMMARY:" + summary + "\r\n") != std::string::npos);
    }
}
