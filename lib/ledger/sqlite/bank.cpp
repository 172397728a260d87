// Entries and statements of bank accounts: what has been read of them.
#include "ledger/sqlite/impl.h"

namespace dunning {

std::optional<BankEntryRecord> Ledger::bank_entry(std::string_view account,
                                                  std::string_view code) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, currency, amount_minor, booked, details, batch_id
        FROM bank_entry
        WHERE account = :account AND code = :code
            AND NOT EXISTS (SELECT 1 FROM batch_undo
                            WHERE batch_undo.batch_id = bank_entry.batch_id))sql");
    query.bind(":account", account).bind(":code", code);
    if (!query.next()) return std::nullopt;
    return BankEntryRecord{.id = query.integer(0),
                           .account = std::string(account),
                           .code = std::string(code),
                           .amount = Money(query.integer(2), currency_from_row(query.text_view(1))),
                           .booked = query.date(3),
                           .details = query.small(4),
                           .batch = query.integer(5)};
}

void Ledger::add_bank_entry(const BankEntryRecord& entry) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO bank_entry (account, code, currency, amount_minor, booked, details, batch_id)
        VALUES (:account, :code, :currency, :amount, :booked, :details, :batch)
        ON CONFLICT (account, code) DO UPDATE SET details = :details, batch_id = :batch)sql");
    query.bind(":account", entry.account)
        .bind(":code", entry.code)
        .bind(":currency", entry.amount.currency().code())
        .bind(":amount", entry.amount.minor())
        .bind(":booked", entry.booked)
        .bind(":details", entry.details)
        .bind(":batch", entry.batch)
        .run();
}

bool Ledger::has_receipt(ReceiptKind kind, std::string_view id) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM receipt
        WHERE kind = :kind AND code = :code AND NOT withdrawn)sql");
    return query.bind(":kind", to_text(kind)).bind(":code", id).next();
}

void Ledger::withdraw_receipt(ReceiptKind kind, std::string_view id, const RowSource& source) {
    {
        auto owner = impl_->db.query(R"sql(
            SELECT customer_id, currency
            FROM receipt
            WHERE kind = :kind AND code = :code AND customer_id IS NOT NULL)sql");
        owner.bind(":kind", to_text(kind)).bind(":code", id);
        if (owner.next()) impl_->accounts.needs_replay({owner.integer(0), owner.text(1)});
    }
    // What it has paid is taken back by the replay, which no longer sees it.
    auto query = impl_->db.query(R"sql(
        UPDATE receipt
        SET left_minor = left_minor - amount_minor, amount_minor = 0, withdrawn = 1,
            batch_id = :batch, line = :line, version = version + 1
        WHERE kind = :kind AND code = :code AND NOT withdrawn)sql");
    query.bind(":kind", to_text(kind))
        .bind(":code", id)
        .bind(":batch", source.batch)
        .bind(":line", source.line)
        .run();
}

void Ledger::add_statement(const StatementRecord& statement) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO statement (batch_id, account, currency, code, sequence, from_day, to_day,
                               opening_minor, closing_minor, entries)
        VALUES (:batch, :account, :currency, :code, :sequence, :from, :to, :opening, :closing,
                :entries))sql");
    query.bind(":batch", statement.batch)
        .bind(":account", statement.account)
        .bind(":currency", statement.currency)
        .bind(":code", statement.code)
        .bind(":sequence", statement.sequence)
        .bind(":from", statement.from)
        .bind(":to", statement.to)
        .bind(":opening", statement.opening_minor)
        .bind(":closing", statement.closing_minor)
        .bind(":entries", statement.entries)
        .run();
}

std::vector<StatementRecord> Ledger::statements(std::string_view account,
                                                std::string_view currency) const {
    auto query = impl_->db.query(R"sql(
        SELECT batch_id, code, sequence, from_day, to_day, opening_minor, closing_minor, entries
        FROM statement
        WHERE account = :account AND currency = :currency
            AND NOT EXISTS (SELECT 1 FROM batch_undo
                            WHERE batch_undo.batch_id = statement.batch_id)
        ORDER BY to_day, from_day, id)sql");
    query.bind(":account", account).bind(":currency", currency);
    std::vector<StatementRecord> all;
    while (query.next()) {
        StatementRecord statement{.batch = query.integer(0),
                                  .account = std::string(account),
                                  .currency = std::string(currency),
                                  .code = query.text(1),
                                  .sequence = query.text(2),
                                  .from = query.optional_date(3),
                                  .to = query.optional_date(4)};
        if (!query.is_null(5)) statement.opening_minor = query.integer(5);
        if (!query.is_null(6)) statement.closing_minor = query.integer(6);
        statement.entries = query.small(7);
        all.push_back(std::move(statement));
    }
    return all;
}

}  // namespace dunning
