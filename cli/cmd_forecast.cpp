// dunning report forecast: the cash to come.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "app/forecast_cash.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/words.h"

namespace dunning::cli {
namespace {

using Kind = ListingColumn::Kind;

struct ForecastOptions {
    std::string by;
    std::string collector;
    int weeks = 8;
    int tested_weeks = 4;
};

using Names = std::unordered_map<RowId, CustomerName>;

Names names_in(const Ledger& ledger) {
    Names names;
    for (CustomerName& name : ledger.customer_names()) names.emplace(name.id, std::move(name));
    return names;
}

// ---- by week

std::string when_of(const ForecastWeek& week) {
    if (week.days) return "week";
    return week.has_day ? "later" : "no_day";
}

// What a week's row begins with on the screen: its days, or that there are none.
Cell from_of(const ForecastWeek& week, const Session& session) {
    if (week.days) return week.days->from;
    if (session.options().format != "table") return Cell();
    return word(session.language(), week.has_day ? "later" : "no day");
}

Listing weeks_listing(const Forecast& forecast, const Session& session) {
    Listing listing{.schema = "dunning.forecast/1",
                    .name = "weeks",
                    .columns = {{"currency", "Currency"},
                                {"when", ""},
                                {"from", "From"},
                                {"to", "Up to"},
                                {"items", "Items", Kind::number},
                                {"expected", "Expected", Kind::number},
                                {"agreed", "Agreed", Kind::number},
                                {"sum", "Sum", Kind::number}},
                    .when_empty = "nothing is open",
                    .title = word(session.language(), "Cash expected")};
    std::optional<Money> sum;
    for (const ForecastWeek& week : forecast.weeks) {
        const bool is_first = !sum || sum->currency() != week.expected.currency();
        sum = is_first ? week.expected : *sum + week.expected;
        listing.rows.push_back({week.currency, when_of(week), from_of(week, session),
                                week.days ? Cell(week.days->to) : Cell(), std::int64_t{week.items},
                                week.expected, week.agreed, *sum});
    }
    return listing;
}

// ---- by customer

struct CustomerForecast {
    const CustomerName& name;
    Money open;
    Money expected;  // up to the last of the weeks
    Money no_day;
    std::optional<Date> next = {};
};

Listing customers_listing(const Forecast& forecast, const Names& names, Date last) {
    Listing listing{.schema = "dunning.forecast-customers/1",
                    .name = "customers",
                    .columns = {{"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 1},
                                {"collector", ""},
                                {"currency", "Currency"},
                                {"open", "Open", Kind::number},
                                {"next", "Next on"},
                                {"expected", "Expected", Kind::number},
                                {"no_day", "No day", Kind::number}},
                    .when_empty = "nothing is open",
                    .title = fmt::format("Cash expected up to {}", to_text(last))};
    std::map<std::pair<std::string, Currency>, CustomerForecast> customers;
    for (const ForecastPart& part : forecast.parts) {
        const Money zero = Money::zero(part.amount.currency());
        const CustomerName& name = names.at(part.customer);
        CustomerForecast& own =
            customers
                .try_emplace(
                    {name.code, part.amount.currency()},
                    CustomerForecast{.name = name, .open = zero, .expected = zero, .no_day = zero})
                .first->second;
        own.open += part.amount;
        if (!part.expected) own.no_day += part.amount;
        if (!part.expected) continue;
        if (*part.expected <= last) own.expected += part.amount;
        own.next = std::min(own.next.value_or(*part.expected), *part.expected);
    }
    for (const auto& [key, own] : customers) {
        listing.rows.push_back({own.name.code, own.name.name, own.name.collector,
                                std::string(key.second.code()), own.open,
                                own.next ? Cell(*own.next) : Cell(), own.expected, own.no_day});
    }
    return listing;
}

// ---- by invoice

std::string because(const ForecastPart& part) {
    if (!part.agreement.empty()) return fmt::format("{} {}", to_text(part.basis), part.agreement);
    if (!part.usual) return "too few invoices to go by";
    const bool is_own = part.basis == ForecastBasis::customer;
    return fmt::format("{} days after due, as {} of {}", part.usual->days, part.usual->invoices,
                       is_own ? "the customer's" : "all customers'");
}

Listing invoices_listing(const Forecast& forecast, const Ledger& ledger, const Names& names) {
    Listing listing{.schema = "dunning.forecast-invoices/1",
                    .name = "invoices",
                    .columns = {{"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 1},
                                {"collector", ""},
                                {"invoice", "Invoice"},
                                {"due", "Due"},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"expected", "Expected"},
                                {"basis", ""},
                                {"usual_days", "", Kind::number},
                                {"rests_on", "", Kind::number},
                                {"because", "Because", Kind::wrapped}},
                    .when_empty = "nothing is open"};
    for (const ForecastPart& part : forecast.parts) {
        const CustomerName& name = names.at(part.customer);
        const auto number = [&](int UsualLateness::*field) {
            return part.usual ? Cell(std::int64_t{(*part.usual).*field}) : Cell();
        };
        listing.rows.push_back(
            {name.code, name.name, name.collector, ledger.invoice_detail(part.invoice).number,
             part.due, std::string(part.amount.currency().code()), part.amount,
             part.expected ? Cell(*part.expected) : Cell(), std::string(to_text(part.basis)),
             number(&UsualLateness::days), number(&UsualLateness::invoices), because(part)});
    }
    return listing;
}

// ---- the test

Listing tests_listing(const Forecast& forecast, int weeks) {
    Listing listing{.schema = "dunning.forecast-test/1",
                    .name = "test",
                    .columns = {{"currency", "Currency"},
                                {"from", "From", Kind::text, 1},
                                {"to", "Up to"},
                                {"expected", "Expected", Kind::number},
                                {"came", "Came", Kind::number},
                                {"off_percent", "Off %", Kind::number},
                                {"paid", "Paid items", Kind::number},
                                {"within_a_week", "Within a week", Kind::number}},
                    .when_empty = "nothing was open then",
                    .title = fmt::format("The same forecast {} earlier, and what came of it",
                                         counted(weeks, "week", "weeks"))};
    for (const ForecastTest& test : forecast.tests) {
        listing.rows.push_back({test.currency, test.days.from, test.days.to, test.expected,
                                test.came, ratio_cell(test.off(), 1), std::int64_t{test.paid},
                                std::int64_t{test.within_a_week}});
    }
    return listing;
}

int checked_weeks(const char* option, int weeks) {
    constexpr int most = 104;
    if (weeks >= 1 && weeks <= most) return weeks;
    throw Stop{wrong_usage, fmt::format("{}: {} is not from 1 to {}", option, weeks, most)};
}

int run_forecast(const ForecastOptions& options, Session& session) {
    const int weeks = checked_weeks("--weeks", options.weeks);
    const int tested_weeks = checked_weeks("--tested", options.tested_weeks);
    const bool shows_test = shows_all_listings(session);
    const ForecastRequest request{.weeks = weeks,
                                  .tested_weeks = shows_test ? tested_weeks : 0,
                                  .collector = options.collector};
    std::vector<Listing> listings;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        const Forecast forecast = forecast_cash(ledger, session.policy(), request, session.as_of());
        if (options.by == "invoice") {
            listings.push_back(invoices_listing(forecast, ledger, names_in(ledger)));
        } else if (options.by == "customer") {
            constexpr int days_in_week = 7;
            const Date last = session.as_of() + request.weeks * days_in_week;
            listings.push_back(customers_listing(forecast, names_in(ledger), last));
        } else {
            listings.push_back(weeks_listing(forecast, session));
        }
        if (shows_test) listings.push_back(tests_listing(forecast, tested_weeks));
    }
    print_listings(listings, session);
    return done;
}

}  // namespace

void add_forecast(CommandLine& report) {
    const auto options = std::make_shared<ForecastOptions>();
    report
        .command(
            {"forecast", "The cash to come, week by week, and how well that was foretold before",
             "  dunning report forecast\n"
             "  dunning report forecast --by invoice --collector wang\n"
             "  dunning report forecast --weeks 13 --tested 8 --format xlsx -o forecast.xlsx\n"})
        .choice("--by", options->by, {"week", "customer", "invoice"},
                "One row for each (default: week)")
        .number("--weeks", options->weeks, "N", "How many ahead (default: 8)")
        .number("--tested", options->tested_weeks, "N",
                "Compare what came in so many weeks with what was expected (default: 4)")
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .runs([options](Session& session) { return run_forecast(*options, session); });
}

}  // namespace dunning::cli
