// A second computation of allocations, slow and plain, to compare with.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/allocation.h"
#include "core/list_settlement.h"
#include "core/number_finder.h"
#include "core/payment_reference.h"
#include "unit/core/books.h"

namespace dunning::testing {

// The rules of core/allocation.h once more: days are walked one by one, everything is looked for in
// plain lists, and after each fact all money on account tries again and again.
class SlowReplay {
  public:
    explicit SlowReplay(const Book& book)
        : book_(book),
          open_(book.invoices.size(), 0),
          left_(book.receipts.size(), 0),
          bound_(book.receipts.size()),
          gone_back_(book.receipts.size(), false),
          rulings_(rulings_of(book)),
          plans_(plans_of(book)) {
        for (today_ = jan(1); today_ <= jan(31); today_ = today_ + 1) {
            for (const std::size_t i : invoices_of_today()) issue(i);
            for (const std::size_t r : receipts_of_today(is_credit)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_payment)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_returned)) go_back(r);
            for (const std::size_t r : lists_of_today()) follow_list(r);
        }
    }

    const std::string& allocations() const { return lines_; }

    // "P1 50.00", one receipt a line.
    std::string money_left() const {
        std::string lines;
        for (std::size_t r = 0; r < left_.size(); ++r) {
            if (left_[r] <= 0) continue;
            lines += fmt::format("{} {}\n", book_.receipts[r].id,
                                 to_decimal(Money(left_[r], "EUR"_currency)));
        }
        return lines;
    }

  private:
    using Kind = bool (*)(const Receipt&);
    using Indices = std::vector<std::size_t>;

    static bool is_returned(const Receipt& r) { return r.amount.is_negative() && !is_of_list(r); }
    static bool is_credit(const Receipt& r) { return r.kind == ReceiptKind::credit; }
    static bool is_payment(const Receipt& r) {
        return !is_returned(r) && !is_credit(r) && !is_of_list(r);
    }

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
            const bool is_other_kind = is_returned(receipt) && kind != is_returned;
            if (receipt.date == today_ && kind(receipt) && !is_other_kind) found[receipt.id] = r;
        }
        return values_of(found);
    }

    // Of an invoice that is issued later: on the day on which it is.
    Indices lists_of_today() const {
        std::map<std::string, std::size_t> found;
        for (std::size_t r = 0; r < book_.receipts.size(); ++r) {
            const Receipt& receipt = book_.receipts[r];
            if (!is_of_list(receipt)) continue;
            const auto named = std::ranges::find(book_.invoices, receipt.invoice, &Invoice::number);
            if (named == book_.invoices.end()) continue;
            if (std::max(receipt.date, named->issued) == today_) found[receipt.id] = r;
        }
        return values_of(found);
    }

    static Indices values_of(const std::map<std::string, std::size_t>& found) {
        Indices values;
        for (const auto& [name, value] : found) values.push_back(value);
        return values;
    }

    void issue(std::size_t i) {
        issued_.push_back(i);
        open_[i] = book_.invoices[i].amount.minor();
        for (const std::size_t r : came_) {
            for (const bool by_id : {false, true}) {
                if (may_stand(i, texts_of(r, by_id))) read(r, by_id);
            }
        }
        settle();
    }

    void come_in(std::size_t r) {
        came_.push_back(r);
        left_[r] = book_.receipts[r].amount.minor();
        for (const std::size_t debt : came_) {
            if (left_[debt] < 0) cancel(debt, r);
        }
        for (const bool by_id : {false, true}) read(r, by_id);
        comes_in_ = r;
        spend(r);
        comes_in_.reset();
        settle();
    }

    void follow_list(std::size_t r) {
        const Receipt& list = book_.receipts[r];
        const auto named = std::ranges::find(book_.invoices, list.invoice, &Invoice::number);
        const auto i = static_cast<std::size_t>(named - book_.invoices.begin());
        if (is_ruled(r, i)) return;
        const std::int64_t wanted = still_open_minor(list).value();
        if (list.amount.is_positive()) {
            const auto amount = std::min(open_[i] - wanted, list.amount.minor());
            if (amount <= 0) return;
            write(r, i, amount, AllocationRule::invoice);
            paid_.push_back({r, i, amount});
        } else if (open_[i] < wanted) {
            left_[r] = std::max(open_[i] - wanted, list.amount.minor());
            reopen(r, [&](const Paid& paid) {
                return paid.invoice == i && is_of_list(book_.receipts[paid.receipt]);
            });
            left_[r] = 0;
        }
        settle();
    }

    void settle() {
        while (std::ranges::any_of(came_, [&](std::size_t r) { return spend(r); })) {
        }
    }

    // Texts.

    std::vector<std::string> texts_of(std::size_t r, bool by_id) const {
        const Receipt& receipt = book_.receipts[r];
        if (by_id) return {receipt.end_to_end_id};
        return {receipt.reference, receipt.description};
    }

    // Letters and digits as runs of one kind, without zeros.
    static std::vector<std::string> bare_runs(const std::string& text) {
        std::vector<std::string> runs;
        char before = '?';
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            const char kind = std::isdigit(byte) != 0 ? '1' : std::isalpha(byte) != 0 ? 'A' : '?';
            if (kind != before) runs.emplace_back();
            before = kind;
            if (kind != '?' && c != '0') runs.back() += static_cast<char>(std::toupper(byte));
        }
        return runs;
    }

    static bool may_stand(const std::string& number, const std::string& text) {
        const auto runs = bare_runs(text);
        const std::string wanted = fmt::format("{}", fmt::join(bare_runs(number), ""));
        for (auto first = runs.begin(); first != runs.end(); ++first) {
            for (auto end = first + 1; end <= runs.end() && end - first < 9; ++end) {
                if (fmt::format("{}", fmt::join(first, end, "")) == wanted) return true;
            }
        }
        return false;
    }

    bool may_stand(std::size_t i, const std::vector<std::string>& texts) const {
        return std::ranges::any_of(texts, [&](const std::string& text) {
            return may_stand(book_.invoices[i].number, text);
        });
    }

    // With a finder of nothing but the invoices issued so far.
    void read(std::size_t r, bool by_id) {
        std::vector<std::string> numbers;
        for (const std::size_t i : issued_) numbers.push_back(book_.invoices[i].number);
        const NumberFinder finder(numbers);
        std::vector<Indices> all;
        for (const std::string& text : texts_of(r, by_id)) {
            for (const FoundNumber& found : finder.find(text)) {
                Indices invoices;
                for (const std::size_t place : found.invoices) invoices.push_back(issued_[place]);
                all.push_back(invoices);
            }
        }
        read_[{r, by_id}] = all;
    }

    Indices certain(std::size_t r, bool by_id) const {
        Indices found;
        for (const Indices& candidates : read_.at({r, by_id})) {
            if (candidates.size() == 1) found.push_back(candidates.front());
        }
        return found;
    }

    std::vector<Indices> ambiguous(std::size_t r, bool by_id) const {
        const Indices known = certain(r, by_id);
        std::vector<Indices> found;
        for (const Indices& candidates : read_.at({r, by_id})) {
            const bool repeats = std::ranges::find_first_of(candidates, known) != candidates.end();
            if (!repeats) found.push_back(candidates);
        }
        return found;
    }

    // Rules. Each says whether anything was moved, or the money is bound from now on.

    bool spend(std::size_t r) {
        if (left_[r] <= 0) return false;
        bool any = false;
        for (Ruling& ruling : rulings_) {
            if (ruling.receipt != r) continue;
            const auto before = left_[r];
            pay(r, ruling.invoice, std::min(left_[r], ruling.amount_minor),
                AllocationRule::by_hand);
            ruling.amount_minor -= before - left_[r];
            any |= before != left_[r];
        }
        if (!book_.receipts[r].invoice.empty())
            return pay_by_rule(r, AllocationRule::invoice) || any;
        for (const PlanAgreement& plan : plans_) {
            if (is_named(plan, r)) {
                any |= pay_plan(r, plan, AllocationRule::reference, bound_[r]);
            }
        }
        if (bound_[r]) return pay_by_rule(r, *bound_[r]) || any;
        bool looked_at_installments = false;
        for (const AllocationRule rule : book_.rules.order) {
            const bool by_name = rule == AllocationRule::reference ||
                                 rule == AllocationRule::invoice_number ||
                                 rule == AllocationRule::end_to_end_id;
            if (!by_name && !looked_at_installments) {
                looked_at_installments = true;
                for (const PlanAgreement& plan : plans_) {
                    if (is_for(plan, r) && has(plan.installments_minor, free(r))) {
                        any |= pay_plan(r, plan, AllocationRule::exact_amount, {});
                    }
                }
            }
            if (!pay_by_rule(r, rule) && !is_doubtful(r, rule)) continue;
            bound_[r] = rule;
            return true;
        }
        return any;
    }

    bool pay_by_rule(std::size_t r, AllocationRule rule) {
        bool any = false;
        const bool by_text =
            rule == AllocationRule::invoice_number || rule == AllocationRule::end_to_end_id;
        if (rule == AllocationRule::oldest_due) {
            for (const PlanAgreement& plan : plans_) {
                if (is_for(plan, r)) any |= pay_plan(r, plan, rule, rule);
            }
        }
        const Indices meant = targets(r, rule);
        for (const std::size_t i : meant) {
            any |= pay(r, i, rule == AllocationRule::oldest_due ? beside_plans(r) : free(r), rule);
        }
        if (by_text) {
            for (const Indices& candidates : ambiguous(r, rule == AllocationRule::end_to_end_id)) {
                const Indices fitting = of_amount(candidates, r);
                if (fitting.size() == 1) any |= pay(r, fitting.front(), free(r), rule);
            }
            if (is_doubtful(r, rule)) return any;
        }
        const bool by_name =
            by_text || rule == AllocationRule::reference || rule == AllocationRule::invoice;
        if (!by_name) return any;
        for (const PlanAgreement& plan : plans_) {
            const bool covers = std::ranges::any_of(
                named(r, rule), [&](std::size_t i) { return has(plan.debts, i); });
            if (is_for(plan, r) && covers) any |= pay_plan(r, plan, rule, rule);
        }
        return any;
    }

    // Plans.

    template <class List, class Value>
    static bool has(const List& list, const Value& value) {
        return std::ranges::find(list, value) != list.end();
    }

    bool is_for(const PlanAgreement& plan, std::size_t r) const {
        const Receipt& receipt = book_.receipts[r];
        const bool in_time = plan.proposed < receipt.date ||
                             (plan.proposed == receipt.date && has_code(plan, receipt));
        return is_payment(receipt) && receipt.kind == ReceiptKind::payment && in_time &&
               receipt.date <= plan.cancelled.value_or(receipt.date);
    }

    // The codes of these tests are words between blanks.
    static bool has_code(const PlanAgreement& plan, const Receipt& receipt) {
        const std::string words = fmt::format(" {} {} {} ", receipt.reference, receipt.description,
                                              receipt.end_to_end_id);
        return words.find(" " + plan.code + " ") != std::string::npos;
    }

    bool is_named(const PlanAgreement& plan, std::size_t r) const {
        return is_for(plan, r) && has_code(plan, book_.receipts[r]);
    }

    bool pay_plan(std::size_t r, const PlanAgreement& plan, AllocationRule rule,
                  std::optional<AllocationRule> bound) {
        std::vector<PlanAgreement> meant;
        for (const PlanAgreement& other : plans_) {
            const bool is_one = has(other.installments_minor, book_.receipts[r].amount.minor());
            if (other.code == plan.code || !is_for(other, r)) continue;
            if (is_one || is_named(other, r)) meant.push_back(other);
        }
        const std::int64_t others = missing_without(r, meant, bound);
        bool any = false;
        for (const std::size_t i : open_to(r)) {
            const auto at_most = std::max<std::int64_t>(free(r) - others, 0);
            if (has(plan.debts, i)) any |= pay(r, i, at_most, rule);
        }
        return any;
    }

    // What nobody else on account pays of what those plans will charge, and this money would: the
    // days to come are walked through, and on each the money that is there pays, what came first
    // first.
    std::int64_t missing_without(std::size_t r, const std::vector<PlanAgreement>& plans,
                                 std::optional<AllocationRule> bound) const {
        std::vector<std::int64_t> left = left_;
        std::vector<std::int64_t> spendable;
        for (std::size_t other = 0; other < left.size(); ++other) spendable.push_back(free(other));
        std::int64_t sum = 0;
        for (const std::size_t i : to_come()) {
            std::int64_t open = book_.invoices[i].amount.minor() - ruled_to(r, i);
            for (const std::size_t other : came_) {
                if (other == r || left[other] <= 0 || open <= 0) continue;
                const auto hand = std::min({ruled_to(other, i), left[other], open});
                const bool by_rule = !is_ruled(other, i) &&
                                     will_pay(other, i, plans_, bound_[other], spendable[other]);
                const auto paid = by_rule ? std::min(spendable[other], open) : hand;
                if (by_rule) spendable[other] -= paid;
                left[other] -= paid;
                spendable[other] = std::min(spendable[other], left[other]);
                open -= paid;
            }
            std::vector<PlanAgreement> own;
            std::ranges::copy_if(plans, std::back_inserter(own),
                                 [&](const PlanAgreement& plan) { return is_for(plan, r); });
            if (open > 0 && !is_ruled(r, i) && will_pay(r, i, own, bound, 0)) sum += open;
        }
        return sum;
    }

    // What plans will charge, day by day.
    Indices to_come() const {
        std::map<std::pair<Date, std::string>, std::size_t> found;
        for (const PlanAgreement& plan : plans_) {
            for (const std::size_t i : plan.debts) {
                if (has(issued_, i)) continue;
                found[{book_.invoices[i].issued, book_.invoices[i].number}] = i;
            }
        }
        Indices debts;
        for (const auto& [key, debt] : found) debts.push_back(debt);
        return debts;
    }

    std::int64_t ruled_to(std::size_t r, std::size_t i) const {
        std::int64_t amount = 0;
        for (const Ruling& ruling : rulings_) {
            if (ruling.receipt == r && ruling.invoice == i) amount += ruling.amount_minor;
        }
        return amount;
    }

    bool will_pay(std::size_t r, std::size_t i, const std::vector<PlanAgreement>& plans,
                  std::optional<AllocationRule> bound, std::int64_t amount) const {
        const Receipt& receipt = book_.receipts[r];
        const bool takes_oldest = has(book_.rules.order, AllocationRule::oldest_due);
        return std::ranges::any_of(plans, [&](const PlanAgreement& plan) {
            if (!has(plan.debts, i)) return false;
            const auto names_one = [&](AllocationRule rule) {
                const bool by_name =
                    rule == AllocationRule::invoice || rule == AllocationRule::reference ||
                    rule == AllocationRule::invoice_number || rule == AllocationRule::end_to_end_id;
                return by_name && is_for(plan, r) && !is_doubtful(r, rule) &&
                       std::ranges::any_of(named_by(r, rule, book_.invoices[i].issued),
                                           [&](std::size_t n) { return has(plan.debts, n); });
            };
            if (!receipt.invoice.empty()) {
                return receipt.invoice == book_.invoices[i].number ||
                       names_one(AllocationRule::invoice);
            }
            if (is_named(plan, r)) return true;
            if (bound) return *bound == AllocationRule::oldest_due || names_one(*bound);
            return takes_oldest || (is_for(plan, r) && has(plan.installments_minor, amount));
        });
    }

    std::int64_t beside_plans(std::size_t r) const {
        const auto kept = missing_without(r, plans_, AllocationRule::oldest_due);
        return std::max<std::int64_t>(free(r) - kept, 0);
    }

    // The invoices that the money names by the rule, open or not, that have come by the day.
    Indices named(std::size_t r, AllocationRule rule) const { return named_by(r, rule, today_); }

    Indices named_by(std::size_t r, AllocationRule rule, Date day) const {
        const Receipt& receipt = book_.receipts[r];
        if (rule == AllocationRule::invoice_number) return certain(r, false);
        if (rule == AllocationRule::end_to_end_id) return certain(r, true);
        Indices all(book_.invoices.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        return those_of(all, [&](std::size_t i) {
            if (book_.invoices[i].issued > day) return false;
            return rule == AllocationRule::invoice
                       ? book_.invoices[i].number == receipt.invoice
                       : carries(receipt, reference_key(book_.invoices[i].reference));
        });
    }

    // The open invoices that the rule means, in the order in which they are paid.
    Indices targets(std::size_t r, AllocationRule rule) const {
        const Receipt& receipt = book_.receipts[r];
        const Indices all = open_to(r);
        switch (rule) {
            case AllocationRule::invoice:
                return those_of(all, [&](std::size_t i) {
                    return book_.invoices[i].number == receipt.invoice;
                });
            case AllocationRule::reference:
                return those_of(all, [&](std::size_t i) {
                    return carries(receipt, reference_key(book_.invoices[i].reference));
                });
            case AllocationRule::invoice_number:
                return certain(r, false);
            case AllocationRule::end_to_end_id:
                return certain(r, true);
            case AllocationRule::exact_amount: {
                const Indices same = of_amount(all, r);
                return same.size() == 1 ? same : Indices{};
            }
            case AllocationRule::sum:
                return comes_in_ == r ? adding_up(all, free(r)) : Indices{};
            case AllocationRule::oldest_due:
                return all;
            case AllocationRule::by_hand:
            case AllocationRule::returned:
            case AllocationRule::discount:
                break;
        }
        return {};
    }

    static bool carries(const Receipt& receipt, const std::string& key) {
        if (key.empty()) return false;
        for (const std::string& text : {receipt.reference, receipt.description}) {
            const auto inside = reference_keys_in(text);
            if (std::ranges::find(inside, key) != inside.end()) return true;
        }
        return false;
    }

    Indices of_amount(const Indices& invoices, std::size_t r) const {
        return those_of(invoices, [&](std::size_t i) {
            return open_[i] > 0 && open_[i] == free(r) && !is_ruled(r, i);
        });
    }

    // Random books are small: every set is tried.
    Indices adding_up(const Indices& all, std::int64_t wanted) const {
        std::vector<Indices> found;
        for (unsigned set = 1; set < 1U << all.size(); ++set) {
            Indices members;
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < all.size(); ++i) {
                if ((set >> i & 1U) == 0) continue;
                members.push_back(all[i]);
                sum += open_[all[i]];
            }
            const bool is_small = members.size() <= 6 || members.size() == all.size();
            if (is_small && sum == wanted) found.push_back(members);
        }
        return found.size() == 1 ? found.front() : Indices{};
    }

    bool is_doubtful(std::size_t r, AllocationRule rule) const {
        const bool by_id = rule == AllocationRule::end_to_end_id;
        if (free(r) <= 0 || (!by_id && rule != AllocationRule::invoice_number)) return false;
        return std::ranges::any_of(ambiguous(r, by_id), [&](const Indices& candidates) {
            return std::ranges::any_of(
                candidates, [&](std::size_t i) { return open_[i] > 0 && !is_ruled(r, i); });
        });
    }

    bool is_ruled(std::size_t r, std::size_t i) const {
        return std::ranges::any_of(rulings_, [&](const Ruling& ruling) {
            return ruling.receipt == r && ruling.invoice == i;
        });
    }

    // What is not kept for an invoice of a later day.
    std::int64_t free(std::size_t r) const {
        std::int64_t kept = 0;
        for (const Ruling& ruling : rulings_) {
            const bool is_issued = std::ranges::find(issued_, ruling.invoice) != issued_.end();
            if (ruling.receipt == r && !is_issued) kept += ruling.amount_minor;
        }
        return std::max<std::int64_t>(0, left_[r] - kept);
    }

    bool pay(std::size_t r, std::size_t i, std::int64_t at_most, AllocationRule rule) {
        if (rule != AllocationRule::by_hand && is_ruled(r, i)) return false;
        const auto amount = std::min(at_most, open_[i]);
        if (amount <= 0) return false;
        left_[r] -= amount;
        write(r, i, amount, rule);
        paid_.push_back({r, i, amount});
        return true;
    }

    template <class Wanted>
    static Indices those_of(const Indices& invoices, const Wanted& wanted) {
        Indices found;
        std::ranges::copy_if(invoices, std::back_inserter(found), wanted);
        return found;
    }

    Indices open_to(std::size_t r) const {
        Indices found;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            if (open_[i] > 0 && !is_ruled(r, i)) found.push_back(i);
        }
        std::ranges::sort(found, {}, [&](std::size_t i) {
            return std::pair(book_.invoices[i].due, book_.invoices[i].number);
        });
        return found;
    }

    // Payments that went back.

    void go_back(std::size_t r) {
        came_.push_back(r);
        const Receipt& gone = book_.receipts[r];
        left_[r] = gone.amount.minor();
        for (const bool by_id : {false, true}) read(r, by_id);
        if (const auto original = original_of(gone)) {
            gone_back_[*original] = true;
            cancel_unspent(r, [&](std::size_t p) { return p == original; });
            reopen(r, [&](const Paid& paid) { return paid.receipt == original; });
        }
        if (!gone.invoice.empty()) {
            cancel_unspent(
                r, [&](std::size_t p) { return book_.receipts[p].invoice == gone.invoice; });
            reopen(r, [&](const Paid& paid) { return is_on(paid, gone.invoice); });
        }
        cancel_unspent(r, [](std::size_t) { return true; });
        if (gone.invoice.empty()) reopen(r, [](const Paid&) { return true; });
        settle();
    }

    struct Paid {
        std::size_t receipt;
        std::size_t invoice;
        std::int64_t amount;
    };

    bool is_on(const Paid& paid, const std::string& number) const {
        return paid.amount > 0 && book_.invoices[paid.invoice].number == number;
    }

    bool concerns(std::size_t p, const std::string& number) const {
        if (number.empty() || book_.receipts[p].invoice == number) return true;
        return std::ranges::any_of(
            paid_, [&](const Paid& paid) { return paid.receipt == p && is_on(paid, number); });
    }

    std::optional<std::size_t> original_of(const Receipt& gone) const {
        std::optional<std::size_t> best;
        std::string best_rank;
        for (const std::size_t p : came_) {
            const Receipt& paid = book_.receipts[p];
            if (!is_payment(paid) || gone_back_[p] || paid.amount != -gone.amount) continue;
            if (!concerns(p, gone.invoice)) continue;
            const bool same_id =
                !gone.end_to_end_id.empty() && gone.end_to_end_id == paid.end_to_end_id;
            const bool same = !gone.reference.empty() && gone.reference == paid.reference;
            const std::string rank = fmt::format("{} {} {} {}", same_id ? 1 : 0, same ? 1 : 0,
                                                 to_text(paid.date), paid.id);
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
    std::vector<Ruling> rulings_;  // with what is still to be done
    std::vector<PlanAgreement> plans_;
    std::map<std::pair<std::size_t, bool>, std::vector<Indices>> read_;
    std::optional<std::size_t> comes_in_;
    Indices issued_;
    Indices came_;
    std::vector<Paid> paid_;
    std::string lines_;
};

}  // namespace dunning::testing
