#include "core/instant.h"

#include <fmt/format.h>

#include <charconv>

namespace dunning {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;

bool read_number(std::string_view text, int& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && text.front() != '-';
}

// "HH:MM" as seconds; nothing when it is no time of day.
std::optional<std::int64_t> read_time(std::string_view text) {
    int hours = 0;
    int minutes = 0;
    if (text.size() != 5 || text[2] != ':' || !read_number(text.substr(0, 2), hours) ||
        !read_number(text.substr(3), minutes) || hours > 23 || minutes > 59) {
        return std::nullopt;
    }
    return hours * 3600 + minutes * 60;
}

std::optional<std::int64_t> read_offset(std::string_view text) {
    if (text == "Z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto size = read_time(text.substr(1));
    if (!size) return std::nullopt;
    return text[0] == '+' ? *size : -*size;
}

}  // namespace

std::string to_text(Instant instant) {
    std::int64_t days = instant.seconds / seconds_a_day;
    std::int64_t rest = instant.seconds % seconds_a_day;
    if (rest < 0) {
        rest += seconds_a_day;
        --days;
    }
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(Date::from_days(static_cast<int>(days))),
                       rest / 3600, rest / 60 % 60, rest % 60);
}

Result<Instant> parse_instant(std::string_view text) {
    const Fault fault{fmt::format("'{}' is not a time with its zone", text),
                      "write it as 2026-11-21T18:04:05+08:00, or with Z for UTC"};
    if (text.size() < 17 || text[10] != 'T') return fault;
    const auto day = parse_date(text.substr(0, 10));
    const auto time = read_time(text.substr(11, 5));
    if (!day || !time) return fault;
    std::string_view rest = text.substr(16);
    int seconds = 0;
    if (rest.front() == ':') {
        if (rest.size() < 4 || !read_number(rest.substr(1, 2), seconds) || seconds > 59)
            return fault;
        rest.remove_prefix(3);
    }
    const auto offset = read_offset(rest);
    if (!offset) return fault;
    return Instant{day->days() * seconds_a_day + *time + seconds - *offset};
}

}  // namespace dunning
