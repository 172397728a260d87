#include "formats/total_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "core/ascii.h"
#include "formats/amount_text.h"
#include "formats/canonical_fields.h"
#include "formats/heading_text.h"
#include "text/trim.h"

namespace dunning {
namespace {

// Folded. The first begin a longer text ("Total for X"), the second are the whole of it.
constexpr std::string_view beginnings[] = {"total", "grandtotal",    "gesamtsumme", "endsumme",
                                           "summe", "zwischensumme", "合计",        "总计",
                                           "小计",  "人民币合计"};
constexpr std::string_view whole_words[] = {"sum", "gesamt", "saldo", "subtotal"};

// So that one amount more cannot overflow.
constexpr std::int64_t largest_sum_minor =
    std::numeric_limits<std::int64_t>::max() / 2 - max_amount_minor;

std::string_view cell_text(const CellRow& row, std::optional<std::size_t> column) {
    if (!column || *column >= row.cells.size()) return {};
    return trimmed(row.cells[*column].text);
}

bool says_total(std::string_view text) {
    if (text.empty() || is_digit(text.front())) return false;
    if (text.find_first_not_of('*') == text.npos) return true;  // "*" and "**" in lists of SAP
    const std::string folded = folded_heading(text);
    const auto begins = [&](std::string_view word) { return folded.starts_with(word); };
    return std::ranges::any_of(beginnings, begins) ||
           std::ranges::find(whole_words, folded) != std::end(whole_words);
}

// "Grand total", "合计", "**": of all rows, as far as the words say.
bool says_grand_total(std::string_view text) {
    if (text.find_first_not_of('*') == text.npos) return text.size() > 1;
    const std::string folded = folded_heading(text);
    return folded.starts_with("grandtotal") ||
           (std::ranges::find(beginnings, folded) != std::end(beginnings) &&
            folded != "zwischensumme" && folded != "小计");
}

// A day, or the number of an invoice or a payment.
bool is_of_a_fact(const FieldSource& source) {
    return source.type == FieldType::date || source.field == "number" || source.field == "id";
}

bool has_something_of_a_fact(const CellRow& row, const TableColumns& columns) {
    return std::ranges::any_of(columns.sources(), [&](const FieldSource& source) {
        if (!is_of_a_fact(source)) return false;
        const auto text = cell_text(row, source.column);
        return !text.empty() && !says_total(text);
    });
}

// Customers have no totals.
bool has_days(const TableColumns& columns) {
    return std::ranges::any_of(columns.sources(), [](const FieldSource& source) {
        return source.type == FieldType::date && (source.column || source.constant);
    });
}

// Nothing but amounts and a currency.
bool is_bare_amount(const CellRow& row, const TableColumns& columns) {
    std::vector<bool> explained(row.cells.size(), false);
    bool has_amount = false;
    for (const FieldSource& source : columns.sources()) {
        const bool is_amount = source.type == FieldType::amount;
        if (!is_amount && source.field != "currency") continue;
        if (cell_text(row, source.column).empty()) continue;
        explained[*source.column] = true;
        has_amount |= is_amount;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (!explained[i] && !trimmed(row.cells[i].text).empty()) return false;
    }
    return has_amount;
}

}  // namespace

bool is_total_row(const CellRow& row, const TableColumns& columns) {
    if (has_something_of_a_fact(row, columns) || !has_days(columns)) return false;
    const auto first = std::ranges::find_if(
        row.cells, [](const Cell& cell) { return !trimmed(cell.text).empty(); });
    if (first == row.cells.end()) return false;
    return says_total(trimmed(first->text)) || is_bare_amount(row, columns);
}

TotalScope scope_of_total(const CellRow& row) {
    for (const Cell& cell : row.cells) {
        const auto text = trimmed(cell.text);
        if (text.empty()) continue;
        return says_grand_total(text) ? TotalScope::all : TotalScope::group;
    }
    return TotalScope::group;
}

void TotalsSink::take(const Invoice& invoice, const Beside& beside, const FactPlace& place) {
    amounts_.add(invoice.amount);
    if (beside.open) open_.add(*beside.open);
    next_.take(invoice, beside, place);
}

void TotalsSink::take(const Receipt& receipt, const Beside& beside, const FactPlace& place) {
    amounts_.add(kind_ == ImportKind::invoices ? -receipt.amount : receipt.amount);
    if (beside.open) open_.add(*beside.open);
    next_.take(receipt, beside, place);
}

void RunningSums::add(const Money& amount) {
    const auto [found, added] =
        sums_.try_emplace(std::string(amount.currency().code()), Sum{.all = amount});
    if (added || too_large_) return;
    found->second.all += amount;
    too_large_ = std::abs(found->second.all.minor()) > largest_sum_minor;
}

// All rows, or those since some earlier total.
bool RunningSums::is_sum_of_groups(const Sum& sum, const Money& total) {
    if (total == sum.all) return true;
    return std::ranges::any_of(sum.at_totals,
                               [&](const Money& before) { return sum.all - before == total; });
}

RunningSums::Answer RunningSums::compare(const Written& total) {
    const auto number = read_amount(total.amount, total.decimal_mark);
    if (!number || too_large_) return Answer::unknown;
    bool agrees = false;
    std::size_t compared = 0;
    compared_with_.clear();
    for (auto& [code, sum] : sums_) {
        if (!total.currency.empty() && total.currency != code) continue;
        ++compared;
        const auto money = parse_money(number->number, sum.all.currency());
        agrees |= money && is_sum_of_groups(sum, *money);
        const bool is_group = total.scope == TotalScope::group && !sum.at_totals.empty() &&
                              sum.at_totals.back() != sum.all;
        const Money meant = is_group ? sum.all - sum.at_totals.back() : sum.all;
        compared_with_ +=
            fmt::format("{}{} {}", compared_with_.empty() ? "" : ", ", to_decimal(meant), code);
        if (sum.at_totals.size() < most_totals_kept) sum.at_totals.push_back(sum.all);
    }
    if (agrees) return Answer::agrees;
    return compared == 1 ? Answer::differs : Answer::unknown;
}

}  // namespace dunning
