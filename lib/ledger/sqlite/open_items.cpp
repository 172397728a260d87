// What is open on a day: work grows with the open items and the later allocations, not with
// history.
//
//   open(day) = open now + allocations dated after the day, of the invoices issued by the day
#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

// What was settled after the day of an invoice, or with a receipt.
struct Later {
    RowId row = 0;
    std::int64_t amount_minor = 0;
};

// Of rows of a row id and an amount: the sums by id, none of them 0. Sorted here, because that is
// quicker than the database's own grouping.
std::vector<Later> sums_by_row(Query& query) {
    std::vector<Later> all;
    while (query.next()) all.push_back({query.integer(0), query.integer(1)});
    std::ranges::sort(all, {}, &Later::row);
    std::vector<Later> sums;
    for (const Later& later : all) {
        if (sums.empty() || sums.back().row != later.row) {
            sums.push_back(later);
        } else {
            std::int64_t& sum = sums.back().amount_minor;
            sum = add_minor(sum, later.amount_minor);
        }
    }
    std::erase_if(sums, [](const Later& later) { return later.amount_minor == 0; });
    return sums;
}

std::vector<Later> settled_after(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT invoice_id, amount_minor
        FROM allocation
        WHERE day > :as_of)sql");
    query.bind(":as_of", as_of);
    return sums_by_row(query);
}

std::vector<Later> taken_after(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT receipt_id, amount_minor
        FROM allocation
        WHERE day > :as_of)sql");
    query.bind(":as_of", as_of);
    return sums_by_row(query);
}

std::vector<RowId> rows_of(const std::vector<Later>& later) {
    std::vector<RowId> rows;
    rows.reserve(later.size());
    for (const Later& each : later) rows.push_back(each.row);
    return rows;
}

// Due dates that were extended, as of the day: few, so they are looked up rather than joined.
using ExtendedDates = std::unordered_map<RowId, Date>;

ExtendedDates extended_dates(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT invoice_id, due
        FROM extension
        WHERE day <= :as_of
        ORDER BY id)sql");
    query.bind(":as_of", as_of);
    ExtendedDates dates;
    while (query.next()) dates[query.integer(0)] = query.date(1);
    return dates;
}

Date due_of(const ExtendedDates& extended, RowId invoice, Date agreed) {
    if (extended.empty()) return agreed;
    const auto found = extended.find(invoice);
    return found == extended.end() ? agreed : found->second;
}

struct OwnedAmount {
    RowId customer = 0;
    Currency currency;
    Date issued;
    Date due;
    std::int64_t open_minor = 0;
    RowId invoice = 0;
};

// How the open items of a day differ from those of now.
struct Before {
    std::vector<OwnedAmount> settled;  // now, and open then: the index of open items lacks them
    std::unordered_map<RowId, std::int64_t> more_open;  // then, of items that are open now, too
};

// The rows of the invoices come in the order of their ids, one after the other in the table.
Before before_settlement(Connection& db, const ExtendedDates& extended, Date as_of) {
    const std::vector<Later> later = settled_after(db, as_of);
    Before before;
    if (later.empty()) return before;
    const std::vector<RowId> invoices = rows_of(later);
    auto query = db.query(R"sql(
        SELECT invoice.id, customer_id, currency, issued, due, open_minor
        FROM json_each(:invoices)
        CROSS JOIN invoice ON invoice.id = json_each.value
        WHERE issued <= :as_of)sql");
    query.bind_rows(":invoices", invoices).bind(":as_of", as_of);
    auto next = later.begin();
    LastCurrency currency;
    while (query.next()) {
        const RowId invoice = query.integer(0);
        while (next->row != invoice) ++next;
        if (query.integer(5) > 0) {
            before.more_open.emplace(invoice, next->amount_minor);
        } else if (next->amount_minor > 0) {
            before.settled.push_back({query.integer(1), currency.of(query.text_view(2)),
                                      query.date(3), due_of(extended, invoice, query.date(4)),
                                      next->amount_minor, invoice});
        }
    }
    std::ranges::sort(before.settled, {}, [](const OwnedAmount& s) {
        return std::tie(s.customer, s.currency, s.due, s.issued, s.invoice);
    });
    return before;
}

