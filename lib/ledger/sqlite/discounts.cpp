// Discounts that early payment has earned: receipts of their own kind, each set against its invoice
// with the row itself, and withdrawn when they no longer follow from the facts.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

// Its place among all that the invoice ever had, so that no two have one name.
std::string next_discount_code(Connection& db, const std::string& invoice) {
    auto query = db.query(R"sql(
        SELECT count(*) + 1
        FROM receipt
        WHERE kind = 'discount' AND invoice_number = :invoice)sql");
    query.bind(":invoice", invoice).next();
    return fmt::format("{}-D{}", invoice, query.integer(0));
}

std::string number_of_invoice(Connection& db, RowId invoice) {
    auto query = db.query("SELECT number FROM invoice WHERE id = :invoice");
    DUNNING_CHECK(query.bind(":invoice", invoice).next());
    return query.text(0);
}

void insert_discount(Connection& db, const AllocationRow& row, const std::string& code,
                     std::string_view reason) {
    auto query = db.query(R"sql(
        INSERT INTO receipt (kind, code, customer_id, customer_given, currency, day, amount_minor,
                             left_minor, invoice_number, reference, method, description, payer,
                             payer_account, end_to_end_id, batch_id, line)
        SELECT 'discount', :code, customer_id, 1, currency, :day, :amount, :amount, number, '', '',
               :reason, '', '', '', NULL, 0
        FROM invoice
        WHERE id = :invoice)sql");
    query.bind(":code", code)
        .bind(":day", row.day)
        .bind(":amount", row.amount_minor)
        .bind(":reason", reason)
        .bind(":invoice", row.invoice)
        .run();
    DUNNING_CHECK(db.changes() == 1);
}

}  // namespace

void Ledger::add_discount(const AllocationRow& row, std::string_view reason, const Stamp& stamp) {
    Connection& db = impl_->db;
    const std::string invoice = number_of_invoice(db, row.invoice);
    insert_discount(db, row, next_discount_code(db, invoice), reason);
    AllocationRow settled = row;
    settled.receipt = db.last_inserted();
    settled.rule = AllocationRule::discount;
    add_allocation(settled, stamp);
}

void Ledger::withdraw_discount(const AllocationRow& row, const Stamp& stamp) {
    reverse_allocation(row, stamp);
    auto query = impl_->db.query(R"sql(
        UPDATE receipt
        SET left_minor = left_minor - amount_minor, amount_minor = 0, withdrawn = 1,
            version = version + 1
        WHERE id = :receipt AND kind = 'discount' AND NOT withdrawn)sql");
    query.bind(":receipt", row.receipt).run();
    DUNNING_CHECK(impl_->db.changes() == 1);
}

std::vector<DiscountRecord> Ledger::discounts(RowId customer) const {
    auto query = impl_->db.query(R"sql(
        SELECT receipt.code, customer.code, invoice_number, day, amount_minor, receipt.currency,
               description
        FROM receipt
        JOIN customer ON customer.id = receipt.customer_id
        WHERE receipt.customer_id = :customer AND receipt.kind = 'discount'
            AND NOT receipt.withdrawn
        ORDER BY day, receipt.code)sql");
    query.bind(":customer", customer);
    std::vector<DiscountRecord> all;
    while (query.next()) {
        all.push_back({.code = query.text(0),
                       .customer = query.text(1),
                       .invoice = query.text(2),
                       .day = query.date(3),
                       .amount = Money(query.integer(4), currency_from_row(query.text_view(5))),
                       .why = query.text(6)});
    }
    return all;
}

}  // namespace dunning
