// Taking a batch back: what it added is withdrawn, what it changed gets its former contents under
// the next version. Nothing is deleted.
#include <fmt/format.h>

#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

struct Obstacle {
    const char* sql;  // the first thing in the way, as text
    const char* what;
    const char* remedy;
};

// In the order in which a person would want to hear of them.
constexpr Obstacle obstacles[] = {
    {R"sql(
        SELECT name
        FROM batch
        WHERE id = :batch AND kind = 'contacts')sql",
     "{} holds contacts, and what was recorded of a contact stays",
     "add a new contact that corrects the old one"},
    {R"sql(
        SELECT name
        FROM batch
        WHERE id = :batch AND kind = 'rates')sql",
     "{} holds rates, which claims may rest on",
     "a row of [[rate_table]] in the policy corrects one"},
    {R"sql(
        SELECT 'it holds ' || kind
        FROM batch
        WHERE id = :batch AND kind IN ('promises', 'disputes', 'plans'))sql",
     "{}, and what was agreed stays",
     "end it instead: dunning log promise --withdraw, log dispute --resolve, plan cancel"},
    {R"sql(
        SELECT 'N' || substr('000000' || notice_line.notice_id, -6)
        FROM invoice
        JOIN notice_line ON notice_line.invoice_id = invoice.id AND notice_line.live = 1
        WHERE invoice.batch_id = :batch
        LIMIT 1)sql",
     "notice {} states an invoice of it",
     "cancel a notice that has not gone out; what has gone out is corrected by a credit note"},
    {R"sql(
        SELECT 'N' || substr('000000' || notice.id, -6)
        FROM batch
        CROSS JOIN event night ON night.seq > (SELECT max(seq)
                                               FROM event imported
                                               WHERE imported.subject = 'batch ' || batch.name)
            AND night.kind = 'night_decided'
        CROSS JOIN notice ON notice.run_id = CAST(substr(night.subject, 5) AS INTEGER)
            AND notice.credit_minor > 0
        JOIN notice_line ON notice_line.notice_id = notice.id AND notice_line.live = 1
        JOIN receipt ON receipt.batch_id = batch.id
            AND receipt.customer_id = notice.customer_id AND receipt.currency = notice.currency
        WHERE batch.id = :batch
        LIMIT 1)sql",
     "notice {} has taken money of it into account",
     "cancel a notice that has not gone out; take single payments back by negative ones"},
    {R"sql(
        SELECT 'N' || substr('000000' || notice.id, -6)
        FROM batch
        CROSS JOIN event night ON night.seq > (SELECT max(seq)
                                               FROM event imported
                                               WHERE imported.subject = 'batch ' || batch.name)
            AND night.kind = 'night_decided'
        CROSS JOIN notice ON notice.run_id = CAST(substr(night.subject, 5) AS INTEGER)
        CROSS JOIN notice_line ON notice_line.notice_id = notice.id AND notice_line.live = 1
        CROSS JOIN allocation ON allocation.invoice_id = notice_line.invoice_id
            AND allocation.day <= notice.day AND allocation.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM allocation undone
                            WHERE undone.reverses = allocation.id)
        CROSS JOIN receipt ON receipt.id = allocation.receipt_id AND receipt.batch_id = batch.id
        WHERE batch.id = :batch
        LIMIT 1)sql",
     "notice {} asks for what a payment of it has left open",
     "cancel a notice that has not gone out; take single payments back by negative ones"},
    {R"sql(
        SELECT batch.name
        FROM superseded
        JOIN batch ON batch.id = CASE superseded.kind
            WHEN 'customer' THEN (SELECT batch_id FROM customer WHERE customer.id = superseded.id)
            WHEN 'invoice' THEN (SELECT batch_id FROM invoice WHERE invoice.id = superseded.id)
            ELSE (SELECT batch_id FROM receipt WHERE receipt.id = superseded.id) END
        WHERE json_extract(superseded.contents, '$.batch') = :batch AND batch.id <> :batch
            AND NOT EXISTS (SELECT 1 FROM batch_undo WHERE batch_undo.batch_id = batch.id)
        ORDER BY batch.id DESC
        LIMIT 1)sql",
     "batch {} has changed rows of it since", "undo that batch first"},
    {R"sql(
        SELECT batch.name
        FROM bank_entry_name told
        JOIN bank_entry_name later ON later.entry_id = told.entry_id
            AND later.batch_id > told.batch_id
        JOIN batch ON batch.id = later.batch_id
        WHERE told.batch_id = :batch
            AND NOT EXISTS (SELECT 1 FROM batch_undo WHERE batch_undo.batch_id = batch.id)
        ORDER BY batch.id DESC
        LIMIT 1)sql",
     "batch {} has told of bank entries of it, too", "undo that batch first"},
    {R"sql(
        SELECT batch.name
        FROM customer
        JOIN batch ON batch.id IN (
            SELECT batch_id FROM invoice WHERE customer_id = customer.id AND NOT withdrawn
            UNION ALL
            SELECT batch_id FROM receipt WHERE customer_id = customer.id AND NOT withdrawn)
        WHERE customer.batch_id = :batch AND batch.id <> :batch AND customer.version = 1
            AND (SELECT kind FROM batch WHERE id = :batch) = 'customers'
        ORDER BY batch.id DESC
        LIMIT 1)sql",
     "batch {} has invoices or payments of its customers", "undo that batch first"},
};