// Hands out the settled ones in their place among the open ones, so that accounts stay together.
class Merger {
  public:
    Merger(std::vector<OwnedAmount> settled, const std::function<void(const OpenAmount&)>& visit)
        : settled_(std::move(settled)), visit_(visit) {}

    void before(RowId customer, std::string_view currency) {
        while (next_ < settled_.size() &&
               std::tuple(settled_[next_].customer, settled_[next_].currency.code()) <
                   std::tuple(customer, currency)) {
            emit();
        }
    }
    void rest() {
        while (next_ < settled_.size()) emit();
    }

  private:
    void emit() {
        const OwnedAmount& item = settled_[next_++];
        visit_({item.customer, item.currency.code(), item.issued, item.due, item.open_minor,
                item.invoice});
    }

    std::vector<OwnedAmount> settled_;
    const std::function<void(const OpenAmount&)>& visit_;
    std::size_t next_ = 0;
};

// Of nobody first.
using MoneyOfAccounts = std::map<std::pair<std::optional<RowId>, Currency>, std::int64_t>;

void add_to_account(const Query& row, const Currency& currency, std::int64_t amount_minor,
                    MoneyOfAccounts& sums) {
    std::optional<RowId> customer;
    if (!row.is_null(0)) customer = row.integer(0);
    std::int64_t& sum = sums[{customer, currency}];
    sum = add_minor(sum, amount_minor);
}

// Of receipts dated by the day.
void add_left_now(Connection& db, Date as_of, MoneyOfAccounts& sums) {
    auto query = db.query(R"sql(
        SELECT customer_id, currency, sum(left_minor)
        FROM receipt
        WHERE left_minor <> 0 AND day <= :as_of AND )sql" DUNNING_IS_MONEY R"sql(
        GROUP BY customer_id, currency)sql");
    query.bind(":as_of", as_of);
    LastCurrency currency;
    while (query.next()) {
        add_to_account(query, currency.of(query.text_view(1)), query.integer(2), sums);
    }
}

// What was taken from such receipts later.
void add_taken_after(Connection& db, Date as_of, MoneyOfAccounts& sums) {
    const std::vector<Later> later = taken_after(db, as_of);
    if (later.empty()) return;
    const std::vector<RowId> receipts = rows_of(later);
    auto query = db.query(R"sql(
        SELECT customer_id, currency, receipt.id
        FROM json_each(:receipts)
        CROSS JOIN receipt ON receipt.id = json_each.value
        WHERE day <= :as_of AND )sql" DUNNING_IS_MONEY);
    query.bind_rows(":receipts", receipts).bind(":as_of", as_of);
    auto next = later.begin();
    LastCurrency currency;
    while (query.next()) {
        while (next->row != query.integer(2)) ++next;
        add_to_account(query, currency.of(query.text_view(1)), next->amount_minor, sums);
    }
}

// Of number, customer, minor units, currency.
std::vector<OpenInvoice> read_open_invoices(Query& query) {
    std::vector<OpenInvoice> all;
    while (query.next()) {
        all.push_back({.number = query.text(0),
                       .customer = query.text(1),
                       .open = Money(query.integer(2), currency_from_row(query.text_view(3)))});
    }
    return all;
}

}  // namespace

void Ledger::for_each_open_item(Date as_of,
                                const std::function<void(const OpenAmount&)>& visit) const {
    Connection& db = impl_->db;
    const ExtendedDates extended = extended_dates(db, as_of);
    Before before = before_settlement(db, extended, as_of);
    Merger merger(std::move(before.settled), visit);
    auto query = db.query(R"sql(
        SELECT customer_id, currency, due, issued, open_minor, id
        FROM invoice
        WHERE open_minor > 0
        ORDER BY customer_id, currency, due, issued, open_minor)sql");
    RowId customer = -1;
    std::string currency;
    while (query.next()) {
        const Date issued = query.date(3);
        if (issued > as_of) continue;
        const RowId row_customer = query.integer(0);
        const std::string_view row_currency = query.text_view(1);
        if (row_customer != customer || row_currency != currency) {
            customer = row_customer;
            currency = row_currency;
            merger.before(customer, currency);
        }
        const RowId invoice = query.integer(5);
        std::int64_t open = query.integer(4);
        if (!before.more_open.empty()) {
            const auto found = before.more_open.find(invoice);
            if (found != before.more_open.end()) open = add_minor(open, found->second);
        }
        const Date due = due_of(extended, invoice, query.date(2));
        if (open > 0) visit({customer, currency, issued, due, open, invoice});
    }
    merger.rest();
}

