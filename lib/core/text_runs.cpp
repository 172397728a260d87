#include "core/text_runs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/payment_reference.h"

namespace dunning {
namespace {

// A character and its bytes; bytes that are no UTF-8 count as letters of one byte each.
struct Character {
    std::uint32_t code = 0;
    std::size_t size = 1;
};

Character character_at(std::string_view text, std::size_t at) {
    constexpr std::uint32_t unknown = 0xFF;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return {unknown, 1};
    std::uint32_t code = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {unknown, 1};
        code = code << 6U | (byte(i) & 0x3FU);
    }
    return {code, size};
}

struct CodeRange {
    std::uint32_t first;
    std::uint32_t last;
};

// Latin-1 signs but for the ordinals and the micro sign, general punctuation, Chinese punctuation,
// and the wide forms of ASCII's.
constexpr std::array punctuation{
    CodeRange{0x80, 0xA9},     CodeRange{0xAB, 0xB4},     CodeRange{0xB6, 0xB9},
    CodeRange{0xBB, 0xBF},     CodeRange{0xD7, 0xD7},     CodeRange{0xF7, 0xF7},
    CodeRange{0x2000, 0x20CF}, CodeRange{0x2100, 0x2BFF}, CodeRange{0x3000, 0x303F},
    CodeRange{0xFF00, 0xFF0F}, CodeRange{0xFF1A, 0xFF20}, CodeRange{0xFF3B, 0xFF40},
    CodeRange{0xFF5B, 0xFF65}};

std::optional<RunKind> kind_of(std::uint32_t code) {
    if (code >= '0' && code <= '9') return RunKind::digits;
    if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')) return RunKind::letters;
    if (code < 0x80) return std::nullopt;
    for (const auto& range : punctuation) {
        if (code >= range.first && code <= range.last) return std::nullopt;
    }
    return code < 0x3000 ? RunKind::letters : RunKind::ideographs;
}

// The longest stretch of runs from `first` on that is such a number when its blanks are left out,
// as the run after it; `first` itself when there is none.
template <class Test>
std::size_t end_of_number(std::string_view text, const std::vector<Run>& runs, std::size_t first,
                          const Test& test) {
    constexpr std::size_t longest = 42;  // 34 characters of an IBAN and the blanks between them
    std::size_t end = first;
    for (std::size_t i = first; i < runs.size(); ++i) {
        const std::size_t size = runs[i].end - runs[first].begin;
        if (size > longest || runs[i].kind == RunKind::ideographs) break;
        if (i > first && !runs[i].glued && text[runs[i].begin - 1] != ' ') break;
        if (test(text.substr(runs[first].begin, size))) end = i + 1;
    }
    return end;
}

// "DE89", or the first groups of 2-5-5-5-5-5: what is cheap to ask first.
bool may_begin_number(const Run& run, const Run& next) {
    if (run.end - run.begin != 2 || next.kind != RunKind::digits) return false;
    if (run.kind == RunKind::letters) return next.glued;
    return run.kind == RunKind::digits && next.end - next.begin == 5;
}

bool is_account_or_reference(std::string_view text) {
    const bool is_grouped = text.find(' ') != text.npos;
    return is_grouped &&
           (is_creditor_reference(text) || is_iban(text) || is_swiss_qr_reference(text));
}

}  // namespace

std::size_t separator_size(std::string_view text) {
    constexpr std::string_view ascii = "-/._ #:\t\r\n\v";
    if (text.empty()) return 0;
    const auto kind = kind_of(static_cast<unsigned char>(text.front()));
    if (kind && static_cast<unsigned char>(text.front()) < 0x80) return 0;  // nearly always
    if (ascii.find(text.front()) != ascii.npos) return 1;
    const auto [code, size] = character_at(text, 0);
    const bool is_dash = code >= 0x2010 && code <= 0x2015;
    const bool is_no_break_space = code == 0xA0 || code == 0x202F;
    const bool is_wide = code == 0x3000 || code == 0xFF1A || code == 0xFF0D;  // space : -
    return is_dash || is_no_break_space || is_wide ? size : 0;
}

std::vector<Run> runs_of(std::string_view text) {
    std::vector<Run> runs;
    std::optional<RunKind> before;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, size] = character_at(text, at);
        const auto kind = kind_of(code);
        column = code == '\n' ? 0 : column + 1;
        if (kind && kind != before) {
            const bool glued =
                before && *kind != RunKind::ideographs && *before != RunKind::ideographs;
            runs.push_back({.begin = at, .kind = *kind, .glued = glued});
        }
        at += size;
        before = kind;
        if (kind) {
            runs.back().end = at;
            runs.back().end_column = column;
        }
    }
    return runs;
}

void mask_grouped_numbers(std::string_view text, std::vector<Run>& runs) {
    for (std::size_t first = 0; first + 1 < runs.size();) {
        const std::size_t end = may_begin_number(runs[first], runs[first + 1])
                                    ? end_of_number(text, runs, first, is_account_or_reference)
                                    : first;
        for (std::size_t i = first; i < end; ++i) runs[i].masked = true;
        first = std::max(end, first + 1);
    }
}

}  // namespace dunning