std::optional<Fault> obstacle(Connection& db, RowId batch, std::string_view name) {
    for (const Obstacle& in_the_way : obstacles) {
        auto query = db.query(in_the_way.sql);
        if (!query.bind(":batch", batch).next()) continue;
        const std::string it = query.text(0);
        return Fault{fmt::format("batch {} cannot be taken back: {}", name,
                                 fmt::format(fmt::runtime(in_the_way.what), it)),
                     in_the_way.remedy};
    }
    return std::nullopt;
}

void run_with_batch(Connection& db, const char* sql, RowId batch) {
    auto query = db.query(sql);
    query.bind(":batch", batch).run();
}

void touch_accounts(Connection& db, RowId batch, TouchedAccounts& accounts) {
    auto query = db.query(R"sql(
        SELECT customer_id, currency FROM invoice WHERE batch_id = :batch
        UNION
        SELECT customer_id, currency FROM receipt
        WHERE batch_id = :batch AND customer_id IS NOT NULL)sql");
    query.bind(":batch", batch);
    while (query.next()) accounts.needs_replay({query.integer(0), query.text(1)});
}

// Rows that the batch changed: their contents of the version before the batch, also where an owner
// was looked for again since, or a person has changed the row. What batches brought that were taken
// back themselves is no version to come back to.
void restore(Connection& db, RowId batch) {
    run_with_batch(db, R"sql(
        UPDATE invoice
        SET customer_id = json_extract(old.contents, '$.customer'),
            currency = json_extract(old.contents, '$.currency'),
            issued = json_extract(old.contents, '$.issued'),
            due = json_extract(old.contents, '$.due'),
            open_minor = json_extract(old.contents, '$.amount_minor') - (amount_minor - open_minor),
            amount_minor = json_extract(old.contents, '$.amount_minor'),
            reference = json_extract(old.contents, '$.reference'),
            description = json_extract(old.contents, '$.description'),
            discounts = json_extract(old.contents, '$.discounts'),
            withdrawn = json_extract(old.contents, '$.withdrawn'),
            batch_id = json_extract(old.contents, '$.batch'),
            line = json_extract(old.contents, '$.line'), version = invoice.version + 1
        FROM superseded old
        WHERE invoice.batch_id = :batch AND old.kind = 'invoice' AND old.id = invoice.id
            AND old.version = (SELECT max(earlier.version)
                               FROM superseded earlier
                               WHERE earlier.kind = 'invoice' AND earlier.id = invoice.id
                                AND json_extract(earlier.contents, '$.batch') <> :batch
                                AND json_extract(earlier.contents, '$.batch')
                                    NOT IN (SELECT batch_id FROM batch_undo)))sql",
                   batch);
    run_with_batch(db, R"sql(
        UPDATE receipt
        SET customer_given = json_extract(old.contents, '$.customer_given'), found_by = NULL,
            customer_id = json_extract(old.contents, '$.customer'),
            currency = json_extract(old.contents, '$.currency'),
            day = json_extract(old.contents, '$.day'),
            left_minor = json_extract(old.contents, '$.amount_minor') - (amount_minor - left_minor),
            amount_minor = json_extract(old.contents, '$.amount_minor'),
            invoice_number = json_extract(old.contents, '$.invoice'),
            reference = json_extract(old.contents, '$.reference'),
            method = json_extract(old.contents, '$.method'),
            description = json_extract(old.contents, '$.description'),
            payer = json_extract(old.contents, '$.payer'),
            payer_account = json_extract(old.contents, '$.payer_account'),
            end_to_end_id = json_extract(old.contents, '$.end_to_end_id'),
            withdrawn = json_extract(old.contents, '$.withdrawn'),
            batch_id = json_extract(old.contents, '$.batch'),
            line = json_extract(old.contents, '$.line'), version = receipt.version + 1
        FROM superseded old
        WHERE receipt.batch_id = :batch AND old.kind = 'receipt' AND old.id = receipt.id
            AND old.version = (SELECT max(earlier.version)
                               FROM superseded earlier
                               WHERE earlier.kind = 'receipt' AND earlier.id = receipt.id
                                AND json_extract(earlier.contents, '$.batch') <> :batch
                                AND json_extract(earlier.contents, '$.batch')
                                    NOT IN (SELECT batch_id FROM batch_undo)))sql",
                   batch);
    run_with_batch(db, R"sql(
        UPDATE customer
        SET name = json_extract(old.contents, '$.name'),
            kind = json_extract(old.contents, '$.kind'),
            language = json_extract(old.contents, '$.language'),
            country = json_extract(old.contents, '$.country'),
            timezone = json_extract(old.contents, '$.timezone'),
            currency = json_extract(old.contents, '$.currency'),
            email = json_extract(old.contents, '$.email'),
            phone = json_extract(old.contents, '$.phone'),
            mobile = json_extract(old.contents, '$.mobile'),
            address = json_extract(old.contents, '$.address'),
            city = json_extract(old.contents, '$.city'),
            postal_code = json_extract(old.contents, '$.postal_code'),
            collector = json_extract(old.contents, '$.collector'),
            credit_limit = json_extract(old.contents, '$.credit_limit'),
            terms_days = json_extract(old.contents, '$.terms_days'),
            segment = json_extract(old.contents, '$.segment'),
            by_hand = json_extract(old.contents, '$.by_hand'),
            withdrawn = json_extract(old.contents, '$.withdrawn'),
            batch_id = json_extract(old.contents, '$.batch'),
            line = json_extract(old.contents, '$.line'), version = customer.version + 1
        FROM superseded old
        WHERE customer.batch_id = :batch AND old.kind = 'customer' AND old.id = customer.id
            AND old.version = (SELECT max(earlier.version)
                               FROM superseded earlier
                               WHERE earlier.kind = 'customer' AND earlier.id = customer.id
                                AND json_extract(earlier.contents, '$.batch') <> :batch
                                AND json_extract(earlier.contents, '$.batch')
                                    NOT IN (SELECT batch_id FROM batch_undo)))sql",
                   batch);
}

