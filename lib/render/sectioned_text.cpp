#include "render/sectioned_text.h"

namespace dunning {
namespace {

std::string_view without_end(std::string_view text, std::string_view characters) {
    return text.substr(0, text.find_last_not_of(characters) + 1);
}

// The name in "[name]", or nothing.
std::string_view heading_name(std::string_view line) {
    line = without_end(line, " \t\r");
    if (line.size() < 3 || line.front() != '[' || line.back() != ']') return {};
    const std::string_view name = line.substr(1, line.size() - 2);
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
    return name.find_first_not_of(allowed) == std::string_view::npos ? name : std::string_view{};
}

}  // namespace

std::vector<TextSection> split_sections(std::string_view text) {
    std::vector<TextSection> sections = {{.name = {}, .text = text.substr(0, 0), .line = 0}};
    int line_number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const std::string_view line = text.substr(at, end - at);
        at = end == std::string_view::npos ? text.size() : end + 1;
        ++line_number;
        if (const std::string_view name = heading_name(line); !name.empty()) {
            sections.push_back({.name = name, .text = text.substr(at, 0), .line = line_number});
        } else {
            TextSection& section = sections.back();
            const auto begin = static_cast<std::size_t>(section.text.data() - text.data());
            section.text = text.substr(begin, at - begin);
        }
    }
    for (TextSection& section : sections) section.text = without_end(section.text, " \t\r\n");
    return sections;
}

}  // namespace dunning
