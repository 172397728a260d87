// Import: files in, facts in the ledger, allocated. Each file is one transaction and one batch:
// taken whole or, with any error, not at all. The same file twice changes nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/import_batch.h"
#include "ledger/ledger.h"

namespace dunning {

enum class MissingCustomers { refuse, create };
enum class Commitment { keep, dry_run };

struct ImportRequest {
    ImportKind kind = ImportKind::invoices;
    const ImportProfile* profile = nullptr;  // null: the canonical columns
    MissingCustomers missing_customers = MissingCustomers::refuse;
    Commitment commitment = Commitment::keep;
};

struct FileReport {
    std::string file;
    ImportKind kind = ImportKind::invoices;
    std::string source_format = "csv";
    std::string encoding = "UTF-8";
    std::string batch;  // empty when nothing was recorded
    std::size_t rows = 0;
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t known = 0;
    std::size_t customers_created = 0;
    std::map<std::string, Money> totals;      // by currency, over all rows
    std::map<std::string, Money> allocated;   // of the receipts of this file
    std::map<std::string, Money> on_account;  // likewise
    Diagnostics diagnostics;

    bool refused() const { return diagnostics.has_errors(); }
};

// One file whose bytes have been read. `name` is how messages call it.
FileReport import_file(Ledger& ledger, const Policy& policy, const ImportRequest& request,
                       const std::string& name, std::string_view bytes, const Stamp& stamp);

}  // namespace dunning
