// The measures of a book in a period: gathered once from the ledger, then put into the formulas of
// core/measures.h. Every row carries its formula and the numbers that went in, so that a reader can
// compute it again.
//
// Money of two currencies is never added up: there is a row for each. What is on account has
// settled nothing and is not taken from what is open.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/roll_book.h"
#include "core/cell.h"
#include "core/day_range.h"
#include "core/measures.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

enum class MeasureBy { book, segment, collector };
std::string_view to_text(MeasureBy by);

// `sales_outstanding`: DSO and what is computed with it.
enum class MeasureSet { all, sales_outstanding };

struct MeasureRequest {
    DayRange period;
    std::optional<DayRange> compare = {};
    MeasureBy by = MeasureBy::book;
    MeasureSet set = MeasureSet::all;
};

struct MeasureRow {
    std::string measure;  // "dso", "cei"
    std::string currency;
    std::string group;
    ReportCell value;
    ReportCell previous;  // in the period of comparison
    ReportCell change;    // value - previous
    std::string unit;
    std::string formula;
    std::string inputs;
};

// The whole months that a period counts as: at least one. A month that has begun counts when half
// of it is in the period.
int months_in(const DayRange& period);

// The period of as many months, or of as many days, that ends the day before.
DayRange period_before(const DayRange& period);

// By currency and group, in the order in which core/measures.h has them.
std::vector<MeasureRow> measure_book(const Ledger& ledger, const Policy& policy,
                                     const MeasureRequest& request);

// The groups of customers, for others who report by them.
GroupOf grouping_by(const Ledger& ledger, MeasureBy by);

}  // namespace dunning
