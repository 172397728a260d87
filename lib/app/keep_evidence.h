// Evidence: files that show what was said or agreed, copied into the book.
//
// A file lies in the folder `evidence` beside the ledger, named by the SHA-256 of its bytes: the
// same file twice is kept once, and a file that was changed no longer fits its name. `check` looks
// at every one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/customer_file.h"

namespace dunning {

// The name of the file in the folder: its digest and its extension.
std::string evidence_file_name(const EvidenceRecord& evidence);

// Where an archive has it: in a folder of its own.
std::string evidence_path(const EvidenceRecord& evidence);

// Copies the file and records it with its use, in the caller's transaction. Throws FileError, also
// when a symbolic link of the file's name leads out of the folder.
EvidenceRecord keep_evidence(Ledger& ledger, const std::filesystem::path& folder,
                             const std::filesystem::path& file, const EvidenceUse& use,
                             RowId customer, const Stamp& stamp);

// What was kept of an entry is kept of the one that corrects it, in the caller's transaction.
void keep_evidence_of_corrected(Ledger& ledger, RowId customer, RowId corrected, RowId correction,
                                const Stamp& stamp);

// Evidence that is gone, was changed or is a symbolic link out of the folder, in plain words.
std::vector<std::string> evidence_violations(const Ledger& ledger,
                                             const std::filesystem::path& folder);

}  // namespace dunning
