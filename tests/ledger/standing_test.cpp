// Disputes, holds, promises, contacts and plans: written, ended, read back.
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

template <class Store>
struct OneDebtToDun : Store {
    OneDebtToDun() {
        put(this->ledger, customer_called("C1"));
        put(this->ledger, customer_called("C2"));
        put(this->ledger, invoice_of("C1", "INV-1", "100.00 EUR"_money));
        put(this->ledger,
            invoice_of("C1", "INV-2", "50.00 EUR"_money, {"2026-01-10", "2026-01-31"}));
        put(this->ledger, payment_of("C1", "P1", "80.00 EUR"_money, "2026-02-01"));
    }
};

PauseRecord dispute() {
    return {.kind = PauseKind::dispute,
            .customer = "C1",
            .invoice = "INV-1",
            .amount = "30.00 EUR"_money,
            .from = "2026-02-01"_date,
            .reason = "damaged",
            .note = "two pallets"};
}

PauseRecord promise() {
    return {.kind = PauseKind::promise,
            .customer = "C1",
            .amount = "50.00 EUR"_money,
            .from = "2026-02-01"_date,
            .until = "2026-02-10"_date};
}

PauseRecord hold_of(std::string_view customer) {
    return {.kind = PauseKind::hold, .customer = std::string(customer), .from = "2026-02-01"_date};
}

}  // namespace

TEST_CASE_TEMPLATE("pauses: come back as they were recorded, of one customer or of all", Store,
                   DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    CHECK(ledger.add_pause(dispute(), on("2026-02-02")) == 1);
    CHECK(ledger.add_pause(hold_of("C2"), on("2026-02-02")) == 2);
    CHECK(ledger.add_pause(promise(), on("2026-02-02")) == 3);

    const auto mine = ledger.pauses({row_of(ledger, "C1")});
    REQUIRE(mine.size() == 2);
    CHECK(mine[0].id == 1);
    CHECK(mine[0].kind == PauseKind::dispute);
    CHECK(mine[0].customer == "C1");
    CHECK(mine[0].invoice == "INV-1");
    CHECK(mine[0].amount == "30.00 EUR"_money);
    CHECK(mine[0].from == "2026-02-01"_date);
    CHECK_FALSE(mine[0].until.has_value());
    CHECK(mine[0].reason == "damaged");
    CHECK(mine[0].note == "two pallets");
    CHECK(mine[0].actor == "ann");
    CHECK_FALSE(mine[0].ended.has_value());
    CHECK(mine[1].kind == PauseKind::promise);
    CHECK(mine[1].until == "2026-02-10"_date);

    CHECK(ledger.all_pauses().size() == 3);
    CHECK(ledger.pause(2)->kind == PauseKind::hold);
    CHECK(ledger.pause(2)->customer == "C2");
    CHECK(ledger.pause(2)->invoice == "");
    CHECK_FALSE(ledger.pause(2)->amount.has_value());
    CHECK_FALSE(ledger.pause(4).has_value());
}

TEST_CASE_TEMPLATE("pauses: end once, on the day of the stamp", Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = ledger.add_pause(dispute(), on("2026-02-02"));
    ledger.end_pause(id, "credited", "half of it", on("2026-02-09"));
    CHECK(ledger.pause(id)->ended == "2026-02-09"_date);
    CHECK(ledger.pause(id)->outcome == "credited");
    CHECK(is_refused([&] { ledger.end_pause(id, "rejected", "", on("2026-02-10")); }));
    CHECK(ledger.pause(id)->outcome == "credited");
}

TEST_CASE_TEMPLATE("pauses: a dispute needs an invoice; a promise an amount and a day", Store,
                   DUNNING_STORES) {
    OneDebtToDun<Store> store;
    const auto refused = [&](PauseRecord record, auto&& edit) {
        edit(record);
        return is_refused([&] { store.ledger.add_pause(record, on("2026-02-02")); });
    };
    CHECK(refused(dispute(), [](PauseRecord& p) { p.invoice = ""; }));
    CHECK(refused(dispute(), [](PauseRecord& p) { p.amount = "0.00 EUR"_money; }));
    CHECK(refused(dispute(), [](PauseRecord& p) { p.customer = "C9"; }));
    CHECK(refused(promise(), [](PauseRecord& p) { p.amount.reset(); }));
    CHECK(refused(promise(), [](PauseRecord& p) { p.until.reset(); }));
    CHECK(refused(promise(), [](PauseRecord& p) { p.until = "2026-01-31"_date; }));
    CHECK(store.ledger.all_pauses().empty());
}

