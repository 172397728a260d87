#include "channel/mailbox_file.h"

#include <fmt/format.h>

#include <fstream>

namespace dunning {
namespace {

constexpr std::string_view from = "From ";

// "Thu Mar  5 00:00:00 2026", as asctime() writes it.
std::string asctime_of(Date day) {
    constexpr std::string_view days = "MonTueWedThuFriSatSun";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto weekday = static_cast<std::size_t>(day.weekday()) - 1;
    const auto month = static_cast<std::size_t>(day.month() - 1);
    return fmt::format("{} {} {:2} 00:00:00 {}", days.substr(3 * weekday, 3),
                       months.substr(3 * month, 3), day.day(), day.year());
}

bool needs_quoting(std::string_view line) {
    const auto begin = line.find_first_not_of('>');
    return begin != std::string_view::npos && line.substr(begin).starts_with(from);
}

}  // namespace

std::string mailbox_entry(std::string_view key, Date day, std::string_view message) {
    std::string entry = fmt::format("{}{} {}\n", from, key, asctime_of(day));
    entry.reserve(entry.size() + message.size() + 2);
    while (!message.empty()) {
        const std::size_t end = std::min(message.find('\n'), message.size());
        std::string_view line = message.substr(0, end);
        message.remove_prefix(std::min(end + 1, message.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (needs_quoting(line)) entry += '>';
        entry += line;
        entry += '\n';
    }
    return entry + "\n";
}

std::set<std::string> keys_in_mailbox(const std::filesystem::path& file) {
    std::set<std::string> keys;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(from)) continue;
        const auto end = line.find(' ', from.size());
        keys.insert(line.substr(from.size(), end - from.size()));
    }
    return keys;
}

}  // namespace dunning
