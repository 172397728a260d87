#include "text/template_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "text/utf8.h"

namespace dunning {
namespace {

using Kind = TemplatePiece::Kind;

constexpr std::string_view tag_opening = "{{";
constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

class Scanner {
  public:
    Scanner(std::string_view text, std::vector<TemplateFault>& faults)
        : text_(text), faults_(faults) {}

    std::vector<TemplatePiece> scan() {
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t opening = std::min(text_.find(tag_opening, at), text_.size());
            if (opening > at) add(Kind::text, text_.substr(at, opening - at), at, opening);
            at = opening < text_.size() ? scan_tag(opening) : opening;
        }
        return std::move(pieces_);
    }

  private:
    // Returns where to go on.
    std::size_t scan_tag(std::size_t begin) {
        const bool is_triple = text_.substr(begin).starts_with("{{{");
        const std::string_view closing = is_triple ? "}}}" : "}}";
        const std::size_t inner_begin = begin + closing.size();
        const std::size_t inner_end = text_.find(closing, inner_begin);
        const std::string_view inner =
            text_.substr(inner_begin, std::min(inner_end, text_.size()) - inner_begin);
        if (inner_end == std::string_view::npos || runs_on(inner)) {
            refuse(begin, "a tag that is never closed",
                   fmt::format("close it with '{}' on the same line", closing));
            return inner_begin;
        }

        const std::size_t end = inner_end + closing.size();
        const std::string_view contents = trimmed(inner);
        if (is_triple) {
            refuse_unescaped(begin, contents);
        } else if (contents.empty() || contents == "#" || contents == "^" || contents == "/") {
            refuse(begin, "a tag without a name", "write a name between '{{' and '}}'");
        } else {
            read_tag(contents, begin, end);
        }
        return end;
    }

    // A tag whose closing braces are forgotten reaches to those of a later tag. Remarks may have
    // several lines.
    static bool runs_on(std::string_view inner) {
        if (trimmed(inner).starts_with('!')) return false;
        return inner.find('\n') != std::string_view::npos ||
               inner.find(tag_opening) != std::string_view::npos;
    }

    void read_tag(std::string_view contents, std::size_t begin, std::size_t end) {
        const std::string_view name = trimmed(contents.substr(1));
        switch (contents.front()) {
            case '#':
                return add(Kind::section, name, begin, end);
            case '^':
                return add(Kind::inverted_section, name, begin, end);
            case '/':
                return add(Kind::section_end, name, begin, end);
            case '!':
                return add(Kind::remark, name, begin, end);
            case '&':
                return refuse_unescaped(begin, name);
            case '>':
                return refuse(begin,
                              fmt::format("'{{{{>{}}}}}': a template cannot include another", name),
                              "copy the text of the other template here");
            case '=':
                return refuse(begin, "the delimiters of tags cannot be changed",
                              "remove the tag and write '{{' and '}}' everywhere");
            default:
                return add(Kind::value, contents, begin, end);
        }
    }

    void refuse_unescaped(std::size_t begin, std::string_view name) {
        refuse(
            begin,
            fmt::format("'{}' would be printed unescaped, so that a customer's name could become "
                        "HTML of the message",
                        name),
            fmt::format("write {{{{{}}}}}; it is escaped where the message is HTML", name));
    }

    void refuse(std::size_t offset, std::string what, std::string remedy) {
        faults_.push_back(template_fault(text_, offset, std::move(what), std::move(remedy)));
    }

    void add(Kind kind, std::string_view content, std::size_t begin, std::size_t end) {
        pieces_.push_back({.kind = kind, .content = content, .begin = begin, .end = end});
    }

    std::string_view text_;
    std::vector<TemplateFault>& faults_;
    std::vector<TemplatePiece> pieces_;
};

struct Range {
    std::size_t begin;
    std::size_t end;
};

// The whole line or lines of a tag that has nothing but blanks beside it.
std::optional<Range> standalone_range(std::string_view text, const TemplatePiece& piece) {
    if (piece.kind == Kind::text || piece.kind == Kind::value) return std::nullopt;
    const std::size_t last_before = text.substr(0, piece.begin).find_last_not_of(" \t");
    const std::size_t line_begin = last_before == std::string_view::npos ? 0 : last_before + 1;
    if (line_begin > 0 && text[line_begin - 1] != '\n') return std::nullopt;

    const std::size_t after = std::min(text.find_first_not_of(" \t", piece.end), text.size());
    const std::string_view rest = text.substr(after);
    if (rest.empty()) return Range{line_begin, after};
    if (rest.starts_with('\n')) return Range{line_begin, after + 1};
    if (rest.starts_with("\r\n")) return Range{line_begin, after + 2};
    return std::nullopt;
}

}  // namespace

TemplateFault template_fault(std::string_view text, std::size_t offset, std::string what,
                             std::string remedy) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t newline = before.rfind('\n');
    const std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
    return {.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
            .column = static_cast<int>(count_characters(before.substr(line_begin))) + 1,
            .what = std::move(what),
            .remedy = std::move(remedy)};
}

std::vector<TemplatePiece> scan_template(std::string_view text,
                                         std::vector<TemplateFault>& faults) {
    return Scanner(text, faults).scan();
}

void remove_standalone_lines(std::string_view text, std::vector<TemplatePiece>& pieces) {
    for (std::size_t index = 0; index < pieces.size(); ++index) {
        const auto range = standalone_range(text, pieces[index]);
        if (!range) continue;
        if (index > 0 && pieces[index - 1].kind == Kind::text) pieces[index - 1].end = range->begin;
        if (index + 1 < pieces.size() && pieces[index + 1].kind == Kind::text) {
            pieces[index + 1].begin = range->end;
        }
    }
    for (TemplatePiece& piece : pieces) {
        if (piece.kind != Kind::text) continue;
        piece.end = std::max(piece.begin, piece.end);
        piece.content = text.substr(piece.begin, piece.end - piece.begin);
    }
}

}  // namespace dunning
