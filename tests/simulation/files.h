// Facts as the files that bring them.
#pragma once

#include "app/import_files.h"
#include "simulation/world.h"

namespace dunning::simulation {

struct InputFile {
    ImportKind kind = ImportKind::invoices;
    std::string name;
    std::string text;
};

// One file a kind, customers first; kinds without a row have none, but payments always have one, so
// that the data counts as fresh. A credit note that names no invoice stands among the invoices, as
// a negative one.
std::vector<InputFile> files_of(const Facts& facts, const std::string& label);

// Imports a file that must be taken; throws std::runtime_error with the first problem otherwise.
void import_whole(Ledger& ledger, const Policy& policy, const InputFile& file, const Stamp& stamp);

}  // namespace dunning::simulation