Date DueDates::on(Date day) const {
    Date due = agreed;
    for (const auto& [said, extended] : extensions) {
        if (said <= day) due = extended;
    }
    return due;
}

std::unordered_map<RowId, DueDates> Ledger::extended_due_dates() const {
    auto query = impl_->db.query(R"sql(
        SELECT extension.invoice_id, invoice.due, extension.day, extension.due
        FROM extension
        JOIN invoice ON invoice.id = extension.invoice_id
        ORDER BY extension.id)sql");
    std::unordered_map<RowId, DueDates> dates;
    while (query.next()) {
        DueDates& own = dates[query.integer(0)];
        own.agreed = query.date(1);
        own.extensions.emplace_back(query.date(2), query.date(3));
    }
    return dates;
}

std::vector<CustomerName> Ledger::customer_names() const {
    auto count = impl_->db.query("SELECT count(*) FROM customer");
    count.next();
    auto query = impl_->db.query(R"sql(
        SELECT id, code, name, collector, segment
        FROM customer
        ORDER BY id)sql");
    std::vector<CustomerName> names;
    names.reserve(static_cast<std::size_t>(count.integer(0)));
    while (query.next()) {
        names.push_back(
            {query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4)});
    }
    return names;
}

std::vector<CustomerName> Ledger::former_customer_names() const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT id, json_extract(contents, '$.name')
        FROM superseded
        WHERE kind = 'customer'
        ORDER BY id)sql");
    std::vector<CustomerName> names;
    while (query.next()) {
        names.push_back({.id = query.integer(0),
                         .code = {},
                         .name = query.text(1),
                         .collector = {},
                         .segment = {}});
    }
    return names;
}

InvoiceDetail Ledger::invoice_detail(RowId invoice) const {
    InvoiceDetail found;
    for_each_invoice_detail({&invoice, 1},
                            [&](InvoiceDetail detail) { found = std::move(detail); });
    DUNNING_CHECK(found.id == invoice);
    return found;
}

void Ledger::for_each_invoice_detail(std::span<const RowId> invoices,
                                     const std::function<void(InvoiceDetail)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.id, number, reference, amount_minor
        FROM json_each(:invoices)
        CROSS JOIN invoice ON invoice.id = json_each.value)sql");
    query.bind_rows(":invoices", invoices);
    while (query.next()) {
        visit({query.integer(0), query.text(1), query.text(2), query.integer(3)});
    }
}

std::vector<AccountMoney> Ledger::on_account(Date as_of) const {
    MoneyOfAccounts sums;
    add_left_now(impl_->db, as_of, sums);
    add_taken_after(impl_->db, as_of, sums);
    std::vector<AccountMoney> all;
    for (const auto& [account, amount_minor] : sums) {
        if (amount_minor == 0) continue;
        all.push_back({.customer = account.first,
                       .currency = std::string(account.second.code()),
                       .amount_minor = amount_minor});
    }
    return all;
}

std::vector<OpenInvoice> Ledger::open_invoices() const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.number, customer.code, invoice.open_minor, invoice.currency
        FROM invoice
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.open_minor > 0
        ORDER BY invoice.customer_id, invoice.id)sql");
    return read_open_invoices(query);
}

std::vector<OpenInvoice> Ledger::settled_by_snapshots(Date up_to) const {
    auto query = impl_->db.query(R"sql(
        SELECT receipt.invoice_number, customer.code, sum(receipt.amount_minor - receipt.left_minor) AS settled,
               receipt.currency
        FROM receipt
        JOIN customer ON customer.id = receipt.customer_id
        WHERE receipt.method GLOB 'snapshot*' AND receipt.day <= :up_to AND NOT receipt.withdrawn
        GROUP BY receipt.invoice_number
        HAVING settled > 0
        ORDER BY receipt.invoice_number)sql");
    query.bind(":up_to", up_to);
    return read_open_invoices(query);
}

}  // namespace dunning
