// Whose money is it: what is known of payments without an owner, of those who may be it, and what
// people have said.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {

bool Ledger::take_news_for_owners() {
    const bool news = impl_->has_new_ownerless || impl_->has_new_names || impl_->has_new_payers ||
                      impl_->all_payers_in_question;
    impl_->has_new_ownerless = false;
    impl_->has_new_names = false;
    impl_->has_new_payers = false;
    return news;
}

namespace {

// Of the columns id, kind, code, day, amount_minor, currency, invoice_number, reference, method,
// description, payer, payer_account and end_to_end_id.
OwnerlessReceipt ownerless_from_row(Query& query) {
    return {.id = query.integer(0),
            .receipt = {.kind = receipt_kind_from_row(query.text_view(1)),
                        .id = query.text(2),
                        .customer = {},
                        .date = query.date(3),
                        .amount = Money(query.integer(4), currency_from_row(query.text_view(5))),
                        .invoice = query.text(6),
                        .reference = query.text(7),
                        .method = query.text(8),
                        .description = query.text(9),
                        .payer = query.text(10),
                        .payer_account = query.text(11),
                        .end_to_end_id = query.text(12)}};
}

}  // namespace

std::vector<OwnerlessReceipt> Ledger::receipts_without_owner() const {
    auto query = impl_->db.query(R"sql(
        SELECT id, kind, code, day, amount_minor, currency, invoice_number, reference, method,
               description, payer, payer_account, end_to_end_id
        FROM receipt
        WHERE customer_id IS NULL AND NOT withdrawn
        ORDER BY day, code)sql");
    std::vector<OwnerlessReceipt> all;
    while (query.next()) all.push_back(ownerless_from_row(query));
    return all;
}

bool Ledger::has_found_owners() const {
    return impl_->db
        .query(R"sql(
        SELECT 1
        FROM receipt INDEXED BY receipt_found_owner
        WHERE customer_given = 0 AND customer_id IS NOT NULL
        LIMIT 1)sql")
        .next();
}

namespace {

// As the column found_by has it.
std::optional<int> found_by(OwnerEvidence evidence) {
    switch (evidence) {
        case OwnerEvidence::stated:
            return std::nullopt;
        case OwnerEvidence::payer:
            return 1;
        case OwnerEvidence::digits:
            return 2;
    }
    DUNNING_CHECK(false);
}

OwnerEvidence evidence_from_row(const Query& query, int column) {
    if (query.is_null(column)) return OwnerEvidence::stated;
    return query.small(column) == 1 ? OwnerEvidence::payer : OwnerEvidence::digits;
}

}  // namespace

void Ledger::for_each_found_owner(
    Date since,
    const std::function<void(OwnerlessReceipt&&, RowId customer, OwnerEvidence)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, kind, code, day, amount_minor, currency, invoice_number, reference, method,
               description, payer, payer_account, end_to_end_id, customer_id, found_by
        FROM receipt INDEXED BY receipt_found_owner
        WHERE customer_given = 0 AND customer_id IS NOT NULL AND day >= :since AND NOT withdrawn
            AND kind IN ('payment', 'credit') AND invoice_number = ''
            AND NOT EXISTS (SELECT 1 FROM ruling WHERE ruling.receipt_id = receipt.id)
        ORDER BY day, code)sql");
    query.bind(":since", since);
    while (query.next()) {
        visit(ownerless_from_row(query), query.integer(13), evidence_from_row(query, 14));
    }
}

void Ledger::forget_owner(RowId receipt) {
    {
        auto query = impl_->db.query(R"sql(
            SELECT customer_id, currency
            FROM receipt
            WHERE id = :id AND customer_given = 0 AND customer_id IS NOT NULL)sql");
        const bool was_found = query.bind(":id", receipt).next();
        DUNNING_CHECK(was_found);
        impl_->accounts.needs_replay({query.integer(0), query.text(1)});
    }
    auto query = impl_->db.query(R"sql(
        UPDATE receipt
        SET customer_id = NULL, found_by = NULL, version = version + 1
        WHERE id = :id)sql");
    query.bind(":id", receipt).run();
    impl_->all_payers_in_question = true;
}

