// The invariants of the ledger, each a question that has no answer while all is well.
#include <fmt/format.h>
#include <sys/stat.h>

#include <map>
#include <memory>

#include "ledger/sqlite/chain_check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/page_seals.h"

namespace dunning {
namespace {

struct Invariant {
    const char* what;
    const char* sql;  // the violating rows, by a text that a person can look up
};

constexpr Invariant invariants[] = {
    {"an invoice's open amount is its amount less its allocations", R"sql(
        SELECT 'invoice ' || number
        FROM invoice
        WHERE open_minor <> amount_minor - (SELECT ifnull(sum(amount_minor), 0) FROM allocation
                                            WHERE invoice_id = invoice.id))sql"},
    {"what is left of a receipt is its amount less its allocations", R"sql(
        SELECT receipt.kind || ' ' || code
        FROM receipt
        LEFT JOIN (SELECT receipt_id, sum(amount_minor) AS allocated FROM allocation GROUP BY receipt_id)
            ON receipt_id = receipt.id
        WHERE left_minor <> amount_minor - ifnull(allocated, 0))sql"},
    {"money is allocated within one customer and one currency", R"sql(
        SELECT 'allocation ' || allocation.id
        FROM allocation
        JOIN receipt ON receipt.id = receipt_id
        JOIN invoice ON invoice.id = invoice_id
        WHERE (receipt.currency <> invoice.currency
               OR receipt.customer_id IS NOT invoice.customer_id)
            AND allocation.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = allocation.id))sql"},
    {"a reversal takes back exactly the allocation that it names", R"sql(
        SELECT 'allocation ' || reversal.id
        FROM allocation reversal
        JOIN allocation original ON original.id = reversal.reverses
        WHERE reversal.amount_minor <> -original.amount_minor
            OR reversal.receipt_id <> original.receipt_id
            OR reversal.invoice_id <> original.invoice_id OR reversal.day <> original.day)sql"},
    {"an allocation is not dated before its invoice or its receipt", R"sql(
        SELECT 'allocation ' || allocation.id
        FROM allocation
        JOIN receipt ON receipt.id = receipt_id
        JOIN invoice ON invoice.id = invoice_id
        WHERE reverses IS NULL
            AND (allocation.day < receipt.day OR allocation.day < invoice.issued)
            AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = allocation.id))sql"},
    {"a notice's principal and interest are the sum of its lines", R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        LEFT JOIN notice_line ON notice_line.notice_id = notice.id
        WHERE notice.kind = 'dunning'
        GROUP BY notice.id
        HAVING principal_minor IS NOT sum(notice_line.open_minor)
            OR notice.interest_minor IS NOT sum(notice_line.interest_minor))sql"},
    {"a notice's earlier charges are the sum of those that it names", R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        WHERE earlier_minor <> (SELECT ifnull(sum(open_minor), 0)
                                FROM notice_charge
                                WHERE notice_charge.notice_id = notice.id))sql"},
    {"what is charged with a notice is its interest and its fee", R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        JOIN invoice ON invoice.notice_id = notice.id
        WHERE NOT invoice.withdrawn
        GROUP BY notice.id
        HAVING sum(invoice.amount_minor
                   + (SELECT ifnull(sum(former_minor - charge_correction.amount_minor), 0)
                      FROM charge_correction
                      WHERE charge_correction.invoice_id = invoice.id))
            <> notice.interest_minor + notice.fee_minor)sql"},
    {"a charge was corrected from what it was to what it is", R"sql(
        SELECT 'charge ' || number
        FROM invoice
        JOIN charge_correction last ON last.invoice_id = invoice.id
            AND last.id = (SELECT max(id) FROM charge_correction WHERE invoice_id = invoice.id)
        WHERE NOT withdrawn AND last.amount_minor <> invoice.amount_minor)sql"},
    {"a plan has charged no more than the interest that was agreed", R"sql(
        SELECT 'plan P' || substr('0000' || plan.id, -4)
        FROM plan
        JOIN invoice ON invoice.plan_id = plan.id
        GROUP BY plan.id
        HAVING sum(invoice.amount_minor) > plan.interest_minor)sql"},
    {"what was sent and makes its charges part of the debt has done so, and nothing else has",
     R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        WHERE (posts = 1 AND interest_minor + fee_minor > 0
               AND EXISTS (SELECT 1 FROM delivery
                           WHERE delivery.notice_id = notice.id AND is_primary AND state = 'sent'))
            <> EXISTS (SELECT 1 FROM invoice WHERE invoice.notice_id = notice.id))sql"},
    {"a waiver gives up the charge that it names, and its end takes back as much", R"sql(
        SELECT 'waiver ' || given.code
        FROM waiver
        JOIN receipt given ON given.id = waiver.receipt_id
        JOIN invoice charge ON charge.id = waiver.invoice_id
        LEFT JOIN waiver_end ON waiver_end.waiver_id = waiver.receipt_id
        LEFT JOIN receipt back ON back.id = waiver_end.receipt_id
        WHERE given.kind <> 'waiver' OR given.invoice_number <> charge.number
            OR given.amount_minor <= 0 OR charge.kind = 'principal'
            OR (back.id IS NOT NULL AND back.amount_minor <> -given.amount_minor))sql"},
    {"interest is given up of invoices, and taken back no sooner than it was given up", R"sql(
        SELECT 'waiver ' || code
        FROM interest_waiver
        JOIN invoice ON invoice.id = invoice_id
        LEFT JOIN interest_waiver_end ON waiver_id = interest_waiver.id
        WHERE invoice.kind <> 'principal' OR interest_waiver_end.day < interest_waiver.day)sql"},
    {"a discount settles the invoice that it names, with all that it is, and none without terms",
     R"sql(
        SELECT 'discount ' || receipt.code
        FROM receipt
        LEFT JOIN invoice ON invoice.number = receipt.invoice_number
        WHERE receipt.kind = 'discount' AND NOT receipt.withdrawn
            AND (receipt.left_minor <> 0 OR invoice.discounts IS NULL OR invoice.discounts = ''
                 OR receipt.amount_minor IS NOT
                    (SELECT sum(allocation.amount_minor)
                     FROM allocation
                     WHERE allocation.invoice_id = invoice.id
                        AND allocation.receipt_id = receipt.id))
        UNION ALL
        SELECT 'discounts of invoice ' || invoice_number
        FROM receipt
        WHERE kind = 'discount'
        GROUP BY invoice_number
        HAVING sum(amount_minor) < 0)sql"},
    {"a notice lists invoices of one customer and one currency", R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        JOIN notice_line ON notice_line.notice_id = notice.id
        JOIN invoice ON invoice.id = invoice_id
        WHERE invoice.customer_id <> notice.customer_id OR invoice.currency <> notice.currency)sql"},
    {"nothing is dunned on or before its due date", R"sql(
        SELECT 'notice N' || substr('000000' || notice.id, -6)
        FROM notice
        JOIN notice_line ON notice_line.notice_id = notice.id
        JOIN invoice ON invoice.id = invoice_id
        -- A broken plan may have made due what was not due yet.
        WHERE live = 1 AND invoice.due >= notice.day
            AND invoice.id NOT IN (SELECT invoice_id FROM plan_invoice))sql"},
    {"the payments of a promise sum to it", R"sql(
        SELECT 'promise R' || substr('0000' || pause.id, -4)
        FROM pause
        JOIN promise_payment ON pause_id = pause.id
        GROUP BY pause.id
        HAVING sum(promise_payment.amount_minor) <> pause.amount_minor
            OR max(by_day) <> until_day OR max(n) <> count(*))sql"},
    {"a dispute, hold or promise about an invoice is its customer's", R"sql(
        SELECT pause.kind || ' ' || pause.id
        FROM pause
        LEFT JOIN promise_invoice ON pause_id = pause.id
        JOIN invoice ON invoice.id = ifnull(pause.invoice_id, promise_invoice.invoice_id)
        WHERE invoice.customer_id <> pause.customer_id)sql"},
    {"a referral's amount is what its invoices had open", R"sql(
        SELECT 'referral E' || substr('0000' || referral.id, -4)
        FROM referral
        LEFT JOIN referral_invoice ON referral_id = referral.id
        GROUP BY referral.id
        HAVING sum(open_minor) IS NOT amount_minor)sql"},
    {"every notice has one delivery of its own channel, or of one that took over", R"sql(
        SELECT 'notice N' || substr('000000' || id, -6)
        FROM notice
        WHERE (SELECT count(*) FROM delivery
               WHERE notice_id = notice.id AND is_primary = 1) <> 1
            OR NOT EXISTS (SELECT 1 FROM delivery
                           WHERE notice_id = notice.id AND channel = notice.channel
                               AND (is_primary = 1 OR state IN ('failed', 'cancelled'))))sql"},
    {"what was sent has exactly one record of it", R"sql(
        SELECT 'notice N' || substr('000000' || delivery.notice_id, -6) || ' ' || delivery.channel
        FROM delivery
        LEFT JOIN delivery_step ON delivery_step.notice_id = delivery.notice_id
            AND delivery_step.channel = delivery.channel AND step IN ('sent', 'settled')
        GROUP BY delivery.notice_id, delivery.channel
        HAVING (state = 'sent') AND sum(step = 'sent') <> 1 AND sum(step = 'settled') = 0)sql"},
    {"a plan's instalments sum to its principal and interest", R"sql(
        SELECT 'plan P' || substr('0000' || plan.id, -4)
        FROM plan
        LEFT JOIN installment ON plan_id = plan.id
        GROUP BY plan.id
        HAVING sum(amount_minor) IS NOT principal_minor + plan.interest_minor
            OR sum(installment.interest_minor) IS NOT plan.interest_minor OR max(n) <> count(*))sql"},
    {"a plan's principal is what its invoices had open", R"sql(
        SELECT 'plan P' || substr('0000' || plan.id, -4)
        FROM plan
        LEFT JOIN plan_invoice ON plan_id = plan.id
        GROUP BY plan.id
        HAVING sum(open_minor) IS NOT principal_minor)sql"},
    {"a batch has the digest and the counts of its file", R"sql(
        SELECT 'batch ' || name
        FROM batch
        WHERE length(sha256) + rows + added + changed + known + rejected IS NULL)sql"},
    {"every row refers to rows that exist",
     "SELECT \"table\" || ' row ' || rowid FROM pragma_foreign_key_check"},
    {"a contact is corrected by one of the same customer, and later", R"sql(
        SELECT 'contact ' || contact.id
        FROM contact
        JOIN contact original ON original.id = contact.corrects
        WHERE contact.customer_id <> original.customer_id OR contact.id <= original.id)sql"},
    {"a collector is the one of the last assignment, unless a file says otherwise", R"sql(
        SELECT 'customer ' || code
        FROM customer
        JOIN assignment ON assignment.id = (SELECT max(id) FROM assignment
                                            WHERE customer_id = customer.id)
        WHERE instr(',' || by_hand || ',', ',collector,') > 0
            AND customer.collector <> assignment.collector)sql"},
};

