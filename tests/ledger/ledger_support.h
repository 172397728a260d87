// What the ledger's tests share: stores in memory and on a file, short ways to write facts, and a
// raw connection that goes past our code to the database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sqlite/page_seals.h"
#include "support/literals.h"
#include "support/print.h"
#include "support/temporary_folder.h"

namespace dunning::ledger_testing {

using testing::TemporaryFolder;

inline Stamp on(std::string_view day) {
    return {.recorded_at = {1'790'000'000}, .actor = "ann", .as_of = parse_date(day).value()};
}

inline void add_batch(Ledger& ledger, RowId id, std::string_view name) {
    ledger.add_batch({.id = id,
                      .name = std::string(name),
                      .kind = "customers",
                      .file = "facts.csv",
                      .sha256 = std::string(64, '1')},
                     on("2026-01-01"));
}

// Every fact belongs to a batch; tests that do not care use number 1.
inline Ledger with_batch(Ledger ledger) {
    auto transaction = ledger.begin_write();
    add_batch(ledger, 1, "first");
    transaction.commit();
    return ledger;
}

// The two homes of a ledger; every test of what it answers runs in both.
struct InMemory {
    Ledger ledger = with_batch(Ledger::in_memory());
};

struct OnFile {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "ledger.db";
    Ledger ledger = with_batch(Ledger::create(file));
};

#define DUNNING_STORES ::dunning::ledger_testing::InMemory, ::dunning::ledger_testing::OnFile

// The file as another program would open it: triggers, checks and foreign keys, none of our code
// but the seals of the pages, without which each test of `check` would find these broken.
inline SQLite::Database raw(const std::filesystem::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 0, sealing_vfs());
    database.exec("PRAGMA foreign_keys = ON");
    return database;
}

inline std::string text_of(SQLite::Database& database, const std::string& sql) {
    return database.execAndGet(sql).getString();
}

// ---- facts in few words

inline Customer customer_called(std::string_view code) {
    return {.id = std::string(code), .name = fmt::format("{} Ltd", code)};
}

struct Dates {
    std::string_view issued = "2026-01-10";
    std::string_view due = "2026-02-10";
};

inline Invoice invoice_of(std::string_view customer, std::string_view number, const Money& amount,
                          const Dates& dates = {}) {
    return {.number = std::string(number),
            .customer = std::string(customer),
            .issued = parse_date(dates.issued).value(),
            .due = parse_date(dates.due).value(),
            .amount = amount};
}

inline Receipt payment_of(std::string_view customer, std::string_view id, const Money& amount,
                          std::string_view day = "2026-02-01") {
    return {.kind = ReceiptKind::payment,
            .id = std::string(id),
            .customer = std::string(customer),
            .date = parse_date(day).value(),
            .amount = amount};
}

inline Recorded recorded_of(const Recorded& recorded) {
    return recorded;
}
inline Recorded recorded_of(const RecordedReceipt& receipt) {
    return receipt.recorded;
}

// Adds a fact that must be taken. One file states a fact once, so what comes again comes from a
// second or third file.
template <class Fact>
Recorded put(Ledger& ledger, const Fact& fact, int line = 2) {
    for (RowId batch = 1; batch < 9; ++batch) {
        if (batch == ledger.next_batch(parse_date("2026-01-01").value()).id) {
            add_batch(ledger, batch, "batch " + std::to_string(batch));
        }
        const auto recorded = ledger.put(fact, {.batch = batch, .line = line}, on("2026-03-01"));
        if (recorded && recorded_of(*recorded) != Recorded::repeated) return recorded_of(*recorded);
        const bool is_stated =
            recorded || recorded.error().what.find(" stands on line ") != std::string::npos;
        REQUIRE_MESSAGE(is_stated, recorded.error().what);
    }
    FAIL("a fact that was put too often");
    return Recorded::repeated;
}

template <class Fact>
Fault refusal(Ledger& ledger, const Fact& fact) {
    const auto recorded = ledger.put(fact, {.batch = 9, .line = 2}, on("2026-03-01"));
    REQUIRE_FALSE(recorded.has_value());
    return recorded.error();
}

inline std::set<Account> touched_accounts(Ledger& ledger) {
    return ledger.take_accounts_to_replay();
}

inline RowId row_of(const Ledger& ledger, std::string_view customer) {
    return ledger.find_customer(customer).value();
}

inline Account account_of(const Ledger& ledger, std::string_view customer,
                          std::string_view currency = "EUR") {
    return {row_of(ledger, customer), std::string(currency)};
}

// Sets so much of a receipt against an invoice; both are named as in their files.
inline AllocationRow allocate(Ledger& ledger, const Account& account, std::string_view receipt,
                              std::string_view invoice, std::int64_t amount_minor,
                              std::string_view day) {
    const AccountFacts facts = ledger.account_facts(account);
    AllocationRow row{.day = parse_date(day).value(),
                      .amount_minor = amount_minor,
                      .rule = AllocationRule::oldest_due};
    for (std::size_t i = 0; i < facts.receipts.size(); ++i) {
        if (facts.receipts[i].id == receipt) row.receipt = facts.receipt_ids[i];
    }
    for (std::size_t i = 0; i < facts.invoices.size(); ++i) {
        if (facts.invoices[i].number == invoice) row.invoice = facts.invoice_ids[i];
    }
    DUNNING_CHECK(row.receipt != 0 && row.invoice != 0);
    ledger.add_allocation(row, on("2026-03-01"));
    const auto standing = ledger.account_facts(account).allocations;
    return standing.back();
}

// ---- answers in few words

// Which failure of the ledger an action ends in; nothing when it goes well.
template <class Action>
std::optional<LedgerFailure> failure_of(const Action& action) {
    try {
        action();
    } catch (const LedgerError& error) {
        return error.failure;
    }
    return std::nullopt;
}

// The schema's own rules refuse it.
template <class Action>
bool is_refused(const Action& action) {
    return failure_of(action) == LedgerFailure::refused;
}

struct OpenLine {
    std::string number;
    std::int64_t open_minor = 0;
    friend auto operator<=>(const OpenLine&, const OpenLine&) = default;
};

inline std::vector<OpenLine> open_on(const Ledger& ledger, std::string_view day) {
    std::vector<std::pair<RowId, std::int64_t>> rows;
    ledger.for_each_open_item(parse_date(day).value(), [&](const OpenAmount& item) {
        rows.emplace_back(item.invoice, item.open_minor);
    });
    std::vector<OpenLine> lines;
    for (const auto& [invoice, open] : rows) {
        lines.push_back({ledger.invoice_detail(invoice).number, open});
    }
    return lines;
}

inline std::int64_t on_account_on(const Ledger& ledger, std::string_view day) {
    std::int64_t sum = 0;
    for (const AccountMoney& row : ledger.on_account(parse_date(day).value()))
        sum += row.amount_minor;
    return sum;
}

}  // namespace dunning::ledger_testing

namespace doctest {

template <>
struct StringMaker<dunning::Recorded> {
    static String convert(dunning::Recorded value) {
        constexpr const char* names[] = {"added", "changed", "known"};
        return names[static_cast<int>(value)];
    }
};

template <>
struct StringMaker<dunning::Fault> {
    static String convert(const dunning::Fault& fault) {
        return fmt::format("{} / {} / {}", fault.what, fault.remedy, fault.field).c_str();
    }
};

template <>
struct StringMaker<dunning::ledger_testing::OpenLine> {
    static String convert(const dunning::ledger_testing::OpenLine& line) {
        return (line.number + " " + std::to_string(line.open_minor)).c_str();
    }
};

template <class T>
struct StringMaker<std::vector<T>> {
    static String convert(const std::vector<T>& values) {
        String all = "[";
        for (const T& value : values) all += toString(value) + ", ";
        return all + "]";
    }
};

}  // namespace doctest
