// Seals: each page of the ledger's file ends with a digest of itself.
//
// The chain covers what the rows say. What lies between the rows, in unused room and in the
// database's own bookkeeping, nobody would miss: a bit that a failing disk turns there is the first
// sign of what it will do to the rest. So every page is sealed as it is written, in the last bytes
// of the page, which the database leaves free when it is told so (the file format's "reserved
// region"), and `check` reads every page again. Other programs read such a file as any other; what
// they write has no seal.
//
// A ledger that was made without seals goes on without them.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

namespace dunning {

// Through which files are opened so that what is written is sealed: a name for SQLite::Database. A
// file that is not empty is sealed if it was when it was made.
const char* sealing_vfs();

// REQUIRES: opened through sealing_vfs(), and nothing has been written yet.
void make_room_for_seals(SQLite::Database& database);

// Through which a copy of the database is to be written.
std::string vfs_for_copy_of(sqlite3* database);

// The numbers of the pages whose seal does not fit, ascending; nothing of a file without seals.
// REQUIRES: a transaction that reads, so that nobody writes.
std::vector<std::int64_t> broken_seals(sqlite3* database);

}  // namespace dunning
