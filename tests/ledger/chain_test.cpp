// The chain of proof: whatever is changed past the program, `violations` finds, and names it.
#include "ledger/sqlite/chain.h"

#include "app/files.h"
#include "ledger/customer_file.h"
#include "ledger/erasure.h"
#include "ledger/ledger_support.h"
#include "ledger/proof.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

// Three transactions: a customer with an invoice, money and a conversation; a correction; a point.
struct ChainedBook : OnFile {
    ChainedBook() {
        const Stamp stamp = on("2026-02-01");
        {
            auto transaction = ledger.begin_write();
            put(ledger, customer_called("C1"));
            put(ledger, invoice_of("C1", "INV-1", "100.00 EUR"_money));
            put(ledger, payment_of("C1", "P1", "80.00 EUR"_money));
            allocate(ledger, account_of(ledger, "C1"), "P1", "INV-1", 3000, "2026-02-01");
            ledger.add_contact(
                {.contact = {.customer = "C1", .at = {1}, .note = "pays"}, .day = stamp.as_of},
                stamp);
            transaction.commit();
        }
        {
            auto transaction = ledger.begin_write();
            Customer customer = customer_called("C1");
            customer.email = "new@example.org";
            put(ledger, customer);
            transaction.commit();
        }
        auto transaction = ledger.begin_write();
        CustomerFile::add_point(ledger, ledger.find_customer("C1").value(),
                                {.value = "cfo@example.org", .since = stamp.as_of}, stamp);
        transaction.commit();
    }

    // Does to the file what no program of ours would, and says what `violations` has to say.
    std::vector<std::string> after(const std::string& sql, const std::string& table = {}) {
        const std::filesystem::path changed = folder / "changed.db";
        std::filesystem::copy_file(file, changed,
                                   std::filesystem::copy_options::overwrite_existing);
        {
            // With seals: it is the chain that has to find it.
            SQLite::Database database(changed.string(), SQLite::OPEN_READWRITE, 0, sealing_vfs());
            database.exec("PRAGMA ignore_check_constraints = ON");
            const auto triggers = triggers_of(database, table);
            for (const auto& [name, text] : triggers) database.exec("DROP TRIGGER " + name);
            database.exec(sql);
            for (const auto& [name, text] : triggers) database.exec(text);
        }
        return Ledger::open(changed, Access::read, 1).violations();
    }

    SQLite::Database& raw_database() { return raw_; }
    int rows_of(const std::string& table) {
        return raw_.execAndGet("SELECT count(*) FROM " + table).getInt();
    }

    static std::vector<std::pair<std::string, std::string>> triggers_of(SQLite::Database& database,
                                                                        const std::string& table) {
        std::vector<std::pair<std::string, std::string>> triggers;
        SQLite::Statement query(database,
                                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
                                "AND tbl_name = '" +
                                    table + "'");
        while (query.executeStep()) {
            triggers.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
        }
        return triggers;
    }

  private:
    SQLite::Database raw_ = raw(file);
};

// Another value of the same type.
std::string other_value(const std::string& column, const std::string& type) {
    if (type == "INTEGER") return "ifnull(\"" + column + "\", 0) + 1";
    if (type == "BLOB") return "CAST(x'00' || \"" + column + "\" AS BLOB)";
    return "ifnull(\"" + column + "\", '') || 'x'";
}

