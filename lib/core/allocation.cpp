#include "core/allocation.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/check.h"

namespace dunning {
namespace {

constexpr std::array rule_names{
    std::pair{AllocationRule::invoice, std::string_view("invoice")},
    std::pair{AllocationRule::reference, std::string_view("reference")},
    std::pair{AllocationRule::invoice_number, std::string_view("invoice_number")},
    std::pair{AllocationRule::exact_amount, std::string_view("exact_amount")},
    std::pair{AllocationRule::oldest_due, std::string_view("oldest_due")},
    std::pair{AllocationRule::returned, std::string_view("returned")},
};

// The invoices that are open at a moment of the replay, found by what the rules ask for.
class OpenInvoices {
  public:
    explicit OpenInvoices(const std::vector<Invoice>& invoices)
        : invoices_(invoices), open_(invoices.size(), 0) {}

    std::int64_t open(std::size_t invoice) const { return open_[invoice]; }

    void set(std::size_t invoice, std::int64_t amount) {
        if (open_[invoice] > 0) {
            by_due_.erase(due_key(invoice));
            auto same = by_amount_.find(open_[invoice]);
            same->second.erase(invoice);
            if (same->second.empty()) by_amount_.erase(same);
        }
        open_[invoice] = amount;
        if (amount > 0) {
            by_due_.insert(due_key(invoice));
            by_amount_[amount].insert(invoice);
        }
    }

    std::optional<std::size_t> oldest_due() const {
        if (by_due_.empty()) return std::nullopt;
        return std::get<2>(*by_due_.begin());
    }

    // The one open invoice of that amount; none when there are two, because a guess is no match.
    std::optional<std::size_t> only_one_of(std::int64_t amount) const {
        const auto found = by_amount_.find(amount);
        if (found == by_amount_.end() || found->second.size() != 1) return std::nullopt;
        return *found->second.begin();
    }

  private:
    using DueKey = std::tuple<Date, std::string_view, std::size_t>;
    DueKey due_key(std::size_t i) const { return {invoices_[i].due, invoices_[i].number, i}; }

    const std::vector<Invoice>& invoices_;
    std::vector<std::int64_t> open_;
    std::set<DueKey> by_due_;
    std::map<std::int64_t, std::set<std::size_t>> by_amount_;
};

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Banks pass a reference on in capitals and without its blanks: "RF18 5390 0754 7034" is
// "RF18539007547034".
std::string reference_key(std::string_view text) {
    std::string key;
    for (const char c : text) {
        if (c != ' ') key += upper(c);
    }
    return key;
}

// The words of a payment's reference that could be invoice numbers: "(r-4)." has "R-4".
std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view separators = " \t\r\n,;:|";
    constexpr std::string_view around = "()[]<>\"'.!?#";
    std::vector<std::string> words;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find_first_of(separators, start), text.size());
        std::string_view word = text.substr(start, end - start);
        while (!word.empty() && around.find(word.front()) != around.npos) word.remove_prefix(1);
        while (!word.empty() && around.find(word.back()) != around.npos) word.remove_suffix(1);
        if (!word.empty()) words.push_back(reference_key(word));
        start = end + 1;
    }
    return words;
}

class Replay {
  public:
    Replay(const std::vector<Invoice>& invoices, const std::vector<Receipt>& receipts,
           const AllocationRules& rules)
        : invoices_(invoices),
          receipts_(receipts),
          rules_(rules),
          open_(invoices),
          left_(receipts.size(), 0),
          bound_(receipts.size()),
          returned_(receipts.size(), 0),
          arrival_(receipts.size(), 0),
          waiting_for_(invoices.size()) {
        for (std::size_t i = 0; i < invoices.size(); ++i) by_number_.emplace(invoices[i].number, i);
        for (std::size_t i = 0; i < invoices.size(); ++i) {
            by_word_.emplace(reference_key(invoices[i].number), i);
            const std::string reference = reference_key(invoices[i].reference);
            if (!reference.empty()) by_reference_[reference].push_back(i);
        }
        // Of several invoices with one reference the longest due comes first.
        for (auto& [reference, same] : by_reference_) {
            std::ranges::sort(same, {}, [&](std::size_t i) {
                return std::pair(invoices_[i].due, std::string_view(invoices_[i].number));
            });
        }
    }

