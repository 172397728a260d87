// Opening the ledger's file: who may, in which state, with which promises of the database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

namespace dunning {

// Marks the file as ours: "DUNN".
inline constexpr int ledger_application_id = 0x44554E4E;

// The schema this program knows: the number of its last migration.
int known_schema_version();

// Durable and strict, each setting read back: rollback journal with synchronous=EXTRA, because SQLite's
// default forgets the last commit in some power losses, which for an outbox means a second letter.
void apply_settings(SQLite::Database& database);

// Brings the file to the known schema. A file with older contents is first copied beside itself, as
// FILE.before-vN. Throws LedgerError{newer_schema} or {not_a_ledger} without touching a byte.
void migrate(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace dunning
