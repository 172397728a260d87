// Which notices brought money in, and at what cost.
//
// A payment is credited to the last notice that listed its invoice and went out before the day of
// the payment, if that was not longer ago than the window; so no money counts twice. A notice is
// looked at when its window has passed by the day asked about: one that is younger has had less
// time than the others. Credit notes and write-offs are no recovery.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/roll_book.h"
#include "core/policy.h"
#include "core/proportion.h"
#include "ledger/ledger.h"

namespace dunning {

enum class RecoveryBy { level, channel, template_name, collector, reason, segment, procedure };
std::string_view to_text(RecoveryBy by);
std::optional<RecoveryBy> recovery_by_from(std::string_view text);

struct RecoveryRequest {
    DayRange notices;  // days on which they went out; what has not had its window yet is left out
    int within_days = 30;
    RecoveryBy by = RecoveryBy::level;
};

struct RecoveryRow {
    std::string group;
    std::string currency;
    int notices = 0;
    int contacts = 0;  // calls and visits between a notice and the end of its window
    Money listed;      // what was open of the invoices, each time they were listed
    Money recovered;
    Money cost;  // in the book's currency, by [report] cost; of other currencies nothing
    bool cost_known = false;

    Ratio rate() const { return percent({recovered.minor(), listed.minor()}); }
    Money net() const { return recovered - cost; }
};

// By currency, then the largest recovery first.
std::vector<RecoveryRow> measure_recovery(const Ledger& ledger, const Policy& policy,
                                          const RecoveryRequest& request, Date as_of);

// ---- fair comparison

struct StrategyRequest {
    DayRange notices;
    int within_days = 30;
    RecoveryBy by = RecoveryBy::procedure;
    std::optional<int> level = {};  // only notices of this level
    std::string trial = {};         // only procedures of this trial, and customers as it deals them
};

// Customers whose first notice of the period was of this group, each counted once; a success has
// paid all that it listed within the window.
struct StrategyGroup {
    std::string group;
    std::string currency;
    Proportion paid;
    Interval interval = {};
    Money listed;
    Money recovered;                          // of what was listed
    std::optional<Interval> difference = {};  // from the first group, the one of the most customers
    bool by_chance = false;                   // dealt by a trial, so that the groups are alike
};

std::string_view verdict_of(const StrategyGroup& group);  // "reference", "no difference shown", ...

std::vector<StrategyGroup> compare_strategies(const Ledger& ledger, const Policy& policy,
                                              const StrategyRequest& request, Date as_of);

}  // namespace dunning
