// Each question of invariants.h notices what it is there for: here it is asked about a world or a
// night with one thing wrong, and once about the right one.
#include <doctest/doctest.h>

#include "app/deliver_outbox.h"
#include "simulation/files.h"
#include "simulation/invariants.h"
#include "simulation/portfolio.h"
#include "simulation/simulated_book.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::simulation;
using namespace dunning::literals;

namespace {

const Date day = "2026-03-02"_date;

// A ledger and the world that it was told, after one night.
struct OneNight {
    OneNight() {
        Portfolio portfolio(3, day - 15, {.customers = 45});
        tell(portfolio.opening());
        for (int later = 0; later < 15; ++later) {
            Facts facts = portfolio.facts_of(day - 15 + later, world);
            facts.customers.clear();
            tell(facts);
        }
        night = decided_night(ledger, book.policy, day);
        run_night(ledger, book, shipped_templates(), stamp_of(day));
        REQUIRE(night.notices.size() > 3);
        REQUIRE(night.withheld.size() > 3);
    }

    void tell(const Facts& facts) {
        for (const InputFile& file : files_of(facts, "some")) {
            import_whole(ledger, book.policy, file, stamp_of(day));
        }
        world.add(facts);
    }

    void deliver(Transport& transport) {
        deliver_queued(ledger, {.policy = book.policy,
                                .carrier_of = by(transport),
                                .templates = shipped_templates(),
                                .stamp = stamp_of(day),
                                .now = [&] { return stamp_of(day, 10).recorded_at; }});
    }

    const Invoice& noticed() const {
        return world.invoices().at(night.notices.front().lines.front().invoice);
    }

    Book book = simulated_book();
    Ledger ledger = Ledger::in_memory();
    World world;
    Night night;
};

class DoublingTransport final : public RecordingTransport {
  public:
    Delivery deliver(const Parcel& parcel) override {
        parcel.before_the_last_byte();
        take({parcel.key, parcel.document.channel}, parcel.document.bytes);
        take({parcel.key, parcel.document.channel}, parcel.document.bytes);
        return {};
    }
};

class LosingTransport final : public RecordingTransport {
  public:
    Delivery deliver(const Parcel& parcel) override {
        parcel.before_the_last_byte();
        if (++calls_ > 1) take({parcel.key, parcel.document.channel}, parcel.document.bytes);
        return {};
    }

  private:
    int calls_ = 0;
};

}  // namespace

TEST_CASE("planted faults: none is found where none is") {
    OneNight one;
    NoticeLines lines;
    RecordingTransport transport;
    one.deliver(transport);
    const Policy& policy = one.book.policy;
    CHECK(money_problems(one.ledger, policy) == Problems{});
    CHECK(aging_problems(one.ledger, policy, one.world, day) == Problems{});
    CHECK(coverage_problems(one.night, policy, one.world) == Problems{});
    CHECK(pause_problems(one.night, policy, one.world) == Problems{});
    CHECK(total_problems(one.night, one.world) == Problems{});
    CHECK(channel_problems(one.night, one.world) == Problems{});
    CHECK(level_problems(one.ledger, one.world, Entry::step, lines) == Problems{});
    CHECK(record_problems(one.ledger, one.night, lines) == Problems{});
    CHECK(delivery_problems(one.ledger, transport) == Problems{});
}

TEST_CASE("planted faults: a payment that the ledger has not, or has on another day") {
    OneNight one;
    const Invoice& invoice = one.noticed();
    Receipt payment{.id = "P-PLANTED",
                    .customer = invoice.customer,
                    .date = day - 1,
                    .amount = Money(1, invoice.amount.currency()),
                    .invoice = invoice.number};
    one.world.add({.receipts = {payment}});
    CHECK(aging_problems(one.ledger, one.book.policy, one.world, day - 2) == Problems{});
    CHECK_FALSE(aging_problems(one.ledger, one.book.policy, one.world, day).empty());
    CHECK_FALSE(total_problems(one.night, one.world).empty());

    OneNight other;
    payment.date = day + 5;
    other.tell({.receipts = {payment}});
    World wrong = OneNight().world;
    payment.date = day + 6;
    wrong.add({.receipts = {payment}});
    CHECK(aging_problems(other.ledger, other.book.policy, wrong, day + 6) == Problems{});
    CHECK_FALSE(aging_problems(other.ledger, other.book.policy, wrong, day + 5).empty());
}

TEST_CASE("planted faults: buckets that do not sum to what is open") {
    OneNight one;
    const Policy& policy = one.book.policy;
    const AgeReport by_invoice = age_ledger(one.ledger, policy, {.by = AgeBy::invoice}, day);
    AgeReport by_currency = age_ledger(one.ledger, policy, {.by = AgeBy::currency}, day);
    AgeTotal& total = by_currency.totals.front();
    total.open += Money(1, total.currency);
    CHECK_FALSE(aging_problems(by_invoice, by_currency, one.world).empty());
}

TEST_CASE("planted faults: a report whose sums are not those of aging") {
    const ReportSums sums = {{"CNY", {.open = 900, .overdue = 200}}, {"EUR", {}}};
    CHECK(tie_problems("one", sums, sums) == Problems{});
    CHECK(tie_problems("one", sums, {{"CNY", {.open = 900, .overdue = 200}}}) == Problems{});
    CHECK_FALSE(tie_problems("one", sums, {{"CNY", {.open = 900, .overdue = 201}}}).empty());
    CHECK_FALSE(tie_problems("one", sums, {}).empty());
    CHECK_FALSE(tie_problems("one", {}, sums).empty());
}

