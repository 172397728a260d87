// The invoices that are open at a moment of a replay, found by what the rules ask for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "core/money.h"
#include "core/receivable.h"

namespace dunning {

// A set of positions below a limit, in order. Each bit of a level says whether a word of the level
// below has any, so the next position is found in a few steps however far it is.
class OrderedBits {
  public:
    explicit OrderedBits(std::size_t limit);

    void insert(std::size_t position);
    void erase(std::size_t position);
    // The first position that is not before `from`.
    std::optional<std::size_t> first_from(std::size_t from) const;

  private:
    std::vector<std::vector<std::uint64_t>> levels_;
};

// What is not asked for costs nothing: most books name the invoice with every payment, so the order
// by due day and the index by amount come into being with the first question.
class OpenInvoices {
  public:
    // What money that names nothing settles first comes first: by `settles`, then by due day.
    OpenInvoices(const std::vector<Invoice>& invoices, const SettlementOrder& settles)
        : invoices_(invoices), settles_(settles), open_(invoices.size(), 0) {}

    std::size_t size() const { return open_.size(); }  // of all invoices
    std::int64_t open(std::size_t invoice) const { return open_[invoice]; }
    void set(std::size_t invoice, std::int64_t amount);

    bool none() const { return count_ == 0; }
    Wide total() const { return total_; }

    // In the order of settlement the longest due first; on one due day by number.
    std::optional<std::size_t> longest_due();
    std::optional<std::size_t> next_due_after(std::size_t invoice);
    auto due_key(std::size_t i) const {
        return std::tuple(std::ranges::find(settles_, invoices_[i].kind) - settles_.begin(),
                          invoices_[i].due, std::string_view(invoices_[i].number), i);
    }

    // The one open invoice of that amount; none when there are two, because a guess is no match.
    std::optional<std::size_t> only_one_of(std::int64_t amount);

  private:
    // How many invoices have an amount, and the sum of their positions: of one it is its position.
    struct SameAmount {
        std::size_t count = 0;
        std::size_t positions = 0;
    };
    // Amounts are the customer's choice, and standard hashes of numbers are the numbers.
    struct Mixed {
        std::size_t operator()(std::int64_t amount) const;
    };

    void order_by_due();
    void index_by_amount();
    void leave(std::size_t invoice);
    void enter(std::size_t invoice);

    const std::vector<Invoice>& invoices_;
    const SettlementOrder& settles_;
    std::vector<std::int64_t> open_;
    std::size_t count_ = 0;
    Wide total_ = 0;
    std::vector<std::size_t> by_due_ = {};    // all invoices, in their order
    std::vector<std::size_t> due_rank_ = {};  // the place of each in it
    std::optional<OrderedBits> open_ranks_ = {};
    std::optional<std::unordered_map<std::int64_t, SameAmount, Mixed>> by_amount_ = {};
};

}  // namespace dunning
