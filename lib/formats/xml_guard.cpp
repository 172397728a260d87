#include "formats/xml_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "formats/xml_text.h"

namespace dunning {
namespace {

constexpr std::size_t stride = 4096;

// What may stand between the elements of a file, and how each ends.
struct Section {
    std::string_view begin;
    std::string_view end;
};
constexpr std::array<Section, 3> sections = {{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};

// The offset behind the section that begins here; the same offset when none does.
std::size_t skip_section(std::string_view text, std::size_t at) {
    for (const auto& section : sections) {
        if (!text.substr(at).starts_with(section.begin)) continue;
        const auto end = text.find(section.end, at + section.begin.size());
        return end == std::string_view::npos ? text.size() : end + section.end.size();
    }
    return at;
}

std::optional<XmlDanger> doctype_in_prolog(std::string_view text) {
    std::size_t at = 0;
    for (;;) {
        at = text.find('<', at);
        if (at == std::string_view::npos) return std::nullopt;
        if (text.substr(at).starts_with("<!DOCTYPE")) break;
        const auto behind = skip_section(text, at);
        if (behind == at) return std::nullopt;  // the first element
        at = behind;
    }
    return XmlDanger{at, "a DOCTYPE, which bank and invoice files do not have",
                     "remove it; entities are never expanded"};
}

// Of "#65" or "#x41".
bool is_good_number(std::string_view name) {
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto* const end = name.data() + name.size();
    const auto [stop, fault] = std::from_chars(name.data(), end, code, hexadecimal ? 16 : 10);
    return fault == std::errc() && stop == end && is_xml_character(code);
}

bool is_good_reference(std::string_view name) {
    constexpr std::array<std::string_view, 5> predefined = {"amp", "lt", "gt", "quot", "apos"};
    if (name.starts_with('#')) return is_good_number(name);
    return std::ranges::find(predefined, name) != predefined.end();
}

std::optional<XmlDanger> danger_of_reference(std::string_view text, std::size_t at) {
    constexpr std::size_t longest = 12;  // "&#x0010FFFF;" has twelve characters
    const auto shown = text.substr(at, longest);
    const auto end = shown.find(';');
    if (end != std::string_view::npos && is_good_reference(shown.substr(1, end - 1))) {
        return std::nullopt;
    }
    return XmlDanger{at, "an '&' that begins no character or entity of XML",
                     "an '&' itself is written '&amp;'"};
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

bool is_interesting(char c) {
    return c == '<' || c == '&' || is_control(c);
}

}  // namespace

std::optional<XmlDanger> find_xml_danger(std::string_view text, std::size_t most_elements) {
    if (auto found = doctype_in_prolog(text)) return found;
    std::size_t elements = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto found = std::ranges::find_if(text.substr(at), is_interesting);
        at += static_cast<std::size_t>(found - text.substr(at).begin());
        if (at == text.size()) break;
        if (is_control(text[at])) {
            const auto code = static_cast<unsigned>(text[at]);
            return XmlDanger{at, fmt::format("a control character (U+{:04X})", code), "remove it"};
        }
        if (text[at] == '&') {
            if (auto danger = danger_of_reference(text, at)) return danger;
        }
        const auto behind = skip_section(text, at);
        if (text[at] == '<' && behind == at && !text.substr(at + 1).starts_with('/') &&
            ++elements > most_elements) {
            return XmlDanger{at, fmt::format("more than {} elements", most_elements),
                             "get the file in parts"};
        }
        at = std::max(at + 1, behind);
    }
    return std::nullopt;
}

namespace {

TextPosition after(TextPosition position, std::string_view text) {
    for (const char c : text) {
        if (c == '\n') {
            ++position.line;
            position.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            ++position.column;
        }
    }
    return position;
}

}  // namespace

TextPositions::TextPositions(std::string_view text) : text_(text), marks_(1) {
    marks_.reserve(text.size() / stride + 1);
    for (std::size_t at = stride; at <= text.size(); at += stride) {
        marks_.push_back(after(marks_.back(), text.substr(at - stride, stride)));
    }
}

TextPosition TextPositions::at(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto mark = offset / stride;
    return after(marks_[mark], text_.substr(mark * stride, offset - mark * stride));
}

}  // namespace dunning
