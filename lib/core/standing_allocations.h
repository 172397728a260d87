// The allocations of a replay that have not been taken back, the youngest first: of a receipt, of
// an invoice, or all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dunning {

struct StandingAllocation {
    std::size_t receipt = 0;
    std::size_t invoice = 0;
    std::int64_t amount_minor = 0;  // 0: all of it was taken back
};

class StandingAllocations {
  public:
    // The chains by receipt and by invoice are linked with the first question: most accounts have
    // no payment that went back.
    StandingAllocations(std::size_t receipts, std::size_t invoices)
        : receipts_(receipts), invoices_(invoices) {}

    void add(const StandingAllocation& made);

    // Each calls visit(StandingAllocation&), which may take from the amount and says whether to go
    // on.
    template <class Visit>
    void visit_all(const Visit& visit) {
        while (!all_.empty() && all_.back().standing.amount_minor == 0) pop();
        for (auto link = all_.rbegin(); link != all_.rend() && visit(link->standing);) ++link;
    }
    template <class Visit>
    void visit_receipt(std::size_t receipt, const Visit& visit) {
        link_all();
        for (std::size_t at = last_of_receipt_[receipt]; at != nothing;) {
            if (!visit(all_[at].standing)) return;
            at = all_[at].before_of_receipt;
        }
    }
    template <class Visit>
    void visit_invoice(std::size_t invoice, const Visit& visit) {
        link_all();
        for (std::size_t at = last_of_invoice_[invoice]; at != nothing;) {
            if (!visit(all_[at].standing)) return;
            at = all_[at].before_of_invoice;
        }
    }

  private:
    static constexpr std::size_t nothing = SIZE_MAX;

    struct Link {
        StandingAllocation standing;
        std::size_t before_of_receipt = nothing;
        std::size_t before_of_invoice = nothing;
    };

    void link_all();
    void link(std::size_t at);
    void pop();

    std::size_t receipts_;
    std::size_t invoices_;
    bool is_linked_ = false;
    std::vector<Link> all_ = {};
    std::vector<std::size_t> last_of_receipt_ = {};
    std::vector<std::size_t> last_of_invoice_ = {};
};

}  // namespace dunning