bool names(const std::vector<std::string>& violations, const std::string& part) {
    for (const std::string& violation : violations) {
        if (violation.find(part) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("chain: an honest ledger holds, and so does one that was opened again") {
    ChainedBook book;
    CHECK(book.ledger.violations() == std::vector<std::string>{});
    CHECK(book.after("SELECT 1") == std::vector<std::string>{});
}

TEST_CASE("chain: one value changed in any column of any table is found") {
    ChainedBook book;
    SQLite::Statement columns(book.raw_database(), R"sql(
        SELECT schema.name, info.name, info.type
        FROM sqlite_schema schema, pragma_table_info(schema.name) info
        WHERE schema.type = 'table' AND schema.name NOT IN ('impossible', 'meta'))sql");
    int tried = 0;
    while (columns.executeStep()) {
        const std::string table = columns.getColumn(0).getString();
        const std::string column = columns.getColumn(1).getString();
        CAPTURE(table);
        CAPTURE(column);
        const std::string where = " WHERE rowid = (SELECT max(rowid) FROM " + table + ")";
        if (book.rows_of(table) == 0) continue;
        const std::string type = columns.getColumn(2).getString();
        CHECK_FALSE(book.after("UPDATE " + table + " SET \"" + column +
                                   "\" = " + other_value(column, type) + where,
                               table)
                        .empty());
        ++tried;
    }
    CHECK(tried > 80);
}

TEST_CASE("chain: what was changed is named, with the entry that wrote it") {
    ChainedBook book;
    CHECK(names(book.after("UPDATE invoice SET amount_minor = 9000, open_minor = 6000", "invoice"),
                "invoice row 1 (invoice INV-1) is not as it was written (entry 2 of the chain"));
    CHECK(names(book.after("UPDATE contact SET note = 'refused'", "contact"),
                "contact row 1 is not as it was written (entry 2 of the chain: event 2 of "
                "2026-02-01, contact_recorded, contact 1)"));
    CHECK(names(book.after("UPDATE event SET actor = 'bob' WHERE seq = 2", "event"),
                "event row 2 (contact_recorded, contact 1) is not as it was written"));
}

TEST_CASE("chain: rows that were taken out or slipped in are named") {
    ChainedBook book;
    CHECK(names(book.after("DELETE FROM contact", "contact"), "contact row 1 is gone"));
    CHECK(names(book.after("INSERT INTO event (recorded_at, as_of, actor, kind, subject, payload) "
                           "VALUES (1, 20000, 'bob', 'x', 'y', '{}')",
                           "event"),
                "is in no entry of the chain"));
}

TEST_CASE("chain: the chain itself cannot be mended by half") {
    ChainedBook book;
    CHECK(names(book.after("DELETE FROM chain WHERE seq = 2", "chain"),
                "entry 2 of the chain: is missing"));
    CHECK(names(book.after("UPDATE chain SET rows = rows || ' ' WHERE seq = 2", "chain"),
                "entry 2 of the chain"));
    CHECK(names(book.after("UPDATE chain SET digest = zeroblob(32) WHERE seq = 3", "chain"),
                "entry 3 of the chain"));
}

TEST_CASE("chain: guards that are missing or changed are named") {
    ChainedBook book;
    CHECK(names(book.after("DROP TRIGGER event_kept"), "trigger event_kept is missing"));
    CHECK(names(book.after("DROP INDEX contact_customer"), "index contact_customer is missing"));
    CHECK(names(book.after("CREATE TABLE mine (a INTEGER)"), "table mine is not"));
}

TEST_CASE("chain: a head that was kept elsewhere shows what was left out") {
    ChainedBook book;
    const std::string head = Proof::head(book.ledger);
    CHECK(head.starts_with("4 "));
    CHECK(Proof::contains(book.ledger, head) == true);
    CHECK(Proof::contains(book.ledger, "0 -") == true);
    CHECK(Proof::contains(book.ledger, "4 00") == false);
    CHECK(Proof::contains(book.ledger, "9" + head.substr(1)) == false);
    CHECK(Proof::contains(book.ledger, "head") == std::nullopt);
}

TEST_CASE("chain: a person is erased, the chain holds, and no text of theirs is in the file") {
    ChainedBook book;
    const std::string head = Proof::head(book.ledger);
    {
        auto transaction = book.ledger.begin_write();
        CHECK(Erasure::erase(book.ledger, book.ledger.find_customer("C1").value(),
                             {.clean = [](std::string_view text) { return std::string(text); },
                              .name_the_same = std::equal_to<std::string_view>()},
                             "asked", on("2026-03-01")) > 3);
        transaction.commit();
    }
    Erasure::compact(book.ledger);
    CHECK(book.ledger.violations() == std::vector<std::string>{});
    CHECK(Proof::contains(book.ledger, head) == true);
    CHECK(book.ledger.customer("C1")->name == "erased");
    const std::string bytes = read_file(book.file);
    for (const char* gone : {"C1 Ltd", "new@example.org", "cfo@example.org", "pays"}) {
        CAPTURE(gone);
        CHECK(bytes.find(gone) == std::string::npos);
    }
}

TEST_CASE("chain: a transaction that is taken back leaves no entry") {
    ChainedBook book;
    const std::string head = Proof::head(book.ledger);
    {
        auto transaction = book.ledger.begin_write();
        put(book.ledger, customer_called("C9"));
    }
    CHECK(Proof::head(book.ledger) == head);
    CHECK(book.ledger.violations() == std::vector<std::string>{});
}

TEST_CASE("chain: rows are written and read as ranges") {
    const TouchedRows rows{{"event", {{4, 5}}}, {"invoice", {{1, 1000}, {1002, 1002}}}};
    CHECK(rows_as_text(rows) == "event 4-5;invoice 1-1000,1002");
    CHECK(rows_as_text(rows_from_text("event 4-5;invoice 1-1000,1002").value()) ==
          "event 4-5;invoice 1-1000,1002");
    for (const char* wrong : {"event", "event x", "event 5-4", "event 4,,5", "event 4-"}) {
        CAPTURE(wrong);
        const auto read = rows_from_text(wrong);
        CHECK((!read || rows_as_text(*read) != wrong));
    }
}
