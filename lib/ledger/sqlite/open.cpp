#include "ledger/sqlite/open.h"

#include <SQLiteCpp/Backup.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>

#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/migrations.h"
#include "ledger/sqlite/page_seals.h"

namespace dunning {
namespace {

std::int64_t pragma_value(SQLite::Database& database, const char* name) {
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt64();
}

void require_pragma(SQLite::Database& database, const char* name, std::int64_t value) {
    database.exec(fmt::format("PRAGMA {} = {}", name, value));
    if (pragma_value(database, name) != value) {
        throw LedgerError(
            LedgerFailure::refused,
            fmt::format("the database does not take the setting {} = {}", name, value));
    }
}

void require_journal(SQLite::Database& database) {
    const std::string mode = database.execAndGet("PRAGMA journal_mode = TRUNCATE").getString();
    if (mode == "truncate" || mode == "memory") return;  // memory: a ledger that is no file
    throw LedgerError(LedgerFailure::refused,
                      fmt::format("the ledger's journal mode is '{}' and cannot be changed to "
                                  "'truncate' while other programs use it",
                                  mode));
}

std::string seen_tables(SQLite::Database& database) {
    return database.execAndGet("SELECT count(*) FROM sqlite_schema").getString();
}

void refuse_foreign_file(SQLite::Database& database, const std::filesystem::path& file) {
    const auto id = pragma_value(database, "application_id");
    if (id == ledger_application_id) return;
    if (id == 0 && seen_tables(database) == "0") return;  // new and empty
    throw LedgerError(LedgerFailure::not_a_ledger,
                      fmt::format("{}: is a database, but not a dunning ledger", file.string()));
}

bool is_writable(const std::filesystem::path& file) {
    return ::access(file.c_str(), W_OK) == 0;
}

void require_ledger_file(const std::filesystem::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        throw LedgerError(LedgerFailure::missing,
                          fmt::format("{}: no ledger there ({}); `dunning init` makes one",
                                      file.string(), std::strerror(errno)));
    }
    if (!S_ISREG(info.st_mode)) {
        throw LedgerError(LedgerFailure::not_a_ledger,
                          fmt::format("{}: is not a file", file.string()));
    }
    if (::access(file.c_str(), R_OK) != 0) {
        throw LedgerError(LedgerFailure::missing, fmt::format("{}: cannot be read: {}",
                                                              file.string(), std::strerror(errno)));
    }
}

void create_empty(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw LedgerError(
            LedgerFailure::write_failed,
            fmt::format("{}: cannot be created: {}", file.string(), std::strerror(errno)));
    }
    ::close(descriptor);  // before the database has opened it: closing later would drop its locks
}

// Written under another name first: a copy that was cut short must not look like a whole one.
void back_up(SQLite::Database& database, const std::filesystem::path& file, std::int64_t version) {
    const std::string copy = fmt::format("{}.before-v{}", file.string(), version + 1);
    const std::string unfinished = copy + ".tmp";
    std::filesystem::remove(unfinished);
    create_empty(unfinished);
    {
        SQLite::Database target(unfinished, SQLite::OPEN_READWRITE, 0,
                                vfs_for_copy_of(database.getHandle()));
        SQLite::Backup(target, database).executeStep(-1);
    }
    std::filesystem::rename(unfinished, copy);
}

// A ledger belongs to one thread at a time, and nobody asks how much memory the database uses: both
// would cost a lock for each row.
SQLite::Database connection(const std::string& file, int flags, int wait_seconds) {
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(once);  // refused when some other code has used the database before
    const bool is_in_memory = file == ":memory:";
    SQLite::Database database(file, flags | SQLite::OPEN_NOMUTEX, wait_seconds * 1000,
                              is_in_memory ? "" : sealing_vfs());
    if (!is_in_memory && std::filesystem::file_size(file) == 0) make_room_for_seals(database);
    return database;
}

// A rule that a table states for its rows has no ALTER TABLE: a step writes it into the schema, as
// https://sqlite.org/lang_altertable.html describes under "other kinds of table schema changes".
// While a ledger is open no statement can.
class SchemaWritable {
  public:
    explicit SchemaWritable(SQLite::Database& database) : database_(database) { defend(0); }
    ~SchemaWritable() { defend(1); }
    SchemaWritable(const SchemaWritable&) = delete;
    SchemaWritable& operator=(const SchemaWritable&) = delete;

  private:
    void defend(int yes) {
        sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, yes, nullptr);
    }
    SQLite::Database& database_;
};

template <class Action>
auto opening(const std::filesystem::path& file, const Action& action) {
    try {
        return action();
    } catch (const SQLite::Exception& error) {
        throw_ledger_error(error, file.string());
    }
}

}  // namespace

