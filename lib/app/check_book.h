// Whether the book is as it was written: chain, evidence, schema, invariants; its head, and a copy.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/book.h"

namespace dunning {

// quick: without what has to read every byte.
enum class CheckDepth { whole, quick };

// What does not hold, in plain words; empty when all is well.
std::vector<std::string> check_book(const Ledger& ledger, const Book& book, CheckDepth depth);

// See ledger/proof.h.
std::string chain_head(const Ledger& ledger);
std::optional<bool> chain_contains(const Ledger& ledger, std::string_view head);

// Copies the ledger and looks at the copy: false when it is not what the ledger is.
// Throws LedgerError when it cannot be written.
bool back_up_checked(const Ledger& ledger, const std::filesystem::path& file);

}  // namespace dunning
