// A free text as runs of letters, digits and ideographs: what is left of a remittance text when
// nothing is known about how a payer and four banks have spaced and cut it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dunning {

// Ideographs stand for all letters of scripts that write without blanks (from U+3000 on), so that a
// number that touches them is a word of its own.
enum class RunKind { letters, digits, ideographs };

struct Run {
    std::size_t begin = 0;  // bytes
    std::size_t end = 0;
    std::size_t end_column = 0;  // characters of its line up to its end
    RunKind kind = RunKind::letters;
    bool glued = false;   // letters and digits without anything between: the second one's mark
    bool masked = false;  // within an IBAN or a structured reference written in groups
};

// In their order. Letters are ASCII and whatever is written below U+3000 without being a blank or
// punctuation; digits are ASCII.
std::vector<Run> runs_of(std::string_view text);

// Marks the groups of an IBAN, an RF reference or a Swiss QR reference written with blanks: "0044"
// of "DE89 3704 0044 ..." is no number of its own.
void mask_grouped_numbers(std::string_view text, std::vector<Run>& runs);

// What of an invoice number is its separators: - / . _ space # : and the blanks and dashes that
// stand for them in text from a word processor. Their size in bytes at the start of the text, or 0.
std::size_t separator_size(std::string_view text);

}  // namespace dunning
