// A cell of a report: a value that knows what it is, so that a table, a CSV file, JSON and a
// workbook can each write it in their own way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/ratio.h"

namespace dunning {

// A number with that many digits after the point: 73.71 is 7371 with two.
struct Decimal {
    std::int64_t scaled = 0;
    int places = 0;

    friend bool operator==(const Decimal&, const Decimal&) = default;
};

// monostate: nothing. Several names are an array in JSON; elsewhere blanks stand between them.
using ReportCell = std::variant<std::monostate, std::string, std::int64_t, bool, Money, Date,
                                Decimal, std::vector<std::string>>;

template <class T>
ReportCell optional_cell(const std::optional<T>& value) {
    return value ? ReportCell(*value) : ReportCell();
}

// Rounded once; nothing when the ratio does not exist.
inline ReportCell ratio_cell(const Ratio& ratio, int places) {
    const auto scaled = rounded(ratio, places);
    return scaled ? ReportCell(Decimal{*scaled, places}) : ReportCell();
}

std::string cell_text(const ReportCell& cell);  // the machine form

}  // namespace dunning