// Rows that the batch added. A customer stays while anything else is about him.
void withdraw(Connection& db, RowId batch) {
    run_with_batch(db, R"sql(
        UPDATE invoice
        SET open_minor = open_minor - amount_minor, amount_minor = 0, withdrawn = 1,
            version = version + 1
        WHERE batch_id = :batch AND NOT withdrawn)sql",
                   batch);
    run_with_batch(db, R"sql(
        UPDATE receipt
        SET left_minor = left_minor - amount_minor, amount_minor = 0, withdrawn = 1,
            version = version + 1
        WHERE batch_id = :batch AND NOT withdrawn)sql",
                   batch);
    run_with_batch(db, R"sql(
        UPDATE customer
        SET withdrawn = 1, version = version + 1
        WHERE batch_id = :batch AND NOT withdrawn
            AND NOT EXISTS (SELECT 1 FROM invoice WHERE customer_id = customer.id AND NOT withdrawn)
            AND NOT EXISTS (SELECT 1 FROM receipt WHERE customer_id = customer.id AND NOT withdrawn)
            AND NOT EXISTS (SELECT 1 FROM contact WHERE customer_id = customer.id)
            AND NOT EXISTS (SELECT 1 FROM pause WHERE customer_id = customer.id)
            AND NOT EXISTS (SELECT 1 FROM plan WHERE customer_id = customer.id)
            AND NOT EXISTS (SELECT 1 FROM referral WHERE customer_id = customer.id)
            AND NOT EXISTS (SELECT 1 FROM credit_record WHERE customer_id = customer.id))sql",
                   batch);
}

