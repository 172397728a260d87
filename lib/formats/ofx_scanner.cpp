#include "formats/ofx_scanner.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/ascii.h"
#include "formats/statement_text.h"

namespace dunning {
namespace {

using namespace statement;

struct Entity {
    std::string_view name;
    std::string_view text;
};

constexpr Entity entities[] = {{"amp", "&"},   {"lt", "<"},   {"gt", ">"},
                               {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};

bool is_name_character(char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == ':';
}

char byte_of(std::uint32_t value) {
    return static_cast<char>(static_cast<unsigned char>(value));
}

// No surrogates, nothing above U+10FFFF, no NUL: nothing for what is no character.
std::string utf8_of(std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
    if (code < 0x80) return {byte_of(code)};
    if (code < 0x800) return {byte_of(0xC0 | (code >> 6)), byte_of(0x80 | (code & 0x3F))};
    if (code < 0x10000) {
        return {byte_of(0xE0 | (code >> 12)), byte_of(0x80 | ((code >> 6) & 0x3F)),
                byte_of(0x80 | (code & 0x3F))};
    }
    return {byte_of(0xF0 | (code >> 18)), byte_of(0x80 | ((code >> 12) & 0x3F)),
            byte_of(0x80 | ((code >> 6) & 0x3F)), byte_of(0x80 | (code & 0x3F))};
}

// "#233" and "#xE9".
std::string numeric_entity(std::string_view name) {
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x') || name.starts_with('X');
    if (is_hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto* const end = name.data() + name.size();
    const auto result = std::from_chars(name.data(), end, code, is_hex ? 16 : 10);
    return result.ec == std::errc() && result.ptr == end ? utf8_of(code) : "";
}

struct Decoded {
    std::string text;
    std::size_t length = 0;  // of what it was in the file
};

// The entity at the beginning of the text; nothing when the '&' is one that was not escaped.
std::optional<Decoded> entity_at(std::string_view text) {
    constexpr std::size_t longest = 12;
    const auto end = text.substr(0, longest).find(';');
    if (end == std::string_view::npos || end < 2) return std::nullopt;
    const auto name = text.substr(1, end - 1);
    if (name[0] == '#') {
        auto decoded = numeric_entity(name);
        if (decoded.empty()) return std::nullopt;
        return Decoded{std::move(decoded), end + 1};
    }
    const auto* const found = std::ranges::find(entities, name, &Entity::name);
    if (found == std::end(entities)) return std::nullopt;
    return Decoded{std::string(found->text), end + 1};
}

// "<OFX>" in any letters; npos when there is none.
std::size_t find_ofx(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        if (upper_case(text.substr(at, 4)) != "<OFX") continue;
        const auto after = text.substr(at + 4, 1);
        if (after == ">" || after == " ") return at;
    }
    return std::string_view::npos;
}

constexpr std::string_view cdata_start = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";

}  // namespace

OfxScanner::OfxScanner(std::string_view text) : text_(text) {
    const auto start = find_ofx(text);
    found_ = start != std::string_view::npos;
    at_ = found_ ? start : text.size();
    header_ = text.substr(0, at_);
}

// Counts on from the last place that was asked for, so that a file of one long line is counted
// once.
void OfxScanner::mark_place(OfxToken& token) {
    for (; marked_ < at_; ++marked_) {
        const char c = text_[marked_];
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            ++column_;
        }
    }
    token.line = line_;
    token.column = column_;
}

bool OfxScanner::at_tag() const {
    const auto here = rest();
    if (here.size() < 2 || here[0] != '<') return false;
    return is_letter(here[1]) || (here[1] == '/' && here.size() > 2 && is_letter(here[2]));
}

// Comments and instructions: "<!-- ... -->", "<? ... ?>". One without an end is the rest of the
// file.
bool OfxScanner::skip_markup() {
    struct Markup {
        std::string_view start;
        std::string_view end;
    };
    for (const Markup& markup : {Markup{"<!--", "-->"}, Markup{"<?", "?>"}}) {
        if (!rest().starts_with(markup.start)) continue;
        const auto end = text_.find(markup.end, at_ + markup.start.size());
        at_ = end == std::string_view::npos ? text_.size() : end + markup.end.size();
        return true;
    }
    return false;
}

void OfxScanner::read_tag(OfxToken& token) {
    mark_place(token);
    token.text.clear();
    const bool is_end = rest()[1] == '/';
    token.kind = is_end ? OfxToken::Kind::end : OfxToken::Kind::start;
    const auto name_start = at_ + (is_end ? 2 : 1);
    auto name_end = name_start;
    while (name_end < text_.size() && is_name_character(text_[name_end])) ++name_end;
    token.name = text_.substr(name_start, name_end - name_start);
    // Attributes are passed over; a tag that is not closed ends before the next one.
    const auto end = text_.find_first_of("<>", name_end);
    const bool is_closed = end != std::string_view::npos && text_[end] == '>';
    token.is_empty = is_closed && text_[end - 1] == '/';
    at_ = end == std::string_view::npos ? text_.size() : end + (is_closed ? 1 : 0);
}

void OfxScanner::read_text(OfxToken& token) {
    mark_place(token);
    token.kind = OfxToken::Kind::text;
    token.name = {};
    token.text.clear();
    while (at_ < text_.size() && !at_tag()) {
        if (skip_markup()) continue;
        const auto here = rest();
        if (here.starts_with(cdata_start)) {
            const auto end = here.find(cdata_end);
            const auto inside = here.substr(0, end).substr(cdata_start.size());
            token.text += inside;
            at_ += end == std::string_view::npos ? here.size() : end + cdata_end.size();
        } else if (const auto entity = here[0] == '&' ? entity_at(here) : std::nullopt) {
            token.text += entity->text;
            at_ += entity->length;
        } else {
            // The mark itself is text here; so is all up to the next one.
            const auto plain = here.substr(0, here.find_first_of("<&", 1));
            token.text += plain;
            at_ += plain.size();
        }
    }
}

bool OfxScanner::next(OfxToken& token) {
    if (at_ >= text_.size()) {
        mark_place(token);
        return false;
    }
    if (at_tag()) {
        read_tag(token);
    } else {
        read_text(token);
    }
    return true;
}

}  // namespace dunning
