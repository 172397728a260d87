// Opening the ledger's file: who may, in which state, with which promises of the database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <filesystem>
#include <span>

#include "core/embedded_file.h"

namespace dunning {

// Marks the file as ours: "DUNN".
inline constexpr int ledger_application_id = 0x44554E4E;

// Durable and strict, each setting read back: rollback journal with synchronous=EXTRA, because
// SQLite's default forgets the last commit in some power losses, which for an outbox means a second
// letter.
void apply_settings(SQLite::Database& database);

// So much of the file is kept in memory. Nights and reports read it once and in order, and write at
// the ends of tables; only a long import sorts indexes and comes back to pages everywhere.
inline constexpr int usual_cache_mib = 24;
inline constexpr int load_cache_mib = 64;
void set_cache(sqlite3* database, int mebibytes);

// Throws LedgerError{newer_schema} or {not_a_ledger} without touching a byte.
void refuse_strange_file(SQLite::Database& database, const std::filesystem::path& file,
                         std::span<const EmbeddedFile> steps);

// Throws LedgerError{write_failed} when the file has an older schema: for who may not write to it.
void refuse_older_file(SQLite::Database& database, const std::filesystem::path& file,
                       std::span<const EmbeddedFile> steps);

// Brings the file to the schema that the steps make, which are `schema_migrations` but in a test. A
// file with older contents is first copied beside itself, as FILE.before-vN. Refuses a strange file
// as above.
void migrate(SQLite::Database& database, const std::filesystem::path& file,
             std::span<const EmbeddedFile> steps);

}  // namespace dunning