void Ledger::give_owner(RowId receipt, RowId customer, OwnerEvidence evidence) {
    const bool is_stated = evidence == OwnerEvidence::stated;
    {
        auto query = impl_->db.query(R"sql(
            UPDATE receipt
            SET customer_id = :customer, found_by = :found_by
            WHERE id = :id AND customer_id IS NULL)sql");
        query.bind(":customer", customer)
            .bind(":found_by", found_by(evidence))
            .bind(":id", receipt)
            .run();
    }
    if (is_stated && receipt <= impl_->newest_receipt_before) impl_->all_payers_in_question = true;
    auto query = impl_->db.query("SELECT currency FROM receipt WHERE id = :id");
    if (query.bind(":id", receipt).next()) impl_->accounts.needs_replay({customer, query.text(0)});
}

std::vector<RowId> Ledger::customers_who_paid_from(std::string_view account) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT customer_id
        FROM receipt
        WHERE payer_account = :account AND payer_account <> '' AND customer_id IS NOT NULL
            AND found_by IS NULL AND NOT withdrawn)sql");
    query.bind(":account", account);
    std::vector<RowId> customers;
    while (query.next()) customers.push_back(query.integer(0));
    return customers;
}

std::vector<std::string> Ledger::payers_of_account(std::string_view account) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT payer
        FROM receipt
        WHERE payer_account = :account AND payer_account <> '' AND payer <> '' AND NOT withdrawn
        ORDER BY payer)sql");
    query.bind(":account", account);
    std::vector<std::string> names;
    while (query.next()) names.push_back(query.text(0));
    return names;
}

void Ledger::confirm_owner(RowId receipt) {
    auto query = impl_->db.query(R"sql(
        UPDATE receipt
        SET found_by = NULL
        WHERE id = :id AND found_by IS NOT NULL)sql");
    query.bind(":id", receipt).run();
    if (impl_->db.changes() > 0) impl_->all_payers_in_question = true;
}

namespace {

constexpr const char* all_found_otherwise = R"sql(
    SELECT DISTINCT payer_account, payer, iif(amount_minor < 0, end_to_end_id, ''), customer_id,
                    found_by
    FROM receipt INDEXED BY receipt_found_by
    WHERE found_by IS NOT NULL AND customer_given = 0 AND customer_id IS NOT NULL
        AND NOT withdrawn
    ORDER BY 1, 2, 3, 4, 5)sql";

// From accounts that new money was paid from.
constexpr const char* newly_met_of_those = R"sql(
    SELECT DISTINCT payer_account, payer, iif(amount_minor < 0, end_to_end_id, ''), customer_id,
                    found_by
    FROM receipt INDEXED BY receipt_found_by
    WHERE found_by IS NOT NULL AND customer_given = 0 AND customer_id IS NOT NULL
        AND NOT withdrawn
        AND payer_account IN (SELECT new.payer_account
                              FROM receipt new
                              WHERE new.id > :before AND new.payer_account <> '')
    ORDER BY 1, 2, 3, 4, 5)sql";

}  // namespace

namespace {

// New money by the id of such that was found before to have gone back.
bool has_come_of_returned(Connection& db, RowId newest_before) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM receipt new
        JOIN receipt returned ON returned.end_to_end_id = new.end_to_end_id
            AND returned.end_to_end_id <> ''
        WHERE new.id > :before AND new.amount_minor > 0 AND new.end_to_end_id <> ''
            AND returned.amount_minor < 0 AND returned.found_by IS NOT NULL
        LIMIT 1)sql");
    return query.bind(":before", newest_before).next();
}

}  // namespace

