#include "text/utf8.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace dunning {
namespace {

using CodePoint = std::int32_t;
constexpr CodePoint no_code_point = -1;
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// One character, or one byte that begins none.
struct Decoded {
    CodePoint code_point = no_code_point;
    std::size_t size = 1;
};

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

// The size that a first byte announces, 0 for one that cannot be first. C0, C1 and F5 to FF begin
// overlong forms or code points above U+10FFFF alone.
std::size_t announced_size(unsigned first) {
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

// The second byte's range is narrower after these four (RFC 3629 section 4): overlong forms,
// surrogates, and code points above U+10FFFF are kept out by it.
bool is_second_byte(unsigned first, unsigned second) {
    switch (first) {
        case 0xE0:
            return second >= 0xA0 && second <= 0xBF;
        case 0xED:
            return second >= 0x80 && second <= 0x9F;
        case 0xF0:
            return second >= 0x90 && second <= 0xBF;
        case 0xF4:
            return second >= 0x80 && second <= 0x8F;
        default:
            return second >= 0x80 && second <= 0xBF;
    }
}

// REQUIRES: at < text.size()
Decoded decode(std::string_view text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    const std::size_t size = announced_size(first);
    if (size == 1) return {.code_point = static_cast<CodePoint>(first), .size = 1};
    if (size == 0 || text.size() - at < size) return {};
    if (!is_second_byte(first, byte_at(text, at + 1))) return {};

    unsigned code_point = first & (0xFFU >> (size + 1));
    for (std::size_t index = 1; index < size; ++index) {
        const unsigned next = byte_at(text, at + index);
        if ((next & 0xC0U) != 0x80U) return {};
        code_point = (code_point << 6) | (next & 0x3FU);
    }
    return {.code_point = static_cast<CodePoint>(code_point), .size = size};
}

// Eight bytes at a time; most of what is imported is ASCII.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
    std::uint64_t word = 0;
    while (text.size() - at >= sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
        at += sizeof word;
    }
    while (at < text.size() && byte_at(text, at) < 0x80) ++at;
    return at;
}

std::size_t width_of(CodePoint code_point) {
    if (code_point == no_code_point) return 1;
    if (code_point >= ' ' && code_point <= '~') return 1;  // nearly all there is
    const int width = utf8proc_charwidth(code_point);
    return width > 0 ? static_cast<std::size_t>(width) : 0;
}

bool is_control(CodePoint code_point) {
    const auto within = [code_point](CodePoint first, CodePoint last) {
        return code_point >= first && code_point <= last;
    };
    return within(0x00, 0x1F) || within(0x7F, 0x9F) || within(0x202A, 0x202E) ||
           within(0x2066, 0x2069);
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    std::size_t at = skip_ascii(text, 0);
    while (at < text.size()) {
        const Decoded next = decode(text, at);
        if (next.code_point == no_code_point) return at;
        at = skip_ascii(text, at + next.size);
    }
    return std::nullopt;
}

std::string replace_invalid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text, at);
        const bool valid = next.code_point != no_code_point;
        out.append(valid ? text.substr(at, next.size) : replacement_character);
        at += next.size;
    }
    return out;
}

std::string to_nfc(std::string_view text) {
    if (skip_ascii(text, 0) == text.size()) return std::string(text);
    utf8proc_uint8_t* mapped = nullptr;
    const auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (size < 0) return std::string(text);
    std::string normal(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
    std::free(mapped);  // utf8proc allocates with malloc and leaves it to the caller
    return normal;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) at += decode(text, at).size;
    return count;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text, at);
        width += width_of(next.code_point);
        at += next.size;
    }
    return width;
}

std::string fit_width(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string(text);
    constexpr std::string_view mark = "..";
    if (columns <= mark.size()) return std::string(mark.substr(0, columns));

    std::size_t end = 0;
    for (std::size_t width = 0; end < text.size();) {
        const Decoded next = decode(text, end);
        width += width_of(next.code_point);
        if (width > columns - mark.size()) break;
        end += next.size;
    }
    return std::string(text.substr(0, end)).append(mark);
}

bool has_control_characters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] >= ' ' && text[at] < '\x7F') {  // nearly all there is
            ++at;
            continue;
        }
        const Decoded next = decode(text, at);
        if (is_control(next.code_point)) return true;
        at += next.size;
    }
    return false;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text, at);
        if (next.code_point == no_code_point || (next.size == 1 && is_control(next.code_point))) {
            out += fmt::format("\\x{:02X}", byte_at(text, at));
        } else if (is_control(next.code_point)) {
            out += fmt::format("\\u{{{:04X}}}", next.code_point);
        } else {
            out.append(text.substr(at, next.size));
        }
        at += next.size;
    }
    return out;
}

std::string excerpt(std::string_view text, std::size_t columns) {
    // What is wider than eight bytes a column is cut off below too, and need not be looked at.
    return printable(fit_width(text.substr(0, 8 * columns), columns));
}

}  // namespace dunning
