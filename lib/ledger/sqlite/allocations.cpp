// The facts of an account as the replay wants them, and the allocations that it makes.
#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

void load_invoices(Connection& db, const Account& account, AccountFacts& facts) {
    auto query = db.query(R"sql(
        SELECT id, number, issued, due, amount_minor, reference, kind,
               (SELECT number FROM invoice parent WHERE parent.id = invoice.charged_on), discounts
        FROM invoice
        WHERE customer_id = :customer AND currency = :currency AND NOT withdrawn
        ORDER BY id)sql");
    query.bind(":customer", account.customer).bind(":currency", account.currency);
    const Currency currency = currency_from_row(account.currency);
    while (query.next()) {
        facts.invoice_ids.push_back(query.integer(0));
        facts.invoices.push_back({.number = query.text(1),
                                  .customer = {},
                                  .issued = query.date(2),
                                  .due = query.date(3),
                                  .amount = Money(query.integer(4), currency),
                                  .reference = query.text(5),
                                  .description = {},
                                  .kind = debt_kind_from_row(query.text_view(6)),
                                  .charged_on = query.is_null(7) ? "" : query.text(7),
                                  .discounts = discounts_from_row(query.text_view(8), currency)});
    }
}

void load_receipts(Connection& db, const Account& account, AccountFacts& facts) {
    auto query = db.query(R"sql(
        SELECT id, kind, code, day, amount_minor, invoice_number, reference, method,
               description, end_to_end_id
        FROM receipt
        WHERE customer_id = :customer AND currency = :currency AND NOT withdrawn
        ORDER BY id)sql");
    query.bind(":customer", account.customer).bind(":currency", account.currency);
    const Currency currency = currency_from_row(account.currency);
    while (query.next()) {
        facts.receipt_ids.push_back(query.integer(0));
        facts.receipts.push_back({.kind = receipt_kind_from_row(query.text_view(1)),
                                  .id = query.text(2),
                                  .date = query.date(3),
                                  .amount = Money(query.integer(4), currency),
                                  .invoice = query.text(5),
                                  .reference = query.text(6),
                                  .method = query.text(7),
                                  .description = query.text(8),
                                  .end_to_end_id = query.text(9)});
    }
}

// Of each payment and invoice the latest row holds; one without an amount takes the earlier back.
void load_rulings(Connection& db, const Account& account, AccountFacts& facts) {
    auto query = db.query(R"sql(
        SELECT ruling.receipt_id, ruling.invoice_id, ruling.amount_minor
        FROM receipt
        JOIN ruling ON ruling.receipt_id = receipt.id
        WHERE receipt.customer_id = :customer AND receipt.currency = :currency
            AND NOT EXISTS (SELECT 1
                            FROM ruling later
                            WHERE later.receipt_id = ruling.receipt_id
                                AND later.invoice_id = ruling.invoice_id AND later.id > ruling.id)
        ORDER BY ruling.id)sql");
    query.bind(":customer", account.customer).bind(":currency", account.currency);
    while (query.next()) {
        if (query.is_null(2)) continue;
        facts.rulings.push_back({.receipt = query.integer(0),
                                 .invoice = query.integer(1),
                                 .amount_minor = query.integer(2)});
    }
}

// From the account's invoices to their allocations. The unary plus keeps the planner from the other
// way round: nearly every row has no `reverses`, so its index would read the whole table for each
// account.
void load_allocations(Connection& db, const Account& account, AccountFacts& facts) {
    auto query = db.query(R"sql(
        SELECT allocation.id, receipt_id, invoice_id, allocation.day, allocation.amount_minor, rule
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        WHERE invoice.customer_id = :customer AND invoice.currency = :currency
            AND +allocation.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM allocation later WHERE later.reverses = allocation.id)
        ORDER BY +allocation.id)sql");
    query.bind(":customer", account.customer).bind(":currency", account.currency);
    while (query.next()) {
        const auto rule = allocation_rule_from(query.text_view(5));
        DUNNING_CHECK(rule.has_value());
        facts.allocations.push_back({.id = query.integer(0),
                                     .receipt = query.integer(1),
                                     .invoice = query.integer(2),
                                     .day = query.date(3),
                                     .amount_minor = query.integer(4),
                                     .rule = *rule});
    }
}