std::vector<FoundOwner> Ledger::owners_in_question() const {
    const bool all = impl_->all_payers_in_question ||
                     has_come_of_returned(impl_->db, impl_->newest_receipt_before);
    auto query = impl_->db.query(all ? all_found_otherwise : newly_met_of_those);
    if (!all) query.bind(":before", impl_->newest_receipt_before);
    std::vector<FoundOwner> owners;
    while (query.next()) {
        owners.push_back({.payer = {.account = query.text(0),
                                    .name = query.text(1),
                                    .returned_id = query.text(2)},
                          .customer = query.integer(3),
                          .evidence = evidence_from_row(query, 4)});
    }
    return owners;
}

void Ledger::forget_owners_by(const FoundOwner& found) {
    std::vector<RowId> receipts;
    {
        auto query = impl_->db.query(R"sql(
            SELECT id
            FROM receipt INDEXED BY receipt_found_by
            WHERE found_by IS NOT NULL AND customer_given = 0 AND payer_account = :account
                AND payer = :name AND customer_id = :customer AND found_by = :found_by AND NOT withdrawn
                AND iif(amount_minor < 0, end_to_end_id, '') = :returned)sql");
        query.bind(":account", found.payer.account)
            .bind(":name", found.payer.name)
            .bind(":returned", found.payer.returned_id)
            .bind(":customer", found.customer)
            .bind(":found_by", found_by(found.evidence));
        while (query.next()) receipts.push_back(query.integer(0));
    }
    for (const RowId receipt : receipts) forget_owner(receipt);
}

std::vector<RowId> Ledger::customers_who_called_it(std::string_view end_to_end_id) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT customer_id
        FROM receipt
        WHERE end_to_end_id = :id AND end_to_end_id <> '' AND customer_id IS NOT NULL
            AND amount_minor > 0 AND NOT withdrawn)sql");
    query.bind(":id", end_to_end_id);
    std::vector<RowId> customers;
    while (query.next()) customers.push_back(query.integer(0));
    return customers;
}

namespace {

// Of the columns number, reference, customer_id and issued.
void visit_invoice_names(Query& query,
                         const std::function<void(const Ledger::InvoiceName&)>& visit) {
    while (query.next()) {
        visit({.number = query.text_view(0),
               .reference = query.text_view(1),
               .customer = query.integer(2),
               .issued = query.date(3)});
    }
}

}  // namespace

void Ledger::for_each_invoice_name(const std::function<void(const InvoiceName&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT number, reference, customer_id, issued
        FROM invoice
        WHERE NOT withdrawn)sql");
    visit_invoice_names(query, visit);
}

void Ledger::for_each_new_invoice_name(const std::function<void(const InvoiceName&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT number, reference, customer_id, issued
        FROM invoice
        WHERE (id > :before OR id IN (SELECT value FROM json_each(:reassigned)))
            AND NOT withdrawn)sql");
    query.bind(":before", impl_->newest_invoice_before)
        .bind_rows(":reassigned", impl_->reassigned_invoices);
    visit_invoice_names(query, visit);
}

namespace {

// An invoice that a person has set the receipt against.
std::optional<std::string> ruled_to(Connection& db, RowId receipt) {
    auto query = db.query(R"sql(
        SELECT invoice.number
        FROM ruling
        JOIN invoice ON invoice.id = ruling.invoice_id
        WHERE ruling.receipt_id = :receipt AND ruling.amount_minor > 0
            AND ruling.id = (SELECT max(latest.id)
                             FROM ruling latest
                             WHERE latest.receipt_id = ruling.receipt_id
                                AND latest.invoice_id = ruling.invoice_id)
        ORDER BY ruling.id
        LIMIT 1)sql");
    if (!query.bind(":receipt", receipt).next()) return std::nullopt;
    return query.text(0);
}

}  // namespace

