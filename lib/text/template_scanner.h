// The first half of loading a message template: cutting it into text and tags.
//
// Internal to message_template; it knows Mustache's form, not which names there are.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/message_template.h"

namespace dunning {

struct TemplatePiece {
    enum class Kind { text, value, section, inverted_section, section_end, remark };

    Kind kind = Kind::text;
    std::string_view content;  // the text, or the name in the tag
    std::size_t begin = 0;     // bytes of the template that it stands for
    std::size_t end = 0;
};

// A fault at a byte of the template, with its line and column counted.
TemplateFault template_fault(std::string_view text, std::size_t offset, std::string what,
                             std::string remedy);

// The pieces in order. Tags that are faulty in form are left out and reported.
std::vector<TemplatePiece> scan_template(std::string_view text, std::vector<TemplateFault>& faults);

// Takes the spaces and the line end around a section tag or remark that stands alone on its line.
// REQUIRES: the pieces of `text` as scanned.
void remove_standalone_lines(std::string_view text, std::vector<TemplatePiece>& pieces);

}  // namespace dunning
