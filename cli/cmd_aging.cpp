// dunning report aging: the month-end list that ties to the control account.
#include <fmt/format.h>
#include <algorithm>

#include <memory>

#include "app/month_end.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/number_format.h"

namespace dunning::cli {
namespace {

using Kind = ListingColumn::Kind;

struct AgingOptions {
    std::vector<std::string> controls;
    std::string since;
};

// "149000.00" in the book's currency, "9000 USD".
std::map<std::string, Money> controls_from(const AgingOptions& options, Session& session) {
    std::map<std::string, Money> controls;
    for (const std::string& text : options.controls) {
        const Money control =
            typed(parse_typed_money(text, session.policy().book.currency), "--control");
        const std::string code(control.currency().code());
        if (!controls.emplace(code, control).second) {
            throw Stop{wrong_usage, fmt::format("--control: {} is given twice", code)};
        }
    }
    return controls;
}

std::vector<ControlCheck> checks_of(const AgeReport& report,
                                    std::map<std::string, Money> controls) {
    std::vector<ControlCheck> checks;
    for (const AgeTotal& total : report.totals) {
        const auto control = controls.find(std::string(total.currency.code()));
        if (control == controls.end()) continue;
        checks.push_back({total.open, total.on_account, control->second});
        controls.erase(control);
    }
    for (const auto& [code, control] : controls) {
        const Money zero = Money::zero(control.currency());
        checks.push_back({zero, zero, control});
    }
    return checks;
}

Listing buckets_of(const AgeReport& report, Session& session) {
    Listing listing{
        .schema = "dunning.aging/1",
        .name = "buckets",
        .columns = {{"currency", "Currency"},
                    {"bucket", "Bucket"},
                    {"open", "Open", Kind::number},
                    {"share", "Share", Kind::number}},
        .when_empty = "nothing is open",
        .title = fmt::format("{}, {} {}", word(session.language(), "Receivables by age"),
                             word(session.language(), "as of"), to_text(session.as_of())),
        .chart = SheetChart{.kind = ChartKind::bars,
                            .title = word(session.language(), "Receivables by age"),
                            .categories = 1,
                            .values = {2}},
        .bar = 3};
    for (const AgeTotal& total : report.totals) {
        for (std::size_t i = 0; i < total.buckets.size(); ++i) {
            listing.rows.push_back(
                {std::string(total.currency.code()), report.request.profile.names()[i],
                 total.buckets[i],
                 ratio_cell(percent({total.buckets[i].minor(), total.open.minor()}), 1)});
        }
    }
    return listing;
}

Listing totals_of(const AgeReport& report) {
    Listing listing{.schema = "dunning.aging/1",
                    .name = "totals",
                    .columns = {{"currency", "Currency"},
                                {"invoices", "Invoices", Kind::number},
                                {"overdue", "Overdue", Kind::number},
                                {"open", "Open", Kind::number},
                                {"on_account", "On account", Kind::number},
                                {"balance", "Balance", Kind::number}}};
    for (const AgeTotal& total : report.totals) {
        listing.rows.push_back({std::string(total.currency.code()),
                                static_cast<std::int64_t>(total.invoices), total.overdue,
                                total.open, total.on_account, total.open - total.on_account});
    }
    return listing;
}

Listing checks_listing(const std::vector<ControlCheck>& checks) {
    Listing listing{.schema = "dunning.aging/1",
                    .name = "control",
                    .columns = {{"currency", "Currency"},
                                {"control", "Control total", Kind::number},
                                {"open", "Open", Kind::number},
                                {"balance", "Balance", Kind::number},
                                {"difference", "Difference", Kind::number},
                                {"ties_to", "Ties to"}}};
    for (const ControlCheck& check : checks) {
        const Money difference =
            check.tie() == Tie::none ? check.difference() : Money::zero(check.open.currency());
        listing.rows.push_back({std::string(check.control.currency().code()), check.control,
                                check.open, check.balance(), difference,
                                std::string(to_text(check.tie()))});
    }
    return listing;
}

Listing movements_of(const AgingChanges& changes, Date since) {
    Listing listing{.schema = "dunning.aging/1",
                    .name = "movements",
                    .columns = {{"currency", "Currency"},
                                {"since", ""},
                                {"open_then", to_text(since), Kind::number},
                                {"invoiced", "Invoiced", Kind::number},
                                {"paid", "Paid", Kind::number},
                                {"credited", "Credited", Kind::number},
                                {"written_off", "Written off", Kind::number},
                                {"open_now", "Open", Kind::number}}};
    for (const auto& [code, move] : changes.movements) {
        listing.rows.push_back({code, since, move.open_then, move.invoiced, -move.paid,
                                -move.credited, -move.written_off, move.open_now});
    }
    return listing;
}

Listing items_of(const AgingChanges& changes, const AgingProfile& profile) {
    const auto bucket = [&](const std::optional<std::size_t>& index) {
        return index ? Cell(profile.names()[*index]) : Cell();
    };
    Listing listing{.schema = "dunning.aging/1",
                    .name = "changes",
                    .columns = {{"change", "Change"},
                                {"invoice", "Invoice"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 2},
                                {"currency", "Currency"},
                                {"due", "Due", Kind::text, 1},
                                {"open_then", "Then", Kind::number},
                                {"open_now", "Now", Kind::number},
                                {"bucket_then", "Was in", Kind::text, 3},
                                {"bucket_now", "Is in"}},
                    .when_empty = "no item has changed"};
    for (const ChangedItem& item : changes.items) {
        listing.rows.push_back({std::string(to_text(item.change)), item.number, item.customer,
                                item.name, std::string(item.open_now.currency().code()), item.due,
                                item.open_then, item.open_now, bucket(item.bucket_then),
                                bucket(item.bucket_now)});
    }
    return listing;
}

Listing late_of(const AgingChanges& changes, Date since) {
    const bool any_why = std::ranges::any_of(
        changes.recorded_late, [](const LateFact& fact) { return !fact.why.empty(); });
    Listing listing{.schema = "dunning.aging/1",
                    .name = "recorded_late",
                    .columns = {{"kind", "Recorded later"},
                                {"number", "Number"},
                                {"customer", "Customer"},
                                {"day", "Date"},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"open", "Open", Kind::number},
                                {"batch", "Import", Kind::text, 1},
                                {"why", any_why ? "Why" : "", Kind::wrapped}},
                    .when_empty = fmt::format("nothing dated up to {} was recorded after that day",
                                              to_text(since))};
    for (const LateFact& fact : changes.recorded_late) {
        const Currency currency = *Currency::from_code(fact.currency);
        listing.rows.push_back({fact.kind, fact.code, fact.customer, fact.day, fact.currency,
                                Money(fact.amount_minor, currency),
                                Money(fact.open_minor, currency), fact.batch, fact.why});
    }
    return listing;
}

int report_ties(const std::vector<ControlCheck>& checks, Session& session) {
    int status = done;
    for (const ControlCheck& check : checks) {
        const std::string code(check.control.currency().code());
        if (check.tie() == Tie::none) {
            status = done_in_part;
            session.warn(fmt::format(
                "{}: the control total {} is {} {} what is open, {}", code,
                to_decimal(check.control),
                to_decimal(check.difference().is_negative() ? -check.difference()
                                                            : check.difference()),
                check.difference().is_negative() ? "below" : "above", to_decimal(check.open)));
        }
    }
    return status;
}

int run_aging(const AgingOptions& options, Session& session) {
    const Policy& policy = session.policy();
    const Date as_of = session.as_of();
    const auto controls = controls_from(options, session);
    std::optional<Date> since;
    if (!options.since.empty()) since = typed(parse_day(options.since, as_of), "--since");
    if (since && *since >= as_of) {
        throw Stop{wrong_usage,
                   fmt::format("--since: {} is not before {}", to_text(*since), to_text(as_of))};
    }
    const AgeRequest request{
        .by = AgeBy::currency, .basis = policy.aging_basis, .profile = policy.aging};
    AgeReport report;
    std::optional<AgingChanges> changes;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        report = age_ledger(ledger, policy, request, as_of);
        if (since && shows_all_listings(session))
            changes = aging_changes(ledger, policy, *since, as_of);
    }
    const std::vector<ControlCheck> checks = checks_of(report, controls);
    std::vector<Listing> listings{buckets_of(report, session), totals_of(report)};
    if (!checks.empty()) listings.push_back(checks_listing(checks));
    if (changes) {
        listings.push_back(movements_of(*changes, *since));
        listings.push_back(items_of(*changes, policy.aging));
        listings.push_back(late_of(*changes, *since));
    }
    print_listings(listings, session);
    return report_ties(checks, session);
}

}  // namespace

void add_aging(CommandLine& report) {
    const auto options = std::make_shared<AgingOptions>();
    report
        .command({"aging", "Month end: aging that ties to the control account, what has changed",
                  "  dunning report aging --as-of month-end --control 149000.00\n"
                  "  dunning report aging --control 149000.00 --control \"9000.00 USD\"\n"
                  "  dunning report aging --as-of 2026-03-31 --since 2026-02-28 --format xlsx -o "
                  "aging.xlsx\n"})
        .list("--control", options->controls, "AMOUNT",
              "What the general ledger says; status 3 when it differs")
        .option("--since", options->since, "DATE", "What changed since the aging of that day")
        .runs([options](Session& session) { return run_aging(*options, session); });
}

}  // namespace dunning::cli
