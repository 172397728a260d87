// Why customers say that they pay late, and since when: the reason that was told last holds, of an
// invoice or, where none was told of it, of the whole customer. The reason of a dispute is one.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

class ReasonsTold {
  public:
    ReasonsTold(const Ledger& ledger, Date up_to);

    // "" when none was told up to that day.
    std::string on(Date day, RowId customer, RowId invoice) const;

  private:
    using Key = std::pair<RowId, RowId>;  // customer and invoice; 0: all of the customer's
    using Told = std::pair<Date, std::string>;

    std::string latest(Date day, const Key& key) const;

    std::map<Key, std::vector<Told>> told_;
};

}  // namespace dunning
