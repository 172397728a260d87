// One row of a table: what it is, and the fact or the problems that it has become.
//
// All of it follows from the row and the profile alone, so rows may be read before those above them
// have been put anywhere. The exception is a row that does not name its currency; see RowReading.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "formats/table_layout.h"
#include "formats/table_row.h"

namespace dunning {

// What the profile's sign column and filters say of a row.
enum class RowUse { as_it_is, negated, left_out, unclear };

struct ReadRow {
    enum class Kind {
        nothing,  // blank, a ruler, a heading
        total,    // compared with the rows above it
        wrong_width,
        left_out,  // by the profile
        data
    };
    using Fact = std::variant<std::monostate, Customer, std::pair<Invoice, Beside>,
                              std::pair<Receipt, Beside>, Contact, StatedAgreement, StatedRate>;

    CellRow row = {};
    Kind kind = Kind::nothing;
    RowUse use = RowUse::as_it_is;
    Diagnostics problems = {};
    Fact fact = {};            // none: there are problems
    bool asks_ledger = false;  // the fact must be read once more, with a ledger to ask
};

// A filter, and the column of this file that it asks.
class BoundFilter {
  public:
    BoundFilter(const RowFilter& filter, const TableColumns& columns)
        : filter_(filter), column_(columns.column_of(filter.headings)) {}

    bool asks() const { return column_.has_value(); }
    // REQUIRES: asks()
    bool fits(const CellRow& row) const;

  private:
    const RowFilter& filter_;
    std::optional<std::size_t> column_;
};

class RowReading {
  public:
    // REQUIRES: all outlive it.
    RowReading(const TableFile& file, ImportKind kind, const ImportProfile& profile,
               const CurrencyDefaults& defaults, const TableLayout& layout);
    RowReading(const RowReading&) = delete;
    RowReading& operator=(const RowReading&) = delete;

    // Fills the rest from `read.row`, which becomes as wide as the header where that is harmless.
    void read(ReadRow& read);
    // The fact of a row of data, and its problems, once more.
    void read_fact(ReadRow& read);

    const RowContext& context() const { return context_; }

  private:
    void classify(ReadRow& read);
    bool is_header_again(const CellRow& row) const;
    bool is_heading_row(const CellRow& row);
    RowUse use_of(const CellRow& row);
    void report_field_count(const CellRow& row);
    void take(const CellRow& row, RowUse use, FactSink& sink);

    const TableFile& file_;
    ImportKind kind_;
    const ImportProfile& profile_;
    const TableLayout& layout_;
    std::vector<BoundFilter> only_;
    std::vector<BoundFilter> skip_;
    std::optional<std::size_t> sign_column_;
    Diagnostics problems_;  // of the row at hand
    RowContext context_;
};

// The fact goes on to the sink; `place` is its row's.
void pass_on(const ReadRow::Fact& fact, FactSink& sink, const FactPlace& place);

}  // namespace dunning
