// Everything about customers that the decision needs, except the pauses. Of many customers at once:
// each question is asked once for all of them, because asking costs more than most answers.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

#include "ledger/customer_file.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

using Rows = std::vector<RowId>;

struct Item {
    RowId id = 0;
    RowId customer = 0;
    OpenItem item;
    DebtKind kind = DebtKind::principal;
    std::string charged_on = {};
    bool of_plan = false;  // interest that a plan has agreed, and reminds of
};

// A contact by which a person may have done what no channel could.
struct Talk {
    std::optional<RowId> invoice;  // none: about all of them
    Date day;
    Channel channel = Channel::phone;
};
using Talks = std::unordered_map<RowId, std::vector<Talk>>;  // by customer, by day

// What nights found, in their order; of rules that stay the same only the first night is kept.
struct Found {
    Date day;
    bool out_of_reach = false;
};
using Verdicts = std::unordered_map<RowId, std::vector<Found>>;  // by invoice

// All that is read of items, by customer, due date and number. Where each has its row, the ids lead
// (CROSS JOIN): as a list for `IN` they would be sorted into a table first.
class Items {
  public:
    Items(Connection& db, const Rows& invoices, Date as_of)
        : db_(db), invoices_(invoices), as_of_(as_of) {
        load_invoices();
        load_extensions();
        sort_items();
        for (Item& item : items_) index_.emplace(item.id, &item.item);
        load_changes();
    }

    // Of the customers whose items these are.
    void add_notices(const Rows& customers) {
        load_posted(customers);
        load_fees(customers);
        load_waived();
        load_notices(customers);
        load_steps_by_hand(customers);
    }

    std::span<Item> of(RowId customer) {
        return {std::ranges::lower_bound(items_, customer, {}, &Item::customer),
                std::ranges::upper_bound(items_, customer, {}, &Item::customer)};
    }

  private:
    void load_invoices();
    void load_extensions();
    void sort_items();
    void load_changes();
    void load_posted(const Rows& customers);
    void load_fees(const Rows& customers);
    void load_waived();
    void load_notices(const Rows& customers);
    void load_steps_by_hand(const Rows& customers);
    Verdicts verdicts_on(const Rows& invoices) const;

    Connection& db_;
    const Rows& invoices_;
    const Date as_of_;
    std::vector<Item> items_;
    std::unordered_map<RowId, OpenItem*> index_;
};

void Items::load_invoices() {
    auto query = db_.query(R"sql(
        SELECT invoice.id, customer_id, currency, number, issued, due, amount_minor, reference, kind,
               (SELECT number FROM invoice parent WHERE parent.id = invoice.charged_on),
               plan_id IS NOT NULL
        FROM json_each(:invoices)
        CROSS JOIN invoice ON invoice.id = json_each.value)sql");
    query.bind_rows(":invoices", invoices_);
    items_.reserve(invoices_.size());
    while (query.next()) {
        const Money amount(query.integer(6), currency_from_row(query.text_view(2)));
        items_.push_back({query.integer(0), query.integer(1),
                          OpenItem{.invoice = query.text(3),
                                   .issued = query.date(4),
                                   .due = query.date(5),
                                   .amount = amount,
                                   .open = amount,
                                   .reference = query.text(7)},
                          debt_kind_from_row(query.text_view(8)), query.text(9),
                          query.integer(10) == 1});
    }
}

// The latest word on the day holds.
void Items::load_extensions() {
    auto query = db_.query(R"sql(
        SELECT invoice_id, due
        FROM extension
        WHERE invoice_id IN (SELECT value FROM json_each(:invoices)) AND day <= :as_of
        ORDER BY id)sql");
    query.bind_rows(":invoices", invoices_).bind(":as_of", as_of_);
    std::unordered_map<RowId, Date> dues;
    while (query.next()) dues[query.integer(0)] = query.date(1);
    if (dues.empty()) return;
    for (Item& item : items_) {
        if (const auto due = dues.find(item.id); due != dues.end()) item.item.due = due->second;
    }
}

// Items are large: their places are sorted, and each is moved once.
void Items::sort_items() {
    std::vector<Item*> order;
    order.reserve(items_.size());
    for (Item& item : items_) order.push_back(&item);
    std::ranges::sort(order, {}, [](const Item* item) {
        return std::tie(item->customer, item->item.due, item->item.invoice);
    });
    std::vector<Item> sorted;
    sorted.reserve(items_.size());
    for (Item* item : order) sorted.push_back(std::move(*item));
    items_ = std::move(sorted);
}

