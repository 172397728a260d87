// The order of a worklist: collector by collector, the most valuable first, and why each item
// stands where it does.
//
// Amounts of two currencies have no order: those of the book's own come first. Of equal amounts the
// more urgent kind goes first. The reason names the place by amount, the kind, and for how long it
// has been waiting.
#pragma once

#include <vector>

#include "app/build_report.h"

namespace dunning {

// The same without a look at who is in charge, and without a word.
void sort_by_value(std::vector<WorkItem>& items, const Currency& book_currency);

void rank_work(std::vector<WorkItem>& items, const Currency& book_currency, Date as_of);

}  // namespace dunning
