#include "formats/table_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/agreement_rows.h"
#include "formats/fact_rows.h"
#include "formats/line_items.h"
#include "formats/table_layout.h"
#include "formats/total_rows.h"
#include "formats/whole_number.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// What the profile's sign column and filters say of a row.
enum class RowUse { as_it_is, negated, left_out, unclear };

bool is_one_of(const std::vector<std::string>& values, std::string_view text) {
    return std::ranges::find(values, text) != values.end();
}

// A filter, and the column of this file that it asks.
class BoundFilter {
  public:
    BoundFilter(const RowFilter& filter, const TableColumns& columns)
        : filter_(filter), column_(columns.column_of(filter.headings)) {}

    bool asks() const { return column_.has_value(); }
    // REQUIRES: asks()
    bool fits(const CellRow& row) const {
        const auto text = trimmed(row.cells[*column_].text);
        if (is_one_of(filter_.values, text)) return true;
        const auto number = filter_.ranges.empty() ? std::nullopt : whole_number_from(text);
        return number && std::ranges::any_of(filter_.ranges, [&](const NumberRange& range) {
                   return range.first <= *number && *number <= range.last;
               });
    }

  private:
    const RowFilter& filter_;
    std::optional<std::size_t> column_;
};

std::vector<BoundFilter> bound(const std::vector<RowFilter>& filters, const TableColumns& columns) {
    std::vector<BoundFilter> result;
    for (const RowFilter& filter : filters) {
        const BoundFilter one(filter, columns);
        if (one.asks()) result.push_back(one);
    }
    return result;
}

class TableReading {
  public:
    TableReading(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                 const CurrencyDefaults& defaults, const TableLayout& layout, FactSink& sink,
                 Diagnostics& diagnostics, const OnReject& on_reject)
        : file_(file),
          kind_(kind),
          profile_(profile),
          layout_(layout),
          only_(bound(profile.only, layout.columns)),
          skip_(bound(profile.skip, layout.columns)),
          totals_(kind, sink),
          lines_(profile.line_items, totals_, diagnostics),
          diagnostics_(diagnostics),
          on_reject_(on_reject),
          context_{.file = file.name,
                   .columns = layout.columns,
                   .profile = profile,
                   .defaults = defaults,
                   .diagnostics = diagnostics,
                   .year_begins = layout.year_begins,
                   .above = layout.above} {
        if (profile.sign) sign_column_ = layout.columns.column_of(profile.sign->headings);
    }

    TableReport run() {
        const auto rows = file_.open(layout_.delimiter);
        CellRow row;
        for (std::size_t i = 0; i <= layout_.rows_above && rows->next(row);) ++i;
        while (rows->next(row)) read(row);
        close_group();
        if (const auto& fault = rows->fault()) {
            diagnostics_.error({file_.name, fault->line, fault->column}, fault->what,
                               fault->remedy);
            report_.read_to_its_end = false;
        }
        return report_;
    }

  private:
    // A row of the invoice whose rows are coming, kept until it is known whether they are good.
    struct KeptRow {
        std::string raw;
        int line = 0;
        int column = 0;
        std::string reason = {};  // "" as long as it is good
    };

    bool has_line_items() const {
        return kind_ == ImportKind::invoices && profile_.line_items != LineItems::none;
    }

    void read(CellRow& row) {
        if (row.is_blank() || is_ruler(row) || is_header_again(row)) return;
        if (is_heading_row(row)) return;
        if (is_total_row(row, layout_.columns)) return check_total(row);
        if (!fit_to_header(row, file_, layout_.columns)) {
            const std::size_t before = diagnostics_.all().size();
            report_field_count(row);
            return close_row(row, before);
        }
        const std::size_t before = diagnostics_.all().size();
        const RowUse use = use_of(row);
        if (use == RowUse::left_out) {
            ++report_.left_out;
            return;
        }
        if (has_line_items()) open_group(row);
        if (use != RowUse::unclear) take(row, use);
        close_row(row, before);
    }

    // A printed list repeats its header on every page.
    bool is_header_again(const CellRow& row) const {
        std::size_t same = 0;
        for (const FieldSource& source : layout_.columns.sources()) {
            if (!source.column || *source.column >= row.cells.size()) continue;
            const auto text = trimmed(row.cells[*source.column].text);
            if (text.empty() || exact_heading(text) != source.heading) return false;
            ++same;
        }
        return same > 1;
    }

