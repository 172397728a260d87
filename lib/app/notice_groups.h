// Notices in groups, by what a report asks about: their level, their channel, whose they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/reasons_told.h"
#include "core/day_range.h"
#include "ledger/ledger.h"

namespace dunning {

enum class NoticesBy { level, channel, template_name, collector, reason, segment, procedure };
std::string_view to_text(NoticesBy by);
std::optional<NoticesBy> notices_by_from(std::string_view text);

class NoticeGroups {
  public:
    // Reasons count that were told up to the day.
    NoticeGroups(const Ledger& ledger, NoticesBy by, Date up_to);

    std::string group_of(const NoticeLineFact& line) const;
    const CustomerName& name(RowId customer) const { return names_.at(customer); }

  private:
    NoticesBy by_;
    std::unordered_map<RowId, CustomerName> names_;
    std::optional<ReasonsTold> reasons_;
};

// The notices that have had their whole window by the day asked about: one that is younger has had
// less time than the others.
DayRange with_whole_window(DayRange notices, int within_days, Date as_of);

}  // namespace dunning