// Owners that no file has named were found by what stands in the ledger, and some of that goes:
// they are looked for again.
void forget_found_owners(Connection& db, RowId batch, TouchedAccounts& accounts) {
    {
        auto query = db.query(R"sql(
            SELECT DISTINCT receipt.customer_id, receipt.currency
            FROM receipt
            WHERE NOT receipt.customer_given AND NOT receipt.withdrawn
                AND receipt.customer_id IN (SELECT customer_id FROM invoice WHERE batch_id = :batch
                                            UNION
                                            SELECT id FROM customer WHERE batch_id = :batch
                                            UNION
                                            SELECT customer_id FROM receipt
                                            WHERE batch_id = :batch))sql");
        query.bind(":batch", batch);
        while (query.next()) accounts.needs_replay({query.integer(0), query.text(1)});
    }
    run_with_batch(db, R"sql(
        UPDATE receipt
        SET customer_id = NULL, found_by = NULL, version = version + 1
        WHERE NOT customer_given AND NOT withdrawn AND batch_id <> :batch
            AND customer_id IN (SELECT customer_id FROM invoice WHERE batch_id = :batch
                                UNION
                                SELECT id FROM customer WHERE batch_id = :batch
                                UNION
                                SELECT customer_id FROM receipt WHERE batch_id = :batch)
            AND NOT EXISTS (SELECT 1 FROM ruling WHERE ruling.receipt_id = receipt.id))sql",
                   batch);
}

}  // namespace

Result<BatchRecord> Ledger::undo_batch(std::string_view name, const Stamp& stamp) {
    Connection& db = impl_->db;
    BatchRecord batch;
    {
        auto query = db.query(R"sql(
            SELECT id, kind, file, rows, added, changed, known,
                   EXISTS (SELECT 1 FROM batch_undo WHERE batch_id = batch.id)
            FROM batch
            WHERE name = :name)sql");
        if (!query.bind(":name", name).next()) {
            return Fault{fmt::format("no batch '{}'", name),
                         "an import prints the name of its batch, as 2026-11-21-1"};
        }
        if (query.integer(7) != 0) {
            return Fault{fmt::format("batch {} has been taken back already", name)};
        }
        batch = {.id = query.integer(0),
                 .name = std::string(name),
                 .kind = query.text(1),
                 .file = query.text(2),
                 .sha256 = {},
                 .rows = query.integer(3),
                 .added = query.integer(4),
                 .changed = query.integer(5),
                 .known = query.integer(6)};
    }
    if (auto fault = obstacle(db, batch.id, name)) return *fault;
    touch_accounts(db, batch.id, impl_->accounts);
    forget_found_owners(db, batch.id, impl_->accounts);
    restore(db, batch.id);
    touch_accounts(db, batch.id, impl_->accounts);
    withdraw(db, batch.id);
    impl_->has_new_names = true;
    impl_->all_payers_in_question = true;
    auto query = db.query(R"sql(
        INSERT INTO batch_undo (batch_id, as_of, recorded_at, actor)
        VALUES (:batch, :as_of, :recorded_at, :actor))sql");
    query.bind(":batch", batch.id)
        .bind(":as_of", stamp.as_of)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":actor", stamp.actor)
        .run();
    add_event(stamp, "batch_undone", fmt::format("batch {}", name));
    return batch;
}

}  // namespace dunning
