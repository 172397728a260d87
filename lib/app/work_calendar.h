// Worklists and deadlines as calendar files: see text/icalendar.h.
#pragma once

#include <string>
#include <vector>

#include "app/build_report.h"
#include "app/list_deadlines.h"

namespace dunning {

// One event for each item: a deadline on its day, everything else on the day asked about.
std::string worklist_calendar(const std::vector<WorkItem>& items, const std::string& book,
                              Date as_of);

// One event for each first notice that is not out yet, on the last day for it.
std::string deadline_calendar(const std::vector<DeadlineRow>& rows, const std::string& book,
                              Date as_of);

}  // namespace dunning
