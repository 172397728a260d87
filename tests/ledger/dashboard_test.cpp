// The dashboard of a book with more than it shows.
#include "app/build_report.h"
#include "ledger/app_support.h"
#include "support/builders.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

// So many customers without an address, in turn of two collectors, with one overdue invoice each:
// the first owes 1.00, the second 2.00 and so on.
struct BookWithoutAddresses : OnFile {
    explicit BookWithoutAddresses(int customers) {
        std::string people = "id,name,collector\n";
        std::string invoices = "number,customer,issued,due,amount,currency\n";
        for (int i = 1; i <= customers; ++i) {
            people += fmt::format("C{0},Name {0},{1}\n", i, i % 2 == 0 ? "anna" : "bert");
            invoices += fmt::format("R-{0},C{0},2026-01-01,2026-01-31,{0}.00,EUR\n", i);
        }
        import_well(ledger, {ImportKind::customers, "customers.csv", people});
        import_well(ledger, {ImportKind::invoices, "invoices.csv", invoices});
    }

    std::string page() const {
        return build_dashboard(ledger, testing::two_levels(), "en", "2026-03-02"_date).value();
    }
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("dashboard: twenty of what waits are shown, the most valuable of all collectors") {
    const std::string page = BookWithoutAddresses(25).page();
    const std::string waiting = page.substr(page.find("Waiting for a person"));
    for (const int shown : {25, 24, 6}) CHECK(has(waiting, fmt::format(">C{}<", shown)));
    CHECK_FALSE(has(page, ">C5<"));
    CHECK(has(page, "and 5 more, together EUR 15.00"));
}

TEST_CASE("dashboard: a list that fits is shown whole") {
    const std::string page = BookWithoutAddresses(20).page();
    CHECK(has(page, ">C1<"));
    CHECK_FALSE(has(page, "class=\"more\""));
}
