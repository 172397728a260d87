// Why money is left on account at the end of a replay, and which invoices a person should look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/allocation_replay.h"

namespace dunning {

class MoneyOnAccount {
  public:
    explicit MoneyOnAccount(AllocationReplay& replay) : replay_(replay) {}

    std::vector<Unmatched> explain();

  private:
    Unmatched explain(std::size_t receipt);
    void explain_named(Unmatched& left);
    void explain_bound(Unmatched& left);
    void add_open_ones_of_text(Unmatched& left);
    void explain_unbound(Unmatched& left);
    bool explain_by_amount(Unmatched& left);

    // What the reference or the texts of the money say, open or not.
    std::vector<std::size_t> named_by(std::size_t receipt, AllocationRule rule);
    // Also those of a later day than the last that was replayed.
    std::vector<std::size_t> ever_named_by(std::size_t receipt, AllocationRule rule);
    bool is_issued(std::size_t invoice) const;
    // Those of them that it may pay, if the text leaves open which is meant.
    std::vector<std::size_t> doubtful(std::size_t receipt, AllocationRule rule);
    std::vector<std::size_t> open_ones_of(std::size_t receipt);
    bool is_ruled(std::size_t receipt, const std::vector<std::size_t>& invoices) const;

    AllocationReplay& replay_;
    bool is_indexed_ = false;
    std::vector<std::pair<std::int64_t, std::size_t>> open_by_amount_ = {};  // then by due day
};

}  // namespace dunning
