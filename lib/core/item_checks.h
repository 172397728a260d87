// One overdue item on its way through the decision, and the checks that look at it alone: steps 1
// to 5 of core/decision.h. Those for the whole customer and the whole night follow in decision.cpp.
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

class ItemChecks {
  public:
    // REQUIRES: all outlive it.
    ItemChecks(const CustomerPosition& position, const Policy& policy, const Procedure& procedure,
               Date as_of)
        : position_(position), policy_(policy), procedure_(procedure), as_of_(as_of) {}

    void check(OverdueItem& overdue) const;

    // When the level after the one that the item reaches tonight is due, if it stays unpaid.
    // REQUIRES: there is one.
    Date day_of_level_after(const OverdueItem& overdue) const;

  private:
    bool not_dunned(OverdueItem& overdue) const;
    bool disputed(OverdueItem& overdue) const;
    bool already_sent(OverdueItem& overdue) const;
    bool on_its_way(OverdueItem& overdue) const;
    bool last_level_done(OverdueItem& overdue) const;
    bool too_soon(OverdueItem& overdue) const;
    void resume(OverdueItem& overdue) const;
    Date threshold(const OpenItem& item, const Level& level) const;

    const CustomerPosition& position_;
    const Policy& policy_;
    const Procedure& procedure_;
    const Date as_of_;
};

}  // namespace dunning
