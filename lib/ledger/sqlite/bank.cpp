// Entries and statements of bank accounts: what has been read of them.
#include <algorithm>

#include "ledger/sqlite/impl.h"

namespace dunning {

namespace {

// Its first columns: id, account, code, currency, amount_minor, booked, details.
BankEntryRecord bank_entry_from_row(Query& query) {
    return {.id = query.integer(0),
            .account = query.text(1),
            .code = query.text(2),
            .amount = Money(query.integer(4), currency_from_row(query.text_view(3))),
            .booked = query.date(5),
            .details = query.small(6)};
}

}  // namespace

std::optional<BankEntryRecord> Ledger::bank_entry(std::string_view account,
                                                  std::string_view code) const {
    // Its own row counts like a name: entries of before schema 4 have no other.
    auto query = impl_->db.query(R"sql(
        WITH called AS (
            SELECT entry_id AS id
            FROM bank_entry_name
            WHERE account = :account AND code = :code
                AND batch_id NOT IN (SELECT batch_id FROM batch_undo)
            UNION
            SELECT id
            FROM bank_entry
            WHERE account = :account AND code = :code
                AND batch_id NOT IN (SELECT batch_id FROM batch_undo)),
        telling AS (
            SELECT called.id, bank_entry_name.details
            FROM called
            JOIN bank_entry_name ON bank_entry_name.entry_id = called.id
            WHERE batch_id NOT IN (SELECT batch_id FROM batch_undo)
            UNION ALL
            SELECT called.id, bank_entry.details
            FROM called
            JOIN bank_entry ON bank_entry.id = called.id
            WHERE batch_id NOT IN (SELECT batch_id FROM batch_undo))
        SELECT bank_entry.id, account, code, currency, amount_minor, booked,
               iif(min(telling.details) < 0, min(telling.details), max(telling.details))
        FROM telling
        JOIN bank_entry ON bank_entry.id = telling.id
        GROUP BY bank_entry.id
        ORDER BY account = :account AND code = :code DESC, bank_entry.id
        LIMIT 1)sql");
    query.bind(":account", account).bind(":code", code);
    if (!query.next()) return std::nullopt;
    return bank_entry_from_row(query);
}

std::vector<UnnamedBankEntry> Ledger::bank_entries_without_name(Date booked, const Money& amount,
                                                                std::string_view source) const {
    std::vector<UnnamedBankEntry> entries;
    {
        auto query = impl_->db.query(R"sql(
            SELECT bank_entry.id, bank_entry.account, bank_entry.code, currency, amount_minor, booked,
                   iif(min(name.details) < 0, min(name.details), max(name.details)),
                   max(name.is_reference)
            FROM bank_entry
            JOIN bank_entry_name name ON name.entry_id = bank_entry.id
                AND name.batch_id NOT IN (SELECT batch_id FROM batch_undo)
            WHERE booked = :booked AND amount_minor = :amount AND currency = :currency
            GROUP BY bank_entry.id
            HAVING max(name.source = :source) = 0
            ORDER BY bank_entry.id)sql");
        query.bind(":booked", booked)
            .bind(":amount", amount.minor())
            .bind(":currency", amount.currency().code())
            .bind(":source", source);
        while (query.next()) {
            entries.push_back(
                {.entry = bank_entry_from_row(query), .has_reference = query.integer(7) != 0});
        }
    }
    for (UnnamedBankEntry& each : entries) {
        if (each.entry.details > 1) continue;
        each.receipt = receipt(ReceiptKind::payment, each.entry.account + "/" + each.entry.code);
    }
    return entries;
}

std::vector<ToldBankEntry> Ledger::credits_of_day(Date booked, const Currency& currency) const {
    auto query = impl_->db.query(R"sql(
        SELECT bank_entry.id, bank_entry.account, bank_entry.code, currency, amount_minor, booked,
               iif(min(name.details) < 0, min(name.details), max(name.details)), name.source
        FROM bank_entry
        JOIN bank_entry_name name ON name.entry_id = bank_entry.id
            AND name.batch_id NOT IN (SELECT batch_id FROM batch_undo)
        WHERE booked = :booked AND amount_minor > 0 AND currency = :currency
        GROUP BY bank_entry.id, name.source
        ORDER BY bank_entry.id, name.source)sql");
    query.bind(":booked", booked).bind(":currency", currency.code());
    std::vector<ToldBankEntry> entries;
    while (query.next()) {
        BankEntryRecord entry = bank_entry_from_row(query);
        if (entries.empty() || entries.back().entry.id != entry.id) {
            entries.push_back({.entry = std::move(entry), .sources = {}});
        } else {
            int& details = entries.back().entry.details;
            const bool is_wrong = std::min(details, entry.details) < 0;
            details = is_wrong ? BankEntryRecord::called_wrong : std::max(details, entry.details);
        }
        entries.back().sources.push_back(query.text(7));
    }
    return entries;
}

bool Ledger::are_told_by_one_kind(RowId entry, RowId other) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM bank_entry_name one
        JOIN bank_entry_name other ON other.source = one.source
        WHERE one.entry_id = :entry AND other.entry_id = :other
            AND one.batch_id NOT IN (SELECT batch_id FROM batch_undo)
            AND other.batch_id NOT IN (SELECT batch_id FROM batch_undo))sql");
    return query.bind(":entry", entry).bind(":other", other).next();
}