    std::vector<Allocation> run() {
        for (const Event& event : events()) {
            today_ = event.day;
            switch (event.step) {
                case Step::invoice:
                    issue(event.index);
                    break;
                case Step::credit:
                case Step::payment:
                    receive(event.index);
                    break;
                case Step::returned:
                    take_back(event.index);
                    break;
            }
        }
        return std::move(made_);
    }

  private:
    // On one day in this order, so that a payment of the day finds the invoice of the day.
    enum class Step { invoice, credit, payment, returned };
    struct Event {
        Date day;
        Step step;
        std::string_view id;
        std::size_t index;
    };

    std::vector<Event> events() const {
        std::vector<Event> all;
        all.reserve(invoices_.size() + receipts_.size());
        for (std::size_t i = 0; i < invoices_.size(); ++i) {
            all.push_back({invoices_[i].issued, Step::invoice, invoices_[i].number, i});
        }
        for (std::size_t i = 0; i < receipts_.size(); ++i) {
            const Step step = receipts_[i].amount.is_negative()          ? Step::returned
                              : receipts_[i].kind == ReceiptKind::credit ? Step::credit
                                                                         : Step::payment;
            all.push_back({receipts_[i].date, step, receipts_[i].id, i});
        }
        std::ranges::sort(all, {}, [](const Event& e) { return std::tie(e.day, e.step, e.id); });
        return all;
    }

    void issue(std::size_t invoice) {
        open_.set(invoice, invoices_[invoice].amount.minor());
        const auto by_arrival = [&](std::size_t receipt) { return arrival_[receipt]; };
        std::vector<std::size_t> interested;
        std::ranges::merge(waiting_for_any_, waiting_for_[invoice], std::back_inserter(interested),
                           {}, by_arrival, by_arrival);
        offer(interested);
        std::erase_if(waiting_for_any_, [&](std::size_t receipt) { return left_[receipt] == 0; });
    }

    void receive(std::size_t receipt) {
        arrival_[receipt] = arrivals_++;
        left_[receipt] = receipts_[receipt].amount.minor();
        // New money first makes good what went back and was found nowhere.
        for (const std::size_t debt : debts_) cancel(debt, receipt);
        std::erase_if(debts_, [&](std::size_t debt) { return left_[debt] == 0; });
        spend(receipt);
        if (left_[receipt] > 0) wait(receipt);
    }

    // Money that has named its invoices waits for them alone; a large book has much of it.
    void wait(std::size_t receipt) {
        waiting_.push_back(receipt);
        const Receipt& money = receipts_[receipt];
        if (!money.invoice.empty()) {
            wait_for_number(receipt, money.invoice);
        } else if (bound_[receipt] == AllocationRule::reference) {
            for (const std::size_t invoice : by_reference_.at(reference_key(money.reference))) {
                waiting_for_[invoice].push_back(receipt);
            }
        } else if (bound_[receipt] == AllocationRule::invoice_number) {
            for (const std::string& word : words_of(money.reference)) {
                const auto match = by_word_.find(word);
                if (match != by_word_.end()) waiting_for_[match->second].push_back(receipt);
            }
        } else {
            waiting_for_any_.push_back(receipt);
        }
    }

    void wait_for_number(std::size_t receipt, std::string_view number) {
        const auto named = by_number_.find(number);
        if (named != by_number_.end()) waiting_for_[named->second].push_back(receipt);
    }

    // Money that waits takes what has just opened, in the order in which it came.
    void offer(const std::vector<std::size_t>& waiting) {
        for (const std::size_t receipt : waiting) {
            if (!open_.oldest_due()) break;
            spend(receipt);
        }
    }