void Items::load_changes() {
    auto query = db_.query(R"sql(
        SELECT invoice_id, day, amount_minor
        FROM json_each(:invoices)
        CROSS JOIN allocation ON invoice_id = json_each.value AND day <= :as_of)sql");
    query.bind_rows(":invoices", invoices_).bind(":as_of", as_of_);
    std::map<std::pair<RowId, Date>, std::int64_t> sums;
    while (query.next()) {
        std::int64_t& sum = sums[{query.integer(0), query.date(1)}];
        sum = add_minor(sum, query.integer(2));
    }
    for (const auto& [change, amount_minor] : sums) {
        if (amount_minor == 0) continue;
        OpenItem& item = *index_.at(change.first);
        item.changes.push_back({change.second, amount_minor});
        item.open -= Money(amount_minor, item.open.currency());
    }
}

// What earlier notices have made part of the debt, paid since or not. A notice that waited was
// computed for its own day; what was charged without one, by the first night that could see it. A
// correction leaves what had accrued by its own day, by the policy of its night.
void Items::load_posted(const Rows& customers) {
    auto query = db_.query(R"sql(
        WITH charge AS (SELECT id, charged_on, amount_minor, issued, notice_id
                        FROM invoice
                        WHERE customer_id IN (SELECT value FROM json_each(:customers))
                            AND kind <> 'principal' AND charged_on IS NOT NULL AND NOT withdrawn
                            AND issued <= :as_of AND kind = 'interest')
        SELECT charge.charged_on, charge.amount_minor, ifnull(notice.day, charge.issued) AS until,
               coalesce(run.policy_sha256,
                        (SELECT night.policy_sha256
                         FROM run night
                         WHERE night.as_of >= charge.issued
                         ORDER BY night.id
                         LIMIT 1),
                        '')
        FROM charge
        LEFT JOIN notice ON notice.id = charge.notice_id
        LEFT JOIN run ON run.id = notice.run_id
        UNION ALL
        SELECT charge.charged_on, 0, correction.day,
               ifnull((SELECT night.policy_sha256
                       FROM run night
                       WHERE night.recorded_at >= correction.recorded_at
                       ORDER BY night.id
                       LIMIT 1), '')
        FROM charge
        JOIN charge_correction correction ON correction.invoice_id = charge.id
        WHERE charge.notice_id IS NOT NULL AND correction.day <= :as_of
        ORDER BY 1, 3, 4)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of_);
    while (query.next()) {
        const auto found = index_.find(query.integer(0));
        if (found == index_.end()) continue;
        OpenItem& item = *found->second;
        item.interest_posted_minor = add_minor(item.interest_posted_minor, query.integer(1));
        item.interest_claims.push_back({query.date(2), query.text(3)});
    }
}

// The n-th of `lines` equal parts, counted from 1; what does not divide goes to the first.
std::int64_t equal_part(std::int64_t amount, std::int64_t lines, std::int64_t n) {
    return amount / lines + (n <= amount % lines ? 1 : 0);
}

// Fees that stand, of notices that list the invoice: a law's lump sum is claimed less these.
void Items::load_fees(const Rows& customers) {
    auto query = db_.query(R"sql(
        SELECT line.invoice_id, charge.charged_on IS NULL,
               charge.amount_minor -
                   (SELECT ifnull(sum(allocation.amount_minor), 0)
                    FROM allocation
                    JOIN receipt ON receipt.id = allocation.receipt_id AND receipt.kind = 'waiver'
                    WHERE allocation.invoice_id = charge.id AND allocation.day <= :as_of),
               ifnull(lump_sum_minor, 0), line.n,
               (SELECT count(*) FROM notice_line WHERE notice_id = charge.notice_id)
        FROM invoice charge
        JOIN notice_line line ON line.notice_id = charge.notice_id AND line.live = 1
            AND (charge.charged_on IS NULL OR charge.charged_on = line.invoice_id)
        LEFT JOIN notice_lump_sum ON notice_lump_sum.notice_id = line.notice_id
            AND notice_lump_sum.n = line.n
        WHERE charge.customer_id IN (SELECT value FROM json_each(:customers))
            AND charge.kind <> 'principal' AND charge.kind = 'costs' AND NOT charge.withdrawn
            AND charge.issued <= :as_of)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of_);
    while (query.next()) {
        const auto found = index_.find(query.integer(0));
        if (found == index_.end()) continue;
        const bool is_of_notice = query.integer(1) == 1;
        const std::int64_t amount = query.integer(2);
        const std::int64_t own = std::max<std::int64_t>(amount - query.integer(3), 0);
        found->second->fees_posted_minor +=
            is_of_notice ? equal_part(amount, query.integer(5), query.integer(4)) : own;
    }
}