constexpr Invariant intact_file = {
    "the file is intact", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"};

constexpr std::size_t rows_shown = 5;

std::string violation(const char* what, const std::vector<std::string>& rows) {
    std::string text = fmt::format("does not hold: {}:", what);
    for (std::size_t i = 0; i < rows.size() && i < rows_shown; ++i) {
        text += fmt::format("{} {}", i == 0 ? "" : ",", rows[i]);
    }
    if (rows.size() > rows_shown) text += fmt::format(" and {} more", rows.size() - rows_shown);
    return text;
}

void add_violation(Connection& db, const Invariant& invariant, std::vector<std::string>& found) {
    auto query = db.query(invariant.sql);
    std::vector<std::string> rows;
    while (query.next()) rows.push_back(query.text(0));
    if (!rows.empty()) found.push_back(violation(invariant.what, rows));
}

// Tables, indexes and triggers as this program makes them: type, name and text.
using SchemaParts = std::map<std::string, std::string>;

SchemaParts schema_of(Connection& db) {
    auto query = db.query(R"sql(
        SELECT type || ' ' || name, sql
        FROM sqlite_schema
        WHERE sql IS NOT NULL)sql");
    SchemaParts parts;
    while (query.next()) parts.emplace(query.text(0), query.text(1));
    return parts;
}

// Without its guards a ledger could be changed by anybody and anything.
std::vector<std::string> strange_parts(const SchemaParts& parts, SchemaParts expected) {
    std::vector<std::string> found;
    for (const auto& [name, sql] : parts) {
        const auto part = expected.find(name);
        if (part == expected.end()) {
            found.push_back(fmt::format("does not hold: the schema is ours: {} is not", name));
            continue;
        }
        if (part->second != sql) {
            found.push_back(fmt::format("does not hold: the schema is ours: {} was changed", name));
        }
        expected.erase(part);
    }
    for (const auto& [name, sql] : expected) {
        found.push_back(fmt::format("does not hold: the schema is ours: {} is missing", name));
    }
    return found;
}

// Also where no row is: a disk that turns bits does not ask.
void add_broken_seals(Connection& db, std::vector<std::string>& found) {
    std::vector<std::string> pages;
    for (const std::int64_t number : broken_seals(db.handle())) {
        pages.push_back(fmt::format("page {}", number));
    }
    if (!pages.empty()) {
        found.push_back(violation("every page of the file is as it was written", pages));
    }
}

}  // namespace

