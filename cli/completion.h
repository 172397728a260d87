// Completion: the shells ask the program itself what may come next, so that customers and invoices
// of the book are completed as well as commands.
#pragma once

#include <string>

#include "cli/command_line.h"
#include "cli/session.h"

namespace dunning::cli {

// Not shown in the help.
inline constexpr const char* completion_command = "complete-words";

// A line each: the word, a tab and what it is.
std::string completion_lines(const Completion& completion, const std::string& beginning,
                             Session& session);

}  // namespace dunning::cli
