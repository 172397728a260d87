// Which forms a command's answer has. Every command has those of a table; some have more.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace dunning::cli {

const std::vector<std::string>& all_formats();

// Whether the command ("report statement") can answer in that form.
bool has_format(const std::string& command, const std::string& format);

// Of a command whose forms depend on its options. Throws Stop{wrong_usage} when another than
// `formats` is asked for; `remedy`: what else answers in it.
void refuse_other_formats(const Session& session, const std::vector<std::string>& formats,
                          const std::string& remedy = {});

// "it has table, csv, json": the remedy for who has asked for another.
std::string formats_in_words(const std::string& command);

}  // namespace dunning::cli
