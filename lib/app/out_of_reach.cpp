#include "app/out_of_reach.h"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "app/load_position.h"
#include "ledger/customer_file.h"

namespace dunning {
namespace {

using ChannelLists = std::set<std::vector<Channel>>;

ChannelLists channels_of_levels(const Policy& policy) {
    ChannelLists lists;
    for (const Procedure& procedure : policy.procedures) {
        for (const Level& level : procedure.levels) lists.insert(level.channels);
    }
    return lists;
}

// As reaches() has it, of a customer of whom nothing more is known.
bool has_address_for_one(const Customer& customer, const std::vector<Channel>& channels) {
    return std::ranges::any_of(channels, [&](Channel channel) {
        return channel == Channel::referral || !contact_point(customer, channel).empty();
    });
}

// Those of whom there is more to read than the open amounts of their invoices.
std::unordered_set<RowId> customers_with_more(const Ledger& ledger, Date as_of) {
    auto customers = CustomerFile::customers_with_history(ledger);
    for (const AccountMoney& money : ledger.on_account(as_of)) {
        if (money.customer) customers.insert(*money.customer);
    }
    return customers;
}

// The customers to look at.
struct Asked {
    std::unordered_set<RowId> whole;  // by their positions
    std::unordered_map<RowId, Customer> by_items;
};

Asked customers_to_ask(const Ledger& ledger, const Policy& policy, Date as_of) {
    const ChannelLists lists = channels_of_levels(policy);
    const auto with_more = customers_with_more(ledger, as_of);
    Asked asked{.whole = CustomerFile::customers_with_doubtful_points(ledger), .by_items = {}};
    CustomerFile::for_each_customer(ledger, [&](RowId row, const Customer& customer) {
        const bool is_reached = std::ranges::all_of(
            lists, [&](const auto& channels) { return has_address_for_one(customer, channels); });
        if (is_reached) return;
        if (with_more.contains(row) || asks_for_behaviour(policy)) {
            asked.whole.insert(row);
        } else {
            asked.by_items.emplace(row, customer);
        }
    });
    return asked;
}

// Makes positions of what aging reads, one after the other in the same place. They lack what was
// paid before, and the invoices have other names: only the interest in a notice would rest on it.
class PositionsOfItems {
  public:
    PositionsOfItems(const std::unordered_map<RowId, Customer>& customers, Currency currency,
                     Date as_of, const std::function<void(const CustomerPosition&)>& visit)
        : customers_(customers),
          as_of_(as_of),
          visit_(visit),
          position_{.customer = {}, .currency = currency, .on_account = Money::zero(currency)} {}

    // REQUIRES: the items of a customer and currency come together.
    void add(const OpenAmount& item) {
        if (item.customer != customer_ || item.currency != position_.currency.code()) {
            finish();
            begin(item);
        }
        if (!is_asked_) return;
        const Money open(item.open_minor, position_.currency);
        position_.items.push_back({.invoice = std::to_string(item.invoice),
                                   .issued = item.issued,
                                   .due = item.due,
                                   .amount = open,
                                   .open = open});
    }

    void finish() {
        const auto is_late = [&](const OpenItem& item) { return item.due < as_of_; };
        if (std::ranges::any_of(position_.items, is_late)) {
            std::ranges::stable_sort(position_.items, {}, &OpenItem::due);
            visit_(position_);
        }
        position_.items.clear();
    }

  private:
    void begin(const OpenAmount& item) {
        if (item.customer != customer_) {
            customer_ = item.customer;
            const auto found = customers_.find(customer_);
            is_asked_ = found != customers_.end();
            if (is_asked_) position_.customer = found->second;
        }
        if (item.currency != position_.currency.code()) {
            position_.currency = *Currency::from_code(item.currency);
            position_.on_account = Money::zero(position_.currency);
        }
    }

    const std::unordered_map<RowId, Customer>& customers_;
    const Date as_of_;
    const std::function<void(const CustomerPosition&)>& visit_;
    RowId customer_ = -1;
    bool is_asked_ = false;
    CustomerPosition position_;
};

}  // namespace

std::optional<OutOfReach> out_of_reach(const CustomerPosition& position,
                                       const DecisionContext& context, Date as_of) {
    OutOfReach found{
        .customer = position.customer.id, .amount = Money::zero(position.currency), .detail = {}};
    for (const Withheld& withheld : decide(position, context, as_of).withheld) {
        if (withheld.rule != Rule::no_contact_point && withheld.rule != Rule::opted_out) continue;
        found.detail = withheld.detail;
        const auto item = std::ranges::find(position.items, withheld.invoice, &OpenItem::invoice);
        if (item != position.items.end()) found.amount += item->open;
    }
    if (found.detail.empty()) return std::nullopt;
    return found;
}

std::vector<OutOfReach> list_out_of_reach(const Ledger& ledger, const Policy& policy, Date as_of) {
    // Told of also on days on which no notice goes out, and whatever the age of the data.
    Policy any_day = policy;
    any_day.contact.working_days_only = false;
    const DecisionContext context{.policy = any_day, .newest_payment_import = {}};
    std::vector<OutOfReach> all;
    const std::function<void(const CustomerPosition&)> ask = [&](const CustomerPosition& position) {
        if (auto found = out_of_reach(position, context, as_of)) {
            all.push_back(std::move(*found));
        }
    };
    const Asked asked = customers_to_ask(ledger, policy, as_of);
    for_each_overdue_of(ledger, policy, asked.whole, as_of, [&](const OverdueBatch& batch) {
        std::ranges::for_each(batch.positions, ask);
    });
    if (asked.by_items.empty()) return all;
    PositionsOfItems positions(asked.by_items, policy.book.currency, as_of, ask);
    ledger.for_each_open_item(as_of, [&](const OpenAmount& item) { positions.add(item); });
    positions.finish();
    return all;
}

}  // namespace dunning