// Interest that was given up on the day.
void Items::load_waived() {
    auto query = db_.query(R"sql(
        SELECT invoice_id, sum(amount_minor)
        FROM interest_waiver
        LEFT JOIN interest_waiver_end ON waiver_id = interest_waiver.id
        WHERE invoice_id IN (SELECT value FROM json_each(:invoices))
            AND interest_waiver.day <= :as_of
            AND ifnull(interest_waiver_end.day > :as_of, 1)
        GROUP BY invoice_id)sql");
    query.bind_rows(":invoices", invoices_).bind(":as_of", as_of_);
    while (query.next()) index_.at(query.integer(0))->interest_waived_minor = query.integer(1);
}

// Of a notice that has made its charges part of the debt.
void note_costs(OpenItem& item, const Query& row) {
    const std::int64_t lump_sum = row.integer(8);
    item.lump_sum_posted_minor += lump_sum;
    item.fees_in_lump_sum_minor += row.integer(9);
    item.fee_posted = item.fee_posted || row.integer(7) > lump_sum;
}

void note_notice(OpenItem& item, const Query& row) {
    const std::string_view state = row.text_view(4);
    const Date day = row.date(1);
    NoticeHistory& history = item.history;
    if (state == "sent") {
        if (row.integer(6) == 1) note_costs(item, row);
        history.last_listed = std::max(history.last_listed.value_or(day), day);
        if (row.integer(3) == 0) return;
        history.level = std::max(history.level, row.small(2));
        history.first_notice = std::min(history.first_notice.value_or(day), day);
        history.last_notice = std::max(history.last_notice.value_or(day), day);
        return;
    }
    history.waiting = notice_code(row.integer(5));
    history.uncertain = history.uncertain || state == "uncertain";
    history.failed = history.failed || state == "failed";
    history.waits_for_approval = history.waits_for_approval || state == "draft";
}

// By the state of the notice's own channel; tasks that go with it do not count. The day of an
// issued notice is the one on which it went out.
void Items::load_notices(const Rows& customers) {
    auto query = db_.query(R"sql(
        SELECT notice_line.invoice_id,
               max(notice.day, ifnull((SELECT max(delivery_step.day)
                                       FROM delivery_step
                                       WHERE delivery_step.notice_id = notice.id
                                           AND delivery_step.channel = delivery.channel
                                           AND delivery_step.step = 'handing over'), notice.day)),
               notice_line.level, notice_line.advances, delivery.state, notice.id,
               notice.posts, notice_line.costs_minor, ifnull(lump_sum_minor, 0),
               ifnull(fees_in_it_minor, 0)
        FROM notice
        JOIN notice_line ON notice_line.notice_id = notice.id
        LEFT JOIN notice_lump_sum ON notice_lump_sum.notice_id = notice_line.notice_id
            AND notice_lump_sum.n = notice_line.n
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
        WHERE notice.customer_id IN (SELECT value FROM json_each(:customers))
            AND notice_line.live = 1
        ORDER BY notice.id)sql");
    query.bind_rows(":customers", customers);
    while (query.next()) {
        const auto found = index_.find(query.integer(0));
        if (found != index_.end()) note_notice(*found->second, query);
    }
}

// The customer was spoken with, or a person has sent something.
Talks talks_of(Connection& db, const Rows& customers, Date as_of) {
    auto query = db.query(R"sql(
        SELECT customer_id, invoice_id, day, channel
        FROM contact
        WHERE customer_id IN (SELECT value FROM json_each(:customers)) AND day <= :as_of
            AND ((channel IN ('phone', 'visit', 'meeting')
                  AND outcome IN ('conversation', 'promised', 'disputed', 'refused'))
                OR (channel IN ('email', 'sms', 'letter') AND direction = 'out'
                    AND outcome IN ('sent', 'delivered')))
            AND NOT EXISTS (SELECT 1 FROM contact correction
                            WHERE correction.corrects = contact.id)
        ORDER BY day, id)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of);
    Talks talks;
    while (query.next()) {
        const auto channel = channel_from(query.text_view(3));
        DUNNING_CHECK(channel.has_value());
        Talk talk{.invoice = {}, .day = query.date(2), .channel = *channel};
        if (!query.is_null(1)) talk.invoice = query.integer(1);
        talks[query.integer(0)].push_back(talk);
    }
    return talks;
}