    void spend(std::size_t receipt) {
        const Receipt& money = receipts_[receipt];
        if (!money.invoice.empty()) {
            const auto named = by_number_.find(money.invoice);
            if (named != by_number_.end()) {
                apply(receipt, named->second, AllocationRule::invoice);
            }
            return;
        }
        // What a first rule has matched is never spread by a weaker one afterwards.
        if (bound_[receipt]) {
            try_rule(receipt, *bound_[receipt]);
            return;
        }
        for (const AllocationRule rule : rules_.order) {
            if (try_rule(receipt, rule)) {
                bound_[receipt] = rule;
                return;
            }
        }
    }

    bool try_rule(std::size_t receipt, AllocationRule rule) {
        switch (rule) {
            case AllocationRule::invoice:
            case AllocationRule::returned:
                return false;
            case AllocationRule::reference:
                return by_reference(receipt);
            case AllocationRule::invoice_number:
                return by_number_in_text(receipt);
            case AllocationRule::exact_amount:
                return by_exact_amount(receipt);
            case AllocationRule::oldest_due:
                return by_oldest_due(receipt);
        }
        return false;
    }

    bool by_reference(std::size_t receipt) {
        bool any = false;
        const auto matches = by_reference_.find(reference_key(receipts_[receipt].reference));
        if (matches == by_reference_.end()) return false;
        for (const std::size_t invoice : matches->second) {
            any |= apply(receipt, invoice, AllocationRule::reference);
        }
        return any;
    }

    bool by_number_in_text(std::size_t receipt) {
        bool any = false;
        for (const std::string& word : words_of(receipts_[receipt].reference)) {
            const auto match = by_word_.find(word);
            if (match == by_word_.end()) continue;
            any |= apply(receipt, match->second, AllocationRule::invoice_number);
        }
        return any;
    }

    bool by_exact_amount(std::size_t receipt) {
        const auto match = open_.only_one_of(left_[receipt]);
        return match && apply(receipt, *match, AllocationRule::exact_amount);
    }

    bool by_oldest_due(std::size_t receipt) {
        bool any = false;
        while (const auto oldest = open_.oldest_due()) {
            if (!apply(receipt, *oldest, AllocationRule::oldest_due)) break;
            any = true;
        }
        return any;
    }

    // As much as both sides allow.
    bool apply(std::size_t receipt, std::size_t invoice, AllocationRule rule) {
        const std::int64_t amount = std::min(left_[receipt], open_.open(invoice));
        if (amount <= 0) return false;
        left_[receipt] -= amount;
        open_.set(invoice, open_.open(invoice) - amount);
        made_.push_back({receipt, invoice, today_, amount, rule});
        standing_.push_back({receipt, invoice, amount});
        return true;
    }

    // A payment went back. What it had left on account cannot be spent any more, and what it had
    // paid is open again from today on; what is not found is taken from other money on account.
    void take_back(std::size_t receipt) {
        left_[receipt] = receipts_[receipt].amount.minor();
        if (receipts_[receipt].invoice.empty()) {
            take_back_unnamed(receipt);
        } else {
            take_back_named(receipt);
        }
        std::erase_if(waiting_, [&](std::size_t money) { return left_[money] == 0; });
        if (left_[receipt] < 0) debts_.push_back(receipt);
        offer(waiting_);
    }

    void take_back_named(std::size_t receipt) {
        const std::string& name = receipts_[receipt].invoice;
        cancel_waiting(receipt,
                       [&](std::size_t money) { return receipts_[money].invoice == name; });
        reopen(receipt, [&](const Standing& standing) {
            return invoices_[standing.invoice].number == name;
        });
        cancel_waiting(receipt, [](std::size_t) { return true; });
    }

    // Without a name, what is found nowhere else comes from the youngest allocations.
    void take_back_unnamed(std::size_t receipt) {
        if (const auto original = original_of(receipt)) {
            returned_[*original] = 1;
            cancel_waiting(receipt, [&](std::size_t money) { return money == *original; });
            reopen(receipt,
                   [&](const Standing& standing) { return standing.receipt == *original; });
        }
        cancel_waiting(receipt, [](std::size_t) { return true; });
        reopen(receipt, [](const Standing&) { return true; });
    }

