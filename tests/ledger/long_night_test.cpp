// A night with more notices than are composed at once.
#include "app/run_notify.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

constexpr int customers = 70;

Ledger book_of_many() {
    std::string people = "id,name,email\n";
    std::string invoices = "number,customer,issued,due,amount,currency\n";
    for (int i = 0; i < customers; ++i) {
        people += fmt::format("C{0:02},Customer {0},ap{0}@c.example\n", i);
        invoices += fmt::format("R-{0:02},C{0:02},2026-01-10,2026-02-10,{1}.00,EUR\n", i, 100 + i);
    }
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::customers, "customers.csv", people});
    import_well(ledger, {ImportKind::invoices, "invoices.csv", invoices});
    return ledger;
}

Book with_one_level() {
    Book book;
    book.policy.notify.max_data_age = {};
    book.policy.contact.working_days_only = false;
    book.policy.procedures = {
        {.name = "standard",
         .levels = {{.name = "reminder", .after = "3d"_duration, .channels = {Channel::email}}}}};
    return book;
}

}  // namespace

TEST_CASE(
    "long night: each customer has one notice, in their order, with the customer's own text") {
    Ledger ledger = book_of_many();
    const TemplateSet templates = shipped_templates();
    const NightSummary night = run_night(ledger, with_one_level(), templates, on("2026-03-01"));
    CHECK(night.notices == customers);
    for (int i = 0; i < customers; ++i) {
        CAPTURE(i);
        const auto notice = ledger.notice(i + 1);
        REQUIRE(notice.has_value());
        CHECK(notice->customer == fmt::format("C{:02}", i));
        CHECK(notice->recipient == fmt::format("ap{}@c.example", i));
        const auto documents = ledger.documents(notice->id);
        REQUIRE(documents.size() == 1);
        const std::string text = readable_text(documents.front());
        CHECK(text.find(notice_code(notice->id)) != std::string::npos);
        CHECK(text.find(fmt::format("invoice R-{:02}", i)) != std::string::npos);
        CHECK(text.find(fmt::format("EUR {}.00", 100 + i)) != std::string::npos);
    }
    CHECK_FALSE(ledger.notice(customers + 1).has_value());
}
