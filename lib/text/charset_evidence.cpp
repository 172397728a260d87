#include "text/charset_evidence.h"

#include <algorithm>
#include <cstddef>

#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 20;

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

bool is_high(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool between(unsigned byte, unsigned first, unsigned last) {
    return byte >= first && byte <= last;
}

bool is_letter(unsigned byte) {
    return between(byte | 0x20U, 'a', 'z');
}

// From the first byte that is not ASCII and the one before it: a long list of numbers before the
// first name says nothing.
std::string_view sample_of(std::string_view bytes) {
    const auto first = std::ranges::find_if(bytes, is_high);
    const auto start = static_cast<std::size_t>(first - bytes.begin());
    return bytes.substr(start - std::min<std::size_t>(start, 1), sample_bytes);
}

// How many bytes the character of GB18030 at `at` has by its form; 0 when there is none.
std::size_t gb18030_size(std::string_view bytes, std::size_t at) {
    const auto is_lead = [](unsigned byte) { return between(byte, 0x81, 0xFE); };
    const auto is_digit = [](unsigned byte) { return between(byte, '0', '9'); };
    const std::size_t left = bytes.size() - at;
    if (byte_at(bytes, at) < 0x80) return 1;
    if (!is_lead(byte_at(bytes, at)) || left < 2) return 0;
    const unsigned second = byte_at(bytes, at + 1);
    if (between(second, 0x40, 0x7E) || between(second, 0x80, 0xFE)) return 2;
    const bool four = left >= 4 && is_digit(second) && is_lead(byte_at(bytes, at + 2)) &&
                      is_digit(byte_at(bytes, at + 3));
    return four ? 4 : 0;
}

enum class Evidence { none, chinese, other };

// REQUIRES: the character of two bytes at `at` is complete.
Evidence evidence_of_pair(std::string_view bytes, std::size_t at) {
    const unsigned lead = byte_at(bytes, at);
    const bool of_gb2312 = byte_at(bytes, at + 1) >= 0xA1;
    if (of_gb2312 && between(lead, 0xA1, 0xA9)) return Evidence::none;  // marks, full-width forms
    // A line of dots up to a page number; as a hanzi it is one that names and headings lack.
    if (lead == 0xB7 && byte_at(bytes, at + 1) == 0xB7) return Evidence::none;
    const bool common = of_gb2312 && between(lead, 0xB0, 0xD7);
    const bool after_letter = at > 0 && is_letter(byte_at(bytes, at - 1));
    const bool before_letter = at + 2 < bytes.size() && is_letter(byte_at(bytes, at + 2));
    return common && !after_letter && !before_letter ? Evidence::chinese : Evidence::other;
}

// A code unit of UTF-16, as its two bytes.
bool is_ascii_unit(unsigned low, unsigned high) {
    return high == 0 && (between(low, 0x20, 0x7E) || between(low, '\t', '\r'));
}

}  // namespace

std::optional<Charset> utf16_without_mark(std::string_view bytes) {
    const auto sample = bytes.substr(0, sample_bytes);
    const std::size_t units = sample.size() / 2;
    std::size_t little = 0;
    std::size_t big = 0;
    for (std::size_t unit = 0; unit < units; ++unit) {
        const unsigned first = byte_at(sample, 2 * unit);
        const unsigned second = byte_at(sample, 2 * unit + 1);
        if (is_ascii_unit(first, second)) ++little;
        if (is_ascii_unit(second, first)) ++big;
    }
    if (units == 0 || std::max(little, big) * 2 < units) return std::nullopt;
    return little > big ? Charset::utf16_le : Charset::utf16_be;
}

bool is_damaged_utf8(std::string_view bytes) {
    auto rest = sample_of(bytes);
    std::size_t characters = 0;
    std::size_t faults = 0;
    while (!rest.empty()) {
        const auto bad = first_invalid_utf8(rest);
        const auto is_first = [](char c) { return static_cast<unsigned char>(c) >= 0xC0; };
        characters += static_cast<std::size_t>(
            std::ranges::count_if(rest.substr(0, bad.value_or(rest.size())), is_first));
        if (!bad) break;
        ++faults;
        rest.remove_prefix(*bad + 1);
    }
    return characters > 0 && characters >= faults;
}

bool looks_chinese(std::string_view bytes) {
    const auto sample = sample_of(bytes);
    std::size_t chinese = 0;
    std::size_t other = 0;
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t size = gb18030_size(sample, at);
        const auto evidence = size == 0   ? Evidence::other
                              : size == 2 ? evidence_of_pair(sample, at)
                                          : Evidence::none;
        if (evidence == Evidence::chinese) ++chinese;
        if (evidence == Evidence::other) ++other;
        at += std::max<std::size_t>(size, 1);
    }
    return chinese > other;
}

bool looks_western(std::string_view bytes) {
    constexpr std::size_t long_run = 4;
    const auto sample = sample_of(bytes);
    std::size_t letters = 0;
    std::size_t in_long_runs = 0;
    for (std::size_t at = 0; at < sample.size();) {
        std::size_t end = at;
        std::size_t run_letters = 0;
        for (; end < sample.size() && is_high(sample[end]); ++end) {
            if (byte_at(sample, end) >= 0xC0) ++run_letters;
        }
        letters += run_letters;
        // A line of dashes or dots before a letter is no word.
        if (end - at >= long_run && run_letters > 1) in_long_runs += run_letters;
        at = end + 1;
    }
    return in_long_runs * 2 <= letters;
}

}  // namespace dunning
