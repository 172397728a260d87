#include "app/month_end.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "app/load_position.h"
#include "app/money_exit.h"

namespace dunning {
namespace {

struct ItemState {
    RowId customer = 0;
    std::string currency;
    Date due;
    std::int64_t open_minor = 0;
    std::size_t bucket = 0;
};
using ItemStates = std::unordered_map<RowId, ItemState>;

// With the days on which broken plans made them due, as `age` has them.
ItemStates states_on(const Ledger& ledger, const Policy& policy, Date day) {
    std::unordered_map<RowId, Date> broken;
    for (const auto& [invoice, due] : due_after_breach(ledger, policy, day)) {
        broken.emplace(ledger.row_of_invoice(invoice).value(), due);
    }
    ItemStates states;
    ledger.for_each_open_item(day, [&](const OpenAmount& item) {
        const auto earlier = broken.find(item.invoice);
        const Date due = earlier == broken.end() || earlier->second >= item.due
                             ? item.due
                             : std::max(earlier->second, item.issued);
        const int past = days_past(item.issued, due, policy.aging_basis, day);
        states.emplace(item.invoice, ItemState{item.customer, std::string(item.currency), due,
                                               item.open_minor, policy.aging.bucket_of(past)});
    });
    return states;
}

ItemChange change_of(std::int64_t then, std::int64_t now) {
    if (then == 0) return ItemChange::added;
    if (now == 0) return ItemChange::settled;
    if (now == then) return ItemChange::rolled;
    return now < then ? ItemChange::reduced : ItemChange::increased;
}

class ChangeFinder {
  public:
    ChangeFinder(const Ledger& ledger, const Policy& policy, Date since, Date as_of)
        : ledger_(ledger),
          policy_(policy),
          range_{since + 1, as_of},
          then_(states_on(ledger, policy, since)),
          now_(states_on(ledger, policy, as_of)) {
        for (CustomerName& name : ledger.customer_names()) names_.emplace(name.id, std::move(name));
    }

    AgingChanges find() {
        for (const auto& [invoice, state] : then_) movement(state.currency).open_then += of(state);
        for (const auto& [invoice, state] : now_) movement(state.currency).open_now += of(state);
        add_flows();
        for (const auto& [invoice, state] : then_) {
            const auto later = now_.find(invoice);
            add_item(invoice, &state, later == now_.end() ? nullptr : &later->second);
        }
        for (const auto& [invoice, state] : now_) {
            if (!then_.contains(invoice)) add_item(invoice, nullptr, &state);
        }
        sort();
        changes_.recorded_late = ledger_.recorded_after(range_.from - 1);
        return std::move(changes_);
    }

  private:
    static Money of(const ItemState& state) {
        return {state.open_minor, *Currency::from_code(state.currency)};
    }

    AgingMovement& movement(std::string_view code) {
        const Money zero = Money::zero(*Currency::from_code(code));
        return changes_.movements
            .try_emplace(std::string(code), AgingMovement{zero, zero, zero, zero, zero, zero})
            .first->second;
    }

    void add_flows() {
        ledger_.for_each_invoice_issued(range_, [&](const InvoiceFact& invoice) {
            AgingMovement& into = movement(invoice.currency);
            into.invoiced += Money(invoice.amount_minor, into.invoiced.currency());
        });
        ledger_.for_each_settlement(range_, [&](const SettlementFact& fact) {
            AgingMovement& into = movement(fact.of.currency);
            const Money amount(fact.amount_minor, into.paid.currency());
            switch (money_exit(policy_.report, fact.kind, fact.method, fact.description)) {
                case RollMatrix::paid:
                    into.paid += amount;
                    return;
                case RollMatrix::credited:
                    into.credited += amount;
                    return;
                case RollMatrix::written_off:
                case RollMatrix::exits:
                    into.written_off += amount;
                    return;
            }
        });
    }

    void add_item(RowId invoice, const ItemState* then, const ItemState* now) {
        const ItemState& known = now != nullptr ? *now : *then;
        const std::int64_t before = then != nullptr ? then->open_minor : 0;
        const std::int64_t after = now != nullptr ? now->open_minor : 0;
        const bool same_bucket = then != nullptr && now != nullptr && then->bucket == now->bucket;
        if (before == after && same_bucket) return;
        const Currency currency = *Currency::from_code(known.currency);
        ChangedItem item{.invoice = invoice,
                         .change = change_of(before, after),
                         .due = known.due,
                         .open_then = Money(before, currency),
                         .open_now = Money(after, currency)};
        const CustomerName& customer = names_.at(known.customer);
        item.number = ledger_.invoice_detail(invoice).number;
        item.customer = customer.code;
        item.name = customer.name;
        if (then != nullptr) item.bucket_then = then->bucket;
        if (now != nullptr) item.bucket_now = now->bucket;
        changes_.items.push_back(std::move(item));
    }

    void sort() {
        std::ranges::sort(changes_.items, {}, [](const ChangedItem& item) {
            return std::tuple(item.open_now.currency().code(), std::string_view(item.customer),
                              item.due, std::string_view(item.number));
        });
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const DayRange range_;
    const ItemStates then_;
    const ItemStates now_;
    std::unordered_map<RowId, CustomerName> names_;
    AgingChanges changes_;
};

}  // namespace

std::string_view to_text(Tie tie) {
    switch (tie) {
        case Tie::open:
            return "open";
        case Tie::balance:
            return "balance";
        case Tie::none:
            return "no";
    }
    return "no";
}

Tie ControlCheck::tie() const {
    if (control == open) return Tie::open;
    return control == balance() ? Tie::balance : Tie::none;
}

std::string_view to_text(ItemChange change) {
    switch (change) {
        case ItemChange::added:
            return "new";
        case ItemChange::settled:
            return "settled";
        case ItemChange::reduced:
            return "reduced";
        case ItemChange::increased:
            return "increased";
        case ItemChange::rolled:
            return "rolled";
    }
    return "new";
}

AgingChanges aging_changes(const Ledger& ledger, const Policy& policy, Date since, Date as_of) {
    return ChangeFinder(ledger, policy, since, as_of).find();
}

}  // namespace dunning
