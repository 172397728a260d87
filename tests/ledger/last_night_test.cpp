// Which interest a night looks at again: all that may be other than the last night knew that could
// see it. One that is run later, but for an earlier day, has not looked at it.
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

const std::string policy = std::string(64, 'a');
const std::string other_policy = std::string(64, 'b');

Stamp at(std::int64_t second, std::string_view day) {
    return {
        .recorded_at = {1'790'000'000 + second}, .actor = "ann", .as_of = parse_date(day).value()};
}

void add_night(Ledger& ledger, RowId id, std::int64_t second, std::string_view day,
               const std::string& sha256 = policy) {
    ledger.add_run({.id = id, .as_of = parse_date(day).value(), .notices = 0, .withheld = 0},
                   sha256, sha256, at(second, day));
}

// Interest on R-1 of 3 March, and the night that charged it.
void charge_interest(Ledger& ledger) {
    put(ledger, customer_called("C1"));
    put(ledger, invoice_of("C1", "R-1", "1000.00 EUR"_money));
    ledger.post_charge({.number = "N000001-I1",
                        .customer = "C1",
                        .kind = DebtKind::interest,
                        .charged_on = "R-1",
                        .amount = "10.00 EUR"_money,
                        .day = "2026-03-03"_date,
                        .due = "2026-03-03"_date},
                       at(0, "2026-03-03"));
    add_night(ledger, 1, 0, "2026-03-03");
}

std::vector<std::string> looked_at(const Ledger& ledger, Date as_of,
                                   const std::string& sha256 = policy) {
    std::vector<std::string> invoices;
    for (const ChargedInvoice& of :
         ledger.charged_by_other_terms(sha256, RateFixing::float_change_date, as_of)) {
        invoices.push_back(of.invoice);
    }
    return invoices;
}

using Invoices = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("last night: of an earlier day, it has not seen another policy", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    charge_interest(ledger);
    CHECK(looked_at(ledger, "2026-03-05"_date) == Invoices{});
    add_night(ledger, 2, 10, "2026-03-02", other_policy);
    CHECK(looked_at(ledger, "2026-03-05"_date, other_policy) == Invoices{"R-1"});
    add_night(ledger, 3, 20, "2026-03-05", other_policy);
    CHECK(looked_at(ledger, "2026-03-06"_date, other_policy) == Invoices{});
    CHECK(looked_at(ledger, "2026-03-02"_date, policy) == Invoices{});
}

TEST_CASE_TEMPLATE("last night: of an earlier day, it has not seen an extension", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    charge_interest(ledger);
    ledger.add_extension({.invoice = "R-1", .day = "2026-03-05"_date, .due = "2026-02-28"_date},
                         at(10, "2026-03-05"));
    add_night(ledger, 2, 20, "2026-03-02");
    CHECK(looked_at(ledger, "2026-03-05"_date) == Invoices{"R-1"});
    // It sees the charge, but the extension is of a day to come.
    add_night(ledger, 3, 30, "2026-03-04");
    CHECK(looked_at(ledger, "2026-03-04"_date) == Invoices{});
    CHECK(looked_at(ledger, "2026-03-05"_date) == Invoices{"R-1"});
    add_night(ledger, 4, 40, "2026-03-05");
    CHECK(looked_at(ledger, "2026-03-06"_date) == Invoices{});
}

TEST_CASE_TEMPLATE("last night: of an earlier day, it has not seen late money", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    charge_interest(ledger);
    put(ledger, payment_of("C1", "P1", "100.00 EUR"_money, "2026-02-20"));
    add_night(ledger, 2, 5, "2026-03-03");
    const AccountFacts facts = ledger.account_facts(account_of(ledger, "C1"));
    ledger.add_allocation({.receipt = facts.receipt_ids.front(),
                           .invoice = facts.invoice_ids.front(),
                           .day = "2026-02-20"_date,
                           .amount_minor = 100'00,
                           .rule = AllocationRule::oldest_due},
                          at(10, "2026-03-04"));
    const auto late = [&] { return ledger.charged_on_older_facts("2026-03-05"_date).size(); };
    CHECK(late() == 1);
    add_night(ledger, 3, 20, "2026-03-02");
    CHECK(late() == 1);
    add_night(ledger, 4, 30, "2026-03-05");
    CHECK(late() == 0);
}
