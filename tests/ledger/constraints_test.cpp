// The last guard: what the database itself refuses, asked past our code through a raw connection.
#include <set>
#include <sstream>

#include "ledger/customer_file.h"
#include "ledger/erasure.h"
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

// A ledger with a row in every table, so that no refusal is an accident of an empty one.
struct FullLedger : OnFile {
    FullLedger() {
        auto transaction = ledger.begin_write();
        add_facts();
        add_bank();
        add_standing();
        add_night();
        add_file();
        transaction.commit();
        add_charges();
    }

    // What the database says to a statement; "" when it does it. Nothing of it stays.
    std::string answer(const std::string& sql) {
        try {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            database.exec(sql);
            return "";  // rolled back
        } catch (const SQLite::Exception& error) {
            return error.what();
        }
    }

    // Likewise, but with the end of the transaction, when the deferred rules are looked at.
    std::string answer_at_commit(const std::string& sql) {
        try {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            database.exec(sql);
            transaction.commit();
            return "";
        } catch (const SQLite::Exception& error) {
            return error.what();
        }
    }

    std::set<std::string> tables() {
        std::set<std::string> names;
        SQLite::Statement query(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        while (query.executeStep()) names.insert(query.getColumn(0).getString());
        return names;
    }

    SQLite::Database database = raw(file);

  private:
    void add_facts() {
        Customer customer = customer_called("C1");
        put(ledger, customer);
        customer.email = "new@example.org";
        put(ledger, customer);
        put(ledger, customer_called("C2"));
        put(ledger, invoice_of("C1", "INV-1", "100.00 EUR"_money));
        put(ledger, payment_of("C1", "P1", "80.00 EUR"_money));
        put(ledger, payment_of("C1", "P2", "80.00 EUR"_money));
        allocate(ledger, account_of(ledger, "C1"), "P1", "INV-1", 3000, "2026-02-01");
    }

    void add_bank() {
        const Stamp stamp = on("2026-02-01");
        ledger.add_statement(
            {.batch = 1, .account = "DE1", .currency = "EUR", .code = "S1", .sequence = "1"});
        const RowId entry = ledger.add_bank_entry({.account = "DE1",
                                                   .code = "E1",
                                                   .amount = "80.00 EUR"_money,
                                                   .booked = "2026-02-01"_date,
                                                   .details = 1},
                                                  1);
        ledger.name_bank_entry(
            entry, {.source = "mt940", .account = "DE1", .code = "E1", .is_reference = true}, 1, 1);
        const StatedRate rate{"ecb-mro", {.from = "2026-02-11"_date, .rate = "2"_rate}};
        REQUIRE(ledger.put(rate, {1, 1}).has_value());
        REQUIRE(ledger.rule("P2", "INV-1", "10.00 EUR"_money, "", stamp).has_value());
        add_batch(ledger, 8, "empty");
        REQUIRE(ledger.undo_batch("empty", stamp).has_value());
    }

    void add_standing() {
        const Stamp stamp = on("2026-02-01");
        const PauseRecord hold{
            .kind = PauseKind::hold, .customer = "C1", .from = "2026-02-01"_date};
        ledger.end_pause(ledger.add_pause(hold, stamp), "", "", stamp);
        ledger.add_contact({.contact = {.customer = "C1", .at = {1}}, .day = "2026-02-05"_date},
                           stamp);
        const RowId plan =
            ledger.add_plan({.id = {},
                             .customer = "C1",
                             .principal = "10.00 EUR"_money,
                             .interest = "0.00 EUR"_money,
                             .proposed = "2026-02-01"_date,
                             .installments = {{1, "2026-02-15"_date, "10.00 EUR"_money}},
                             .invoices = {"INV-1"},
                             .grace_days = 3,
                             .whole_balance = true,
                             .day_count = DayCount::act_365},
                            stamp);
        ledger.add_plan_step(plan, "confirmed", "", stamp);
        ledger.add_plan_document(plan,
                                 {.kind = "signed",
                                  .day = stamp.as_of,
                                  .file_name = "scan.pdf",
                                  .bytes = "bytes",
                                  .sha256 = std::string(64, 'd')},
                                 stamp);
        add_agreements();
    }

    void add_agreements() {
        const Stamp stamp = on("2026-02-01");
        const Money half = "5.00 EUR"_money;
        ledger.add_pause({.kind = PauseKind::promise,
                          .customer = "C1",
                          .invoices = {"INV-1"},
                          .amount = half + half,
                          .payments = {{"2026-02-05"_date, half}, {"2026-02-06"_date, half}},
                          .from = stamp.as_of,
                          .until = "2026-02-06"_date},
                         stamp);
        ledger.add_extension({.invoice = "INV-1", .day = stamp.as_of, .due = "2026-02-10"_date},
                             stamp);
        const RowId referral = ledger.add_referral({.customer = "C1",
                                                    .amount = "70.00 EUR"_money,
                                                    .charges = "0.00 EUR"_money,
                                                    .day = stamp.as_of,
                                                    .invoices = {"INV-1"}},
                                                   stamp);
        const Money none = "0.00 EUR"_money;
        ledger.add_referral_step(
            referral, {.step = "approved", .day = stamp.as_of, .cost = none, .recovered = none},
            stamp);
        ledger.add_credit_record({.customer = "C1", .day = stamp.as_of, .debts = {{"INV-1", half}}},
                                 stamp);
    }

    // A charge of the notice, claimed by it again, waived and owed again: by hand, because what
    // makes them would change the states that other tests start from.
    void add_charges() {
        database.exec(R"sql(
            INSERT INTO invoice (id, number, customer_id, currency, issued, due, amount_minor,
                                 open_minor, reference, description, line, kind, notice_id)
            VALUES (90, 'N000001-F', 1, 'EUR', 20500, 20500, 500, 500, '', '', 0, 'costs', 1);
            INSERT INTO notice_charge VALUES (1, 90, 500);
            INSERT INTO receipt (id, kind, code, customer_id, customer_given, currency, day,
                                 amount_minor, left_minor, invoice_number, reference, method,
                                 description, payer, payer_account, end_to_end_id, line)
            VALUES (90, 'waiver', 'W0001', 1, 1, 'EUR', 20500, 500, 500, 'N000001-F', '', '', '', '',
                    '', '', 0),
                   (91, 'waiver', 'W0001-R', 1, 1, 'EUR', 20500, -500, -500, 'N000001-F', '', '', '',
                    '', '', '', 0);
            INSERT INTO waiver (receipt_id, invoice_id, reason, note, actor, recorded_at, salt)
            VALUES (90, 90, 'goodwill', '', 'a', 1, x'');
            INSERT INTO waiver_end (waiver_id, receipt_id, why, actor, recorded_at, salt)
            VALUES (90, 91, 'why', 'a', 1, x'');
            INSERT INTO charge_correction VALUES (1, 90, 2, 600, 500, 'why', 20500, 'a', 1);
            INSERT INTO interest_waiver (id, code, invoice_id, amount_minor, day, reason, note,
                                         after_notice, actor, recorded_at)
            VALUES (1, 'W0002', 1, 100, 20500, 'goodwill', '', 1, 'a', 1);
            INSERT INTO notice_lump_sum VALUES (1, 1, 0, 0);
            INSERT INTO plan_offer_waiver VALUES (1, 90, 100);
            INSERT INTO interest_waiver_end (waiver_id, day, why, actor, recorded_at, salt)
            VALUES (1, 20500, 'why', 'a', 1, x'');)sql");
    }

    void add_file() {
        const Stamp stamp = on("2026-02-21");
        const RowId c1 = ledger.find_customer("C1").value();
        const RowId point = CustomerFile::add_point(
            ledger, c1, {.value = "cfo@example.org", .since = stamp.as_of}, stamp);
        CustomerFile::end_point(ledger, point, "ended", "", stamp);
        CustomerFile::assign(ledger, c1, {.collector = "li", .former = "", .day = stamp.as_of},
                             stamp);
        CustomerFile::add_review(ledger, c1,
                                 {.score = 90,
                                  .grade = "A",
                                  .formula = "100 - 10",
                                  .next_review = stamp.as_of,
                                  .day = stamp.as_of},
                                 stamp);
        const RowId decision =
            CustomerFile::decide_credit(ledger, c1, {.from = stamp.as_of, .reason = "late"}, stamp);
        CustomerFile::lift_credit(ledger, decision, "paid", "", stamp);
        const RowId hold = CustomerFile::add_legal_hold(
            ledger, c1, {.reason = "case", .from = stamp.as_of}, stamp);
        CustomerFile::end_legal_hold(ledger, hold, "", stamp);
        const RowId evidence = CustomerFile::add_evidence(
            ledger, {.sha256 = std::string(64, 'e'), .name = "a.pdf", .extension = ".pdf"}, stamp);
        CustomerFile::use_evidence(ledger, evidence, c1, {}, "", stamp);
        Erasure::erase(ledger, ledger.find_customer("C2").value(),
                       {.clean = [](std::string_view text) { return std::string(text); },
                        .name_the_same = std::equal_to<std::string_view>()},
                       "", stamp);
    }

    void add_night() {
        const Money open = "70.00 EUR"_money;
        const Money none = "0.00 EUR"_money;
        const Notice notice{.customer = "C1",
                            .procedure = "standard",
                            .level_name = "reminder",
                            .wording = "reminder",
                            .currency = open.currency(),
                            .principal = open,
                            .interest = none,
                            .fee = none,
                            .earlier_charges = none,
                            .credit = none,
                            .total = open,
                            .date = "2026-02-20"_date,
                            .pay_by = "2026-02-27"_date,
                            .lines = {{.invoice = "INV-1",
                                       .issued = "2026-01-10"_date,
                                       .due = "2026-02-10"_date,
                                       .days_overdue = 10,
                                       .amount = open,
                                       .open = open,
                                       .disputed = none,
                                       .interest = none,
                                       .costs = none,
                                       .level = 1,
                                       .advances = true}}};
        const Stamp stamp = on("2026-02-20");
        ledger.add_notice(1, 1, notice, {{Channel::email, "message/rfc822", "eml", "bytes"}}, "",
                          stamp);
        ledger.add_plan_message(1, {.plan = 1, .n = 1});
        ledger.add_verdict(1, {"C1", "INV-1", Rule::on_hold, "", {}});
        ledger.add_run({.id = 1, .as_of = stamp.as_of, .notices = 1, .withheld = 1},
                       std::string(64, 'c'), "policy", stamp);
        ledger.move_delivery({1, Channel::email, DeliveryState::queued}, DeliveryState::sending,
                             "sending", "", stamp);
    }
};

// Those that may change, by the comment at the head of the schema; all others are only added to.
const std::set<std::string> changeable{"customer", "invoice",     "receipt",
                                       "delivery", "notice_line", "bank_entry"};
const std::set<std::string> without_rows_to_keep{"meta", "impossible"};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("constraints: no row of any table can be deleted") {
    FullLedger store;
    for (const std::string& table : store.tables()) {
        if (without_rows_to_keep.contains(table)) continue;
        CAPTURE(table);
        REQUIRE(text_of(store.database, "SELECT count(*) > 0 FROM " + table) == "1");
        CHECK(holds(store.answer("DELETE FROM " + table), " rows are never deleted"));
    }
}

TEST_CASE("constraints: no row can be changed, but for the tables that the schema names") {
    FullLedger store;
    for (const std::string& table : store.tables()) {
        if (without_rows_to_keep.contains(table) || changeable.contains(table)) continue;
        CAPTURE(table);
        CHECK(holds(store.answer("UPDATE " + table + " SET rowid = rowid"),
                    " rows are never changed"));
    }
}

TEST_CASE("constraints: where people write of people, every row has a salt") {
    FullLedger store;
    const std::string with_texts = text_of(store.database,
                                           "SELECT group_concat(name, ' ') FROM (SELECT DISTINCT "
                                           "tables.name FROM sqlite_schema tables, "
                                           "pragma_table_info(tables.name) c WHERE tables.type = "
                                           "'table' AND c.name IN ('note', 'person', "
                                           "'reason', 'recipient', 'payer', 'value', 'bytes', "
                                           "'detail', 'file_name') ORDER BY tables.name)");
    std::istringstream names(with_texts);
    int salted = 0;
    for (std::string table; names >> table;) {
        // The details of a verdict are the program's own words; so is what `meta` says.
        if (table == "verdict" || table == "meta") continue;
        CAPTURE(table);
        CHECK(text_of(store.database, "SELECT count(*) FROM " + table + " WHERE salt IS NULL") ==
              "0");
        ++salted;
    }
    CHECK(salted >= 25);
}

TEST_CASE("constraints: a charge has a notice, a plan or an invoice; what is none has no plan") {
    FullLedger store;
    const auto insert = [&](const std::string& columns, const std::string& values) {
        return store.answer(
            "INSERT INTO invoice (number, customer_id, currency, issued, due, "
            "amount_minor, open_minor, reference, description, line, kind" +
            columns + ") VALUES ('X', 1, 'EUR', 20500, 20500, 5, 5, '', '', 0, " + values + ")");
    };
    const std::string refused = "CHECK constraint failed";
    CHECK(holds(insert("", "'interest'"), refused));
    CHECK(holds(insert(", plan_id, batch_id", "'interest', 1, 1"), refused));
    CHECK(holds(insert(", plan_id, batch_id", "'principal', 1, 1"), refused));
    CHECK(holds(insert(", notice_id, batch_id", "'principal', 1, 1"), refused));
    CHECK(insert(", plan_id", "'interest', 1") == "");
    CHECK(insert(", charged_on", "'interest', 1") == "");
    CHECK(holds(store.answer("UPDATE invoice SET plan_id = 1, version = version + 1 WHERE id = 90"),
                "what a charge is for is never changed"));
}

TEST_CASE("constraints: every table has its triggers") {
    FullLedger store;
    const auto triggers = [&](const std::string& table, const std::string& what) {
        return store.database
            .execAndGet(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '" +
                table + "' AND sql LIKE '%BEFORE " + what + "%'")
            .getInt();
    };
    const auto tables = store.tables();
    CHECK(tables.size() >= 24);
    for (const std::string& table : tables) {
        if (without_rows_to_keep.contains(table)) continue;
        CAPTURE(table);
        CHECK(triggers(table, "DELETE") == 1);
        CHECK(triggers(table, "UPDATE") >= 1);
    }
}

TEST_CASE("constraints: every table is strict, so that text in a number's place is refused") {
    FullLedger store;
    CHECK(text_of(store.database,
                  "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' "
                  "AND strict = 0 AND name NOT LIKE 'sqlite%'") == "0");
    CHECK(holds(store.answer("UPDATE invoice SET due = '2026-02-30', version = version + 1"),
                "cannot store TEXT value in INTEGER column"));
}

TEST_CASE("constraints: a fact is corrected under its next version, and keeps its name") {
    FullLedger store;
    const std::string next = ", version = version + 1";
    struct Case {
        std::string sql;
        std::string says;
    };
    const Case cases[] = {
        {"UPDATE customer SET name = 'x'", "a customer is corrected under its next version"},
        {"UPDATE customer SET name = 'x', version = version + 2", "under its next version"},
        {"UPDATE customer SET version = version - 1", "under its next version"},
        {"UPDATE customer SET code = code || 'x', version = version + 1", "keeps its code"},
        {"UPDATE customer SET id = id + 100, version = version + 1", "keeps its code"},
        {"UPDATE invoice SET due = due + 1", "an invoice is corrected under its next version"},
        {"UPDATE invoice SET amount_minor = 1", "an invoice is corrected under its next version"},
        {"UPDATE invoice SET number = 'x', version = version + 1", "keeps its number"},
        {"UPDATE invoice SET line = 9", "an invoice is corrected under its next version"},
        {"UPDATE receipt SET day = day + 1", "a receipt is corrected under its next version"},
        {"UPDATE receipt SET reference = 'x', version = version + 2", "under its next version"},
        {"UPDATE receipt SET code = code || 'x', version = version + 1", "keeps its code"},
        {"UPDATE receipt SET kind = 'credit', version = version + 1", "keeps its code"},
        {"UPDATE receipt SET customer_id = 2", "a receipt that has an owner keeps it"},
        {"UPDATE receipt SET customer_id = NULL", "a receipt that has an owner keeps it"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.sql);
        CHECK(holds(store.answer(c.sql), c.says));
    }
    CHECK(store.answer("UPDATE customer SET name = 'x'" + next) == "");
    CHECK(store.answer("UPDATE invoice SET due = due + 1" + next) == "");
    CHECK(store.answer("UPDATE receipt SET reference = 'x'" + next) == "");
}

TEST_CASE("constraints: what is open and what is left stay within the amount") {
    FullLedger store;
    const auto add = [](int receipt, int amount) {
        return fmt::format(
            "INSERT INTO allocation (receipt_id, invoice_id, day, amount_minor, rule, recorded_at) "
            "VALUES ({}, 1, 20500, {}, 'oldest_due', 1);",
            receipt, amount);
    };
    const std::string refused = "FOREIGN KEY constraint failed";
    CHECK(store.answer_at_commit(add(1, 5001)) == refused);                 // P1 has 50.00 left
    CHECK(store.answer_at_commit(add(1, -3001)) == refused);                // and has given 30.00
    CHECK(store.answer_at_commit(add(1, 5000) + add(2, 2001)) == refused);  // INV-1 needs 70.00
    CHECK(store.answer_at_commit("UPDATE invoice SET open_minor = -1") == refused);
    CHECK(store.answer_at_commit("UPDATE invoice SET open_minor = 10001") == refused);
    CHECK(store.answer_at_commit("UPDATE receipt SET left_minor = -1") == refused);
    CHECK(store.answer_at_commit("UPDATE receipt SET left_minor = 8001") == refused);
    CHECK(store.answer_at_commit("UPDATE invoice SET amount_minor = 6999, version = version + 1") ==
          refused);
    CHECK(store.answer("INSERT INTO impossible (id) VALUES (1)") == "CHECK constraint failed: 0");
    CHECK(text_of(store.database, "SELECT open_minor FROM invoice") == "7000");
    // P2 did not come with what this would leave of it, P1 not without.
    const auto add_at_once = [](int receipt, int amount) {
        return fmt::format(
            "INSERT INTO allocation (receipt_id, invoice_id, day, amount_minor, rule, at_once, "
            "recorded_at) VALUES ({}, 1, 20500, {}, 'invoice', 1, 1)",
            receipt, amount);
    };
    CHECK(holds(store.answer(add_at_once(2, 1000)), "did not come with what the allocation"));
    CHECK(holds(store.answer(add_at_once(1, 1000)), "did not come with what the allocation"));
    // Within a transaction it may be otherwise for a while.
    CHECK(store.answer_at_commit(add(1, 5000) + add(2, 5000) + add(1, -5000) + add(2, -5000)) ==
          "");
}

TEST_CASE("constraints: a day lies in the years 1900 to 2199") {
    FullLedger store;
    CHECK("1900-01-01"_date.days() == -25567);
    CHECK("2199-12-31"_date.days() == 84005);
    const auto set = [](const char* column, int day) {
        return fmt::format("UPDATE invoice SET {} = {}, version = version + 1 WHERE id = 1", column,
                           day);
    };
    CHECK(store.answer(set("issued", -25567)) == "");
    CHECK(holds(store.answer(set("issued", -25568)), "CHECK constraint failed: issued"));
    CHECK(store.answer(set("due", 84005)) == "");
    CHECK(holds(store.answer(set("due", 84006)), "CHECK constraint failed: due"));
    const int issued = "2026-01-10"_date.days();
    CHECK(store.answer(set("due", issued)) == "");
    CHECK(holds(store.answer(set("due", issued - 1)), "CHECK constraint failed: due"));
}

TEST_CASE("constraints: every day of every table is checked") {
    FullLedger store;
    SQLite::Statement query(store.database, R"sql(
        SELECT tables.name, columns.name
        FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table'
            AND (columns.name IN ('day', 'as_of', 'issued', 'due', 'proposed', 'pay_by', 'send_by')
                 OR columns.name LIKE '%\_day' ESCAPE '\'))sql");
    int days = 0;
    while (query.executeStep()) {
        const std::string table = query.getColumn(0).getString();
        const std::string column = query.getColumn(1).getString();
        const std::string sql =
            text_of(store.database, "SELECT sql FROM sqlite_schema WHERE name = '" + table + "'");
        CAPTURE(table);
        CAPTURE(column);
        CHECK(holds(sql, "CHECK (" + column + " BETWEEN "));
        ++days;
    }
    CHECK(days >= 19);
}

TEST_CASE("constraints: a word that the schema does not know is refused") {
    FullLedger store;
    const std::string statements[] = {
        "UPDATE customer SET kind = 'friend', version = version + 1",
        "UPDATE customer SET name = '', version = version + 1",
        "UPDATE invoice SET currency = 'EURO', version = version + 1",
        "UPDATE invoice SET amount_minor = -1, version = version + 1",
        "UPDATE invoice SET amount_minor = 1000000000000001, version = version + 1",
        "UPDATE receipt SET amount_minor = 0, version = version + 1",
        "UPDATE receipt SET amount_minor = -1000000000000001, version = version + 1",
        "UPDATE receipt SET customer_given = 2, version = version + 1",
        "UPDATE delivery SET state = 'lost'",
        "UPDATE notice_line SET live = -1",
        "INSERT INTO superseded (kind, id, version, contents) VALUES ('plan', 1, 1, '{}')",
        "INSERT INTO superseded (kind, id, version, contents) VALUES ('invoice', 1, 9, 'no json')",
        "INSERT INTO plan_step VALUES (1, 'mended', 20500, '', 'ann', 1, x'')",
        "INSERT INTO installment VALUES (1, 2, 20500, 0, 0)",
        "INSERT INTO installment VALUES (1, 0, 20500, 1, 0)",
        "INSERT INTO installment VALUES (1, 2, 20500, 1, 2)",
        "INSERT INTO referral_step VALUES (NULL, 1, 'lost', 20500, 0, 0, '', 'ann', 1, x'')",
        "INSERT INTO plan_document VALUES (NULL, 1, 'poem', 20500, '', x'', '', x'')",
        "INSERT INTO event VALUES (NULL, 1, 20500, 'ann', 'x', 'y', 'no json')",
        "INSERT INTO policy_text VALUES ('short', '')",
    };
    for (const std::string& sql : statements) {
        CAPTURE(sql);
        CHECK(holds(store.answer(sql), "CHECK constraint failed"));
    }
}

TEST_CASE("constraints: a row that refers to nothing is refused") {
    FullLedger store;
    const std::string refused = "FOREIGN KEY constraint failed";
    CHECK(store.answer_at_commit("UPDATE invoice SET customer_id = 9, version = version + 1") ==
          refused);
    CHECK(store.answer_at_commit(
              "UPDATE invoice SET batch_id = 99, version = version + 1 WHERE id = 1") == refused);
    CHECK(store.answer_at_commit("INSERT INTO verdict VALUES (1, 9, 'on_hold', NULL, '')") ==
          refused);
    CHECK(store.answer_at_commit(
              "INSERT INTO plan_step VALUES (9, 'confirmed', 20500, '', 'a', 1, x'')") == refused);
    CHECK(store.answer_at_commit(
              "INSERT INTO delivery VALUES (1, 'sms', 0, '', 'queued', '', x'')") == refused);
}

TEST_CASE("constraints: no number, code or name is given twice") {
    FullLedger store;
    const std::string invoice =
        "INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, "
        "open_minor, "
        "reference, description, batch_id, line) VALUES ('INV-1', 1, 'EUR', 1, 1, 1, 1, '', '', 1, "
        "1)";
    CHECK(holds(store.answer(invoice), "UNIQUE constraint failed: invoice.number"));
    CHECK(holds(store.answer("INSERT INTO notice_line VALUES (1, 2, 1, 1, 1, 0, 0, 0, 1, 1, 1)"),
                "UNIQUE constraint failed: notice_line.invoice_id, notice_line.level"));
    CHECK(store.answer("INSERT INTO notice_line VALUES (1, 2, 1, 1, 1, 0, 0, 0, 1, 0, 1)") == "");
    CHECK(store.answer("INSERT INTO notice_line VALUES (1, 2, 1, 1, 1, 0, 0, 0, 2, 1, 1)") == "");
}

TEST_CASE("constraints: a notice adds up, and its lines are what they were") {
    FullLedger store;
    const auto notice = [](int total, int pay_by) {
        return fmt::format(
            "INSERT INTO notice SELECT 2, run_id, customer_id, currency, kind, procedure, level, "
            "level_name, "
            "wording, channel, recipient, language, principal_minor, 100, 50, 0, 20, {}, day, {}, "
            "send_by, needs_approval, credit_action, refer, posts, x'' FROM notice WHERE id = 1",
            total, pay_by);
    };
    const int day = "2026-02-20"_date.days();
    CHECK(store.answer(notice(7130, day)) == "");
    CHECK(holds(store.answer(notice(7131, day)), "CHECK constraint failed: total_minor"));
    CHECK(holds(store.answer(notice(7130, day - 1)), "CHECK constraint failed: pay_by"));
    CHECK(holds(store.answer("UPDATE notice_line SET open_minor = 1"), "never changed"));
    CHECK(store.answer("UPDATE notice_line SET live = 0") == "");
    CHECK(holds(store.answer("UPDATE notice_line SET live = 0; UPDATE notice_line SET live = 1"),
                "a cancelled notice stays cancelled"));
}

TEST_CASE("constraints: what was sent or cancelled stays so") {
    FullLedger store;
    for (const std::string state : {"sent", "cancelled"}) {
        CHECK(holds(store.answer(fmt::format("UPDATE delivery SET state = '{}'; "
                                             "UPDATE delivery SET state = 'queued'",
                                             state)),
                    "what was sent or cancelled stays so"));
    }
    CHECK(holds(store.answer("UPDATE delivery SET is_primary = 0"), "stays so"));
    CHECK(store.answer("UPDATE delivery SET state = 'uncertain'") == "");
}

TEST_CASE("constraints: the readable views show days as days") {
    FullLedger store;
    CHECK(text_of(store.database, "SELECT issued || ' ' || due FROM invoice_readable") ==
          "2026-01-10 2026-02-10");
    CHECK(text_of(store.database, "SELECT customer || ' ' || day FROM receipt_readable LIMIT 1") ==
          "C1 2026-02-01");
}
