// Money on account during a replay, by what may make it pay something: which of it is worth another
// try after a change. In a large book nearly all of it waits for one invoice, and is not looked at
// until that invoice opens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "core/allocation.h"
#include "core/open_invoices.h"

namespace dunning {

struct MoneyState {
    std::int64_t left = 0;    // negative: went back, and was not made good so far
    std::size_t arrival = 0;  // its place in the order of arrival
    std::optional<AllocationRule> bound = {};
    bool went_back = false;  // a return has taken it for its original
    bool is_woken = false;
    std::size_t woken_by = 0;  // the invoice that has opened, or anything
};

class WaitingMoney {
  public:
    // REQUIRES: both outlive this.
    WaitingMoney(const OpenInvoices& open, std::vector<MoneyState>& money)
        : open_(open), money_(money) {}

    // What the receipt waits for. The same may be said twice.
    void for_invoice(std::size_t receipt, std::size_t invoice);  // that it opens
    void for_change(std::size_t receipt, std::size_t invoice);   // that its open amount changes
    void for_group(std::size_t receipt, std::size_t group);      // that one of a reference opens
    void for_only_one_of(std::size_t receipt, std::int64_t amount);
    void for_any(std::size_t receipt);         // it can pay whatever is open
    void for_any_change(std::size_t receipt);  // as a ruling makes it hard to tell

    std::vector<std::size_t> waiting_for(std::size_t invoice) const;
    bool any_for_group() const { return !by_group_.empty(); }
    bool any_for_amount() const { return !by_amount_.empty(); }

    // What has happened: the receipts that it may concern are woken.
    void opened(std::size_t invoice);
    void opened_in_group(std::size_t invoice, std::size_t group);
    void changed(std::size_t invoice);
    void is_only_one(std::int64_t amount);
    void wake(std::size_t receipt) { wake(receipt, anything); }

    // The next receipt to try, in the order of arrival.
    std::optional<std::size_t> next();

  private:
    using Receipts = std::vector<std::size_t>;
    struct LaterArrival {
        const std::vector<MoneyState>* money;
        bool operator()(std::size_t a, std::size_t b) const {
            return (*money)[a].arrival > (*money)[b].arrival;
        }
    };
    using Queue = std::priority_queue<std::size_t, Receipts, LaterArrival>;
    static constexpr std::size_t anything = SIZE_MAX;

    void wake(std::size_t receipt, std::size_t cause);
    void wake_all(Receipts& receipts, std::size_t cause);
    std::optional<std::size_t> first_woken();
    std::optional<std::size_t> first_for_any();

    const OpenInvoices& open_;
    std::vector<MoneyState>& money_;
    std::vector<Receipts> by_invoice_ = {};
    std::unordered_map<std::size_t, Receipts> by_change_ = {};
    std::unordered_map<std::size_t, Receipts> by_group_ = {};
    std::map<std::int64_t, Queue> by_amount_ = {};
    Receipts any_change_ = {};
    Receipts any_ = {};          // in the order of arrival
    std::size_t first_any_ = 0;  // those before it can pay nothing any more
    Queue woken_{LaterArrival{&money_}};
};

}  // namespace dunning
