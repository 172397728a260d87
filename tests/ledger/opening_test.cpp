// Opening: whose file it is, in which state, and who else is at it.
#include "ledger/sqlite/open.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "app/files.h"
#include "ledger/ledger_support.h"
#include "ledger/sqlite/migrations.h"
#include "ledger/sqlite/row_digest.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace fs = std::filesystem;

namespace {

// REQUIRES: no connection of this process is open on the file; reading it would drop its locks.
void write_bytes(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

void run_sql(const fs::path& file, const std::string& sql) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(sql);
}

std::string pragma_of(const fs::path& file, const std::string& name) {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    return text_of(database, "PRAGMA " + name);
}

mode_t mode_of(const fs::path& file) {
    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    return info.st_mode & 0777;
}

std::optional<LedgerFailure> opening(const fs::path& file, Access access = Access::write) {
    return failure_of([&] { Ledger::open(file, access, 0); });
}

std::string message_of(const auto& action) {
    try {
        action();
    } catch (const LedgerError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("opening: a new ledger is its owner's alone, marked and of the known schema") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    const mode_t umask_before = ::umask(0);
    { const Ledger ledger = Ledger::create(file); }
    ::umask(umask_before);
    CHECK(mode_of(file) == 0600);
    CHECK(pragma_of(file, "application_id") == std::to_string(ledger_application_id));
    CHECK(pragma_of(file, "user_version") == std::to_string(schema_migrations.size()));
    CHECK(pragma_of(file, "integrity_check") == "ok");
    CHECK_FALSE(opening(file).has_value());
}

TEST_CASE("opening: a file that is there already is never taken for a new ledger") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    write_bytes(file, "precious");
    CHECK(failure_of([&] { Ledger::create(file); }) == LedgerFailure::write_failed);
    CHECK(read_file(file) == "precious");
    CHECK(failure_of([&] { Ledger::create(folder / "none" / "ledger.db"); }) ==
          LedgerFailure::write_failed);
}

TEST_CASE("opening: a missing file is no ledger, and none is made of it") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    CHECK(opening(file) == LedgerFailure::missing);
    CHECK(opening(file, Access::read) == LedgerFailure::missing);
    CHECK_FALSE(fs::exists(file));
    CHECK(message_of([&] { Ledger::open(file, Access::read, 0); }) ==
          file.string() +
              ": no ledger there (No such file or directory); `dunning init` makes one");
    CHECK(opening(folder / "") == LedgerFailure::not_a_ledger);
}

TEST_CASE("opening: another program's file is refused with its bytes untouched") {
    const TemporaryFolder folder;
    const fs::path text = folder / "letter.txt";
    write_bytes(text, std::string(5000, 'x'));
    const fs::path database = folder / "other.db";
    run_sql(database, "CREATE TABLE contacts (name TEXT)");
    const fs::path marked = folder / "marked.db";
    run_sql(marked, "PRAGMA application_id = 42");
    const fs::path other_wal = folder / "wal.db";
    run_sql(other_wal, "PRAGMA journal_mode = WAL; CREATE TABLE contacts (name TEXT)");
    for (const fs::path& file : {text, database, marked, other_wal}) {
        CAPTURE(file.string());
        const std::string before = read_file(file);
        CHECK(opening(file) == LedgerFailure::not_a_ledger);
        CHECK(opening(file, Access::read) == LedgerFailure::not_a_ledger);
        CHECK((read_file(file) == before));
    }
}

TEST_CASE("opening: a ledger of a newer program is refused with its bytes untouched") {
    const TemporaryFolder folder;
    for (const std::string mode : {"DELETE", "WAL"}) {
        const fs::path file = folder / mode;
        { const Ledger ledger = Ledger::create(file); }
        run_sql(file, fmt::format("PRAGMA journal_mode = {}; PRAGMA user_version = 99", mode));
        const std::string before = read_file(file);
        CAPTURE(mode);
        CHECK(opening(file) == LedgerFailure::newer_schema);
        CHECK(opening(file, Access::read) == LedgerFailure::newer_schema);
        CHECK((read_file(file) == before));
        CHECK(
            message_of([&] { Ledger::open(file, Access::write, 0); }) ==
            fmt::format("{}: the ledger has schema 99, this program knows {}; use a newer dunning "
                        "(nothing was changed)",
                        file.string(), schema_migrations.size()));
    }
}

TEST_CASE(
    "opening: who may not write cannot read a ledger of an older schema, and is told what to do") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    { const Ledger ledger = Ledger::create(file); }
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    CHECK_NOTHROW(refuse_older_file(database, file, schema_migrations));
    database.exec("PRAGMA user_version = 1");
    const std::string message =
        message_of([&] { refuse_older_file(database, file, schema_migrations); });
    CHECK(message.find("the ledger has schema 1") != std::string::npos);
    CHECK(message.find("`dunning check` by somebody who may") != std::string::npos);
}

