// Work grows with what is open and what is new, not with all that ever was: counted in steps of the
// database's machine, which are the same on every computer.
#include <sqlite3.h>

#include <functional>

#include "app/age_ledger.h"
#include "app/build_report.h"
#include "app/list_deadlines.h"
#include "app/list_unmatched.h"
#include "ledger/app_support.h"
#include "support/builders.h"

using namespace dunning;
using namespace dunning::ledger_testing;

namespace {

// Of all statements of this program that have ended, whichever connection they were of.
std::int64_t steps = 0;

int count_steps(unsigned, void*, void* statement, void*) {
    steps +=
        sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
}

int watch(sqlite3* database, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, &count_steps, nullptr);
}

// Connections that are opened meanwhile.
class Watching {
  public:
    Watching() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
    ~Watching() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;
};

// Two customers, C0 and C1, whose invoices of a year ago are paid, one by naming them, the other by
// bank transfers from his account; each has one more that is open.
struct BookWithPast : OnFile {
    explicit BookWithPast(int paid) {
        std::string invoices = "number,customer,issued,due,amount,currency\n";
        std::string payments = "id,customer,date,amount,currency,invoice,payer_account\n";
        for (int i = 0; i < paid; ++i) {
            const int customer = i % 2;
            invoices += fmt::format("OLD-{},C{},2025-01-01,2025-01-31,100.00,EUR\n", i, customer);
            payments += fmt::format("OLD-{0},{1},2025-02-01,100.00,EUR,OLD-{0},{2}\n", i,
                                    customer == 0 ? "C0" : "", customer == 0 ? "" : "ACCOUNT");
        }
        for (const char* customer : {"C0", "C1"}) {
            invoices += fmt::format("OPEN-{0},{0},2026-01-01,2026-01-31,70.00,EUR\n", customer);
        }
        import_well(ledger, {ImportKind::customers, "customers.csv", "id,name\nC0,Zero\nC1,One\n"});
        import_well(ledger, {ImportKind::invoices, "invoices.csv", invoices});
        import_well(ledger, {ImportKind::payments, "payments.csv", payments});
    }

    std::int64_t steps_of_import(ImportKind kind, const std::string& text) {
        steps = 0;
        CHECK(import_well(ledger, {kind, "new.csv", text}, "2026-03-02").added == 1);
        return steps;
    }

    std::int64_t steps_of(const std::function<void(const Ledger&)>& report) {
        steps = 0;
        report(ledger);
        return steps;
    }
};

struct DailyWork {
    std::string what;
    ImportKind kind;
    std::string file;
};

const std::vector<DailyWork> daily_work = {
    {"a customer", ImportKind::customers, "id,name\nC2,Two\n"},
    {"an invoice", ImportKind::invoices,
     "number,customer,issued,due,amount,currency\nNEW-1,C0,2026-02-01,2026-03-03,100.00,EUR\n"},
    {"a payment that names its invoice", ImportKind::payments,
     "id,customer,date,amount,currency,invoice\nNEW-1,C0,2026-03-01,70.00,EUR,OPEN-C0\n"},
    {"a payment of somebody unknown", ImportKind::payments,
     "id,customer,date,amount,currency,payer_account\nNEW-2,,2026-03-01,1.00,EUR,STRANGE\n"},
};

struct DailyReport {
    std::string what;
    std::function<void(const Ledger&)> build;
};

const Date today = Date::from_ymd(2026, 3, 2);

std::vector<DailyReport> daily_reports() {
    return {
        {"age", [](const Ledger& ledger) { age_ledger(ledger, testing::two_levels(), {}, today); }},
        {"worklist",
         [](const Ledger& ledger) { build_worklist(ledger, testing::two_levels(), {}, today); }},
        {"deadlines",
         [](const Ledger& ledger) { list_deadlines(ledger, testing::two_levels(), today); }},
        {"unmatched",
         [](const Ledger& ledger) { list_unmatched(ledger, testing::two_levels(), today); }},
    };
}

}  // namespace

TEST_CASE("work: a daily import takes no longer because much was paid before") {
    const Watching watching;
    BookWithPast small(20);
    BookWithPast large(400);
    for (const DailyWork& work : daily_work) {
        CAPTURE(work.what);
        const auto before = small.steps_of_import(work.kind, work.file);
        CHECK(before > 0);
        CHECK(large.steps_of_import(work.kind, work.file) <= before + before / 10);
    }
}

TEST_CASE("work: a daily report takes no longer because much was paid before") {
    const Watching watching;
    BookWithPast small(20);
    BookWithPast large(400);
    for (const DailyReport& report : daily_reports()) {
        CAPTURE(report.what);
        const auto before = small.steps_of(report.build);
        CHECK(before > 0);
        CHECK(large.steps_of(report.build) <= before + before / 10);
    }
}