    bool is_heading_row(const CellRow& row) {
        if (profile_.heading_rows.empty()) return false;
        const auto is_filled = [](const Cell& cell) { return !trimmed(cell.text).empty(); };
        const auto filled = std::ranges::count_if(row.cells, is_filled);
        if (filled != 1 || !is_filled(row.cells.front())) return false;
        context_.carried = trimmed(row.cells.front().text);
        return true;
    }

    void take(const CellRow& row, RowUse use) {
        context_.is_negative_row = use == RowUse::negated;
        TableRow fields(context_, row);
        switch (kind_) {
            case ImportKind::customers:
                return take_customer(fields, context_.defaults, lines_);
            case ImportKind::invoices:
                return take_invoice(fields, context_.defaults, lines_);
            case ImportKind::credits:
                return take_credit(fields, context_.defaults, lines_);
            case ImportKind::contacts:
                return take_contact(fields, lines_);
            case ImportKind::promises:
                return take_promise(fields, context_.defaults, lines_);
            case ImportKind::disputes:
                return take_dispute(fields, context_.defaults, lines_);
            case ImportKind::plans:
                return take_plan(fields, context_.defaults, lines_);
            case ImportKind::rates:
                return take_rate(fields, lines_);
            case ImportKind::payments:
            case ImportKind::bank:
                return take_payment(fields, context_.defaults, lines_);
        }
    }

    RowUse use_of(const CellRow& row) {
        const auto fits = [&](const BoundFilter& filter) { return filter.fits(row); };
        if (!std::ranges::all_of(only_, fits)) return RowUse::left_out;
        if (std::ranges::any_of(skip_, fits)) return RowUse::left_out;
        if (!sign_column_) return RowUse::as_it_is;
        const auto& sign = *profile_.sign;
        const Cell& cell = row.cells[*sign_column_];
        const auto text = trimmed(cell.text);
        if (is_one_of(sign.plus, text)) return RowUse::as_it_is;
        if (is_one_of(sign.minus, text)) return RowUse::negated;
        if (is_one_of(sign.ignore, text)) return RowUse::left_out;
        diagnostics_.error(
            {file_.name, row.line, cell.column},
            fmt::format("'{}' says neither in nor out (column '{}')",
                        printable(fit_width(text, 60)), layout_.columns.heading(*sign_column_)),
            fmt::format("profile '{}' knows {} as plus and {} as minus", profile_.name,
                        fmt::join(sign.plus, ", "), fmt::join(sign.minus, ", ")));
        return RowUse::unclear;
    }

    void check_total(const CellRow& row) {
        close_group();
        const bool amounts_agree = agrees("amount", row, totals_.amounts());
        const bool open_agrees =
            kind_ == ImportKind::invoices && agrees("open", row, totals_.open());
        if (amounts_agree || open_agrees) ++report_.totals;
    }

    // Whether the row has a total of this field and it is that of the rows above; a warning when it
    // is another.
    bool agrees(std::string_view field, const CellRow& row, RunningSums& sums) {
        const FieldSource& source = layout_.columns.of(field);
        if (!source.column || *source.column >= row.cells.size()) return false;
        const Cell& cell = row.cells[*source.column];
        const auto text = trimmed(cell.text);
        if (text.empty()) return false;
        const auto answer = sums.compare({.amount = text,
                                          .decimal_mark = source.decimal_mark.value_or('.'),
                                          .currency = currency_of_total(row)});
        // The file's own sum is of all its rows.
        const bool has_all = report_.rejected == 0 && report_.left_out == 0;
        if (answer == RunningSums::Answer::differs && has_all) {
            diagnostics_.warning({file_.name, row.line, cell.column},
                                 fmt::format("the file's total is {}, its rows add up to {}",
                                             printable(text), sums.compared_with()),
                                 "rows may be missing", std::string(field));
        }
        return answer == RunningSums::Answer::agrees;
    }

