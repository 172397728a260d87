// One overdue item on its way through the decision, and the checks that look at it alone: steps 1
// to 5 of core/decision.h. Those for the whole customer and the whole night follow in decision.cpp.
//
// Which level is next: `step` takes the one after the level that the item has, `fit` the highest
// that is reached by lateness and whose `min_amount` the claim meets (where it meets none of them,
// the lowest that is reached, which is then below its minimum).
//
// A gap is counted from the notice or step that gave the item its level. A notice that only lists
// it does not begin the gap anew: where new invoices make a notice every week, an old one with a
// gap of ten days would else never get further. How often a customer hears of us at all is for the
// contact rules.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"

namespace dunning {

struct OverdueItem {
    const OpenItem* item = nullptr;
    int days_overdue = 0;
    Money disputed;
    Money claim;                        // open less disputed
    std::size_t next_level = 0;         // index into the procedure's levels
    bool excluded = false;              // steps 1 to 3: not even listed in a notice for other items
    std::optional<Reason> ruling = {};  // what withholds it, unless a notice lists it
    std::vector<Reason> tried = {};
    bool advances = false;
    const Resumption* resumption = nullptr;  // why the next level is due at once
    std::string listed_in = {};              // the notice, in words; empty: none

    bool due_a_level() const { return !ruling.has_value(); }

    // Records that a rule was tried. When it applies it is the item's ruling, and the answer is
    // true.
    bool apply(Rule rule, std::string detail, std::optional<Date> until = {});
    bool pass(Rule rule, std::string detail);
};

struct NextLevel {
    std::size_t index = 0;                   // into the procedure's levels
    const Resumption* resumption = nullptr;  // why it is due at once
    std::string passed_over = {};            // by `fit`: higher levels whose minimum is not met
};

// A minimum in another currency does not apply.
bool is_below_minimum(const Level& level, const Money& claim);
// REQUIRES: the level has a minimum.
std::string minimum_in_words(const Level& level, const Money& claim);

// Contacts that answered a night which had found no channel are steps of the items' levels: each of
// the level that was due on its day, one a day, none before a notice that was issued since. Those
// that count have their level, the others are dropped.
// REQUIRES: the policy has a procedure.
void count_steps_by_hand(CustomerPosition& position, const Policy& policy, Date as_of);

class ItemChecks {
  public:
    // REQUIRES: all outlive it.
    ItemChecks(const CustomerPosition& position, const Policy& policy, const Procedure& procedure,
               Date as_of)
        : position_(position), policy_(policy), procedure_(procedure), as_of_(as_of) {}

    void exclude(OverdueItem& overdue) const;  // steps 1 to 3
    // Steps 4 and 5. `claim`: all that the customer's items claim that are not excluded.
    // REQUIRES: the item is not excluded.
    void check(OverdueItem& overdue, const Money& claim) const;

    // Which of the contacts counted as steps, and what that makes of the item's history.
    void count_steps_by_hand(OpenItem& item) const;

    // When the level after the one that the item reaches tonight is due, if it stays unpaid.
    // REQUIRES: there is one.
    Date day_of_level_after(const OverdueItem& overdue) const;

    // When the level after the one that the item has is due, if it stays unpaid; none when it has
    // the last.
    struct DueLevel {
        std::size_t index = 0;
        Date day;
    };
    std::optional<DueLevel> level_after(const OpenItem& item) const;

  private:
    bool not_dunned(OverdueItem& overdue) const;
    bool disputed(OverdueItem& overdue) const;
    bool already_sent(OverdueItem& overdue) const;
    bool on_its_way(OverdueItem& overdue) const;
    bool last_level_done(OverdueItem& overdue) const;
    bool too_soon(OverdueItem& overdue) const;
    // REQUIRES: there is one.
    NextLevel next_level(const OpenItem& item, const std::optional<Money>& claim, Date day) const;
    std::size_t fitting_level(const OpenItem& item, const std::optional<Money>& claim, Date day,
                              std::string& passed_over) const;
    Date first_day_of(const NextLevel& next, const OpenItem& item, Date day) const;
    Date threshold(const OpenItem& item, const Level& level, Date day) const;

    const CustomerPosition& position_;
    const Policy& policy_;
    const Procedure& procedure_;
    const Date as_of_;
};

}  // namespace dunning