TEST_CASE("opening: an empty file is no ledger: to begin anew in it would hide what was lost") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    write_bytes(file, "");
    for (const Access access : {Access::read, Access::write}) {
        const std::string message = message_of([&] { Ledger::open(file, access, 0); });
        CHECK(message.find("the ledger is an empty file") != std::string::npos);
    }
    CHECK(fs::file_size(file) == 0);
}

TEST_CASE("opening: the database has taken every setting that the ledger relies on") {
    const TemporaryFolder folder;
    SQLite::Database database((folder / "ledger.db").string(),
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    apply_settings(database);
    const auto value = [&](const char* name) {
        return text_of(database, std::string("PRAGMA ") + name);
    };
    CHECK(value("journal_mode") == "truncate");
    CHECK(value("synchronous") == "3");
    CHECK(value("foreign_keys") == "1");
    CHECK(value("cell_size_check") == "1");
    // Defensive: the schema cannot be rewritten, the journal not switched off.
    CHECK_THROWS(database.exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"));
    CHECK(text_of(database, "PRAGMA journal_mode = OFF") == "truncate");
    // A misspelt column in quotes is an error, not a text.
    CHECK_THROWS(database.exec("SELECT \"no such column\""));
}

TEST_CASE("opening: a ledger in WAL mode is brought back to the rollback journal") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    { const Ledger ledger = Ledger::create(file); }
    run_sql(file, "PRAGMA journal_mode = WAL");
    CHECK(pragma_of(file, "journal_mode") == "wal");
    { const Ledger ledger = Ledger::open(file, Access::write, 0); }
    CHECK(pragma_of(file, "journal_mode") == "delete");  // what a plain connection finds: no WAL
    CHECK_FALSE(fs::exists(file.string() + "-wal"));
}

TEST_CASE("opening: a file that may not be written to can be read") {
    if (::geteuid() == 0) return;  // everything may be written to
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    {
        Ledger ledger = Ledger::create(file);
        ledger.put(customer_called("C1"), {}, on("2026-03-01")).value();
    }
    ::chmod(file.c_str(), 0400);
    CHECK(opening(file) == LedgerFailure::write_failed);
    const Ledger ledger = Ledger::open(file, Access::read, 0);
    CHECK(ledger.find_customer("C1").has_value());
}

// ---- migration

namespace {

const std::vector<EmbeddedFile>& three_steps() {
    static const std::vector<EmbeddedFile> steps{
        {"0001.sql", "CREATE TABLE fact (name TEXT) STRICT; INSERT INTO fact VALUES ('old');"},
        {"0002.sql", "ALTER TABLE fact ADD COLUMN day INTEGER;"},
        {"0003.sql", "UPDATE fact SET day = 7;"}};
    return steps;
}

std::span<const EmbeddedFile> first_steps(std::size_t count) {
    return std::span(three_steps()).first(count);
}

void migrate_to(const fs::path& file, std::span<const EmbeddedFile> steps) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, file, steps);
}

}  // namespace

TEST_CASE("migration: the steps that are missing are made, each once, and the old file is kept") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    migrate_to(file, first_steps(1));
    CHECK(pragma_of(file, "user_version") == "1");
    CHECK_FALSE(fs::exists(file.string() + ".before-v1"));  // there was nothing to keep
    migrate_to(file, first_steps(1));
    migrate_to(file, first_steps(3));
    CHECK(pragma_of(file, "user_version") == "3");
    CHECK(pragma_of(file, "application_id") == std::to_string(ledger_application_id));
    SQLite::Database database(file.string());
    CHECK(text_of(database, "SELECT group_concat(name || day) FROM fact") == "old7");

    const fs::path backup = file.string() + ".before-v2";
    CHECK(mode_of(backup) == 0600);
    CHECK(pragma_of(backup, "user_version") == "1");
    CHECK(pragma_of(backup, "application_id") == std::to_string(ledger_application_id));
    SQLite::Database old(backup.string());
    CHECK(text_of(old, "SELECT count(*) FROM pragma_table_info('fact')") == "1");
}

