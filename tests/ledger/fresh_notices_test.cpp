// Notices that go out right after they were decided: looked at again only when somebody has written
// to the ledger in between.
#include <functional>

#include "app/deliver_outbox.h"
#include "app/run_notify.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

// Takes everything, and tells of the first.
class Listening final : public Transport {
  public:
    explicit Listening(std::function<void()> on_first) : on_first_(std::move(on_first)) {}
    Delivery deliver(const Parcel& parcel) override {
        parcel.before_the_last_byte();
        if (on_first_) std::exchange(on_first_, nullptr)();
        return {};
    }
    bool repeating_is_safe() const override { return false; }
    std::string name() const override { return "somebody who listens"; }

  private:
    std::function<void()> on_first_;
};

Book small_book() {
    Book book;
    book.policy.notify.max_data_age = {};
    book.policy.contact.working_days_only = false;
    book.policy.procedures = {
        {.name = "standard",
         .levels = {{.name = "reminder", .after = "3d"_duration, .channels = {Channel::email}}}}};
    return book;
}

// What becomes of the notices to two customers when that happens after the first has gone.
DeliverySummary night_with(const std::function<void(const std::filesystem::path&)>& meanwhile) {
    OnFile store;
    import_well(store.ledger, {ImportKind::customers, "customers.csv",
                               "id,name,email\nC1,Alder,a@c.example\nC2,Birch,b@c.example\n"});
    import_well(store.ledger, {ImportKind::invoices, "invoices.csv",
                               "number,customer,issued,due,amount,currency\n"
                               "R-1,C1,2026-01-10,2026-02-10,100.00,EUR\n"
                               "R-2,C2,2026-01-10,2026-02-10,200.00,EUR\n"});
    const Book book = small_book();
    const TemplateSet templates = shipped_templates();
    const NightSummary night = run_night(store.ledger, book, templates, on("2026-03-01"));
    REQUIRE(night.notices == 2);
    REQUIRE(night.fresh.has_value());
    Listening transport([&] { meanwhile(store.file); });
    return deliver_queued(store.ledger,
                          {.policy = book.policy,
                           .carrier_of = [&](Channel) -> Transport& { return transport; },
                           .templates = templates,
                           .stamp = on("2026-03-01"),
                           .now = [&] { return on("2026-03-01").recorded_at; },
                           .fresh = night.fresh});
}

}  // namespace

TEST_CASE("fresh notices: nobody has written, and all go out") {
    const DeliverySummary delivery = night_with([](const std::filesystem::path&) {});
    CHECK(delivery.sent == 2);
    CHECK(delivery.cancelled.empty());
}

TEST_CASE("fresh notices: what another program has written meanwhile takes one back") {
    const DeliverySummary delivery = night_with([](const std::filesystem::path& file) {
        Ledger other = Ledger::open(file, Access::write, 5);
        import_well(other, {ImportKind::payments, "payments.csv",
                            "id,customer,date,amount,currency,invoice\n"
                            "P-1,C2,2026-03-01,200.00,EUR,R-2\n"});
    });
    CHECK(delivery.sent == 1);
    CHECK(
        delivery.cancelled ==
        std::vector<std::string>{"N000002: taken back: the debt has changed since it was drafted"});
}

TEST_CASE_TEMPLATE("ledger: what others write is noticed, what this one writes is not", Store,
                   InMemory, OnFile) {
    Store store;
    const std::int64_t before = store.ledger.writings_of_others();
    {
        auto transaction = store.ledger.begin_write();
        add_batch(store.ledger, 2, "second");
        transaction.commit();
    }
    CHECK(store.ledger.writings_of_others() == before);
    if constexpr (std::is_same_v<Store, OnFile>) {
        Ledger other = Ledger::open(store.file, Access::write, 5);
        auto transaction = other.begin_write();
        add_batch(other, 3, "third");
        CHECK(store.ledger.writings_of_others() == before);
        transaction.commit();
        CHECK(store.ledger.writings_of_others() != before);
    }
}