    std::string_view currency_of_total(const CellRow& row) const {
        const auto* source = layout_.columns.find("currency");
        if (!source || !source->column || *source->column >= row.cells.size()) return {};
        const auto text = trimmed(row.cells[*source->column].text);
        return Currency::from_code(text) ? text : std::string_view();
    }

    void report_field_count(const CellRow& row) {
        const std::size_t expected = layout_.columns.width();
        const bool too_many = row.cells.size() > expected;
        const auto& at = too_many ? row.cells[expected] : row.cells.back();
        diagnostics_.error(
            {file_.name, row.line, at.column},
            fmt::format("{} fields where the header has {}", row.cells.size(), expected),
            too_many ? "a field that contains the delimiter must be in quotes" : "");
    }

    // The first error since then; beyond the limit problems are only counted.
    std::optional<Diagnostic> error_since(std::size_t before) {
        auto& all = diagnostics_.all();
        const auto found =
            std::find_if(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(),
                         [](const Diagnostic& d) { return d.severity == Severity::error; });
        const auto first = found == all.end() ? std::nullopt : std::optional(*found);
        if (all.size() > max_problems) {
            const std::size_t kept = std::max(before, max_problems);
            report_.unlisted += all.size() - kept;
            all.resize(kept);
        }
        return first;
    }

    // As it goes to the file of rejects.
    std::string text_of(const CellRow& row) const {
        if (!on_reject_) return {};
        return reject_text(row, file_, file_.has_delimiter ? layout_.delimiter : ',',
                           layout_.reject_columns);
    }

    void close_row(const CellRow& row, std::size_t before) {
        ++report_.rows;
        const auto error = error_since(before);
        if (!has_line_items()) {
            if (!error) return;
            return reject({text_of(row), row.line, error->place.column, error->what});
        }
        group_.push_back({.raw = text_of(row), .line = row.line});
        if (!error) return;
        group_.back().column = error->place.column;
        group_.back().reason = error->what;
    }

    // The rows of the invoice before this one have come, unless this is one more of them.
    void open_group(const CellRow& row) {
        const TableRow fields(context_, row);
        const auto number = fields.raw("number");
        if (!group_.empty() && !number.empty() && number == group_number_) return;
        close_group();
        group_number_ = number;
    }

    // One invoice from all its rows, or none: with a row missing its amount would be wrong.
    void close_group() {
        const auto is_bad = [](const KeptRow& row) { return !row.reason.empty(); };
        const auto bad = std::ranges::find_if(group_, is_bad);
        if (bad != group_.end()) {
            lines_.forget();
            for (KeptRow& row : group_) {
                if (!is_bad(row)) row.reason = fmt::format("belongs to line {}", bad->line);
                reject(row);
            }
        } else {
            const std::size_t before = diagnostics_.all().size();
            lines_.finish();
            if (const auto error = error_since(before)) {
                for (KeptRow& row : group_) {
                    row.column = error->place.column;
                    row.reason = error->what;
                    reject(row);
                }
            }
        }
        group_.clear();
    }

    void reject(const KeptRow& row) {
        ++report_.rejected;
        if (!on_reject_) return;
        on_reject_({.header = layout_.header,
                    .delimiter = file_.has_delimiter ? layout_.delimiter : ',',
                    .raw = row.raw,
                    .line = row.line,
                    .column = row.column,
                    .reason = row.reason});
    }

    const TableFile& file_;
    ImportKind kind_;
    const ImportProfile& profile_;
    const TableLayout& layout_;
    std::vector<BoundFilter> only_;
    std::vector<BoundFilter> skip_;
    std::optional<std::size_t> sign_column_;
    TotalsSink totals_;
    LineItemSink lines_;
    Diagnostics& diagnostics_;
    const OnReject& on_reject_;
    RowContext context_;
    std::vector<KeptRow> group_;
    std::string group_number_;
    TableReport report_;
};

}  // namespace

TableReport read_table(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                       const CurrencyDefaults& defaults, FactSink& sink, Diagnostics& diagnostics,
                       const OnReject& on_reject) {
    const auto layout = find_layout(file, kind, profile, diagnostics);
    if (!layout) return {.read_to_its_end = false};
    return TableReading(file, kind, profile, defaults, *layout, sink, diagnostics, on_reject).run();
}

}  // namespace dunning
