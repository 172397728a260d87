// Notices: drafted, approved, sent or cancelled; each item has each level once.
#include <algorithm>

#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

template <class Store>
struct OneDebtToDeliver : Store {
    OneDebtToDeliver() {
        put(this->ledger, customer_called("C1"));
        put(this->ledger, invoice_of("C1", "INV-1", "100.00 EUR"_money));
        put(this->ledger,
            invoice_of("C1", "INV-2", "50.00 EUR"_money, {"2026-01-10", "2026-01-31"}));
        put(this->ledger, payment_of("C1", "P1", "80.00 EUR"_money, "2026-02-01"));
    }
};

NoticeLine line_of(std::string_view invoice, const Money& open, int level, bool advances = true) {
    return {.invoice = std::string(invoice),
            .issued = "2026-01-10"_date,
            .due = "2026-02-10"_date,
            .days_overdue = 10,
            .amount = open,
            .open = open,
            .disputed = Money::zero(open.currency()),
            .interest = Money::zero(open.currency()),
            .costs = Money::zero(open.currency()),
            .level = level,
            .advances = advances};
}

Notice notice_with(std::vector<NoticeLine> lines, int level = 1) {
    Money principal = Money::zero(lines.at(0).open.currency());
    for (const NoticeLine& line : lines) principal += line.open;
    const Money none = Money::zero(principal.currency());
    return {.customer = "C1",
            .procedure = "standard",
            .level = level,
            .level_name = "reminder",
            .wording = "reminder",
            .channel = Channel::email,
            .to = "pay@example.org",
            .language = "en",
            .currency = principal.currency(),
            .principal = principal,
            .interest = none,
            .fee = none,
            .earlier_charges = none,
            .credit = none,
            .total = principal,
            .date = "2026-02-20"_date,
            .pay_by = "2026-02-27"_date,
            .lines = std::move(lines)};
}

std::vector<Document> email_and_call() {
    return {{Channel::email, "message/rfc822", "eml", std::string("Subject: x\r\n\0\xff", 14)},
            {Channel::phone, "text/plain", "txt", "call them"}};
}

void add_run(Ledger& ledger, RowId id, std::string_view day = "2026-02-20") {
    ledger.add_run({.id = id, .as_of = parse_date(day).value(), .notices = 1, .withheld = 0},
                   std::string(64, 'c'), "policy", on(day));
}

// A night with one notice.
RowId add_notice(Ledger& ledger, const Notice& notice, std::string_view draft_reason = "") {
    auto transaction = ledger.begin_write();
    const RowId run = ledger.next_run();
    const RowId id = ledger.next_notice();
    ledger.add_notice(id, run, notice, email_and_call(), draft_reason, on("2026-02-20"));
    add_run(ledger, run);
    transaction.commit();
    return id;
}

void move(Ledger& ledger, RowId notice, DeliveryState from, DeliveryState to) {
    ledger.move_delivery({notice, Channel::email, from}, to, to_text(to), "", on("2026-02-20"));
}

void send(Ledger& ledger, RowId notice) {
    move(ledger, notice, DeliveryState::queued, DeliveryState::sending);
    move(ledger, notice, DeliveryState::sending, DeliveryState::final);
    move(ledger, notice, DeliveryState::final, DeliveryState::sent);
}

NoticeHistory history_of(const Ledger& ledger, std::string_view invoice) {
    for (const CustomerPosition& position :
         ledger.positions(row_of(ledger, "C1"), "2026-03-01"_date)) {
        for (const OpenItem& item : position.items) {
            if (item.invoice == invoice) return item.history;
        }
    }
    return {};
}

Withheld withheld(Rule rule, std::optional<Date> until = {}, std::string_view detail = "") {
    return {"C1", "INV-1", rule, std::string(detail), until};
}

}  // namespace

