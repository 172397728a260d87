// Rows of a table as tests write and read them.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "unit/formats/collected_facts.h"

namespace dunning {

inline const std::string invoice_header = "number,customer,issued,due,amount,currency\n";

inline std::vector<std::string> row_problems(ImportKind kind, const std::string& text,
                                             const ImportProfile& profile = {}) {
    return read_file_text(kind, text, profile).problems;
}

// Its first line; "" when there is none.
inline std::string first_row_problem(ImportKind kind, const std::string& text) {
    const auto all = row_problems(kind, text);
    return all.empty() ? "" : all.front().substr(0, all.front().find('\n'));
}

// One good row of an invoice file without currencies.
inline const std::string due_row = "1,C1,2026-01-01,2026-01-31,5.00,\n";

// Rows of an invoice file that must be good, the book in CNY, as "number customer issued due amount
// currency".
inline std::vector<std::string> taken_invoices(const std::string& text,
                                               const ImportProfile& profile = {}) {
    const auto found = read_file_text(ImportKind::invoices, text, profile);
    CHECK(found.problems == std::vector<std::string>{});
    return in_words(found);
}

}  // namespace dunning
