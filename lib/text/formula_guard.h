// Texts that a spreadsheet would run as a formula when it opens a CSV file (CWE-1236): a customer
// may have any name.
//
// A text is taken for one when it begins with = or @, a tab or a line end, or with + or - unless
// nothing but digits, blanks and .,:/()+-% follows: amounts and telephone numbers are none. The
// full-width forms of these signs count as they do. In a file such a text has an apostrophe in
// front; one that begins with apostrophes before that gets one more, so that reading a file back
// gives what was written.
#pragma once

#include <string_view>

namespace dunning {

// Also of a text that has apostrophes before it: whether it is written with one more.
bool reads_as_formula(std::string_view text);

// The text without the apostrophe that stands before a formula; any other as it is.
std::string_view without_formula_guard(std::string_view text);

}  // namespace dunning
