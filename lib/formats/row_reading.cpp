#include "formats/row_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "formats/agreement_rows.h"
#include "formats/fact_rows.h"
#include "formats/total_rows.h"
#include "formats/whole_number.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

bool is_one_of(const std::vector<std::string>& values, std::string_view text) {
    return std::ranges::find(values, text) != values.end();
}

std::vector<BoundFilter> bound(const std::vector<RowFilter>& filters, const TableColumns& columns) {
    std::vector<BoundFilter> result;
    for (const RowFilter& filter : filters) {
        const BoundFilter one(filter, columns);
        if (one.asks()) result.push_back(one);
    }
    return result;
}

// Keeps the fact of a row.
class FactKeeper final : public FactSink {
  public:
    explicit FactKeeper(ReadRow::Fact& fact) : fact_(fact) {}

    void take(const Customer& customer, const FactPlace&) override { fact_ = customer; }
    void take(const Invoice& invoice, const Beside& beside, const FactPlace&) override {
        fact_.emplace<std::pair<Invoice, Beside>>(invoice, beside);
    }
    void take(const Receipt& receipt, const Beside& beside, const FactPlace&) override {
        fact_.emplace<std::pair<Receipt, Beside>>(receipt, beside);
    }
    void take(const Contact& contact, const FactPlace&) override { fact_ = contact; }
    void take(const StatedAgreement& agreement, const FactPlace&) override { fact_ = agreement; }
    void take(const StatedRate& rate, const FactPlace&) override { fact_ = rate; }

  private:
    ReadRow::Fact& fact_;
};

}  // namespace

bool BoundFilter::fits(const CellRow& row) const {
    const auto text = trimmed(row.cells[*column_].text);
    if (is_one_of(filter_.values, text)) return true;
    const auto number = filter_.ranges.empty() ? std::nullopt : whole_number_from(text);
    return number && std::ranges::any_of(filter_.ranges, [&](const NumberRange& range) {
               return range.first <= *number && *number <= range.last;
           });
}

RowReading::RowReading(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                       const CurrencyDefaults& defaults, const TableLayout& layout)
    : file_(file),
      kind_(kind),
      profile_(profile),
      layout_(layout),
      only_(bound(profile.only, layout.columns)),
      skip_(bound(profile.skip, layout.columns)),
      context_{.file = file.name,
               .columns = layout.columns,
               .profile = profile,
               .defaults = defaults,
               .diagnostics = problems_,
               .year_begins = layout.year_begins,
               .above = layout.above} {
    if (profile.sign) sign_column_ = layout.columns.column_of(profile.sign->headings);
}

void RowReading::read(ReadRow& read) {
    read.fact = std::monostate();
    read.asks_ledger = false;
    classify(read);
    read.problems = std::exchange(problems_, {});
}

void RowReading::classify(ReadRow& read) {
    using Kind = ReadRow::Kind;
    CellRow& row = read.row;
    read.kind = Kind::nothing;
    if (row.is_blank() || is_ruler(row) || is_header_again(row) || is_heading_row(row)) return;
    read.kind = Kind::total;
    if (is_total_row(row, layout_.columns)) return;
    read.kind = Kind::wrong_width;
    if (!fit_to_header(row, file_, layout_.columns)) return report_field_count(row);
    read.use = use_of(row);
    read.kind = read.use == RowUse::left_out ? Kind::left_out : Kind::data;
    if (read.kind == Kind::left_out || read.use == RowUse::unclear) return;
    FactKeeper keeper(read.fact);
    take(row, read.use, keeper);
}

void RowReading::read_fact(ReadRow& read) {
    read.fact = std::monostate();
    FactKeeper keeper(read.fact);
    take(read.row, read.use, keeper);
    read.problems = std::exchange(problems_, {});
}

// A printed list repeats its header on every page.
bool RowReading::is_header_again(const CellRow& row) const {
    std::size_t same = 0;
    for (const FieldSource& source : layout_.columns.sources()) {
        if (!source.column || *source.column >= row.cells.size()) continue;
        const auto text = trimmed(row.cells[*source.column].text);
        if (text.empty() || exact_heading(text) != source.heading) return false;
        ++same;
    }
    return same > 1;
}

bool RowReading::is_heading_row(const CellRow& row) {
    if (profile_.heading_rows.empty()) return false;
    const auto is_filled = [](const Cell& cell) { return !trimmed(cell.text).empty(); };
    const auto filled = std::ranges::count_if(row.cells, is_filled);
    if (filled != 1 || !is_filled(row.cells.front())) return false;
    context_.carried = trimmed(row.cells.front().text);
    return true;
}

void RowReading::take(const CellRow& row, RowUse use, FactSink& sink) {
    context_.is_negative_row = use == RowUse::negated;
    TableRow fields(context_, row);
    switch (kind_) {
        case ImportKind::customers:
            return take_customer(fields, context_.defaults, sink);
        case ImportKind::invoices:
            return take_invoice(fields, context_.defaults, sink);
        case ImportKind::credits:
            return take_credit(fields, context_.defaults, sink);
        case ImportKind::contacts:
            return take_contact(fields, sink);
        case ImportKind::promises:
            return take_promise(fields, context_.defaults, sink);
        case ImportKind::disputes:
            return take_dispute(fields, context_.defaults, sink);
        case ImportKind::plans:
            return take_plan(fields, context_.defaults, sink);
        case ImportKind::rates:
            return take_rate(fields, sink);
        case ImportKind::payments:
        case ImportKind::bank:
            return take_payment(fields, context_.defaults, sink);
    }
}

RowUse RowReading::use_of(const CellRow& row) {
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
    problems_.error(
        {file_.name, row.line, cell.column},
        fmt::format("'{}' says neither in nor out (column '{}')", printable(fit_width(text, 60)),
                    layout_.columns.heading(*sign_column_)),
        fmt::format("profile '{}' knows {} as plus and {} as minus", profile_.name,
                    fmt::join(sign.plus, ", "), fmt::join(sign.minus, ", ")));
    return RowUse::unclear;
}

void RowReading::report_field_count(const CellRow& row) {
    const std::size_t expected = layout_.columns.width();
    const bool too_many = row.cells.size() > expected;
    const auto& at = too_many ? row.cells[expected] : row.cells.back();
    problems_.error({file_.name, row.line, at.column},
                    fmt::format("{} field{} where the header has {}", row.cells.size(),
                                row.cells.size() == 1 ? "" : "s", expected),
                    too_many ? "a field that contains the delimiter must be in quotes" : "");
}

void pass_on(const ReadRow::Fact& fact, FactSink& sink, const FactPlace& place) {
    const auto give = [&]<class T>(const T& one) {
        if constexpr (std::is_same_v<T, std::monostate>) {
            return;
        } else if constexpr (requires { one.second; }) {
            sink.take(one.first, one.second, place);
        } else {
            sink.take(one, place);
        }
    };
    std::visit(give, fact);
}

}  // namespace dunning