TEST_CASE("migration: rows of before keep their digests, and get the new rules") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    const std::string row =
        "INSERT INTO customer (code, name, kind, language, country, timezone, currency, email, "
        "phone, "
        "mobile, address, city, postal_code, collector, credit_limit, segment) "
        "VALUES ('C1', 'n', 'business', '', '', '', '', '', '', '', '', '', '', '', '', '');"
        "INSERT INTO pause (kind, customer_id, currency, from_day, reason, note, owner, actor, "
        "recorded_at) "
        "VALUES ('hold', 1, '', 20500, 'why', '', '', 'a', 1);"
        "INSERT INTO batch (name, kind, file, as_of, recorded_at, actor, after_receipt) "
        "VALUES ('b', 'invoices', 'f', 20500, 1, 'a', 0);"
        "INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, "
        "open_minor, "
        "reference, description, batch_id, line) "
        "VALUES ('R-1', 1, 'EUR', 20500, 20510, 500, 500, '', '', 1, 2);"
        "INSERT INTO bank_entry (account, code, currency, amount_minor, booked, details, batch_id) "
        "VALUES ('DE1', 'E1', 'EUR', 500, 20500, 0, 1);";
    const auto digests = [](SQLite::Database& database) {
        std::string all;
        RowDigests rows(database.getHandle());
        for (const std::string table : {"customer", "pause", "batch", "invoice"}) {
            rows.read(table, 1, 1, [&](std::int64_t, std::string_view digest) { all += digest; });
        }
        return all;
    };
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, file, schema_migrations.first(3));
    database.exec(row);
    const std::string before = digests(database);
    CHECK(before.size() == 4 * row_digest_size);
    migrate(database, file, schema_migrations);
    CHECK(digests(database) == before);
    // What a step wrote would be in no entry of the chain.
    for (const std::string table :
         {"bank_entry_name", "credit_record", "credit_record_invoice", "charge_correction"}) {
        CHECK(text_of(database, "SELECT count(*) FROM " + table) == "0");
    }
    CHECK(text_of(database, "PRAGMA integrity_check") == "ok");
    CHECK(text_of(database, "SELECT count(*) FROM pragma_foreign_key_check") == "0");
    const std::string charge =
        "INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, "
        "open_minor, "
        "reference, description, line, kind, charged_on) "
        "VALUES ('X', 1, 'EUR', 20500, 20510, 5, 5, '', '', 0, 'interest', ";
    CHECK_NOTHROW(database.exec(charge + "1)"));
    CHECK_THROWS(database.exec(charge + "NULL)"));
    // Nothing but a step writes into the schema.
    CHECK_THROWS(database.exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"));
}

TEST_CASE("migration: a step that fails leaves the ledger as it was, and can be tried again") {
    const TemporaryFolder folder;
    const fs::path file = folder / "ledger.db";
    migrate_to(file, first_steps(1));
    std::vector<EmbeddedFile> broken(three_steps());
    broken[2].contents = "UPDATE fact SET no_such_column = 7;";
    CHECK_THROWS(migrate_to(file, broken));
    CHECK(pragma_of(file, "user_version") == "1");
    {
        SQLite::Database database(file.string());
        CHECK(text_of(database, "SELECT count(*) FROM pragma_table_info('fact')") == "1");
    }
    migrate_to(file, first_steps(3));  // over the copy of the first attempt
    CHECK(pragma_of(file, "user_version") == "3");
}

// ---- several programs at once

TEST_CASE("busy: a second writer waits, and is told when the wait is over") {
    OnFile store;
    Ledger second = Ledger::open(store.file, Access::write, 1);
    auto transaction = store.ledger.begin_write();
    const auto start = std::chrono::steady_clock::now();
    CHECK(failure_of([&] { second.begin_write(); }) == LedgerFailure::busy);
    const auto waited = std::chrono::steady_clock::now() - start;
    CHECK(waited >= std::chrono::milliseconds(900));
    CHECK(waited < std::chrono::seconds(10));
    CHECK(message_of([&] { second.begin_write(); }) ==
          "the ledger is busy: another program is writing to it");
    transaction.commit();
    CHECK_FALSE(failure_of([&] { second.begin_write(); }).has_value());
}

TEST_CASE("busy: readers go on while somebody writes, and see what was there before") {
    OnFile store;
    put(store.ledger, customer_called("C1"));
    Ledger reader = Ledger::open(store.file, Access::read, 0);
    auto transaction = store.ledger.begin_write();
    put(store.ledger, customer_called("C2"));
    CHECK(reader.customers().size() == 1);
    {
        auto view = reader.begin_read();
        CHECK(reader.customers().size() == 1);
    }
    transaction.commit();
    CHECK(reader.customers().size() == 2);
}

TEST_CASE("busy: a refused write leaves the connection usable") {
    OnFile store;
    {
        auto transaction = store.ledger.begin_write();
        CHECK(
            is_refused([&] { store.ledger.add_plan_step(9, "confirmed", "", on("2026-03-01")); }));
    }
    put(store.ledger, customer_called("C1"));
    CHECK(store.ledger.customers().size() == 1);
}
