#include "text/icalendar.h"

#include <fmt/format.h>

#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t longest_line = 75;  // octets, without the line end

std::string basic(Date day) {
    return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}

std::string escaped(std::string_view text) {
    const std::string valid = replace_invalid_utf8(text);
    std::string result;
    for (const char letter : valid) {
        if (letter == '\n') {
            result += "\\n";
        } else if (letter == '\\' || letter == ';' || letter == ',') {
            result += '\\';
            result += letter;
        } else if (static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7F) {
            result += letter;
        }
    }
    return result;
}

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// A continued line begins with a blank, which counts.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = longest_line;
    while (line.size() > room) {
        std::size_t end = room;
        while (continues_character(line[end])) --end;
        out.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
        room = longest_line - 1;
    }
    out.append(line).append("\r\n");
}

void add_text(std::string& out, std::string_view name, std::string_view text) {
    if (!text.empty()) add_line(out, fmt::format("{}:{}", name, escaped(text)));
}

void add_event(std::string& out, const CalendarEvent& event, Date stamp) {
    add_line(out, "BEGIN:VEVENT");
    add_text(out, "UID", event.uid);
    add_line(out, fmt::format("DTSTAMP:{}T000000Z", basic(stamp)));
    add_line(out, fmt::format("DTSTART;VALUE=DATE:{}", basic(event.day)));
    add_line(out, fmt::format("DTEND;VALUE=DATE:{}", basic(event.day + 1)));
    add_text(out, "SUMMARY", event.summary);
    add_text(out, "DESCRIPTION", event.description);
    add_text(out, "CATEGORIES", event.category);
    if (event.priority > 0) add_line(out, fmt::format("PRIORITY:{}", event.priority));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

}  // namespace

std::string render_calendar(const EventCalendar& calendar) {
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//dunning//dunning//EN");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    add_text(out, "X-WR-CALNAME", calendar.name);
    for (const CalendarEvent& event : calendar.events) add_event(out, event, calendar.stamp);
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace dunning
