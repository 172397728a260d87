// dunning report measures, dso, roll, provision: figures with their formulas and inputs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "app/age_ledger.h"
#include "app/measure_book.h"
#include "app/monthly_rolls.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/period.h"
#include "core/joined.h"
#include "core/month_step.h"

namespace dunning::cli {
namespace {

using Kind = ListingColumn::Kind;

struct MeasureOptions {
    PeriodOptions period;
    std::string compare;
    std::string by = "book";
    std::vector<std::string> rates;
    std::string loss_given_default;
    bool own_rolls = false;
};

MeasureBy by_from(const std::string& text) {
    for (const MeasureBy by : {MeasureBy::book, MeasureBy::segment, MeasureBy::collector}) {
        if (to_text(by) == text) return by;
    }
    return MeasureBy::book;
}

// ---- measures, dso

int run_measures(const MeasureOptions& options, MeasureSet set, Session& session) {
    const DayRange period = period_from(options.period, session);
    const auto compare = comparison_from(options.compare, period, session);
    Listing listing{.schema = set == MeasureSet::all ? "dunning.measures/1" : "dunning.dso/1",
                    .name = "measures",
                    .columns = {{"measure", "Measure"},
                                {"currency", "Currency"},
                                {"group", options.by == "book" ? "" : "Group", Kind::flexible},
                                {"value", "Value", Kind::number},
                                {"unit", "Unit", Kind::text, 1},
                                {"previous", "Before", Kind::number, 2},
                                {"change", "Change", Kind::number, 3},
                                {"formula", "Formula", Kind::wrapped, 4},
                                {"inputs", "Inputs", Kind::wrapped},
                                {"from", ""},
                                {"to", ""}},
                    .when_empty = "nothing was open, sold or paid",
                    .about = about_period(period, compare),
                    .title = title_of("Measures", period, compare)};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (MeasureRow& row :
             measure_book(ledger, session.policy(), {period, compare, by_from(options.by), set})) {
            listing.rows.push_back({row.measure, row.currency, row.group, row.value, row.unit,
                                    row.previous, row.change, row.formula, row.inputs, period.from,
                                    period.to});
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- roll

std::vector<std::string> column_names(const Policy& policy) {
    std::vector<std::string> names = policy.aging.names();
    for (const char* exit : {"paid", "credited", "written_off"}) names.emplace_back(exit);
    return names;
}

Listing matrix_listing(const DayRange& between, const Policy& policy, const std::string& by) {
    Listing listing{.schema = "dunning.roll/1",
                    .name = "rolls",
                    .columns = {{"currency", "Currency"},
                                {"group", by == "book" ? "" : "Group", Kind::flexible},
                                {"from", "From"},
                                {"open", "Open", Kind::number, 3}},
                    .when_empty = "nothing was open at the begin",
                    .about = {{"begin", between.from}, {"end", between.to}},
                    .title = fmt::format("Roll rates in per cent, {} to {}", to_text(between.from),
                                         to_text(between.to))};
    for (const std::string& name : column_names(policy)) {
        const int spare = name == "credited" ? 1 : name == "written_off" ? 2 : 0;
        listing.columns.push_back({name, name, Kind::number, spare});
    }
    listing.columns.push_back({"forward", "Forward", Kind::number});
    return listing;
}

int run_roll(const MeasureOptions& options, Session& session) {
    const Policy& policy = session.policy();
    const DayRange period = period_from(options.period, session);
    const DayRange between{period.from - 1, period.to};
    Listing shares = matrix_listing(between, policy, options.by);
    Listing amounts = matrix_listing(between, policy, options.by);
    amounts.name = "amounts";
    amounts.title = "The same in money";
    amounts.columns.pop_back();
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        const GroupOf group_of = grouping_by(ledger, by_from(options.by));
        for (const auto& [key, matrix] : roll_matrices(ledger, policy, between, group_of)) {
            const Currency currency = *Currency::from_code(key.currency);
            for (std::size_t from = 0; from < matrix.buckets(); ++from) {
                const Money open(matrix.row_sum(from), currency);
                std::vector<Cell> row{key.currency, key.group, policy.aging.names()[from], open};
                std::vector<Cell> money = row;
                for (std::size_t column = 0; column < matrix.columns(); ++column) {
                    row.push_back(ratio_cell(matrix.share(from, column), 2));
                    money.emplace_back(Money(matrix.cell(from, column), currency));
                }
                row.push_back(ratio_cell(matrix.forward_roll(from), 2));
                shares.rows.push_back(std::move(row));
                amounts.rows.push_back(std::move(money));
            }
        }
    }
    print_listings(std::array{std::move(shares), std::move(amounts)}, session);
    return done;
}

// ---- provision

std::vector<Rate> given_rates(const MeasureOptions& options, const Policy& policy) {
    std::vector<Rate> rates;
    for (const std::string& text : options.rates) {
        const Rate rate = typed(parse_rate(text), "--rates");
        if (rate.millionths_of_percent < 0 || rate.millionths_of_percent > 100'000'000) {
            throw Stop{wrong_usage, fmt::format("--rates: {} is no share of a debt", text)};
        }
        rates.push_back(rate);
    }
    if (rates.empty()) rates = policy.report.provision;
    if (rates.size() == policy.aging.size()) return rates;
    throw Stop{
        wrong_usage,
        fmt::format("--rates: {} given, the policy has {} buckets\n    one for each, not due "
                    "first, or --own-rolls, or [report] provision in the policy",
                    rates.size(), policy.aging.size())};
}

Rate loss_given_default_from(const MeasureOptions& options) {
    constexpr std::int64_t all = 100'000'000;
    if (options.loss_given_default.empty()) return Rate{all};
    const Rate rate = typed(parse_rate(options.loss_given_default), "--loss-given-default");
    if (rate.millionths_of_percent >= 0 && rate.millionths_of_percent <= all) return rate;
    throw Stop{wrong_usage, fmt::format("--loss-given-default: {} is no share of a debt",
                                        options.loss_given_default)};
}

void check_provision(const MeasureOptions& options) {
    if (options.own_rolls && !options.rates.empty()) {
        throw Stop{wrong_usage,
                   "--own-rolls and --rates are two ways to the same figures: say one"};
    }
    if (!options.own_rolls && !options.loss_given_default.empty()) {
        throw Stop{wrong_usage,
                   "--loss-given-default belongs to --own-rolls: given rates have it in them"};
    }
}

// By bucket; none where the book has no history of it.
using LossRates = std::vector<std::optional<Rate>>;

// Twelve months of rolls, month by month, added up before they are divided: a month without money
// in a bucket says nothing then, and does not count as one of 0 or 100 per cent.
std::map<std::string, LossRates> own_rates(const Ledger& ledger, const Policy& policy,
                                           Rate loss_given_default, Date as_of) {
    constexpr int months = 12;
    std::map<std::string, std::vector<std::pair<Wide, Wide>>> sums;
    std::vector<Date> ends;
    for (int back = months; back >= 0; --back) ends.push_back(months_before(as_of, back));
    for (const RollsByCurrency& rolls : monthly_rolls(ledger, policy, ends)) {
        for (const auto& [currency, matrix] : rolls) {
            auto& into = sums[std::string(currency.code())];
            into.resize(matrix.buckets());
            for (std::size_t from = 0; from < matrix.buckets(); ++from) {
                const Ratio roll = matrix.forward_roll(from);
                into[from].first += roll.numerator;
                into[from].second += roll.denominator;
            }
        }
    }
    std::map<std::string, LossRates> rates;
    for (const auto& [currency, rolls] : sums) {
        std::vector<Ratio> ratios;
        for (const auto& [numerator, denominator] : rolls)
            ratios.push_back({numerator, denominator});
        rates[currency] = loss_rates(ratios, loss_given_default);
    }
    return rates;
}

constexpr const char* no_history =
    "no history: nothing was open in it at an end of the twelve months";

// How the rate came about, and which buckets without a history it passes through.
std::string formula_of(const LossRates& rates, std::size_t bucket, const AgingProfile& profile) {
    std::vector<std::string> unknown;
    for (std::size_t i = bucket + 1; i < rates.size(); ++i) {
        if (!rates[i]) unknown.push_back(profile.names()[i]);
    }
    std::string formula =
        "balance * product of the forward rolls of 12 months from this bucket on * loss given "
        "default";
    if (!unknown.empty()) {
        formula += "; no history of " + joined(unknown, ", ") + ", taken as rolling on whole";
    }
    return formula;
}

// The lines of one currency. What is open without a rate leaves no sum: the others alone would look
// like all of it. Returns the buckets of which that is so.
std::vector<std::string> add_provision(const AgeTotal& total, const LossRates& rates, bool own,
                                       const Policy& policy, Listing& listing) {
    const std::string code(total.currency.code());
    Money sum = Money::zero(total.currency);
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const std::string& name = policy.aging.names()[i];
        const Money& balance = total.buckets[i];
        if (!rates[i]) {
            if (!balance.is_zero()) unknown.push_back(name);
            listing.rows.push_back({code, name, balance, Cell(), Cell(), std::string(no_history)});
            continue;
        }
        const Money loss(expected_loss(balance.minor(), *rates[i]), total.currency);
        sum += loss;
        listing.rows.push_back({code, name, balance, Decimal{rates[i]->millionths_of_percent, 6},
                                loss, own ? formula_of(rates, i, policy.aging) : "balance * rate"});
    }
    listing.rows.push_back({code, std::string("total"), total.open, Cell(),
                            unknown.empty() ? Cell(sum) : Cell(),
                            unknown.empty() ? std::string("sum of the losses")
                                            : "no sum: no history of " + joined(unknown, ", ")});
    return unknown;
}

Listing provision_listing(const MeasureOptions& options, Session& session) {
    return {.schema = "dunning.provision/1",
            .name = "provision",
            .columns = {{"currency", "Currency"},
                        {"bucket", "Bucket"},
                        {"balance", "Open", Kind::number},
                        {"rate", "Rate %", Kind::number},
                        {"loss", "Expected loss", Kind::number},
                        {"formula", ""}},
            .when_empty = "nothing is open",
            .about = {{"rates", std::string(options.own_rolls ? "own_rolls" : "given")}},
            .title = fmt::format("Expected credit loss as of {}", to_text(session.as_of()))};
}

int run_provision(const MeasureOptions& options, Session& session) {
    check_provision(options);
    const Policy& policy = session.policy();
    const Rate loss_given_default = loss_given_default_from(options);
    LossRates given(policy.aging.size());
    if (!options.own_rolls) std::ranges::copy(given_rates(options, policy), given.begin());
    Listing listing = provision_listing(options, session);
    AgeReport aged;
    std::map<std::string, LossRates> own;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        const AgeRequest request{
            .by = AgeBy::currency, .basis = policy.aging_basis, .profile = policy.aging};
        aged = age_ledger(ledger, policy, request, session.as_of());
        if (options.own_rolls) {
            own = own_rates(ledger, policy, loss_given_default, session.as_of());
        }
    }
    for (const AgeTotal& total : aged.totals) {
        const auto found = own.find(std::string(total.currency.code()));
        const LossRates& rates = found == own.end() ? given : found->second;
        const auto unknown = add_provision(total, rates, options.own_rolls, policy, listing);
        if (unknown.empty()) continue;
        session.warn(fmt::format("{}: no sum, the book has no history of {}", total.currency.code(),
                                 joined(unknown, ", ")));
    }
    print_listing(listing, session);
    return done;
}

CommandLine& with_period(CommandLine&& command, const std::shared_ptr<MeasureOptions>& options) {
    return command
        .option("--from", options->period.from, "DATE", "First day (default: three months before)")
        .option("--to", options->period.to, "DATE", "Last day (default: --as-of)")
        .choice("--by", options->by, {"book", "segment", "collector"}, "One set for each group");
}

}  // namespace