TEST_CASE("codes: say what they name, and nothing else is a code") {
    CHECK(pause_code(PauseKind::dispute, 3) == "D0003");
    CHECK(pause_code(PauseKind::hold, 12345) == "H12345");
    CHECK(pause_code(PauseKind::promise, 1) == "R0001");
    CHECK(plan_code(7) == "P0007");
    CHECK(notice_code(42) == "N000042");
    CHECK(row_of_code("D0003", 'D') == 3);
    CHECK(row_of_code("d3", 'D') == 3);
    for (const char* wrong :
         {"", "D", "H0003", "D-3", "D0", "D3x", "D 3", "D99999999999999999999"}) {
        CAPTURE(wrong);
        CHECK_FALSE(row_of_code(wrong, 'D').has_value());
    }
}

TEST_CASE_TEMPLATE("money in: payments alone, of all or of one invoice, net of what was taken back",
                   Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const RowId customer = row_of(ledger, "C1");
    const Account account = account_of(ledger, "C1");
    Receipt credit = payment_of("C1", "CN1", "9.00 EUR"_money, "2026-02-02");
    credit.kind = ReceiptKind::credit;
    put(ledger, credit);
    put(ledger, payment_of("C1", "P2", "-5.00 EUR"_money, "2026-02-03"));
    put(ledger, payment_of("C1", "P3", "500 JPY"_money, "2026-02-03"));
    allocate(ledger, account, "CN1", "INV-1", 900, "2026-02-02");
    allocate(ledger, account, "P1", "INV-1", 2000, "2026-02-01");
    ledger.reverse_allocation(allocate(ledger, account, "P1", "INV-1", 1000, "2026-02-04"),
                              on("2026-03-01"));

    const auto sums = [](const std::vector<MoneyIn>& money) {
        std::map<std::string, std::int64_t> by_day;
        for (const MoneyIn& in : money) by_day[to_text(in.day)] += in.amount_minor;
        std::erase_if(by_day, [](const auto& entry) { return entry.second == 0; });
        return by_day;
    };
    using Days = std::map<std::string, std::int64_t>;
    CHECK(sums(ledger.money_in(customer, "EUR"_currency, "")) ==
          Days{{"2026-02-01", 8000}, {"2026-02-03", -500}});
    CHECK(sums(ledger.money_in(customer, "JPY"_currency, "")) == Days{{"2026-02-03", 500}});
    CHECK(sums(ledger.money_in(customer, "EUR"_currency, "INV-1")) == Days{{"2026-02-01", 2000}});
    CHECK(ledger.money_in(customer, "EUR"_currency, "INV-2").empty());
}

TEST_CASE_TEMPLATE("contacts: the newest first, as they were recorded", Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const auto record = [&](std::int64_t at, Channel channel, Direction direction,
                            ContactOutcome outcome) {
        return ledger.add_contact({.contact = {.customer = "C1",
                                               .at = {at},
                                               .channel = channel,
                                               .direction = direction,
                                               .outcome = outcome,
                                               .note = "n",
                                               .collector = "kim"},
                                   .day = "2026-02-05"_date},
                                  on("2026-02-05"));
    };
    using enum ContactOutcome;
    CHECK(record(200, Channel::phone, Direction::out, conversation) == 1);
    CHECK(record(100, Channel::email, Direction::in, disputed) == 2);
    CHECK(record(200, Channel::visit, Direction::out, no_answer) == 3);
    ledger.add_contact({.contact = {.customer = "C1",
                                    .at = {300},
                                    .channel = Channel::email,
                                    .outcome = sent,
                                    .invoice = "INV-2",
                                    .address = "ap@acme.example"},
                        .day = "2026-02-06"_date},
                       on("2026-02-06"));
    const auto all = ledger.contacts({row_of(ledger, "C1")});
    REQUIRE(all.size() == 4);
    CHECK(all[0].contact.invoice == "INV-2");
    CHECK(all[1].id == 3);
    CHECK(all[2].id == 1);
    CHECK(all[2].contact.channel == Channel::phone);
    CHECK(all[2].contact.outcome == conversation);
    CHECK(all[2].contact.collector == "kim");
    CHECK(all[3].contact.direction == Direction::in);
    CHECK(ledger.contacts({row_of(ledger, "C2")}).empty());

    const auto events = ledger.contact_events(row_of(ledger, "C1"));
    REQUIRE(events.size() == 4);
    CHECK(events[0].channel == Channel::email);
    CHECK(events[0].day == "2026-02-06"_date);
    CHECK(events[0].at == Instant{300});
    CHECK(events[0].address == "ap@acme.example");
}