TEST_CASE_TEMPLATE("notices: come back with their lines and the very bytes", Store,
                   DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    NoticeLine first = line_of("INV-2", "40.00 EUR"_money, 2);
    first.disputed = "10.00 EUR"_money;
    first.amount = "50.00 EUR"_money;
    first.due = "2026-01-31"_date;
    first.days_overdue = 20;
    const NoticeLine second = line_of("INV-1", "100.00 EUR"_money, 0, false);
    const RowId id = add_notice(ledger, notice_with({first, second}, 2));

    const NoticeSummary notice = ledger.notice(id).value();
    CHECK(notice.id == 1);
    CHECK(notice.customer == "C1");
    CHECK(notice.customer_name == "C1 Ltd");
    CHECK(notice.level == 2);
    CHECK(notice.level_name == "reminder");
    CHECK(notice.channel == Channel::email);
    CHECK(notice.recipient == "pay@example.org");
    CHECK(notice.total == "140.00 EUR"_money);
    CHECK(notice.day == "2026-02-20"_date);
    CHECK(notice.pay_by == "2026-02-27"_date);
    CHECK(notice.state == DeliveryState::queued);
    CHECK(notice.draft_reason == "");
    CHECK(notice.tasks);
    CHECK((ledger.notice_lines(id) == std::vector{first, second}));

    const auto documents = ledger.documents(id);
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].channel == Channel::email);  // the notice's own channel first
    CHECK(documents[0].bytes == email_and_call()[0].bytes);
    CHECK(documents[0].media_type == "message/rfc822");
    CHECK(documents[0].extension == "eml");
    CHECK(ledger.document(id, Channel::phone).bytes == "call them");
    CHECK_THROWS_AS(ledger.document(id, Channel::sms), LedgerError);
    CHECK_FALSE(ledger.notice(id + 1).has_value());
    CHECK(ledger.next_notice() == 2);
}

TEST_CASE_TEMPLATE("notices: the newest first, of one run or of all", Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    add_notice(ledger, notice_with({line_of("INV-2", "50.00 EUR"_money, 1)}));
    CHECK(ledger.next_run() == 3);
    REQUIRE(ledger.notices().size() == 2);
    CHECK(ledger.notices()[0].id == 2);
    REQUIRE(ledger.notices(1).size() == 1);
    CHECK(ledger.notices(1)[0].id == 1);
    CHECK(ledger.notices(3).empty());
    REQUIRE(ledger.last_run().has_value());
    CHECK(ledger.last_run()->id == 2);
    CHECK(ledger.last_run()->as_of == "2026-02-20"_date);
    CHECK(ledger.last_run()->notices == 1);
}

TEST_CASE_TEMPLATE("outbox: queued, sending, final, sent, and never moved again", Store,
                   DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    const auto in_state = [&](DeliveryState state) {
        return std::ranges::count_if(ledger.deliveries(state), [](const DeliveryItem& item) {
            return item.channel == Channel::email;
        });
    };
    CHECK(in_state(DeliveryState::queued) == 1);
    CHECK(ledger.deliveries(DeliveryState::queued).size() == 2);  // the task beside it
    CHECK(history_of(ledger, "INV-1").waiting == "N000001");
    CHECK(history_of(ledger, "INV-1").level == 0);

    const std::vector path{DeliveryState::queued, DeliveryState::sending, DeliveryState::final,
                           DeliveryState::sent};
    for (std::size_t i = 1; i < path.size(); ++i) {
        move(ledger, id, path[i - 1], path[i]);
        CHECK(in_state(path[i - 1]) == 0);
        CHECK(in_state(path[i]) == 1);
        CHECK(ledger.notice(id)->state == path[i]);
    }
    CHECK(history_of(ledger, "INV-1").waiting == "");
    CHECK(history_of(ledger, "INV-1").level == 1);
    CHECK(is_refused([&] { move(ledger, id, DeliveryState::sent, DeliveryState::queued); }));
    CHECK(ledger.contact_events(row_of(ledger, "C1")).size() == 1);
}