Result<std::string> Ledger::rule(std::string_view payment, std::string_view invoice,
                                 std::optional<Money> amount, std::string_view note,
                                 const Stamp& stamp) {
    struct Found {
        RowId id = 0;
        std::optional<RowId> customer;
        bool given = false;  // by the file itself
        std::string currency;
        std::int64_t amount_minor = 0;
    };
    const auto receipt = [&]() -> std::optional<Found> {
        auto query = impl_->db.query(R"sql(
            SELECT id, customer_id, currency, amount_minor, customer_given
            FROM receipt
            WHERE code = :code AND NOT withdrawn
            ORDER BY kind DESC)sql");
        if (!query.bind(":code", payment).next()) return std::nullopt;
        Found found{.id = query.integer(0),
                    .customer = {},
                    .given = query.integer(4) != 0,
                    .currency = query.text(2),
                    .amount_minor = query.integer(3)};
        if (!query.is_null(1)) found.customer = query.integer(1);
        return found;
    }();
    if (!receipt) {
        return Fault{fmt::format("no payment or credit note '{}'", payment),
                     "`dunning report unmatched` lists what is on account"};
    }
    const auto named = find_invoice(impl_->db, invoice);
    if (!named) return Fault{fmt::format("no invoice '{}'", invoice)};
    if (receipt->amount_minor < 0) {
        return Fault{fmt::format("{} went back; it pays nothing", payment)};
    }
    if (named->currency.code() != receipt->currency) {
        return Fault{fmt::format("invoice {} is in {}, {} in {}", invoice, named->currency.code(),
                                 payment, receipt->currency)};
    }
    const std::string owner = code_of_customer(impl_->db, named->customer);
    const bool is_for_it = !amount || !amount->is_zero();
    const bool is_anothers = receipt->customer && *receipt->customer != named->customer;
    if (is_anothers && (receipt->given || !is_for_it)) {
        return Fault{
            fmt::format("invoice {} is customer {}'s, {} is another's", invoice, owner, payment)};
    }
    if (const auto other = is_anothers ? ruled_to(impl_->db, receipt->id) : std::nullopt) {
        return Fault{
            fmt::format("{} was set against invoice {} by hand, which is another customer's",
                        payment, *other),
            fmt::format("a payment is of one customer; dunning import release {} {} frees it",
                        payment, *other)};
    }
    if (is_anothers) {  // found by a rule, and a person knows better
        auto move = impl_->db.query(R"sql(
            UPDATE receipt
            SET customer_id = :customer, found_by = NULL, version = version + 1
            WHERE id = :id)sql");
        move.bind(":customer", named->customer).bind(":id", receipt->id).run();
        impl_->accounts.needs_replay({*receipt->customer, receipt->currency});
        impl_->all_payers_in_question = true;
    } else if (!receipt->customer && is_for_it) {
        give_owner(receipt->id, named->customer, OwnerEvidence::stated);
    } else if (is_for_it) {
        confirm_owner(receipt->id);
    }
    impl_->accounts.needs_replay({named->customer, receipt->currency});
    impl_->accounts.ruling_came();
    auto query = impl_->db.query(R"sql(
        INSERT INTO ruling (receipt_id, invoice_id, amount_minor, note, day, actor, recorded_at,
                            salt)
        VALUES (:receipt, (SELECT id FROM invoice WHERE number = :invoice), :amount, :note, :day,
                :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":receipt", receipt->id)
        .bind(":invoice", invoice)
        .bind(":amount", amount ? std::optional(amount->minor()) : std::nullopt)
        .bind(":note", note)
        .bind(":day", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    // Whose it is had perhaps only been said by what is taken back now: it is looked for again.
    const bool was_found = receipt->customer && !receipt->given;
    if (!is_for_it && was_found && !ruled_to(impl_->db, receipt->id)) forget_owner(receipt->id);
    add_event(stamp, amount && amount->is_zero() ? "allocation_forbidden" : "allocation_ruled",
              fmt::format("payment {}", payment));
    return owner;
}

Money Ledger::allocated(std::string_view payment, std::string_view invoice) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.currency, ifnull(sum(allocation.amount_minor), 0)
        FROM invoice
        LEFT JOIN allocation ON allocation.invoice_id = invoice.id
            AND allocation.receipt_id IN (SELECT id FROM receipt WHERE code = :payment)
        WHERE invoice.number = :invoice)sql");
    query.bind(":payment", payment).bind(":invoice", invoice).next();
    return Money(query.integer(1), currency_from_row(query.text_view(0)));
}

}  // namespace dunning