void set_cache(sqlite3* database, int mebibytes) {
    const std::string sql = fmt::format("PRAGMA cache_size = -{}", mebibytes * 1024);
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);  // it cannot fail
}

void apply_settings(SQLite::Database& database) {
    require_journal(database);
    require_pragma(database, "synchronous", 3);  // EXTRA
    require_pragma(database, "foreign_keys", 1);
    require_pragma(database, "cell_size_check", 1);
    database.exec("PRAGMA temp_store = MEMORY");
    set_cache(database.getHandle(), usual_cache_mib);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // Plans do not depend on what is bound: with partial indexes a statement would be prepared anew
    // for each value.
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

void refuse_strange_file(SQLite::Database& database, const std::filesystem::path& file,
                         std::span<const EmbeddedFile> steps) {
    refuse_foreign_file(database, file);
    const auto version = pragma_value(database, "user_version");
    if (version <= std::ssize(steps)) return;
    throw LedgerError(
        LedgerFailure::newer_schema,
        fmt::format("{}: the ledger has schema {}, this program knows {}; use a newer "
                    "dunning (nothing was changed)",
                    file.string(), version, steps.size()));
}

// What `init` makes is whole: only a file that was cut off, or restored onto a full disk, has
// nothing in it. To begin anew in its place would hide the loss.
void refuse_empty_file(SQLite::Database& database, const std::filesystem::path& file) {
    if (pragma_value(database, "user_version") > 0) return;
    throw LedgerError(
        LedgerFailure::missing,
        fmt::format("{}: the ledger is an empty file; put a copy in its place "
                    "(`dunning check --backup` makes them), or make a new one with `dunning init`",
                    file.string()));
}

void refuse_older_file(SQLite::Database& database, const std::filesystem::path& file,
                       std::span<const EmbeddedFile> steps) {
    const auto version = pragma_value(database, "user_version");
    if (version == std::ssize(steps)) return;
    throw LedgerError(
        LedgerFailure::write_failed,
        fmt::format(
            "{}: the ledger has schema {}, this program has {} and may not write to the file; "
            "`dunning check` by somebody who may brings it up to date (a copy of before stays)",
            file.string(), version, steps.size()));
}

void migrate(SQLite::Database& database, const std::filesystem::path& file,
             std::span<const EmbeddedFile> steps) {
    refuse_strange_file(database, file, steps);
    const auto version = pragma_value(database, "user_version");
    if (version == std::ssize(steps)) return;
    if (version > 0) back_up(database, file, version);
    const SchemaWritable writable(database);
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    // Again, now that nobody else can write: another program may have been faster.
    const auto done = static_cast<std::size_t>(pragma_value(database, "user_version"));
    for (std::size_t next = done; next < steps.size(); ++next) {
        database.exec(std::string(steps[next].contents));
    }
    database.exec(fmt::format("PRAGMA application_id = {}", ledger_application_id));
    database.exec(fmt::format("PRAGMA user_version = {}", steps.size()));
    transaction.commit();
}

Ledger Ledger::create(const std::filesystem::path& file) {
    create_empty(file);
    try {
        return opening(file, [&] {
            SQLite::Database database = connection(file.string(), SQLite::OPEN_READWRITE, 0);
            apply_settings(database);
            migrate(database, file, schema_migrations);
            return Ledger(std::make_unique<Impl>(std::move(database)));
        });
    } catch (...) {  // half a ledger would stand in the way of the next attempt
        ::unlink(file.c_str());
        ::unlink((file.string() + "-journal").c_str());
        throw;
    }
}

Ledger Ledger::open(const std::filesystem::path& file, Access access, int wait_seconds) {
    require_ledger_file(file);
    return opening(file, [&] {
        // Also a reader opens for writing where it may: after a kill somebody must roll back the
        // journal.
        const bool writable = is_writable(file);
        if (access == Access::write && !writable) {
            throw LedgerError(LedgerFailure::write_failed,
                              fmt::format("{}: cannot be written to", file.string()));
        }
        SQLite::Database database = connection(
            file.string(), writable ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY, wait_seconds);
        refuse_strange_file(database, file, schema_migrations);  // before a setting changes a byte
        refuse_empty_file(database, file);
        if (!writable) refuse_older_file(database, file, schema_migrations);
        if (writable) apply_settings(database);
        migrate(database, file, schema_migrations);
        return Ledger(std::make_unique<Impl>(std::move(database)));
    });
}

Ledger Ledger::in_memory() {
    return opening(":memory:", [&] {
        SQLite::Database database =
            connection(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0);
        apply_settings(database);
        migrate(database, ":memory:", schema_migrations);
        return Ledger(std::make_unique<Impl>(std::move(database)));
    });
}

}  // namespace dunning
