// What an import has done, in words and for programs.
#pragma once

#include "app/import_files.h"
#include "cli/session.h"

namespace dunning::cli {

void describe(const FileReport& report, Session& session);

// In which language customers are written to for whose own there is no wording.
void describe_languages(const FileReport& report, Session& session);

// "dunning.import/1" (cli.md, "Machine-readable output").
std::string import_json(const std::vector<FileReport>& reports);

}  // namespace dunning::cli
