// A second computation of allocations, slow and plain, to compare with.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/allocation.h"
#include "unit/core/books.h"

namespace dunning::testing {

// The rules of core/allocation.h once more: days are walked one by one, and everything is looked
// for in plain lists.
class SlowReplay {
  public:
    explicit SlowReplay(const Book& book)
        : book_(book),
          open_(book.invoices.size(), 0),
          left_(book.receipts.size(), 0),
          bound_(book.receipts.size()),
          gone_back_(book.receipts.size(), false) {}

    std::string run() {
        for (today_ = jan(1); today_ <= jan(31); today_ = today_ + 1) {
            for (const std::size_t i : invoices_of_today()) {
                open_[i] = book_.invoices[i].amount.minor();
                offer();
            }
            for (const std::size_t r : receipts_of_today(is_credit)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_payment)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_returned)) go_back(r);
        }
        return lines_;
    }

  private:
    using Kind = bool (*)(const Receipt&);
    using Indices = std::vector<std::size_t>;

    static bool is_returned(const Receipt& r) { return r.amount.is_negative(); }
    static bool is_credit(const Receipt& r) { return r.kind == ReceiptKind::credit; }
    static bool is_payment(const Receipt& r) { return !is_returned(r) && !is_credit(r); }

    Indices invoices_of_today() const {
        std::map<std::string, std::size_t> found;
        for (std::size_t i = 0; i < book_.invoices.size(); ++i) {
            if (book_.invoices[i].issued == today_) found[book_.invoices[i].number] = i;
        }
        return values_of(found);
    }

    Indices receipts_of_today(Kind kind) const {
        std::map<std::string, std::size_t> found;
        for (std::size_t r = 0; r < book_.receipts.size(); ++r) {
            const Receipt& receipt = book_.receipts[r];
            if (receipt.date == today_ && kind(receipt)) found[receipt.id] = r;
        }
        return values_of(found);
    }

    static Indices values_of(const std::map<std::string, std::size_t>& found) {
        Indices values;
        for (const auto& [name, value] : found) values.push_back(value);
        return values;
    }

    void come_in(std::size_t r) {
        came_.push_back(r);
        left_[r] = book_.receipts[r].amount.minor();
        for (const std::size_t debt : came_) {
            if (left_[debt] < 0) cancel(debt, r);
        }
        spend(r);
    }

    void offer() {
        for (const std::size_t r : came_) {
            if (left_[r] > 0) spend(r);
        }
    }

    void spend(std::size_t r) {
        if (!book_.receipts[r].invoice.empty()) {
            pay(r, AllocationRule::invoice);
        } else if (bound_[r]) {
            pay(r, *bound_[r]);
        } else {
            for (const AllocationRule rule : book_.rules.order) {
                if (!pay(r, rule)) continue;
                bound_[r] = rule;
                break;
            }
        }
    }

    bool pay(std::size_t r, AllocationRule rule) {
        bool any = false;
        for (const std::size_t i : targets(book_.receipts[r], left_[r], rule)) {
            const auto amount = std::min(left_[r], open_[i]);
            if (amount == 0) continue;
            left_[r] -= amount;
            write(r, i, amount, rule);
            paid_.push_back({r, i, amount});
            any = true;
        }
        return any;
    }

    // The open invoices that the rule means, in the order in which they are paid.
    Indices targets(const Receipt& receipt, std::int64_t left, AllocationRule rule) const {
        switch (rule) {
            case AllocationRule::invoice:
                return open_where([&](const Invoice& i) { return i.number == receipt.invoice; });
            case AllocationRule::reference:
                return open_where([&](const Invoice& i) {
                    return !i.reference.empty() && i.reference == receipt.reference;
                });
            case AllocationRule::invoice_number:
                return named_in(receipt.reference);
            case AllocationRule::exact_amount: {
                Indices same;
                for (const std::size_t i : open_where([](const Invoice&) { return true; })) {
                    if (open_[i] == left) same.push_back(i);
                }
                return same.size() == 1 ? same : Indices{};
            }
            case AllocationRule::oldest_due:
                return open_where([](const Invoice&) { return true; });
            case AllocationRule::returned:
                break;
        }
        return {};
    }

    // Random references are one word, or two with a comma.
    Indices named_in(const std::string& text) const {
        const auto comma = text.find(", ");
        Indices found;
        for (const std::string& word :
             {text.substr(0, comma), comma == text.npos ? "" : text.substr(comma + 2)}) {
            for (const std::size_t i :
                 open_where([&](const Invoice& each) { return each.number == word; })) {
                found.push_back(i);
            }
        }
        return found;
    }

    template <class Wanted>
    Indices open_where(const Wanted& wanted) const {
        Indices found;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            if (open_[i] > 0 && wanted(book_.invoices[i])) found.push_back(i);
        }
        std::ranges::sort(found, {}, [&](std::size_t i) {
            return std::pair(book_.invoices[i].due, book_.invoices[i].number);
        });
        return found;
    }

    void go_back(std::size_t r) {
        came_.push_back(r);
        const Receipt& gone = book_.receipts[r];
        left_[r] = gone.amount.minor();
        if (!gone.invoice.empty()) {
            cancel_unspent(
                r, [&](std::size_t p) { return book_.receipts[p].invoice == gone.invoice; });
            reopen(r, [&](const Paid& paid) {
                return book_.invoices[paid.invoice].number == gone.invoice;
            });
            cancel_unspent(r, [](std::size_t) { return true; });
        } else {
            const std::optional<std::size_t> original = original_of(gone);
            if (original) gone_back_[*original] = true;
            cancel_unspent(r, [&](std::size_t p) { return p == original; });
            reopen(r, [&](const Paid& paid) { return paid.receipt == original; });
            cancel_unspent(r, [](std::size_t) { return true; });
            reopen(r, [](const Paid&) { return true; });
        }
        offer();
    }

    std::optional<std::size_t> original_of(const Receipt& gone) const {
        std::optional<std::size_t> best;
        std::string best_rank;
        for (const std::size_t p : came_) {
            const Receipt& paid = book_.receipts[p];
            if (!is_payment(paid) || gone_back_[p] || paid.amount != -gone.amount) continue;
            const bool same = !gone.reference.empty() && gone.reference == paid.reference;
            const std::string rank =
                fmt::format("{} {} {}", same ? 1 : 0, to_text(paid.date), paid.id);
            if (rank > best_rank) {
                best_rank = rank;
                best = p;
            }
        }
        return best;
    }

    void cancel(std::size_t debt, std::size_t money) {
        const auto amount = std::min(-left_[debt], left_[money]);
        left_[debt] += amount;
        left_[money] -= amount;
    }

    template <class Wanted>
    void cancel_unspent(std::size_t debt, const Wanted& wanted) {
        for (auto p = came_.rbegin(); p != came_.rend(); ++p) {
            if (left_[*p] > 0 && wanted(*p)) cancel(debt, *p);
        }
    }

    struct Paid {
        std::size_t receipt;
        std::size_t invoice;
        std::int64_t amount;
    };

    template <class Wanted>
    void reopen(std::size_t r, const Wanted& wanted) {
        for (auto paid = paid_.rbegin(); paid != paid_.rend(); ++paid) {
            const auto amount = std::min(-left_[r], paid->amount);
            if (amount == 0 || !wanted(*paid)) continue;
            left_[r] += amount;
            paid->amount -= amount;
            write(r, paid->invoice, -amount, AllocationRule::returned);
        }
    }

    void write(std::size_t r, std::size_t i, std::int64_t amount, AllocationRule rule) {
        open_[i] -= amount;
        const Allocation made{
            .receipt = r, .invoice = i, .day = today_, .amount_minor = amount, .rule = rule};
        lines_ += (lines_.empty() ? "" : "\n") + line(book_.invoices, book_.receipts, made);
    }

    const Book& book_;
    Date today_;
    std::vector<std::int64_t> open_;
    std::vector<std::int64_t> left_;  // below zero: went back and was not made good yet
    std::vector<std::optional<AllocationRule>> bound_;
    std::vector<bool> gone_back_;
    Indices came_;
    std::vector<Paid> paid_;
    std::string lines_;
};

}  // namespace dunning::testing
