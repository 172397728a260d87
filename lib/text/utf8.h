// UTF-8: what text from outside is worth, and how wide it is on a terminal.
//
// All functions take any bytes. A byte that begins no valid character counts as one character, one
// column wide; who must refuse such text asks first_invalid_utf8 before.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dunning {

// The offset of the first byte that begins no valid character: no overlong forms, no surrogates,
// nothing above U+10FFFF (RFC 3629 section 3).
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// The same text with U+FFFD in place of every byte that begins no valid character.
std::string replace_invalid_utf8(std::string_view text);

// Normal form C, so that "Mu" + combining diaeresis equals "Mü". Invalid text comes back unchanged.
std::string to_nfc(std::string_view text);

std::size_t count_characters(std::string_view text);

// Columns on a terminal: Chinese characters 2, combining marks 0. Characters of ambiguous width
// count 1.
std::size_t display_width(std::string_view text);

// At most `columns` wide: text that is wider is cut between characters and ends in "..".
std::string fit_width(std::string_view text, std::size_t columns);

// C0 (TAB and line ends too), DEL, C1, and the bidirectional controls U+202A-202E and U+2066-2069,
// which make a terminal or a letter show something other than what is stored (CVE-2021-42574).
bool has_control_characters(std::string_view text);

// The text with those characters written out, "\x1B" or "\u{202E}", and bytes that are no UTF-8 as
// "\xFF": fit for a terminal whatever an import contained.
std::string printable(std::string_view text);

// A piece of a foreign file within a message: printable, and cut to `columns` before that.
std::string excerpt(std::string_view text, std::size_t columns = 60);

}  // namespace dunning
