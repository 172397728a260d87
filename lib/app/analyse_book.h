// Where the money is: by the reasons that customers gave, by segment, class, kind or country, and
// how that has moved; and how each customer pays.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/behaviour.h"
#include "core/lateness.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

enum class SegmentBy { segment, class_name, kind, country, collector };
std::string_view to_text(SegmentBy by);
std::optional<SegmentBy> segment_by_from(std::string_view text);

struct SegmentRow {
    std::string group;  // "" = unknown: no reason was told, no segment was given
    std::string currency;
    int customers = 0;
    int invoices = 0;
    Money open;
    Money overdue;
    Ratio share;  // in per cent, of all that is overdue in the currency
    Money open_before;
    Money overdue_before;
    int invoices_before = 0;

    Money change() const { return overdue - overdue_before; }
};

// By currency, then the most overdue money first. `before`: the day to compare with.
std::vector<SegmentRow> analyse_segments(const Ledger& ledger, const Policy& policy, SegmentBy by,
                                         Date before, Date as_of);

// Of overdue items alone: the reason that was last told of the invoice, else of the customer, up to
// the day.
std::vector<SegmentRow> analyse_reasons(const Ledger& ledger, const Policy& policy, Date before,
                                        Date as_of);

struct BehaviourRow {
    std::string customer;
    std::string name;
    std::string collector;
    Lateness lateness;                   // of the last two years, halves of one year
    std::optional<Behaviour> kind = {};  // core/behaviour.h
    std::string record = {};             // its numbers in words
};

// Of everybody who has paid an invoice in full in the last two years, those first whose pattern has
// changed for the worse, then the latest payers.
std::vector<BehaviourRow> analyse_behaviour(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
