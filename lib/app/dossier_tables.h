// The tables of a dossier, each as CSV with a header in English: see build_dossier.h.
#pragma once

#include <string>
#include <vector>

#include "app/load_position.h"

namespace dunning {

struct DossierTable {
    std::string
        kind;  // "statement", "invoices", ...: the file's name, and its words in dossier.txt
    std::string text;
};

// Those that have rows, in the order in which somebody would read them.
std::vector<DossierTable> dossier_tables(const Ledger& ledger, const Policy& policy,
                                         const std::string& customer, RowId row, Date as_of);

}  // namespace dunning
