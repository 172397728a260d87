// The list of limitations reads customers of whom only invoices and money are on record in one
// pass. It must say what each customer's own list says.
#include "app/list_agreements.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

void add_proved_demand(Ledger& ledger, std::string_view customer) {
    auto transaction = ledger.begin_write();
    ContactRecord demand;
    demand.contact = {.customer = std::string(customer),
                      .at = on("2026-02-25").recorded_at,
                      .channel = Channel::letter,
                      .direction = Direction::out,
                      .outcome = ContactOutcome::delivered,
                      .evidence = "receipt of the post"};
    demand.day = "2026-02-25"_date;
    ledger.add_contact(demand, on("2026-02-25"));
    transaction.commit();
}

// Payments of all kinds; C1 has been written to, with a proof.
Ledger random_book(unsigned seed) {
    RandomFiles files(seed);
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, files.customers());
    for (const InputFile& file : files.shuffled()) import_well(ledger, file);
    add_proved_demand(ledger, "C1");
    return ledger;
}

Policy with_chinese_law() {
    Policy policy;
    policy.agreements.limitation.law = LimitationLaw::cn;
    return policy;
}

std::vector<std::string> in_words(const std::vector<LimitationRow>& rows) {
    std::vector<std::string> lines;
    for (const LimitationRow& row : rows) {
        lines.push_back(fmt::format("{} {} {} {} {} {} due {} from {} until {}, {}", row.invoice,
                                    row.customer, row.name, row.collector, to_decimal(row.open),
                                    row.open.currency().code(), to_text(row.due),
                                    to_text(row.limitation.from), to_text(row.limitation.last_day),
                                    row.limitation.because));
    }
    std::ranges::sort(lines);
    return lines;
}

std::vector<LimitationRow> customer_by_customer(const Ledger& ledger, const Policy& policy,
                                                Date day) {
    std::vector<LimitationRow> all;
    for (const CustomerName& name : ledger.customer_names()) {
        std::ranges::move(limitations_of(ledger, policy, name.id, day), std::back_inserter(all));
    }
    return all;
}

}  // namespace

TEST_CASE("limitations: all at once are those of each customer, on any day") {
    const Policy policy = with_chinese_law();
    std::size_t restarted = 0;
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        for (const Date day : {"2026-01-20"_date, "2026-02-20"_date, "2026-06-30"_date}) {
            CAPTURE(to_text(day));
            const auto all = list_limitations(ledger, policy, day);
            CHECK(in_words(all) == in_words(customer_by_customer(ledger, policy, day)));
            restarted += static_cast<std::size_t>(std::ranges::count_if(
                all, [](const LimitationRow& row) { return !row.limitation.because.empty(); }));
        }
    }
    CHECK(restarted > 0);
}

TEST_CASE("limitations: those with few days left are the first of all") {
    const Policy policy = with_chinese_law();
    const Ledger ledger = random_book(1);
    const Date day = "2026-06-30"_date;
    const auto all = list_limitations(ledger, policy, day);
    REQUIRE(all.size() > 3);
    const int limit = all[all.size() / 2].days_left;
    const auto few = list_limitations(ledger, policy, day, limit);
    CHECK(few.size() < all.size());
    for (const LimitationRow& row : few) CHECK(row.days_left <= limit);
    const auto expected = std::ranges::count_if(
        all, [&](const LimitationRow& row) { return row.days_left <= limit; });
    CHECK(static_cast<std::ptrdiff_t>(few.size()) == expected);
}