std::vector<RowId> debts_of_plan(Connection& db, RowId plan) {
    auto query = db.query(R"sql(
        SELECT invoice_id FROM plan_invoice WHERE plan_id = :plan
        UNION
        SELECT id FROM invoice WHERE plan_id = :plan
        ORDER BY 1)sql");
    query.bind(":plan", plan);
    std::vector<RowId> debts;
    while (query.next()) debts.push_back(query.integer(0));
    return debts;
}

std::vector<std::int64_t> installments_of(Connection& db, RowId plan) {
    auto query = db.query("SELECT amount_minor FROM installment WHERE plan_id = :plan ORDER BY n");
    query.bind(":plan", plan);
    std::vector<std::int64_t> amounts;
    while (query.next()) amounts.push_back(query.integer(0));
    return amounts;
}

void load_plans(Connection& db, const Account& account, AccountFacts& facts) {
    auto query = db.query(R"sql(
        SELECT plan.id, plan.proposed,
               (SELECT day FROM plan_step WHERE plan_id = plan.id AND step = 'cancelled')
        FROM plan
        WHERE customer_id = :customer AND currency = :currency
            AND EXISTS (SELECT 1 FROM plan_step WHERE plan_id = plan.id AND step = 'confirmed')
        ORDER BY plan.id)sql");
    query.bind(":customer", account.customer).bind(":currency", account.currency);
    while (query.next()) {
        facts.plans.push_back({.code = plan_code(query.integer(0)),
                               .proposed = query.date(1),
                               .cancelled = query.optional_date(2),
                               .debts = debts_of_plan(db, query.integer(0)),
                               .installments_minor = installments_of(db, query.integer(0))});
    }
}

void insert_allocation(Connection& db, const AllocationRow& row, std::optional<RowId> reverses,
                       const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT OR ROLLBACK INTO allocation (receipt_id, invoice_id, day, amount_minor, rule, reverses,
                                            recorded_at)
        VALUES (:receipt, :invoice, :day, :amount, :rule, :reverses, :recorded_at))sql");
    query.bind(":receipt", row.receipt)
        .bind(":invoice", row.invoice)
        .bind(":day", row.day)
        .bind(":amount", row.amount_minor)
        .bind(":rule", to_text(row.rule))
        .bind(":reverses", reverses)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
}

}  // namespace

std::set<Account> Ledger::take_accounts_to_replay() {
    return impl_->accounts.take();
}

AccountFacts Ledger::account_facts(const Account& account) const {
    AccountFacts facts;
    load_invoices(impl_->db, account, facts);
    load_receipts(impl_->db, account, facts);
    load_allocations(impl_->db, account, facts);
    load_rulings(impl_->db, account, facts);
    load_plans(impl_->db, account, facts);
    return facts;
}

std::set<Account> Ledger::accounts_of(RowId customer) const {
    auto query = impl_->db.query(R"sql(
        SELECT currency FROM invoice WHERE customer_id = :customer
        UNION
        SELECT currency FROM receipt WHERE customer_id = :customer)sql");
    query.bind(":customer", customer);
    std::set<Account> accounts;
    while (query.next()) accounts.insert({customer, query.text(0)});
    return accounts;
}

std::set<Account> Ledger::accounts_with_money_left(Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT customer_id, currency
        FROM receipt
        WHERE left_minor <> 0 AND customer_id IS NOT NULL AND day <= :as_of
        UNION
        SELECT receipt.customer_id, receipt.currency
        FROM allocation
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE allocation.day > :as_of AND receipt.day <= :as_of)sql");
    query.bind(":as_of", as_of);
    std::set<Account> accounts;
    while (query.next()) accounts.insert({query.integer(0), query.text(1)});
    return accounts;
}

void Ledger::add_allocation(const AllocationRow& row, const Stamp& stamp) {
    insert_allocation(impl_->db, row, std::nullopt, stamp);
}

// On the same day as the row that it takes back, so that every past answer changes with it.
void Ledger::reverse_allocation(const AllocationRow& row, const Stamp& stamp) {
    AllocationRow reversal = row;
    reversal.amount_minor = -row.amount_minor;
    insert_allocation(impl_->db, reversal, row.id, stamp);
}

}  // namespace dunning
