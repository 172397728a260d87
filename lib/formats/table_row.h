// A row of a table, read field by field. Every problem becomes a diagnostic at its own place,
// with the heading that the file uses, and reading goes on, so that one pass reports all of a row.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/currency.h"
#include "core/date.h"
#include "core/money.h"
#include "formats/facts.h"
#include "formats/table_columns.h"

namespace dunning {

inline constexpr std::size_t max_id_bytes = 200;
inline constexpr std::size_t max_text_bytes = 4096;

// What all rows of a file share.
struct RowContext {
    const std::string& file;
    const TableColumns& columns;
    const ImportProfile& profile;
    const CurrencyDefaults& defaults;
    Diagnostics& diagnostics;
    std::optional<Date> year_begins = {};  // for dates that have no year
    // By the profile, for a field of a row that has nothing of its own.
    std::map<std::string, std::string, std::less<>> above = {};
    bool is_negative_row = false;  // by the profile's sign column
    std::string carried = {};      // what the last heading row said, for the profile's field
};

class TableRow final : public FactPlace {
  public:
    // REQUIRES: the row has as many cells as the header; both outlive this.
    TableRow(const RowContext& context, const CellRow& row) : context_(context), row_(row) {}

    bool ok() const { return ok_; }
    int line() const override { return row_.line; }
    Place of(std::string_view field) const override;
    bool says(std::string_view field) const override;
    const ImportProfile& profile() const { return context_.profile; }

    // The field as it stands, trimmed, or what the profile says of it; empty when the file has no
    // such column.
    std::string_view raw(std::string_view field) const;

    // Text that may be empty. Control characters are refused, because names go into mail headers.
    std::string text(std::string_view field);
    // The same, but line breaks are allowed: postal addresses come with them.
    std::string address(std::string_view field);
    // The same, and a line break becomes a blank: descriptions and remittance texts.
    std::string free_text(std::string_view field);
    std::string id(std::string_view field);           // must not be empty
    std::string optional_id(std::string_view field);  // another row's id, or empty

    // These report a required value that is empty, and anything that cannot be read.
    std::optional<Date> date(std::string_view field);
    std::optional<Money> money(std::string_view field, Currency currency);
    // The field with '.' before its decimals; as it stands when it is no such number.
    std::string plain_number(std::string_view field) const;
    // Nothing when it is empty.
    std::optional<int> whole_number(std::string_view field, int largest);
    // The row's own currency; `present` without a value means one that cannot be read.
    struct RowCurrency {
        std::optional<Currency> value = {};
        bool present = false;
    };
    RowCurrency currency();

    // "FIELD WHAT (column 'HEADING')" at the field's place; the row is not taken.
    void problem(std::string_view field, std::string_view what, std::string remedy = {});
    // The same for a fault of core; its own remedy comes first.
    void problem(std::string_view field, const Fault& fault, std::string remedy = {});
    // The same of what is taken as it stands.
    void warning(std::string_view field, std::string_view what, std::string remedy = {});

  private:
    struct Named {
        Place place;
        std::string what;
    };
    Named named(std::string_view field, std::string_view what) const;
    std::string_view own(const FieldSource& source) const;
    std::string checked_text(std::string_view field, std::string_view value,
                             std::string_view checked);
    void refuse_failed_formula(std::string_view field, std::string_view value);
    int column_of(const FieldSource& source) const;
    int line_of(const FieldSource& source) const;
    Result<Date> day_in_year(std::string_view text, const std::string& format) const;

    const RowContext& context_;
    const CellRow& row_;
    bool ok_ = true;
};

}  // namespace dunning