void add_measures(CommandLine& report) {
    const auto options = std::make_shared<MeasureOptions>();
    with_period(report.command(
                    {"measures", "DSO, effectiveness, promises kept and more, with their formulas",
                     "  dunning report measures --as-of month-end\n"
                     "  dunning report measures --from 2026-01-01 --to 2026-03-31 --by segment\n"
                     "  dunning report measures --compare 2025-01-01..2025-03-31 --format csv\n"}),
                options)
        .option("--compare", options->compare, "FROM..TO",
                "The period to compare with (default: the one before; none)")
        .runs([options](Session& session) {
            return run_measures(*options, MeasureSet::all, session);
        });
    with_period(
        report.command({"dso", "Days sales outstanding: simple, counted back, best possible",
                        "  dunning report dso --as-of month-end\n"}),
        options)
        .option("--compare", options->compare, "FROM..TO",
                "The period to compare with (default: the one before; none)")
        .runs([options](Session& session) {
            return run_measures(*options, MeasureSet::sales_outstanding, session);
        });
    with_period(report.command({"roll", "From which bucket into which the money moved, or out",
                                "  dunning report roll --from 2026-03-01 --to 2026-03-31\n"
                                "  dunning report roll --by segment --format csv\n"}),
                options)
        .runs([options](Session& session) { return run_roll(*options, session); });
    report
        .command({"provision", "Expected credit loss by bucket (IFRS 9, simplified approach)",
                  "  dunning report provision --rates 0.3,1.6,3.6,6.6,10.6\n"
                  "  dunning report provision --own-rolls --loss-given-default 60\n"})
        .list("--rates", options->rates, "PER CENT", "One for each bucket, not due first")
        .flag("--own-rolls", options->own_rolls, "From the book's own rolls of twelve months")
        .option("--loss-given-default", options->loss_given_default, "PER CENT",
                "What is lost of a debt that rolls through (default: 100)")
        .runs([options](Session& session) { return run_provision(*options, session); });
}

}  // namespace dunning::cli
