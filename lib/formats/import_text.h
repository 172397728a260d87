// The bytes of an import file as text: UTF-8 without a byte order mark, or a diagnostic that says
// what the bytes are and how to convert them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"

namespace dunning {

// The result points into `bytes`. UTF-16, NUL bytes, invalid UTF-8 and an empty file are refused.
std::optional<std::string_view> import_text(std::string_view bytes, const std::string& file,
                                            Diagnostics& diagnostics);

// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

// An amount as another country writes it, in the machine form that parse_money reads: the mark
// becomes
// '.', and the other mark is taken out where it separates correct groups of three. Nothing when the
// text is no such number. REQUIRES: decimal_mark is '.' or ','.
std::optional<std::string> machine_number(std::string_view text, char decimal_mark);

}  // namespace dunning