TEST_CASE_TEMPLATE("outbox: a draft waits until a person approves it", Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id =
        add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}), "approval");
    CHECK(ledger.deliveries(DeliveryState::queued).empty());
    CHECK(ledger.deliveries(DeliveryState::draft).size() == 2);
    CHECK(ledger.notice(id)->draft_reason == "approval");
    CHECK(history_of(ledger, "INV-1").waits_for_approval);
    REQUIRE(ledger.notices_waiting().size() == 1);

    ledger.approve_notice(id, "fine", on("2026-02-21"));
    CHECK(ledger.deliveries(DeliveryState::queued).size() == 2);
    CHECK(ledger.deliveries(DeliveryState::draft).empty());
    CHECK_FALSE(history_of(ledger, "INV-1").waits_for_approval);
    REQUIRE(ledger.notices_waiting().size() == 1);
    CHECK(ledger.notices_waiting()[0].state == DeliveryState::queued);
    send(ledger, id);
    CHECK(ledger.notices_waiting().empty());
}

TEST_CASE_TEMPLATE("outbox: what may have gone out is uncertain until a person settles it", Store,
                   DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    move(ledger, id, DeliveryState::queued, DeliveryState::sending);
    move(ledger, id, DeliveryState::sending, DeliveryState::final);
    move(ledger, id, DeliveryState::final, DeliveryState::uncertain);
    CHECK(history_of(ledger, "INV-1").uncertain);
    CHECK(history_of(ledger, "INV-1").level == 0);
    CHECK(ledger.notices_waiting().empty());
    CHECK(ledger.contact_events(row_of(ledger, "C1")).empty());
    move(ledger, id, DeliveryState::uncertain, DeliveryState::sent);
    CHECK_FALSE(history_of(ledger, "INV-1").uncertain);
    CHECK(history_of(ledger, "INV-1").level == 1);
}

TEST_CASE_TEMPLATE("outbox: no item is given the same level twice, until its notice is cancelled",
                   Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const Notice notice = notice_with({line_of("INV-1", "100.00 EUR"_money, 1)});
    const RowId first = add_notice(ledger, notice);
    CHECK(is_refused([&] { add_notice(ledger, notice); }));
    CHECK(ledger.next_notice() == 2);  // nothing of it is left
    // Listed without a new level, as often as it is open.
    const Notice listing = notice_with(
        {line_of("INV-1", "100.00 EUR"_money, 1, false), line_of("INV-2", "50.00 EUR"_money, 1)});
    add_notice(ledger, listing);

    ledger.cancel_notice(first, "paid in the meantime", on("2026-02-21"));
    CHECK(ledger.notice(first)->state == DeliveryState::cancelled);
    CHECK(ledger.deliveries(DeliveryState::cancelled).size() == 2);
    CHECK(add_notice(ledger, notice) == 3);
    CHECK(
        is_refused([&] { move(ledger, first, DeliveryState::cancelled, DeliveryState::queued); }));
}

TEST_CASE_TEMPLATE("positions: the history of an item is that of its issued notices", Store,
                   DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const auto notice_on = [&](Date day, int level, bool advances) {
        Notice notice = notice_with({line_of("INV-1", "100.00 EUR"_money, level, advances)}, level);
        notice.date = day;
        notice.pay_by = day + 7;
        return add_notice(ledger, notice);
    };
    send(ledger, notice_on("2026-02-11"_date, 1, true));
    send(ledger, notice_on("2026-02-15"_date, 2, true));
    send(ledger, notice_on("2026-02-18"_date, 2, false));
    ledger.cancel_notice(notice_on("2026-02-20"_date, 3, true), "", on("2026-02-20"));
    const NoticeHistory history = history_of(ledger, "INV-1");
    CHECK(history.level == 2);
    CHECK(history.first_notice == "2026-02-11"_date);
    CHECK(history.last_notice == "2026-02-15"_date);
    CHECK(history.last_listed == "2026-02-18"_date);
    CHECK(history.waiting == "");
    CHECK_FALSE(history_of(ledger, "INV-2").first_notice.has_value());
}

TEST_CASE_TEMPLATE("outbox: a notice holds while each of its invoices is open as it said", Store,
                   DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    NoticeLine disputed = line_of("INV-1", "70.00 EUR"_money, 1);
    disputed.disputed = "30.00 EUR"_money;
    const RowId id =
        add_notice(ledger, notice_with({disputed, line_of("INV-2", "50.00 EUR"_money, 1)}));
    CHECK(ledger.notice_still_holds(id, "2026-02-21"_date));
    allocate(ledger, account_of(ledger, "C1"), "P1", "INV-2", 1, "2026-02-22");
    CHECK(ledger.notice_still_holds(id, "2026-02-21"_date));
    CHECK_FALSE(ledger.notice_still_holds(id, "2026-02-22"_date));
}