TEST_CASE_TEMPLATE("contacts: of a file are taken once, and what was recorded stays", Store,
                   DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    ContactRecord record{.contact = {.id = "K1", .customer = "C1", .at = {100}},
                         .day = "1970-01-01"_date};
    const Stamp stamp = on("2026-02-05");
    const RowSource first{.batch = 0, .line = 2};
    CHECK(ledger.put(record, first, stamp).value() == Recorded::added);
    CHECK(ledger.put(record, {.batch = 7, .line = 2}, stamp).value() == Recorded::known);
    record.contact.note = "other";
    CHECK(ledger.put(record, {.batch = 7, .line = 2}, stamp).error().what ==
          "contact K1 is known with other contents");
    record.contact.id = "K2";
    record.contact.customer = "C9";
    CHECK(ledger.put(record, first, stamp).error().what == "customer 'C9' is not known");
    record.contact.customer = "C1";
    record.contact.invoice = "INV-9";
    CHECK(ledger.put(record, first, stamp).error().what == "invoice 'INV-9' is not known");
}

TEST_CASE_TEMPLATE("contacts: what the customer last said about being contacted is in the position",
                   Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const auto said = [&](const char* day, Channel channel, ContactOutcome outcome,
                          const char* reason = "") {
        ledger.add_contact(
            {.contact = {.customer = "C1",
                         .at = {(parse_date(day).value() - "1970-01-01"_date) * 86400LL},
                         .channel = channel,
                         .direction = Direction::in,
                         .outcome = outcome,
                         .reason = reason},
             .day = parse_date(day).value()},
            on(day));
    };
    const auto position = [&](std::string_view day) {
        return ledger.positions(row_of(ledger, "C1"), parse_date(day).value()).at(0);
    };
    using enum ContactOutcome;
    said("2026-02-01", Channel::sms, opt_out);
    said("2026-02-02", Channel::phone, conversation, "forgot");
    said("2026-02-03", Channel::email, cease);
    said("2026-02-05", Channel::sms, consent);
    said("2026-02-06", Channel::phone, represented);
    said("2026-02-07", Channel::phone, consent);
    CHECK(position("2026-01-31").opted_out.empty());
    CHECK(position("2026-02-01").opted_out == std::vector{Channel::sms});
    CHECK(position("2026-02-01").reason == "");
    CHECK(position("2026-02-02").reason == "forgot");
    CHECK_FALSE(position("2026-02-02").ceased);
    CHECK(position("2026-02-03").ceased);
    CHECK(position("2026-02-04").opted_out == std::vector{Channel::sms});
    CHECK_FALSE(position("2026-02-05").ceased);
    CHECK(position("2026-02-05").opted_out.empty());
    CHECK_FALSE(position("2026-02-05").represented);
    CHECK(position("2026-02-06").represented);
    CHECK_FALSE(position("2026-02-07").represented);
}

