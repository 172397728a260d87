#include "formats/toml_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning {
namespace {

Diagnostic danger(Place place, std::string what, std::string remedy = {}) {
    return {Severity::error, std::move(place), std::move(what), std::move(remedy), {}};
}

// Column, in characters, of an offset in a line. REQUIRES: the line up to there is valid UTF-8.
int column_at(std::string_view line, std::size_t offset) {
    return static_cast<int>(count_characters(line.substr(0, offset))) + 1;
}

std::optional<std::size_t> control_character_in(std::string_view line) {
    for (std::size_t at = 0; at < line.size();) {
        std::size_t size = 1;
        while (at + size < line.size() &&
               (static_cast<unsigned char>(line[at + size]) & 0xC0) == 0x80) {
            ++size;
        }
        if (line[at] != '\t' && has_control_characters(line.substr(at, size))) return at;
        at += size;
    }
    return std::nullopt;
}

std::optional<Diagnostic> danger_in_line(std::string_view line, Place place) {
    if (line.size() > max_toml_line_bytes) {
        place.column = 1;
        return danger(place, fmt::format("the line is longer than {} bytes", max_toml_line_bytes));
    }
    if (const auto bad = first_invalid_utf8(line)) {
        place.column = column_at(line, *bad);
        return danger(place, "the file is not UTF-8", "save it as UTF-8");
    }
    if (const auto control = control_character_in(line)) {
        place.column = column_at(line, *control);
        return danger(place, "a control character", "remove it");
    }
    return std::nullopt;
}

std::optional<Diagnostic> danger_in_lines(std::string_view text, const std::string& file) {
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (auto found = danger_in_line(line, {file, number, 1})) return found;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

bool is_bare_key_character(char c) {
    return is_letter_or_digit(c) || c == '_' || c == '-';
}

// Walks over what stands outside strings and comments. It stops where a string does not end: there
// the parser stops as well.
class StructureScanner {
  public:
    StructureScanner(std::string_view text, const std::string& file) : text_(text), file_(file) {}

    std::optional<Diagnostic> scan() {
        while (at_ < text_.size() && !found_ && !stopped_) step(text_[at_]);
        return found_;
    }

  private:
    void step(char c) {
        switch (c) {
            case '\n':
                return next_line();
            case '#':
                return skip_to(text_.find('\n', at_));
            case '"':
            case '\'':
                return skip_string(c);
            case '[':
            case '{':
                return open(c);
            case ']':
            case '}':
                return close(c);
            default:
                return plain(c);
        }
    }

    void next_line() {
        ++line_;
        line_start_ = ++at_;
        dots_ = 0;
        fresh_line_ = open_.empty();
    }

    void skip_to(std::size_t position) { at_ = std::min(position, text_.size()); }

    void skip_string(char quote) {
        fresh_line_ = false;
        const std::string three(3, quote);
        if (text_.substr(at_).starts_with(three)) return skip_long_string(quote, three);
        for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
            if (text_[at_] == quote) {
                ++at_;
                return;
            }
            if (text_[at_] == '\\' && quote == '"') ++at_;
        }
        stopped_ = true;
    }

    void skip_long_string(char quote, const std::string& three) {
        for (at_ += 3; at_ < text_.size(); ++at_) {
            if (text_.substr(at_).starts_with(three)) {
                at_ += 3;
                while (at_ < text_.size() && text_[at_] == quote)
                    ++at_;  // """" ends with a quote in it
                return;
            }
            if (text_[at_] == '\\' && quote == '"') ++at_;
            if (at_ < text_.size() && text_[at_] == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            }
        }
        stopped_ = true;
    }

    void open(char bracket) {
        if (fresh_line_ && bracket == '[') check_header();
        fresh_line_ = false;
        open_.push_back(bracket);
        if (static_cast<int>(open_.size()) > max_toml_depth) {
            refuse(fmt::format("brackets are nested more than {} deep", max_toml_depth));
        }
        ++at_;
    }

    // "[*p]": a header must begin with a key.
    void check_header() {
        const auto brackets = text_.substr(at_).starts_with("[[") ? 2U : 1U;
        const auto key = text_.find_first_not_of(" \t", at_ + brackets);
        if (key == std::string_view::npos) return;
        const char c = text_[key];
        if (!is_bare_key_character(c) && c != '"' && c != '\'') refuse("the table has no name");
    }

    // "e=[}": what closes must be what was opened.
    void close(char bracket) {
        const char opening = bracket == ']' ? '[' : '{';
        if (open_.empty() || open_.back() != opening) {
            refuse(fmt::format("'{}' without '{}' before it", bracket, opening));
            return;
        }
        open_.pop_back();
        ++at_;
    }

    void plain(char c) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            refuse("a character that must stand in quotes",
                   "keys are English words; texts are \"...\"");
            return;
        }
        if (c == '.' && ++dots_ > max_toml_depth) {
            refuse(fmt::format("more than {} dots in a line", max_toml_depth));
        }
        if (c != ' ' && c != '\t' && c != '\r') fresh_line_ = false;
        ++at_;
    }

    void refuse(std::string what, std::string remedy = {}) {
        const int column = column_at(text_.substr(line_start_), at_ - line_start_);
        found_ = danger({file_, line_, column}, std::move(what), std::move(remedy));
    }

    std::string_view text_;
    const std::string& file_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
    int dots_ = 0;
    bool fresh_line_ = true;
    bool stopped_ = false;
    std::vector<char> open_;
    std::optional<Diagnostic> found_;
};

}  // namespace

std::optional<Diagnostic> toml_danger(std::string_view text, const std::string& file) {
    if (text.size() > max_toml_bytes) {
        return danger({file}, fmt::format("the file is larger than {} bytes", max_toml_bytes));
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (auto found = danger_in_lines(text, file)) return found;
    return StructureScanner(text, file).scan();
}

}  // namespace dunning
