// dunning report recovery, strategy, reasons, segments, behaviour: what works, and with whom.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/analyse_book.h"
#include "app/recovery.h"
#include "app/strategy.h"
#include "app/trend_book.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/period.h"
#include "core/month_step.h"
#include "text/suggest.h"

namespace dunning::cli {
namespace {

using Kind = ListingColumn::Kind;

struct AnalysisOptions {
    PeriodOptions period;
    std::string by;
    std::string since;
    std::string trial;
    std::string collector;
    int within = 30;
    int level = 0;
    int months = 12;
};

int checked_within(const AnalysisOptions& options) {
    constexpr int longest = 730;
    if (options.within >= 1 && options.within <= longest) return options.within;
    throw Stop{wrong_usage,
               fmt::format("--within: {} is not from 1 to {} days", options.within, longest)};
}

// Nothing was told: people read a dash, programs an empty text.
std::string known_group(const std::string& group, Session& session) {
    return group.empty() && session.options().format == "table" ? "-" : group;
}

// ---- recovery

int run_recovery(const AnalysisOptions& options, Session& session) {
    const NoticesBy by = notices_by_from(options.by).value_or(NoticesBy::level);
    const RecoveryRequest request{.notices = period_from(options.period, session),
                                  .within_days = checked_within(options),
                                  .by = by};
    Listing listing{
        .schema = "dunning.recovery/1",
        .name = "groups",
        .columns = {{std::string(to_text(by)), std::string(to_text(by)), Kind::flexible},
                    {"currency", "Currency"},
                    {"notices", "Notices", Kind::number},
                    {"contacts", "Contacts", Kind::number, 3},
                    {"listed", "Listed", Kind::number},
                    {"recovered", "Recovered", Kind::number},
                    {"rate", "Rate %", Kind::number},
                    {"cost", "Cost", Kind::number, 2},
                    {"net", "Net", Kind::number},
                    {"cost_share", "Cost %", Kind::number, 1}},
        .when_empty = "no notice went out early enough to judge it",
        .about = about_period(request.notices, std::nullopt),
        .title = title_of(fmt::format("Paid within {} days of a notice", request.within_days),
                          request.notices, std::nullopt),
        .chart =
            SheetChart{
                .kind = ChartKind::bars, .title = "Recovered", .categories = 0, .values = {4, 5}},
        .bar = 6};
    listing.about.emplace_back("within_days", std::int64_t{request.within_days});
    listing.about.emplace_back("formula", std::string("recovered / listed * 100"));
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const RecoveryRow& row :
             measure_recovery(ledger, session.policy(), request, session.as_of())) {
            const bool known = row.cost_known;
            listing.rows.push_back(
                {known_group(row.group, session), row.currency, std::int64_t{row.notices},
                 std::int64_t{row.contacts}, row.listed, row.recovered, ratio_cell(row.rate(), 1),
                 known ? Cell(row.cost) : Cell(), known ? Cell(row.net()) : Cell(),
                 known ? ratio_cell(percent({row.cost.minor(), row.recovered.minor()}), 1)
                       : Cell()});
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- strategy

Cell tenths(int value) {
    return Decimal{value, 1};
}

// The trial is one that the policy deals, or none is asked for.
std::string known_trial(const std::string& trial, const Policy& policy) {
    if (trial.empty()) return trial;
    std::vector<std::string> names;
    for (const Procedure& procedure : policy.procedures) {
        if (procedure.when.trial) names.push_back(procedure.when.trial->trial);
    }
    if (std::ranges::find(names, trial) != names.end()) return trial;
    const std::string suggestion = did_you_mean(trial, names);
    throw Stop{wrong_usage, fmt::format("--trial: no procedure is part of a trial '{}'{}", trial,
                                        suggestion.empty() ? "" : "\n    " + suggestion)};
}

int run_strategy(const AnalysisOptions& options, Session& session) {
    const NoticesBy by = notices_by_from(options.by).value_or(NoticesBy::procedure);
    StrategyRequest request{.notices = period_from(options.period, session),
                            .within_days = checked_within(options),
                            .by = by,
                            .trial = known_trial(options.trial, session.policy())};
    if (options.level > 0) request.level = options.level;
    Listing listing{
        .schema = "dunning.strategy/1",
        .name = "groups",
        .columns = {{std::string(to_text(by)), std::string(to_text(by)), Kind::flexible},
                    {"currency", "Currency"},
                    {"customers", "Customers", Kind::number},
                    {"paid", "Paid", Kind::number},
                    {"share", "Share %", Kind::number},
                    {"low", "Low", Kind::number, 5},
                    {"high", "High", Kind::number, 4},
                    {"difference_low", "Diff. low", Kind::number},
                    {"difference_high", "Diff. high", Kind::number},
                    {"verdict", "Verdict"},
                    {"listed", "Listed", Kind::number, 3},
                    {"recovered", "Recovered", Kind::number, 2},
                    {"assigned", "Assigned", Kind::text, 1}},
        .when_empty = "no notice went out early enough to judge it",
        .about = about_period(request.notices, std::nullopt),
        .title = title_of(fmt::format("Customers who paid all within {} days of their first notice",
                                      request.within_days),
                          request.notices, std::nullopt)};
    listing.about.emplace_back("within_days", std::int64_t{request.within_days});
    listing.about.emplace_back("intervals",
                               std::string("95 %: Wilson of shares, Newcombe of differences"));
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const StrategyGroup& group :
             compare_strategies(ledger, session.policy(), request, session.as_of())) {
            const auto& difference = group.difference;
            listing.rows.push_back({known_group(group.group, session), group.currency,
                                    std::int64_t{group.paid.size}, std::int64_t{group.paid.hits},
                                    ratio_cell(group.paid.percentage(), 1),
                                    tenths(group.interval.low), tenths(group.interval.high),
                                    difference ? tenths(difference->low) : Cell(),
                                    difference ? tenths(difference->high) : Cell(),
                                    std::string(verdict_of(group)), group.listed, group.recovered,
                                    std::string(group.by_chance ? "by chance" : "by rule")});
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- reasons, segments

Date before_from(const AnalysisOptions& options, Session& session) {
    const Date as_of = session.as_of();
    if (options.since.empty()) return months_before(as_of, 1);
    const Date before = typed(parse_day(options.since, as_of), "--since");
    if (before < as_of) return before;
    throw Stop{wrong_usage,
               fmt::format("--since: {} is not before {}", to_text(before), to_text(as_of))};
}

Listing segment_listing(const std::string& schema, const std::string& group, Date before,
                        Session& session) {
    return {.schema = schema,
            .name = "groups",
            .columns = {{group, group, Kind::flexible},
                        {"currency", "Currency"},
                        {"customers", "Customers", Kind::number, 2},
                        {"invoices", "Invoices", Kind::number},
                        {"open", "Open", Kind::number},
                        {"overdue", "Overdue", Kind::number},
                        {"share", "Share %", Kind::number},
                        {"invoices_before", "", Kind::number},
                        {"open_before", "", Kind::number},
                        {"overdue_before", "Before", Kind::number, 1},
                        {"change", "Change", Kind::number}},
            .when_empty = "nothing is open",
            .about = {{"before", before}},
            .title = fmt::format("By {} as of {} (before: {})", group, to_text(session.as_of()),
                                 to_text(before)),
            .chart =
                SheetChart{
                    .kind = ChartKind::bars, .title = "Overdue", .categories = 0, .values = {5, 9}},
            .bar = 6};
}

void add_segments(Listing& listing, const std::vector<SegmentRow>& rows, Session& session) {
    for (const SegmentRow& row : rows) {
        listing.rows.push_back(
            {known_group(row.group, session), row.currency, std::int64_t{row.customers},
             std::int64_t{row.invoices}, row.open, row.overdue, ratio_cell(row.share, 1),
             std::int64_t{row.invoices_before}, row.open_before, row.overdue_before, row.change()});
    }
}

int run_segments(const AnalysisOptions& options, Session& session) {
    const Date before = before_from(options, session);
    const SegmentBy by = segment_by_from(options.by).value_or(SegmentBy::segment);
    Listing listing =
        segment_listing("dunning.segments/1", std::string(to_text(by)), before, session);
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        add_segments(listing,
                     analyse_segments(ledger, session.policy(), by, before, session.as_of()),
                     session);
    }
    print_listing(listing, session);
    return done;
}

int run_reasons(const AnalysisOptions& options, Session& session) {
    const Date before = before_from(options, session);
    Listing listing = segment_listing("dunning.reasons/1", "reason", before, session);
    listing.when_empty = "nothing is overdue";
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        add_segments(listing, analyse_reasons(ledger, session.policy(), before, session.as_of()),
                     session);
    }
    print_listing(listing, session);
    return done;
}

// ---- behaviour

Cell days(const std::optional<Ratio>& ratio) {
    return ratio ? ratio_cell(*ratio, 1) : Cell();
}

int run_behaviour(const AnalysisOptions& options, Session& session) {
    Listing listing{.schema = "dunning.behaviour/1",
                    .name = "customers",
                    .columns = {{"customer", "Customer"},
                                {"name", "Name", Kind::flexible},
                                {"collector", ""},
                                {"invoices", "Paid", Kind::number},
                                {"late", "Late", Kind::number, 3},
                                {"share_late", "Late %", Kind::number},
                                {"usual_days", "Usual days", Kind::number},
                                {"days_before", "Year before", Kind::number, 2},
                                {"days_lately", "Last year", Kind::number, 1},
                                {"trend", "Trend"},
                                {"behaviour", "Behaviour"},
                                {"record", ""}},
                    .when_empty = "nobody has paid an invoice in the last two years"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const BehaviourRow& row :
             analyse_behaviour(ledger, session.policy(), session.as_of())) {
            if (!options.collector.empty() && row.collector != options.collector) continue;
            const Lateness& late = row.lateness;
            listing.rows.push_back(
                {row.customer, row.name, row.collector, std::int64_t{late.invoices},
                 std::int64_t{late.late}, ratio_cell(late.share_late(), 1), days(late.usual),
                 days(late.before), days(late.lately), std::string(to_text(late.trend)),
                 row.kind ? Cell(std::string(to_text(*row.kind))) : Cell(), row.record});
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- trend

int run_trend(const AnalysisOptions& options, Session& session) {
    constexpr int most_months = 120;
    if (options.months < 1 || options.months > most_months) {
        throw Stop{wrong_usage,
                   fmt::format("--months: {} is not from 1 to {}", options.months, most_months)};
    }
    Listing listing{
        .schema = "dunning.trend/1",
        .name = "months",
        .columns = {{"currency", "Currency"},
                    {"from", ""},
                    {"to", "Month up to"},
                    {"open", "Open", Kind::number},
                    {"overdue", "Overdue", Kind::number},
                    {"overdue_share", "Overdue %", Kind::number, 1},
                    {"invoiced", "Invoiced", Kind::number},
                    {"cash_in", "Money in", Kind::number}},
        .when_empty = "nothing was open, sold or paid",
        .chart =
            SheetChart{
                .kind = ChartKind::lines, .title = "Trend", .categories = 2, .values = {3, 4, 7}},
        .bar = 5};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const auto& [currency, months] :
             trend_book(ledger, session.policy(), options.months, session.as_of())) {
            for (const MonthFigures& month : months) {
                listing.rows.push_back({currency, month.month.from, month.month.to, month.open,
                                        month.overdue, ratio_cell(month.overdue_share(), 1),
                                        month.invoiced, month.cash_in});
            }
        }
    }
    print_listing(listing, session);
    return done;
}

void add_effects(CommandLine& report, const std::shared_ptr<AnalysisOptions>& options) {
    report
        .command({"recovery", "Which notices brought money in, and at what cost",
                  "  dunning report recovery --by channel --within 14\n"
                  "  dunning report recovery --by collector --from 2026-01-01 --to 2026-03-31\n"})
        .choice("--by", options->by,
                {"level", "channel", "template", "collector", "reason", "segment", "procedure"},
                "One row for each (default: level)")
        .option("--from", options->period.from, "DATE", "Notices from that day on")
        .option("--to", options->period.to, "DATE", "Notices up to that day")
        .number("--within", options->within, "DAYS", "The window for payment (default: 30)")
        .runs([options](Session& session) { return run_recovery(*options, session); });
    report
        .command({"strategy", "Which procedure or wording made more customers pay",
                  "  dunning report strategy --trial tone --within 14\n"
                  "  dunning report strategy --by template --level 2\n"})
        .choice("--by", options->by, {"procedure", "template", "level", "channel"},
                "What is compared (default: procedure)")
        .option("--trial", options->trial, "NAME", "Only what this trial dealt by chance")
        .number("--level", options->level, "N", "Only notices of this level")
        .option("--from", options->period.from, "DATE", "Notices from that day on")
        .option("--to", options->period.to, "DATE", "Notices up to that day")
        .number("--within", options->within, "DAYS", "The window for payment (default: 30)")
        .runs([options](Session& session) { return run_strategy(*options, session); });
}

}  // namespace

void add_analysis(CommandLine& report) {
    const auto options = std::make_shared<AnalysisOptions>();
    add_effects(report, options);
    report
        .command({"reasons", "Why it is overdue, as customers said, and how that has moved",
                  "  dunning report reasons --since 2026-02-28\n"})
        .option("--since", options->since, "DATE", "Compare with that day (default: a month ago)")
        .runs([options](Session& session) { return run_reasons(*options, session); });
    report
        .command({"segments", "Where the money is: by segment, class, kind, country or collector",
                  "  dunning report segments --by class --since 2026-02-28\n"})
        .choice("--by", options->by, {"segment", "class", "kind", "country", "collector"},
                "One row for each (default: segment)")
        .option("--since", options->since, "DATE", "Compare with that day (default: a month ago)")
        .runs([options](Session& session) { return run_segments(*options, session); });
    report
        .command({"trend", "Month by month: what was open, overdue, invoiced, and what came in",
                  "  dunning report trend --months 24 --format xlsx -o trend.xlsx\n"})
        .number("--months", options->months, "N", "How many (default: 12)")
        .runs([options](Session& session) { return run_trend(*options, session); });
    report
        .command({"behaviour", "How late each customer usually pays, and whether that has changed",
                  "  dunning report behaviour\n"
                  "  dunning report behaviour --collector wang --format csv\n"})
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .runs([options](Session& session) { return run_behaviour(*options, session); });
}

}  // namespace dunning::cli