TEST_CASE_TEMPLATE("plans: come back with their instalments, invoices and what was settled since",
                   Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const Account account = account_of(ledger, "C1");
    allocate(ledger, account, "P1", "INV-1", 1000, "2026-02-01");
    allocate(ledger, account, "P1", "INV-1", 2000, "2026-02-03");
    allocate(ledger, account, "P1", "INV-2", 500, "2026-02-03");
    const Plan plan{.id = {},
                    .customer = "C1",
                    .principal = "140.00 EUR"_money,
                    .interest = "1.00 EUR"_money,
                    .proposed = "2026-02-01"_date,
                    .installments = {{1, "2026-02-15"_date, "71.00 EUR"_money},
                                     {2, "2026-03-15"_date, "70.00 EUR"_money}},
                    .invoices = {"INV-1", "INV-2"}};
    const RowId id = ledger.add_plan(plan, on("2026-02-01"));
    const PlanRecord record = ledger.plan(id).value();
    CHECK(record.plan.id == plan_code(id));
    CHECK(record.plan.customer == "C1");
    CHECK(record.plan.principal == plan.principal);
    CHECK(record.plan.interest == plan.interest);
    CHECK(record.plan.proposed == plan.proposed);
    CHECK((record.plan.installments == plan.installments));
    CHECK(record.plan.invoices == std::vector<std::string>{"INV-2", "INV-1"});  // by due day
    // What had been paid by the end of the day of the proposal is not in the plan.
    REQUIRE(record.settled.size() == 1);
    CHECK(record.settled[0].day == "2026-02-03"_date);
    CHECK(record.settled[0].amount_minor == 2500);

    CHECK(ledger.plans().size() == 1);
    CHECK(ledger.plans_of({row_of(ledger, "C1")}).size() == 1);
    CHECK(ledger.plans_of({row_of(ledger, "C2")}).empty());
    CHECK_FALSE(ledger.plan(id + 1).has_value());
}

TEST_CASE_TEMPLATE("plans: are confirmed and cancelled once each", Store, DUNNING_STORES) {
    OneDebtToDun<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = ledger.add_plan({.id = {},
                                      .customer = "C1",
                                      .principal = "10.00 EUR"_money,
                                      .interest = "0.00 EUR"_money,
                                      .proposed = "2026-02-01"_date,
                                      .invoices = {"INV-1"}},
                                     on("2026-02-01"));
    CHECK_FALSE(ledger.plan(id)->plan.confirmed.has_value());
    ledger.add_plan_step(id, "confirmed", "", on("2026-02-03"));
    ledger.add_plan_step(id, "cancelled", "by phone", on("2026-02-04"));
    CHECK(ledger.plan(id)->plan.confirmed == "2026-02-03"_date);
    CHECK(ledger.plan(id)->plan.cancelled == "2026-02-04"_date);
    CHECK(is_refused([&] { ledger.add_plan_step(id, "confirmed", "", on("2026-02-05")); }));
    CHECK(is_refused([&] { ledger.add_plan_step(id, "forgotten", "", on("2026-02-05")); }));
    CHECK(is_refused([&] { ledger.add_plan_step(id + 1, "confirmed", "", on("2026-02-05")); }));
}

TEST_CASE("standing: every change writes its event") {
    OneDebtToDun<OnFile> store;
    Ledger& ledger = store.ledger;
    const RowId pause = ledger.add_pause(dispute(), on("2026-02-02"));
    ledger.end_pause(pause, "rejected", "", on("2026-02-03"));
    ledger.end_pause(ledger.add_pause(promise(), on("2026-02-02")), "withdrawn", "",
                     on("2026-02-03"));
    ledger.add_contact({.contact = {.customer = "C1", .at = {1}}, .day = "2026-02-05"_date},
                       on("2026-02-05"));
    const RowId plan = ledger.add_plan({.id = {},
                                        .customer = "C1",
                                        .principal = "10.00 EUR"_money,
                                        .interest = "0.00 EUR"_money,
                                        .proposed = "2026-02-01"_date,
                                        .invoices = {"INV-1"}},
                                       on("2026-02-01"));
    ledger.add_plan_step(plan, "confirmed", "", on("2026-02-05"));
    SQLite::Database database = raw(store.file);
    CHECK(text_of(database, R"sql(
        SELECT group_concat(kind || ': ' || subject, ', ')
        FROM event
        WHERE seq > 1)sql") ==
          "dispute_recorded: dispute D0001, dispute_ended: dispute D0001, "
          "promise_recorded: promise R0002, promise_ended: promise R0002, "
          "contact_recorded: contact 1, plan_proposed: plan P0001, plan_confirmed: plan P0001");
    CHECK(text_of(database,
                  "SELECT actor || ' ' || recorded_at || ' ' || date(as_of * 86400, "
                  "'unixepoch') FROM event WHERE seq = 2") == "ann 1790000000 2026-02-02");
}
