#include "text/trim.h"

#include <array>

namespace dunning {
namespace {

constexpr auto wide_blanks = std::to_array<std::string_view>({"\u00A0", "\u3000", "\uFEFF"});

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

std::size_t blank_at_front(std::string_view text) {
    if (is_ascii(text.front())) return text.front() == ' ' || text.front() == '\t' ? 1 : 0;
    for (const auto blank : wide_blanks) {
        if (text.starts_with(blank)) return blank.size();
    }
    return 0;
}

std::size_t blank_at_back(std::string_view text) {
    if (is_ascii(text.back())) return text.back() == ' ' || text.back() == '\t' ? 1 : 0;
    for (const auto blank : wide_blanks) {
        if (text.ends_with(blank)) return blank.size();
    }
    return 0;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        const auto size = blank_at_front(text);
        if (size == 0) break;
        text.remove_prefix(size);
    }
    while (!text.empty()) {
        const auto size = blank_at_back(text);
        if (size == 0) break;
        text.remove_suffix(size);
    }
    return text;
}

}  // namespace dunning
