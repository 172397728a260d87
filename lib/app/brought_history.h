// What comes along from the files of a former system beside its words: the evidence of contacts,
// copied into the book, and what of its plans cannot stand beside each other.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

struct Policy;

// The evidence of the contacts of one file. Files lie beside it, or in folders below.
class BroughtEvidence {
  public:
    // REQUIRES: the ledger outlives it. `table` is the file with the contacts.
    BroughtEvidence(Ledger& ledger, const std::filesystem::path& table)
        : ledger_(ledger), beside_(table.parent_path()) {}

    // Why the file that the contact names cannot be kept.
    std::optional<Fault> problem_of(const Contact& contact) const;
    void add(const Contact& contact);  // that the ledger has taken
    // Copies them into the book's folder and records them with their contacts, in the caller's
    // transaction. How many there were. Throws FileError.
    std::size_t keep(const std::filesystem::path& folder, const Stamp& stamp);

  private:
    std::filesystem::path path_of(const Contact& contact) const;
    std::optional<RowId> row_of(const Contact& contact) const;

    Ledger& ledger_;
    std::filesystem::path beside_;
    std::vector<Contact> contacts_;
};

// A plan that runs takes its invoices for itself. Of plans that have ended a file may tell as many
// as there were. REQUIRES: the plan is none that the ledger knows.
std::optional<Fault> covered_by_another(const Ledger& ledger, const Policy& policy,
                                        const Plan& plan, Date as_of);

}  // namespace dunning