    void cancel(std::size_t debt, std::size_t money) {
        const std::int64_t amount = std::min(-left_[debt], left_[money]);
        left_[debt] += amount;
        left_[money] -= amount;
    }

    // Money on account, the youngest first.
    template <class Matches>
    void cancel_waiting(std::size_t debt, const Matches& matches) {
        for (auto money = waiting_.rbegin(); money != waiting_.rend() && left_[debt] < 0; ++money) {
            if (matches(*money)) cancel(debt, *money);
        }
    }

    // The latest payment of the same amount that has not gone back yet; one with the same reference
    // first.
    std::optional<std::size_t> original_of(std::size_t receipt) const {
        const Receipt& gone = receipts_[receipt];
        std::optional<std::size_t> best;
        const auto rank = [&](std::size_t i) {
            const bool same_reference =
                !gone.reference.empty() && receipts_[i].reference == gone.reference;
            return std::tuple(same_reference, receipts_[i].date, std::string_view(receipts_[i].id));
        };
        for (std::size_t i = 0; i < receipts_.size(); ++i) {
            const Receipt& earlier = receipts_[i];
            if (earlier.kind != ReceiptKind::payment || earlier.date > gone.date ||
                returned_[i] != 0 || earlier.amount.minor() != -gone.amount.minor()) {
                continue;
            }
            if (!best || rank(*best) < rank(i)) best = i;
        }
        return best;
    }

    struct Standing {
        std::size_t receipt;
        std::size_t invoice;
        std::int64_t amount;
    };

    // Takes back what was paid, the youngest first.
    template <class Matches>
    void reopen(std::size_t receipt, const Matches& matches) {
        for (auto standing = standing_.rbegin(); standing != standing_.rend() && left_[receipt] < 0;
             ++standing) {
            if (!matches(*standing)) continue;
            const std::int64_t back = std::min(standing->amount, -left_[receipt]);
            standing->amount -= back;
            left_[receipt] += back;
            open_.set(standing->invoice, open_.open(standing->invoice) + back);
            made_.push_back({receipt, standing->invoice, today_, -back, AllocationRule::returned});
        }
        std::erase_if(standing_, [](const Standing& s) { return s.amount == 0; });
    }

    const std::vector<Invoice>& invoices_;
    const std::vector<Receipt>& receipts_;
    const AllocationRules& rules_;
    std::unordered_map<std::string_view, std::size_t> by_number_;
    std::unordered_map<std::string, std::size_t> by_word_;  // numbers as they stand in free text
    std::unordered_map<std::string, std::vector<std::size_t>> by_reference_;

    Date today_;
    OpenInvoices open_;
    std::vector<std::int64_t> left_;  // of each receipt; negative for one that went back
    std::vector<std::optional<AllocationRule>> bound_;
    std::vector<char> returned_;
    std::vector<std::size_t> arrival_;  // the place of each receipt in the order of arrival
    std::size_t arrivals_ = 0;
    std::vector<std::size_t> waiting_;  // with money on account, in the order in which it came
    std::vector<std::size_t> waiting_for_any_;           // those that may pay any invoice
    std::vector<std::vector<std::size_t>> waiting_for_;  // by invoice, those that may pay it
    std::vector<std::size_t> debts_;                     // went back, and was found nowhere so far
    std::vector<Standing> standing_;  // allocations not taken back, the youngest last
    std::vector<Allocation> made_;
};

}  // namespace

std::string_view to_text(AllocationRule rule) {
    const auto found =
        std::ranges::find(rule_names, rule, &decltype(rule_names)::value_type::first);
    DUNNING_CHECK(found != rule_names.end());
    return found->second;
}

std::optional<AllocationRule> allocation_rule_from(std::string_view text) {
    const auto found =
        std::ranges::find(rule_names, text, &decltype(rule_names)::value_type::second);
    if (found == rule_names.end()) return std::nullopt;
    return found->first;
}

std::vector<Allocation> allocate(const std::vector<Invoice>& invoices,
                                 const std::vector<Receipt>& receipts,
                                 const AllocationRules& rules) {
    return Replay(invoices, receipts, rules).run();
}

}  // namespace dunning