// The latest on the day.
const Found* found_on(const std::vector<Found>& verdicts, Date day) {
    const auto latest = std::ranges::find_if(verdicts.rbegin(), verdicts.rend(),
                                             [&](const Found& found) { return found.day <= day; });
    return latest == verdicts.rend() ? nullptr : &*latest;
}

Verdicts Items::verdicts_on(const Rows& invoices) const {
    auto query = db_.query(R"sql(
        SELECT verdict.invoice_id, run.as_of, verdict.rule IN ('no_contact_point', 'opted_out')
        FROM json_each(:invoices)
        CROSS JOIN verdict ON verdict.invoice_id = json_each.value
        JOIN run ON run.id = verdict.run_id
        ORDER BY verdict.invoice_id, verdict.run_id)sql");
    query.bind_rows(":invoices", invoices);
    Verdicts verdicts;
    while (query.next()) {
        verdicts[query.integer(0)].push_back({query.date(1), query.integer(2) == 1});
    }
    return verdicts;
}

// Contacts after a night that had found the customer out of reach; which of them count is for
// core/item_checks to say. Most customers have none, and nothing is asked about their items.
void Items::load_steps_by_hand(const Rows& customers) {
    const Talks talks = talks_of(db_, customers, as_of_);
    if (talks.empty()) return;
    Rows asked;
    for (const Item& item : items_) {
        if (item.kind == DebtKind::principal && talks.contains(item.customer)) {
            asked.push_back(item.id);
        }
    }
    const Verdicts verdicts = verdicts_on(asked);
    for (Item& item : items_) {
        const auto known = verdicts.find(item.id);
        if (known == verdicts.end()) continue;
        for (const Talk& talk : talks.at(item.customer)) {
            if (talk.invoice.value_or(item.id) != item.id) continue;
            const Found* const found = found_on(known->second, talk.day);
            if (found == nullptr || !found->out_of_reach) continue;
            item.item.history.by_hand.push_back(
                {.found = found->day, .day = talk.day, .channel = talk.channel});
        }
    }
}

OpenCharge charge_of(const Item& row) {
    return {.number = row.item.invoice,
            .kind = row.kind,
            .charged_on = row.charged_on,
            .day = row.item.issued,
            .due = row.item.due,
            .amount = row.item.amount,
            .open = row.item.open};
}

CustomerPosition nothing_open(const Customer& customer, const ContactStanding& standing,
                              const Money& on_account) {
    return {.customer = customer,
            .currency = on_account.currency(),
            .on_account = on_account,
            .opted_out = standing.opted_out,
            .dead_points = standing.dead_points,
            .ceased = standing.ceased,
            .represented = standing.represented,
            .reason = standing.reason};
}

std::int64_t amount_in(const std::map<std::string, std::int64_t>& amounts,
                       const std::string& currency) {
    const auto found = amounts.find(currency);
    return found == amounts.end() ? 0 : found->second;
}

// A customer's items, each into the position of its currency.
std::map<std::string, CustomerPosition> by_currency(std::span<Item> items, const Balance& balance,
                                                    const Customer& customer,
                                                    const ContactStanding& standing) {
    std::map<std::string, CustomerPosition> positions;
    for (Item& item : items) {
        if (!item.item.open.is_positive() || item.of_plan) continue;
        const Currency currency = item.item.open.currency();
        const std::string code(currency.code());
        auto found = positions.find(code);
        if (found == positions.end()) {
            const Money on_account(amount_in(balance.on_account, code), currency);
            found = positions.emplace(code, nothing_open(customer, standing, on_account)).first;
        }
        if (item.kind == DebtKind::principal) {
            const auto told = standing.reasons.find(item.id);
            if (told != standing.reasons.end()) item.item.reason = told->second;
            found->second.items.push_back(std::move(item.item));
        } else {
            found->second.charges.push_back(charge_of(item));
        }
    }
    return positions;
}

}  // namespace