std::vector<std::string> Ledger::violations() const {
    std::vector<std::string> found = quick_violations();
    std::size_t breaches = 0;
    for (const std::string& breach : broken_links(impl_->db)) {
        if (++breaches > rows_shown) break;
        found.push_back("does not hold: every row is as it was written: " + breach);
    }
    if (breaches > rows_shown) found.push_back("and more of the chain does not hold");
    add_broken_seals(impl_->db, found);
    add_violation(impl_->db, intact_file, found);
    return found;
}

std::vector<std::string> Ledger::quick_violations() const {
    std::vector<std::string> found =
        strange_parts(schema_of(impl_->db), schema_of(Ledger::in_memory().impl_->db));
    for (const Invariant& invariant : invariants) add_violation(impl_->db, invariant, found);
    return found;
}

// By the database's own way of copying, which keeps every row where it is: the chain speaks of
// their numbers.
void Ledger::back_up(const std::filesystem::path& file) const {
    try {
        SQLite::Database copy(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0,
                              vfs_for_copy_of(impl_->db.handle()));
        ::chmod(file.c_str(), 0600);
        const std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)> backup(
            sqlite3_backup_init(copy.getHandle(), "main", impl_->db.handle(), "main"),
            &sqlite3_backup_finish);
        const int outcome =
            backup ? sqlite3_backup_step(backup.get(), -1) : sqlite3_errcode(copy.getHandle());
        if (outcome != SQLITE_DONE) throw SQLite::Exception(copy.getHandle(), outcome);
    } catch (const SQLite::Exception& error) {
        throw LedgerError(LedgerFailure::write_failed,
                          fmt::format("{}: the copy cannot be written ({})", file.string(),
                                      sqlite3_errstr(error.getErrorCode())));
    }
}

}  // namespace dunning
