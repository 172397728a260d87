// What a file says, checked row by row, with the place of each row. Nothing here has met the ledger
// yet.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/party.h"
#include "core/policy.h"
#include "core/receivable.h"

namespace dunning {

enum class ImportKind { customers, invoices, credits, payments };

std::string_view to_text(ImportKind kind);
std::optional<ImportKind> import_kind_from(std::string_view text);

// A value and where it stood. `column_of` finds the column of a field for a later diagnostic.
template <class T>
struct Sourced {
    T value;
    int line = 0;
    std::vector<std::pair<std::string, int>> columns = {};  // field -> column in characters

    int column_of(std::string_view field) const {
        for (const auto& [name, column] : columns) {
            if (name == field) return column;
        }
        return 1;
    }
};

// A row without a currency takes the one of the invoice it names, else its customer's, else the
// book's. The amount cannot be read before, because its digits depend on it (JPY "1234", KWD
// "1.234").
struct CurrencyDefaults {
    Currency book;
    std::function<std::optional<Currency>(std::string_view invoice)> of_invoice = {};
    std::function<std::optional<Currency>(std::string_view customer)> of_customer = {};
};

struct ImportBatch {
    std::string file;
    ImportKind kind = ImportKind::invoices;
    std::string source_format = "csv";
    std::string encoding = "UTF-8";
    std::size_t rows = 0;  // data rows seen, good or bad
    std::vector<Sourced<Customer>> customers = {};
    std::vector<Sourced<Invoice>> invoices = {};
    std::vector<Sourced<Receipt>> receipts = {};  // of payments, of credits, and negative invoices
};

}  // namespace dunning