std::vector<CustomerPosition> Ledger::positions(std::span<const Balance> balances,
                                                Date as_of) const {
    Connection& db = impl_->db;
    Rows customers;
    Rows invoices;
    for (const Balance& balance : balances) {
        if (balance.invoices.empty()) continue;
        customers.push_back(balance.customer);
        invoices.insert(invoices.end(), balance.invoices.begin(), balance.invoices.end());
    }
    if (customers.empty()) return {};
    std::ranges::sort(invoices);  // as they stand in the tables
    Items items(db, invoices, as_of);
    items.add_notices(customers);
    const auto standings = contact_standings(db, customers, as_of);
    const auto people = customers_by_row(db, customers);
    std::vector<CustomerPosition> positions;
    for (const Balance& balance : balances) {
        if (balance.invoices.empty()) continue;
        auto own = by_currency(items.of(balance.customer), balance, people.at(balance.customer),
                               standings.at(balance.customer));
        for (auto& [currency, position] : own) positions.push_back(std::move(position));
    }
    return positions;
}

std::vector<CustomerPosition> Ledger::positions(RowId customer, Date as_of) const {
    const Balance own = balance(customer, as_of);
    return positions(std::span(&own, 1), as_of);
}

std::unordered_set<RowId> Ledger::customers_with_more_to_know() const {
    // Contacts as talks_of() reads them, those that were corrected among them.
    auto query = impl_->db.query(R"sql(
        SELECT customer_id
        FROM pause
        UNION
        SELECT customer_id
        FROM plan
        UNION
        SELECT customer_id
        FROM referral
        UNION
        SELECT customer_id
        FROM contact
        WHERE (channel IN ('phone', 'visit', 'meeting')
               AND outcome IN ('conversation', 'promised', 'disputed', 'refused'))
            OR (channel IN ('email', 'sms', 'letter') AND direction = 'out'
                AND outcome IN ('sent', 'delivered')))sql");
    std::unordered_set<RowId> customers;
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

// Of all invoices what load_notices() finds of some customers'.
std::unordered_set<RowId> Ledger::latest_notices(Date as_of) const {
    std::vector<RowId> open;
    for_each_open_item(as_of, [&](const OpenAmount& item) { open.push_back(item.invoice); });
    auto query = impl_->db.query(R"sql(
        SELECT max(notice.id)
        FROM json_each(:open)
        CROSS JOIN notice_line ON notice_line.invoice_id = json_each.value AND notice_line.live = 1
        JOIN notice ON notice.id = notice_line.notice_id AND notice.day <= :as_of
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
            AND delivery.state = 'sent'
        GROUP BY notice_line.invoice_id)sql");
    query.bind_rows(":open", open).bind(":as_of", as_of);
    std::unordered_set<RowId> latest;
    while (query.next()) latest.insert(query.integer(0));
    return latest;
}

std::unordered_map<RowId, Date> Ledger::first_notices() const {
    auto query = impl_->db.query(R"sql(
        SELECT notice_line.invoice_id,
               max(notice.day, ifnull((SELECT max(delivery_step.day)
                                       FROM delivery_step
                                       WHERE delivery_step.notice_id = notice.id
                                           AND delivery_step.channel = delivery.channel
                                           AND delivery_step.step = 'handing over'), notice.day))
        FROM notice
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
            AND delivery.state = 'sent'
        JOIN notice_line ON notice_line.notice_id = notice.id
            AND notice_line.live = 1 AND notice_line.advances = 1)sql");
    std::unordered_map<RowId, Date> first;
    while (query.next()) {
        const Date day = query.date(1);
        const auto [found, is_new] = first.try_emplace(query.integer(0), day);
        if (!is_new) found->second = std::min(found->second, day);
    }
    return first;
}

std::unordered_set<RowId> Ledger::charge_rows() const {
    auto query = impl_->db.query(R"sql(
        SELECT id
        FROM invoice INDEXED BY invoice_charge
        WHERE kind <> 'principal')sql");
    std::unordered_set<RowId> rows;
    while (query.next()) rows.insert(query.integer(0));
    return rows;
}

std::vector<OpenItem> Ledger::late_items(RowId customer, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT id
        FROM invoice
        WHERE customer_id = :customer AND due < :as_of AND kind = 'principal' AND NOT withdrawn)sql");
    query.bind(":customer", customer).bind(":as_of", as_of);
    Rows invoices;
    while (query.next()) invoices.push_back(query.integer(0));
    Items items(impl_->db, invoices, as_of);
    items.add_notices({customer});
    std::vector<OpenItem> all;
    for (Item& item : items.of(customer)) all.push_back(std::move(item.item));
    return all;
}

}  // namespace dunning