std::vector<Receipt> Ledger::receipts_of_entries(Date booked, int days, const Money& amount) const {
    std::vector<std::string> codes;
    {
        // A seek for each day: the amount may be that of thousands of entries.
        auto query = impl_->db.query(R"sql(
            WITH RECURSIVE day (number) AS (
                VALUES (:booked)
                UNION ALL
                SELECT number - 1 FROM day WHERE number > :booked - :days + 1)
            SELECT account || '/' || code
            FROM day
            JOIN bank_entry INDEXED BY bank_entry_day
                ON booked = day.number AND amount_minor = :amount
            WHERE currency = :currency
            ORDER BY booked DESC, id)sql");
        query.bind(":booked", booked)
            .bind(":days", days)
            .bind(":amount", amount.minor())
            .bind(":currency", amount.currency().code());
        while (query.next()) codes.push_back(query.text(0));
    }
    std::vector<Receipt> receipts;
    for (const std::string& code : codes) {
        if (auto found = receipt(ReceiptKind::payment, code)) receipts.push_back(std::move(*found));
    }
    return receipts;
}

RowId Ledger::add_bank_entry(const BankEntryRecord& entry, RowId batch) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO bank_entry (account, code, currency, amount_minor, booked, details, batch_id)
        VALUES (:account, :code, :currency, :amount, :booked, :details, :batch)
        ON CONFLICT (account, code) DO UPDATE SET details = :details, batch_id = :batch
        RETURNING id)sql");
    query.bind(":account", entry.account)
        .bind(":code", entry.code)
        .bind(":currency", entry.amount.currency().code())
        .bind(":amount", entry.amount.minor())
        .bind(":booked", entry.booked)
        .bind(":details", entry.details)
        .bind(":batch", batch)
        .next();
    return query.integer(0);
}

void Ledger::name_bank_entry(RowId entry, const BankEntryName& name, int details, RowId batch) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO bank_entry_name (entry_id, source, account, code, is_reference, details, batch_id)
        VALUES (:entry, :source, :account, :code, :is_reference, :details, :batch)
        ON CONFLICT DO NOTHING)sql");
    query.bind(":entry", entry)
        .bind(":source", name.source)
        .bind(":account", name.account)
        .bind(":code", name.code)
        .bind(":is_reference", name.is_reference ? 1 : 0)
        .bind(":details", details)
        .bind(":batch", batch)
        .run();
}

bool Ledger::has_receipt(ReceiptKind kind, std::string_view id) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM receipt
        WHERE kind = :kind AND code = :code AND NOT withdrawn)sql");
    return query.bind(":kind", to_text(kind)).bind(":code", id).next();
}

std::vector<Receipt> Ledger::payments_called(std::string_view end_to_end_id) const {
    std::vector<std::string> codes;
    {
        auto query = impl_->db.query(R"sql(
            SELECT code
            FROM receipt
            WHERE end_to_end_id = :id AND end_to_end_id <> '' AND kind = 'payment' AND NOT withdrawn
            ORDER BY day, id)sql");
        query.bind(":id", end_to_end_id);
        while (query.next()) codes.push_back(query.text(0));
    }
    std::vector<Receipt> payments;
    for (const std::string& code : codes) {
        if (auto found = receipt(ReceiptKind::payment, code)) payments.push_back(std::move(*found));
    }
    return payments;
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
    impl_->all_payers_in_question = true;
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

std::vector<std::string> Ledger::bank_accounts() const {
    auto query = impl_->db.query("SELECT DISTINCT account FROM statement ORDER BY account");
    std::vector<std::string> accounts;
    while (query.next()) accounts.push_back(query.text(0));
    return accounts;
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
