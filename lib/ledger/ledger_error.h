// What can go wrong with the ledger's file; translated from the database once, in sqlite/query.cpp.
#pragma once

#include <stdexcept>
#include <string>

namespace dunning {

enum class LedgerFailure {
    missing,       // there is no such file
    not_a_ledger,  // another program's file
    newer_schema,  // written by a newer program; its bytes are untouched
    busy,          // another program holds it and the wait ran out
    write_failed,  // disk full, broken device, read-only
    damaged,
    refused,  // a rule of the schema: a mistake of ours, caught by the last guard
};

struct LedgerError : std::runtime_error {
    LedgerError(LedgerFailure which, const std::string& message)
        : std::runtime_error(message), failure(which) {}
    LedgerFailure failure;
};

}  // namespace dunning
