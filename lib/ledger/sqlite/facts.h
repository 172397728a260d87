// What the files about facts share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

// The column that a difference stands in.
std::string field_of(std::string_view difference);

Fault unknown_customer(std::string_view code);

// A file has stated a fact twice, in different words.
Fault stated_before(std::string_view kind, std::string_view code, int line);

struct InvoiceOwner {
    RowId customer = 0;
    std::string code;
    std::string currency;
    RowId invoice = 0;
    Date issued = {};
    std::int64_t open_minor = 0;
};

// Whose the invoice is, and in which currency; nothing when it is not known.
std::optional<InvoiceOwner> owner_of(Connection& db, std::string_view invoice);

}  // namespace dunning
