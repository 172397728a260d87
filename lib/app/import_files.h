// Import: files in, facts in the ledger, allocated. Each file is one transaction and one batch:
// taken whole or, with any error, not at all (unless bad rows may be skipped). The same file twice
// changes nothing.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/progress_count.h"
#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/facts.h"
#include "formats/table_columns.h"
#include "ledger/ledger.h"

namespace dunning {

enum class MissingCustomers { refuse, create };
enum class BadRows { refuse_file, skip };
enum class Commitment { keep, dry_run };

// The file lists all that is open: what is on it no more has been settled.
struct SnapshotGuard {
    int max_drop_percent = 20;  // of the open amount; more looks like a file that was cut off
};

struct ImportRequest {
    ImportKind kind = ImportKind::invoices;
    ImportProfile profile = {};  // with what the command line says of the file
    MissingCustomers missing_customers = MissingCustomers::refuse;
    BadRows bad_rows = BadRows::refuse_file;
    OnReject on_reject = {};
    OnProgress on_progress = {};                 // by facts
    std::optional<SnapshotGuard> snapshot = {};  // REQUIRES: kind is invoices
    Commitment commitment = Commitment::keep;
    std::filesystem::path evidence = {};  // the book's folder; files that contacts name go there
};

struct StatementReport {
    std::string account;
    std::string currency;
    std::string sequence;
    std::optional<Money> opening = {};
    std::optional<Money> closing = {};
    int entries = 0;
    Money credits;
    Money debits;
    int reversals = 0;
    int details = 0;
    int pending = 0;  // entries that the bank has not booked: nothing was taken of them
    std::optional<bool> ties = {};  // none: the file has no balances
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
    std::size_t evidence = 0;  // files that were kept
    std::size_t rejected = 0;
    std::size_t left_out = 0;               // by the profile: they are no data of this kind
    std::vector<UnreadColumn> unread = {};  // columns of a table that nothing was read from
    std::size_t repeated = 0;               // rows that say what another of the file has said
    std::size_t settled = 0;    // invoices that a snapshot no longer has, or has less of
    std::size_t reopened = 0;   // invoices that it has again, although an earlier one had not
    std::size_t more_open = 0;  // invoices of which a snapshot has more open than the ledger
    std::size_t customers_created = 0;
    std::size_t customers_unnamed = 0;             // of these, by a file that gave no name
    std::size_t agreeing_totals = 0;               // total rows that the rows above them add up to
    std::map<std::string, std::size_t> languages;  // that customers of the file are said to have
    std::map<std::string, Money> totals;           // by currency, over all rows
    std::map<std::string, Money> allocated;        // of the receipts of this file
    std::map<std::string, Money> on_account;       // likewise
    std::vector<StatementReport> statements;
    Diagnostics diagnostics;
    bool refused = false;
};

// One file whose bytes have been read. `name` is how messages call it.
FileReport import_file(Ledger& ledger, const Policy& policy, const ImportRequest& request,
                       const std::string& name, std::string_view bytes, const Stamp& stamp);

// What is on account finds its owners and its invoices, after facts have changed. Called inside the
// transaction that changed them.
void settle_touched(Ledger& ledger, const Policy& policy, const Stamp& stamp);

}  // namespace dunning
