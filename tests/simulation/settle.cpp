// The plain settlement: no index, no memory of days, only the rules in their order.
#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <tuple>

#include "simulation/world.h"

namespace dunning::simulation {
namespace {

enum class Step { invoice, credit, payment, returned };  // the order within a day

struct Event {
    Date day;
    Step step;
    std::string name;
    std::size_t index;
};

struct Debt {
    const Invoice* invoice;
    std::int64_t open;
    std::int64_t paid = 0;
    std::map<std::string, std::int64_t> from_payments = {};
};

struct Coin {
    const Receipt* receipt;
    std::int64_t left;
    int bound = 0;           // the first rule that has matched; 0: none yet
    bool gone_back = false;  // a payment without a name has taken it back
};

struct Share {
    std::size_t money;
    std::size_t debt;
    std::int64_t amount;
};

// Blanks and case of a reference do not count.
std::string without_looks(const std::string& text) {
    std::string key;
    for (const char c : text) {
        if (c != ' ') key += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return key;
}

constexpr int first_rule = 1;
constexpr int rule_of_amounts = 3;
constexpr int last_rule = 4;

class Settlement {
  public:
    Settlement(const AccountBook& book, Date as_of) : book_(book), as_of_(as_of) {}

    Settled run() {
        for (const Event& event : events()) {
            switch (event.step) {
                case Step::invoice:
                    issue(book_.invoices[event.index]);
                    break;
                case Step::credit:
                case Step::payment:
                    come_in(book_.receipts[event.index]);
                    break;
                case Step::returned:
                    go_back(book_.receipts[event.index]);
                    break;
            }
        }
        return result();
    }

  private:
    std::vector<Event> events() const {
        std::vector<Event> all;
        for (std::size_t i = 0; i < book_.invoices.size(); ++i) {
            const Invoice& invoice = book_.invoices[i];
            if (invoice.issued > as_of_) continue;
            all.push_back({invoice.issued, Step::invoice, invoice.number, i});
        }
        for (std::size_t i = 0; i < book_.receipts.size(); ++i) {
            const Receipt& receipt = book_.receipts[i];
            if (receipt.date > as_of_) continue;
            const Step step = receipt.amount.is_negative()          ? Step::returned
                              : receipt.kind == ReceiptKind::credit ? Step::credit
                                                                    : Step::payment;
            all.push_back({receipt.date, step, receipt.id, i});
        }
        std::ranges::sort(all, {}, [](const Event& e) { return std::tie(e.day, e.step, e.name); });
        return all;
    }

    void issue(const Invoice& invoice) {
        debts_.push_back({&invoice, invoice.amount.minor()});
        offer_all();
    }

    void come_in(const Receipt& receipt) {
        coins_.push_back({&receipt, receipt.amount.minor()});
        const std::size_t self = coins_.size() - 1;
        for (std::size_t i = 0; i < self; ++i) {
            if (coins_[i].left < 0) make_good(i, self);
        }
        spend(self);
        offer_all();
    }

    void offer_all() {
        for (std::size_t i = 0; i < coins_.size(); ++i) {
            if (coins_[i].left > 0) spend(i);
        }
    }

    void spend(std::size_t m) {
        Coin& money = coins_[m];
        if (!money.receipt->invoice.empty()) {
            const auto is_named = [&](const Debt& d) {
                return d.invoice->number == money.receipt->invoice;
            };
            pay_where(m, is_named);
            pay_plans_with(m, is_named);
        } else if (money.bound != 0) {
            by_rule(m, money.bound);
        } else {
            for (int rule = first_rule; rule <= last_rule && money.bound == 0; ++rule) {
                if (rule == rule_of_amounts) pay_installment(m);
                if (by_rule(m, rule)) money.bound = rule;
            }
        }
    }

    // reference, number in the text, the exact amount, the oldest due: the default order.
    bool by_rule(std::size_t m, int rule) {
        const std::string& text = coins_[m].receipt->reference;
        switch (rule) {
            case 1: {
                const auto carries = [&](const Debt& d) {
                    return without_looks(d.invoice->reference) == without_looks(text);
                };
                if (text.empty()) return false;
                const bool any = pay_where(m, carries);
                return pay_plans_with(m, carries) || any;
            }
            case 2:
                return pay_named(m, text);
            case rule_of_amounts:
                return pay_exact(m);
            default: {
                const bool any = pay_plans_with(m, [](const Debt&) { return true; });
                return pay_where(m, [](const Debt&) { return true; }) || any;
            }
        }
    }

    // Plans: here they have no interest, and no payment writes the name of one.

    static bool is_for(const Plan& plan, const Receipt& receipt) {
        return receipt.kind == ReceiptKind::payment && plan.proposed < receipt.date &&
               receipt.date <= plan.cancelled.value_or(receipt.date);
    }

    static bool covers(const Plan& plan, const Debt& debt) {
        return std::ranges::count(plan.invoices, debt.invoice->number) > 0;
    }

    bool pay_plans_with(std::size_t m, const std::function<bool(const Debt&)>& meant) {
        bool any = false;
        for (const Plan& plan : book_.plans) {
            const bool is_meant = std::ranges::any_of(
                debts_, [&](const Debt& d) { return meant(d) && covers(plan, d); });
            if (!is_meant || !is_for(plan, *coins_[m].receipt)) continue;
            any |= pay_where(m, [&](const Debt& d) { return covers(plan, d); });
        }
        return any;
    }

    void pay_installment(std::size_t m) {
        for (const Plan& plan : book_.plans) {
            const bool is_one = std::ranges::any_of(plan.installments, [&](const auto& each) {
                return each.amount.minor() == coins_[m].left;
            });
            if (!is_one || !is_for(plan, *coins_[m].receipt)) continue;
            pay_where(m, [&](const Debt& d) { return covers(plan, d); });
        }
    }

    bool pay_named(std::size_t m, const std::string& text) {
        bool any = false;
        std::vector<std::string> words;
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = std::min(text.find_first_of(" ,", start), text.size());
            const std::string word = text.substr(start, end - start);
            const auto is_word = [&](const Debt& d) { return d.invoice->number == word; };
            any |= pay_where(m, is_word);
            words.push_back(word);
            start = end + 1;
        }
        const auto is_named = [&](const Debt& d) {
            return std::ranges::count(words, d.invoice->number) > 0;
        };
        return pay_plans_with(m, is_named) || any;
    }

    bool pay_exact(std::size_t m) {
        const std::int64_t left = coins_[m].left;
        if (std::ranges::count(debts_, left, &Debt::open) != 1) return false;
        return pay_where(m, [&](const Debt& d) { return d.open == left; });
    }

    // The open ones of those, the longest due first.
    bool pay_where(std::size_t m, const std::function<bool(const Debt&)>& meant) {
        std::vector<std::size_t> chosen;
        for (std::size_t d = 0; d < debts_.size(); ++d) {
            if (debts_[d].open > 0 && meant(debts_[d])) chosen.push_back(d);
        }
        std::ranges::sort(chosen, {}, [&](std::size_t d) {
            return std::tie(debts_[d].invoice->due, debts_[d].invoice->number);
        });
        bool any = false;
        for (const std::size_t d : chosen) {
            const std::int64_t amount = std::min(coins_[m].left, debts_[d].open);
            if (amount <= 0) continue;
            move(m, d, amount);
            coins_[m].left -= amount;
            shares_.push_back({m, d, amount});
            any = true;
        }
        return any;
    }

    void move(std::size_t m, std::size_t d, std::int64_t amount) {
        debts_[d].open -= amount;
        debts_[d].paid += amount;
        const Receipt& receipt = *coins_[m].receipt;
        if (receipt.kind == ReceiptKind::payment) debts_[d].from_payments[receipt.id] += amount;
    }

    void make_good(std::size_t gone, std::size_t money) {
        const std::int64_t amount =
            std::clamp(coins_[money].left, std::int64_t{0}, -coins_[gone].left);
        coins_[gone].left += amount;
        coins_[money].left -= amount;
    }

    void go_back(const Receipt& receipt) {
        const auto first = original_of(receipt);
        coins_.push_back({&receipt, receipt.amount.minor()});
        const std::size_t self = coins_.size() - 1;
        const std::string& name = receipt.invoice;
        if (first) {
            coins_[*first].gone_back = true;
            from_account(self, [&](std::size_t m) { return m == *first; });
            reopen(self, [&](const Share& s) { return s.money == *first; });
        }
        if (!name.empty()) {
            from_account(self, [&](std::size_t m) { return coins_[m].receipt->invoice == name; });
            reopen(self, [&](const Share& s) { return debts_[s.debt].invoice->number == name; });
        }
        from_account(self, [](std::size_t) { return true; });
        if (name.empty()) reopen(self, [](const Share&) { return true; });
        offer_all();
    }

    void from_account(std::size_t gone, const std::function<bool(std::size_t)>& meant) {
        for (std::size_t m = coins_.size(); m-- > 0 && coins_[gone].left < 0;) {
            if (coins_[m].left > 0 && meant(m)) make_good(gone, m);
        }
    }

    void reopen(std::size_t gone, const std::function<bool(const Share&)>& meant) {
        for (std::size_t i = shares_.size(); i-- > 0 && coins_[gone].left < 0;) {
            if (!meant(shares_[i])) continue;
            const std::int64_t back = std::min(shares_[i].amount, -coins_[gone].left);
            shares_[i].amount -= back;
            coins_[gone].left += back;
            move(gone, shares_[i].debt, -back);
        }
    }

    std::optional<std::size_t> original_of(const Receipt& gone) const {
        std::optional<std::size_t> best;
        const auto rank = [&](std::size_t m) {
            const Receipt& receipt = *coins_[m].receipt;
            const bool same = !gone.reference.empty() && receipt.reference == gone.reference;
            return std::tuple(same, m);
        };
        for (std::size_t m = 0; m < coins_.size(); ++m) {
            const Receipt& receipt = *coins_[m].receipt;
            if (receipt.kind != ReceiptKind::payment || coins_[m].gone_back) continue;
            if (receipt.amount != -gone.amount || !concerns(m, gone)) continue;
            if (!best || rank(*best) < rank(m)) best = m;
        }
        return best;
    }

    // A return that names an invoice is of money that names it too, or has paid it.
    bool concerns(std::size_t m, const Receipt& gone) const {
        if (gone.invoice.empty() || coins_[m].receipt->invoice == gone.invoice) return true;
        return std::ranges::any_of(shares_, [&](const Share& s) {
            return s.money == m && s.amount > 0 && debts_[s.debt].invoice->number == gone.invoice;
        });
    }

    Settled result() const {
        Settled settled;
        for (const Debt& debt : debts_) {
            settled.open[debt.invoice->number] = debt.open;
            settled.paid[debt.invoice->number] = debt.paid;
            settled.from_payments[debt.invoice->number] = debt.from_payments;
        }
        for (const Coin& money : coins_) settled.on_account += money.left;
        return settled;
    }

    const AccountBook& book_;
    const Date as_of_;
    std::vector<Debt> debts_;
    std::vector<Coin> coins_;    // in the order in which they came
    std::vector<Share> shares_;  // what was set against what, the youngest last
};

}  // namespace

Settled settle(const AccountBook& book, Date as_of) {
    return Settlement(book, as_of).run();
}

}  // namespace dunning::simulation