TEST_CASE("planted faults: a notice in spite of a hold, a promise, a dispute, a plan, a cease") {
    const auto notices_after = [](const auto& change) {
        OneNight one;
        change(one);
        return pause_problems(one.night, one.book.policy, one.world).size();
    };
    const auto pause_of = [](const OneNight& one, PauseKind kind) {
        return PauseRecord{.kind = kind,
                           .customer = one.noticed().customer,
                           .invoice = one.noticed().number,
                           .from = day};
    };
    CHECK(notices_after([&](OneNight& one) {
              one.world.pauses.push_back(pause_of(one, PauseKind::hold));
          }) == 1);
    CHECK(notices_after([&](OneNight& one) {
              one.world.pauses.push_back(pause_of(one, PauseKind::dispute));
          }) == 1);
    CHECK(notices_after([&](OneNight& one) {
              PauseRecord promise = pause_of(one, PauseKind::promise);
              promise.amount = one.noticed().amount;
              promise.until = day + 3;
              one.world.told_before[promise.id] = one.world.receipts_told();
              one.world.pauses.push_back(promise);
          }) == 1);
    CHECK(notices_after([&](OneNight& one) {
              const Invoice& invoice = one.noticed();
              one.world.plans.push_back({.id = "P0001",
                                         .customer = invoice.customer,
                                         .principal = invoice.amount,
                                         .interest = Money::zero(invoice.amount.currency()),
                                         .proposed = day - 1,
                                         .confirmed = day,
                                         .installments = {{1, day + 10, invoice.amount}},
                                         .invoices = {invoice.number}});
          }) == 1);
    CHECK(notices_after([&](OneNight& one) {
              one.world.contacts.push_back({.contact = {.customer = one.noticed().customer,
                                                        .at = {},
                                                        .direction = Direction::in,
                                                        .outcome = ContactOutcome::cease},
                                            .day = day});
          }) >= 1);
}

TEST_CASE("planted faults: something withheld for a pause that there is not") {
    OneNight one;
    one.night.withheld.front().rule = Rule::on_hold;
    CHECK(pause_problems(one.night, one.book.policy, one.world).size() == 1);
}

TEST_CASE("planted faults: an overdue item that is decided never, or twice") {
    OneNight one;
    Night forgotten = one.night;
    forgotten.withheld.pop_back();
    CHECK(coverage_problems(forgotten, one.book.policy, one.world).size() == 1);
    Night doubled = one.night;
    doubled.withheld.push_back(
        {.customer = one.noticed().customer, .invoice = one.noticed().number});
    CHECK(coverage_problems(doubled, one.book.policy, one.world).size() == 1);
}

TEST_CASE(
    "planted faults: a total that its lines do not give, a line that the debt does not give") {
    OneNight one;
    Notice& notice = one.night.notices.front();
    const Money one_unit(1, notice.currency);
    notice.total += one_unit;
    CHECK(total_problems(one.night, one.world).size() == 1);
    NoticeLine& line = notice.lines.front();
    line.open += one_unit;
    notice.principal += one_unit;
    CHECK(total_problems(one.night, one.world).size() == 1);
    NoticeLines lines;
    CHECK(record_problems(one.ledger, one.night, lines).size() == 1);
}

TEST_CASE("planted faults: a channel that the customer has refused") {
    OneNight one;
    const Notice& notice = one.night.notices.front();
    one.world.contacts.push_back({.contact = {.customer = notice.customer,
                                              .at = {},
                                              .channel = notice.channel,
                                              .outcome = ContactOutcome::opt_out},
                                  .day = day});
    CHECK(channel_problems(one.night, one.world).size() >= 1);
}

TEST_CASE("planted faults: a level that is skipped, repeated or lowered") {
    CHECK(level_problems("INV-1", {1, 2, 3}, Entry::step).empty());
    CHECK(level_problems("INV-1", {1, 3}, Entry::step).size() == 1);
    CHECK(level_problems("INV-1", {2}, Entry::step).size() == 1);
    CHECK(level_problems("INV-1", {1, 1}, Entry::step).size() == 1);
    CHECK(level_problems("INV-1", {1, 3, 4}, Entry::step, 1).empty());
    CHECK(level_problems("INV-1", {1, 3, 5}, Entry::step, 1).size() == 1);
    CHECK(level_problems("INV-1", {2, 3, 5}, Entry::fit).empty());
    CHECK(level_problems("INV-1", {2, 2}, Entry::fit).size() == 1);
    CHECK(level_problems("INV-1", {3, 2}, Entry::fit).size() == 1);
}

TEST_CASE("planted faults: a transport that delivers twice, and one that loses a document") {
    OneNight doubled;
    DoublingTransport doubling;
    doubled.deliver(doubling);
    CHECK(delivery_problems(doubled.ledger, doubling).size() == doubling.counts().size());
    OneNight lost;
    LosingTransport losing;
    lost.deliver(losing);
    CHECK(delivery_problems(lost.ledger, losing).size() == 1);
}

TEST_CASE("planted faults: a notice that goes out although its debt has changed") {
    OneNight one;
    RecordingTransport transport;
    one.deliver(transport);
    NoticeLines lines;
    const NoticeSummary notice = one.ledger.notices().front();
    const auto& listed = lines.of(one.ledger, notice.id);
    const Policy& policy = one.book.policy;
    CHECK(claim_problems(notice, listed, policy, one.world, day) == Problems{});
    CHECK_FALSE(claim_problems(notice, listed, policy, one.world, notice.pay_by).empty());
    const Invoice& invoice = one.world.invoices().at(listed.front().invoice);
    one.world.pauses.push_back(
        {.kind = PauseKind::hold, .customer = invoice.customer, .from = day});
    CHECK_FALSE(claim_problems(notice, listed, policy, one.world, day).empty());
}