TEST_CASE_TEMPLATE("facts: an invoice that a notice has stated is corrected in its words alone",
                   Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C2"));
    const RowId id = add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    const Invoice invoice = invoice_of("C1", "INV-1", "100.00 EUR"_money);
    const auto refused = [&](std::string_view what, auto&& edit) {
        Invoice wrong = invoice;
        edit(wrong);
        const std::string column = what == "issue date" ? "issued"
                                   : what == "due date" ? "due"
                                                        : std::string(what);
        CHECK(refusal(ledger, wrong) ==
              Fault{fmt::format(
                        "invoice INV-1 is known with another {}, and a notice has stated it", what),
                    "correct it with a credit note and a new invoice", column});
    };
    refused("customer", [](Invoice& i) { i.customer = "C2"; });
    refused("currency", [](Invoice& i) { i.amount = "100.00 USD"_money; });
    refused("amount", [](Invoice& i) { i.amount = "101.00 EUR"_money; });
    refused("issue date", [](Invoice& i) { i.issued = "2026-01-11"_date; });
    refused("due date", [](Invoice& i) { i.due = "2026-02-11"_date; });
    Invoice described = invoice;
    described.description = "Paper";
    CHECK(put(ledger, described) == Recorded::changed);
    ledger.cancel_notice(id, "", on("2026-02-21"));
    Invoice later = described;
    later.due = "2026-02-11"_date;
    CHECK(put(ledger, later) == Recorded::changed);
}

TEST_CASE("verdicts: one is written only when it says something new") {
    OneDebtToDeliver<OnFile> store;
    Ledger& ledger = store.ledger;
    RowId run = 0;
    const auto night = [&](const Withheld& verdict) {
        auto transaction = ledger.begin_write();
        run = ledger.next_run();
        ledger.add_verdict(run, verdict);
        add_run(ledger, run);
        transaction.commit();
    };
    const auto written = [&] {
        SQLite::Database database = raw(store.file);
        return text_of(database, "SELECT group_concat(run_id || ' ' || rule, ', ') FROM verdict");
    };
    night(withheld(Rule::on_hold));
    CHECK(written() == "1 on_hold");
    night(withheld(Rule::on_hold, {}, "another word for it"));
    CHECK(written() == "1 on_hold");
    night(withheld(Rule::on_hold, "2026-03-01"_date));
    CHECK(written() == "1 on_hold, 3 on_hold");
    night(withheld(Rule::too_soon, "2026-03-01"_date));
    night(withheld(Rule::too_soon, "2026-03-01"_date));
    night(withheld(Rule::on_hold, "2026-03-01"_date));  // true once, and true again
    CHECK(written() == "1 on_hold, 3 on_hold, 4 too_soon, 6 on_hold");
}

TEST_CASE("outbox: every change writes its step and its event") {
    OneDebtToDeliver<OnFile> store;
    Ledger& ledger = store.ledger;
    const Notice notice = notice_with({line_of("INV-1", "100.00 EUR"_money, 1)});
    const RowId first = add_notice(ledger, notice, "cap");
    ledger.approve_notice(first, "fine", on("2026-02-20"));
    ledger.cancel_notice(first, "paid", on("2026-02-20"));
    const RowId second = add_notice(ledger, notice);
    send(ledger, second);
    SQLite::Database database = raw(store.file);
    CHECK(text_of(database, R"sql(
        SELECT group_concat(kind || ': ' || subject, ', ')
        FROM event
        WHERE seq > 1)sql") ==
          "notice_drafted: notice N000001, night_decided: run 1, notice_approved: notice N000001, "
          "notice_cancelled: notice N000001, notice_drafted: notice N000002, night_decided: run 2, "
          "delivery_sent: notice N000002");
    CHECK(text_of(database, R"sql(
        SELECT group_concat(notice_id || ' ' || channel || ' ' || step || ' ' || detail, ', ')
        FROM delivery_step)sql") ==
          "1 email approved fine, 1 phone approved fine, 1 email cancelled paid, "
          "1 phone cancelled paid, 2 email sending , 2 email final , 2 email sent ");
}

