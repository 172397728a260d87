#include "formats/table_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/line_items.h"
#include "formats/read_ahead.h"
#include "formats/row_reading.h"
#include "formats/table_layout.h"
#include "formats/total_rows.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// A file with fewer rows is not worth a thread.
constexpr std::size_t rows_before_thread = 1000;

class TableReading {
  public:
    TableReading(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                 const CurrencyDefaults& defaults, const TableLayout& layout, FactSink& sink,
                 Diagnostics& diagnostics, const OnReject& on_reject)
        : file_(file),
          kind_(kind),
          profile_(profile),
          defaults_(defaults),
          layout_(layout),
          reading_(file, kind, profile, defaults, layout),
          totals_(kind, sink),
          lines_(profile.line_items, totals_, diagnostics),
          diagnostics_(diagnostics),
          on_reject_(on_reject) {}

    TableReport run() {
        const auto rows = file_.open(layout_.delimiter);
        ReadRow read;
        for (std::size_t i = 0; i <= layout_.rows_above && rows->next(read.row);) ++i;
        // What a heading row has said is for the rows below it.
        const bool in_order = !profile_.heading_rows.empty();
        std::size_t count = 0;
        while ((in_order || count++ < rows_before_thread) && rows->next(read.row)) {
            reading_.read(read);
            use(read);
        }
        if (count > rows_before_thread) read_ahead(*rows);
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

    // The rows that are left are read on another thread. The ledger belongs to this one: a row that
    // has to ask it for its currency is read again here, when those above it have been put.
    void read_ahead(CellSource& rows) {
        bool asks = false;
        const auto would_ask = [&asks](std::string_view) -> std::optional<Currency> {
            asks = true;
            return std::nullopt;
        };
        CurrencyDefaults defaults{.book = defaults_.book};
        if (!is_in_book_currency()) {
            if (defaults_.of_invoice) defaults.of_invoice = would_ask;
            if (defaults_.of_customer) defaults.of_customer = would_ask;
        }
        RowReading reading(file_, kind_, profile_, defaults, layout_);
        ReadAhead<ReadRow> ahead([&](ReadRow& read) {
            if (!rows.next(read.row)) return false;
            asks = false;
            reading.read(read);
            read.asks_ledger = asks;
            return true;
        });
        while (ReadRow* read = ahead.next()) {
            if (read->asks_ledger) reading_.read_fact(*read);
            use(*read);
        }
    }

    // A row that names its currency may be what a later one goes by.
    bool is_in_book_currency() const {
        const FieldSource& source = layout_.columns.of("currency");
        return !source.column && !source.constant && defaults_.all_of_book &&
               defaults_.all_of_book();
    }

    void use(ReadRow& read) {
        switch (read.kind) {
            case ReadRow::Kind::nothing:
                return;
            case ReadRow::Kind::total:
                return check_total(read.row);
            case ReadRow::Kind::left_out:
                ++report_.left_out;
                return;
            case ReadRow::Kind::data:
                if (has_line_items()) open_group(read.row);
                break;
            case ReadRow::Kind::wrong_width:
                break;
        }
        const std::size_t before = diagnostics_.all().size();
        for (Diagnostic& problem : read.problems.all()) diagnostics_.add(std::move(problem));
        pass_on(read.fact, lines_, TableRow(reading_.context(), read.row));
        close_row(read.row, before);
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
        const FieldSource* source = layout_.columns.find(field);
        if (!source || !source->column || *source->column >= row.cells.size()) return false;
        const Cell& cell = row.cells[*source->column];
        const auto text = trimmed(cell.text);
        if (text.empty()) return false;
        const auto answer = sums.compare({.amount = text,
                                          .decimal_mark = source->decimal_mark.value_or('.'),
                                          .currency = currency_of_total(row),
                                          .scope = scope_of_total(row)});
        // The file's own sum is of all its rows.
        const bool has_all = report_.rejected == 0 && report_.left_out == 0;
        if (answer == RunningSums::Answer::differs && has_all) {
            ++report_.wrong_totals;
            diagnostics_.doubt({file_.name, row.line, cell.column},
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
        const TableRow fields(reading_.context(), row);
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
    const CurrencyDefaults& defaults_;
    const TableLayout& layout_;
    RowReading reading_;
    TotalsSink totals_;
    LineItemSink lines_;
    Diagnostics& diagnostics_;
    const OnReject& on_reject_;
    std::vector<KeptRow> group_;
    std::string group_number_;
    TableReport report_;
};

}  // namespace

TableReport read_table(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                       const CurrencyDefaults& defaults, FactSink& sink, Diagnostics& diagnostics,
                       const OnReject& on_reject) {
    const auto layout = find_layout(file, kind, profile, diagnostics);
    if (!layout) return {.read_to_its_end = !diagnostics.has_errors()};
    auto report =
        TableReading(file, kind, profile, defaults, *layout, sink, diagnostics, on_reject).run();
    if (profile.name.empty()) {
        const std::size_t own = layout->columns.width() - layout->reject_columns;
        report.unread = layout->columns.unread(own, kind);
    }
    return report;
}

}  // namespace dunning
