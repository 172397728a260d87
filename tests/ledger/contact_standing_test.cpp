// By what a customer may be reached: which contact points are dead, from when, and until when.
#include "app/record_contact.h"
#include "app/run_notify.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

Ledger ledger_of_mail() {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::customers, "customers.csv",
                         "id,name,email,mobile\nC1,Blume GmbH,ar@blume.example,+49 170 1\n"});
    import_well(ledger,
                {ImportKind::invoices, "invoices.csv",
                 "number,customer,issued,due,amount\nR-1,C1,2026-01-05,2026-02-01,100.00\n"});
    return ledger;
}

Book book_of_mail() {
    Book book;
    book.policy.book.name = "Acme";
    book.policy.contact.working_days_only = false;
    book.policy.notify.max_data_age = {};
    book.policy.procedures = {
        {.name = "standard",
         .levels = {{.name = "reminder", .after = {3, false}, .channels = {Channel::email}}}}};
    return book;
}

void told(Ledger& ledger, std::string_view day, Channel channel, ContactOutcome outcome,
          const std::string& address) {
    auto transaction = ledger.begin_write();
    const ContactRecord record{.contact = {.customer = "C1",
                                           .at = {1'790'000'000},
                                           .channel = channel,
                                           .outcome = outcome,
                                           .address = address},
                               .day = parse_date(day).value()};
    REQUIRE(record_contact(ledger, record, on(day)).has_value());
    transaction.commit();
}

// "email ar@blume.example bounced 2026-02-05"
std::string dead(const Ledger& ledger, Date day) {
    std::string all;
    for (const DeadPoint& point :
         ledger.contact_standing(ledger.find_customer("C1").value(), day).dead_points) {
        all += fmt::format("{}{} {} {} {}", all.empty() ? "" : "; ", to_text(point.channel),
                           point.value, point.how, to_text(point.since));
    }
    return all;
}

void fail_all(Ledger& ledger, std::string_view day) {
    for (DeliveryItem item : ledger.deliveries(DeliveryState::queued)) {
        auto transaction = ledger.begin_write();
        ledger.move_delivery(item, DeliveryState::sending, "claimed", "", on(day));
        item.state = DeliveryState::sending;
        ledger.move_delivery(item, DeliveryState::failed, "failed", "no such user", on(day));
        transaction.commit();
    }
}

}  // namespace

TEST_CASE("contact standing: a delivery that failed for good, until its notice is taken back") {
    Ledger ledger = ledger_of_mail();
    run_night(ledger, book_of_mail(), shipped_templates(), on("2026-02-04"));
    CHECK(dead(ledger, "2026-02-04"_date) == "");
    fail_all(ledger, "2026-02-04");
    CHECK(dead(ledger, "2026-02-03"_date) == "");
    CHECK(dead(ledger, "2026-02-04"_date) == "email ar@blume.example failed 2026-02-04");

    // Who takes the notice back wants it tried again.
    auto transaction = ledger.begin_write();
    ledger.cancel_notice(ledger.notices().front().id, "our server was at fault", on("2026-02-05"));
    transaction.commit();
    CHECK(dead(ledger, "2026-02-05"_date) == "");
}

TEST_CASE("contact standing: a sign of life on the channel ends it, on others and before it not") {
    Ledger ledger = ledger_of_mail();
    told(ledger, "2026-02-01", Channel::email, ContactOutcome::consent, "");
    told(ledger, "2026-02-05", Channel::email, ContactOutcome::bounced, "ar@blume.example");
    told(ledger, "2026-02-06", Channel::phone, ContactOutcome::conversation, "+49 170 1");
    told(ledger, "2026-02-07", Channel::email, ContactOutcome::delivered, "old@blume.example");
    const std::string bounced = "email ar@blume.example bounced 2026-02-05";
    CHECK(dead(ledger, "2026-02-07"_date) == bounced);
    told(ledger, "2026-02-08", Channel::email, ContactOutcome::delivered, "ar@blume.example");
    CHECK(dead(ledger, "2026-02-07"_date) == bounced);
    CHECK(dead(ledger, "2026-02-08"_date) == "");
    told(ledger, "2026-02-09", Channel::email, ContactOutcome::bounced, "ar@blume.example");
    CHECK(dead(ledger, "2026-02-09"_date) == "email ar@blume.example bounced 2026-02-09");
}

TEST_CASE("contact standing: a number that nobody noted ends nothing") {
    Ledger ledger = ledger_of_mail();
    told(ledger, "2026-02-05", Channel::phone, ContactOutcome::wrong_number, "");
    CHECK(dead(ledger, "2026-02-05"_date) == "");
    told(ledger, "2026-02-05", Channel::phone, ContactOutcome::not_in_service, "+49 170 1");
    CHECK(dead(ledger, "2026-02-05"_date) == "phone +49 170 1 not_in_service 2026-02-05");
}