TEST_CASE_TEMPLATE("outbox: what has failed for good is passed on, and the notice goes with it",
                   Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    move(ledger, id, DeliveryState::queued, DeliveryState::sending);
    const DeliveryItem failed{id, Channel::email, DeliveryState::sending, "pay@example.org"};
    const DeliveryItem next{id, Channel::letter, DeliveryState::queued, "Kai 5, Hamburg"};
    ledger.pass_on(failed, "no such user", next,
                   {Channel::letter, "application/pdf", "pdf", "%PDF"}, on("2026-02-20"));

    const NoticeSummary notice = ledger.notice(id).value();
    CHECK(notice.channel == Channel::letter);
    CHECK(notice.recipient == "Kai 5, Hamburg");
    CHECK(notice.state == DeliveryState::queued);
    REQUIRE(ledger.deliveries(DeliveryState::failed).size() == 1);
    CHECK(ledger.deliveries(DeliveryState::failed)[0].recipient == "pay@example.org");
    CHECK(ledger.last_step(failed, "failed") == "no such user");
    CHECK(ledger.last_step(next, "queued") == "in place of email");
    CHECK_FALSE(ledger.last_step(next, "sent").has_value());
    CHECK(ledger.quick_violations() == std::vector<std::string>{});
    CHECK(history_of(ledger, "INV-1").waiting == "N000001");
    for (const DeliveryState to :
         {DeliveryState::sending, DeliveryState::final, DeliveryState::sent}) {
        const DeliveryState from = ledger.notice(id)->state;
        ledger.move_delivery({id, Channel::letter, from}, to, to_text(to), "", on("2026-02-20"));
    }
    CHECK(history_of(ledger, "INV-1").level == 1);
}

TEST_CASE_TEMPLATE(
    "notices: one that failed for good waits, for a person or for the debt to change", Store,
    DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    const RowId id = add_notice(ledger, notice_with({line_of("INV-1", "100.00 EUR"_money, 1)}));
    move(ledger, id, DeliveryState::queued, DeliveryState::sending);
    move(ledger, id, DeliveryState::sending, DeliveryState::failed);
    REQUIRE(ledger.notices_waiting().size() == 1);
    CHECK(ledger.notices_waiting()[0].state == DeliveryState::failed);
    ledger.cancel_notice(id, "another address", on("2026-02-21"));
    CHECK(ledger.notices_waiting().empty());
}

TEST_CASE_TEMPLATE("notices: a stored notice is what was composed", Store, DUNNING_STORES) {
    OneDebtToDeliver<Store> store;
    Ledger& ledger = store.ledger;
    Notice notice = notice_with({line_of("INV-1", "100.00 EUR"_money, 1)});
    notice.procedure = "standard";
    notice.send_by = "2026-02-24"_date;
    notice.needs_approval = true;
    notice.credit_action = CreditAction::cash_on_delivery;
    notice.refer = Referral::legal;
    const RowId id = add_notice(ledger, notice);
    const auto stored = ledger.stored_notice(id);
    REQUIRE(stored.has_value());
    CHECK(stored->customer == notice.customer);
    CHECK(stored->procedure == "standard");
    CHECK(stored->level_name == notice.level_name);
    CHECK(stored->wording == notice.wording);
    CHECK(stored->to == notice.to);
    CHECK(stored->language == notice.language);
    CHECK(stored->principal == notice.principal);
    CHECK(stored->total == notice.total);
    CHECK(stored->date == notice.date);
    CHECK(stored->pay_by == notice.pay_by);
    CHECK(stored->send_by == notice.send_by);
    CHECK(stored->needs_approval);
    CHECK(stored->credit_action == CreditAction::cash_on_delivery);
    CHECK(stored->refer == Referral::legal);
    CHECK(stored->lines == notice.lines);
    CHECK_FALSE(ledger.stored_notice(id + 1).has_value());
}
