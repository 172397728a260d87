#include "render/wrap_text.h"

#include <vector>

#include "render/plain_line.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// What is not broken: a Latin word, or a Chinese character with the punctuation that belongs to it.
struct Atom {
    std::string_view text;
    bool space_before = false;
};

bool contains(std::string_view characters, std::string_view character) {
    return characters.find(character) != std::string_view::npos;
}

bool may_not_begin_a_line(std::string_view character) {
    return contains("，。、；：？！）》〉】」』”’…％", character);
}

bool may_not_end_a_line(std::string_view character) {
    return contains("（《〈【「『“‘￥", character);
}

bool is_wide(std::string_view character) {
    return display_width(character) == 2;
}

// A line may break between two neighbours when one of them is wide.
bool may_break_between(std::string_view before, std::string_view after) {
    if (!is_wide(before) && !is_wide(after)) return false;
    return !may_not_end_a_line(before) && !may_not_begin_a_line(after);
}

std::vector<Atom> atoms_of(std::string_view line) {
    std::vector<Atom> atoms;
    std::string_view last;
    bool space = true;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t length = character_length(line, at);
        const std::string_view character = line.substr(at, length);
        if (character == " ") {
            space = true;
        } else if (space || may_break_between(last, character)) {
            atoms.push_back({character, space && !atoms.empty()});
            space = false;
        } else {
            // Neighbours in the same line: the atom grows over the character.
            Atom& atom = atoms.back();
            atom.text = {atom.text.data(), atom.text.size() + length};
        }
        last = character;
        at += length;
    }
    return atoms;
}

// Spaces before the text, and the mark of a list item.
std::size_t hanging_indent(std::string_view line) {
    std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos) return 0;
    if (line.substr(indent, 2) == "* ") return indent + 2;
    const std::size_t digits = line.find_first_not_of("0123456789", indent);
    if (digits != indent && digits != std::string_view::npos && line.substr(digits, 2) == ". ") {
        return digits + 2;
    }
    return indent;
}

void append_wrapped(std::string& out, std::string_view line, std::size_t columns) {
    const std::size_t indent = hanging_indent(line);
    std::string current(line.substr(0, indent));
    std::size_t width = indent;
    bool fresh = true;
    for (const Atom& atom : atoms_of(line.substr(indent))) {
        const std::size_t atom_width = display_width(atom.text);
        const std::size_t space = atom.space_before && !fresh ? 1 : 0;
        if (!fresh && width + space + atom_width > columns) {
            out += current + '\n';
            current.assign(indent, ' ');
            width = indent;
        } else if (space == 1) {
            current += ' ';
            width += 1;
        }
        current += atom.text;
        width += atom_width;
        fresh = false;
    }
    out += current + '\n';
}

}  // namespace

std::string wrap_text(std::string_view text, std::size_t columns) {
    std::string out;
    bool after_empty = true;  // so that empty lines at the beginning vanish too
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const bool empty = line.find_first_not_of(' ') == std::string_view::npos;
        if (empty && !after_empty) out += '\n';
        if (!empty) append_wrapped(out, line, columns);
        after_empty = empty;
    }
    while (out.ends_with("\n\n")) out.pop_back();
    return with_ordinary_spaces(out);
}

}  // namespace dunning
