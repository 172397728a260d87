#include "cli/report_agreements.h"

#include <memory>
#include <utility>

#include "app/build_dossier.h"
#include "app/find_by_beginning.h"
#include "app/list_agreements.h"
#include "cli/listing.h"

namespace dunning::cli {
namespace {

using Kind = ListingColumn::Kind;

struct ReportOptions {
    std::string collector;
    std::string customer;
    std::string status;
};

bool is_wanted(const ReportOptions& options, const std::string& customer,
               const std::string& collector, std::string_view status) {
    return (options.customer.empty() || options.customer == customer) &&
           (options.collector.empty() || options.collector == collector) &&
           (options.status.empty() || options.status == status);
}

int run_promises(const ReportOptions& options, Session& session) {
    Listing listing{.schema = "dunning.promises/1",
                    .name = "promises",
                    .columns = {{"promise", "Promise"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 3},
                                {"collector", ""},
                                {"invoices", "Invoices", Kind::flexible, 1},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"received", "Received", Kind::number},
                                {"given", "Given", Kind::text, 2},
                                {"by", "By"},
                                {"payments", "", Kind::number},
                                {"attempt", "", Kind::number},
                                {"status", "Status"},
                                {"decided", ""}},
                    .when_empty = "no promises"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        for (const PromiseRow& row : list_promises(ledger, session.policy(), session.as_of())) {
            const PauseRecord& record = row.view.record;
            const PromiseState& state = row.view.state;
            if (!is_wanted(options, record.customer, row.collector, to_text(state.status))) {
                continue;
            }
            const auto payments = std::max<std::size_t>(record.payments.size(), 1);
            listing.rows.push_back(
                {pause_code(record.kind, record.id), record.customer, row.name, row.collector,
                 invoices_of(record), std::string(record.amount->currency().code()), *record.amount,
                 state.received, record.from, *record.until, static_cast<std::int64_t>(payments),
                 std::int64_t{row.attempt}, std::string(to_text(state.status)),
                 state.status == PromiseStatus::open ? Cell() : Cell(state.decided)});
        }
    }
    print_listing(listing, session);
    return done;
}

int run_disputes(const ReportOptions& options, Session& session) {
    const AgingProfile& buckets = session.policy().aging;
    Listing listing{.schema = "dunning.disputes/1",
                    .name = "disputes",
                    .columns = {{"dispute", "Dispute"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 4},
                                {"collector", ""},
                                {"invoice", "Invoice"},
                                {"currency", "Currency"},
                                {"disputed", "Disputed", Kind::number},
                                {"reason", "Reason", Kind::flexible, 1},
                                {"owner", "Owner", Kind::text, 2},
                                {"since", "Since", Kind::text, 3},
                                {"age_days", "Days", Kind::number},
                                {"bucket", ""},
                                {"status", "Status"},
                                {"ended", ""},
                                {"pay_by", ""},
                                {"note", ""},
                                {"to_credit", "", Kind::number}},
                    .when_empty = "no disputes"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        for (const DisputeRow& row : list_disputes(ledger, session.as_of())) {
            const PauseRecord& record = row.record;
            const std::string status = row.is_open ? "open" : record.outcome;
            if (!is_wanted(options, record.customer, row.collector, status)) continue;
            listing.rows.push_back(
                {pause_code(record.kind, record.id), record.customer, row.name, row.collector,
                 record.invoice, std::string(row.disputed.currency().code()), row.disputed,
                 record.reason, record.owner, record.from, std::int64_t{row.age_days},
                 buckets.names()[buckets.bucket_of(row.age_days)], status,
                 row.is_open ? Cell() : optional_cell(record.ended), optional_cell(record.pay_by),
                 record.note, row.to_credit});
        }
    }
    print_listing(listing, session);
    return done;
}

int run_referrals(const ReportOptions& options, Session& session) {
    Listing listing{.schema = "dunning.referrals/1",
                    .name = "referrals",
                    .columns = {{"referral", "Referral"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 5},
                                {"collector", ""},
                                {"to", "Handed to", Kind::text, 1},
                                {"by", "Handled by", Kind::flexible, 4},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"cost", "Cost", Kind::number, 2},
                                {"recovered", "Recovered", Kind::number},
                                {"since", "Since"},
                                {"dunning", ""},
                                {"status", "Status"},
                                {"last_step", "Last step", Kind::text, 3},
                                {"invoices", ""}},
                    .when_empty = "no case has been handed over"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        for (const ReferralRow& row : list_referrals(ledger, session.as_of())) {
            const ReferralRecord& record = row.view.record;
            const std::string status(to_text(row.view.status));
            if (!is_wanted(options, record.customer, row.collector, status)) continue;
            const bool stops = record.dunning == ReferralDunning::stops;
            listing.rows.push_back({referral_code(record.id), record.customer, row.name,
                                    row.collector, std::string(to_text(record.kind)),
                                    record.handled_by, std::string(record.amount.currency().code()),
                                    record.amount, row.view.cost, row.view.recovered, record.day,
                                    std::string(stops ? "stops" : "goes_on"), status,
                                    row.view.last_step, record.invoices});
        }
    }
    print_listing(listing, session);
    return done;
}

std::string limitation_status(const LimitationRow& row, const LimitationRules& rules) {
    if (row.days_left < 0) return "over";
    return row.days_left <= rules.warn_days ? "near" : "open";
}

int run_limitation(const ReportOptions& options, Session& session) {
    const LimitationRules& rules = session.policy().agreements.limitation;
    if (rules.law == LimitationLaw::none) {
        throw Stop{failed,
                   "the policy names no law\n    say which in [limitation]: law = \"cn\", de, uk, "
                   "fr or ch"};
    }
    Listing listing{.schema = "dunning.limitation/1",
                    .name = "invoices",
                    .columns = {{"invoice", "Invoice"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 1},
                                {"collector", ""},
                                {"currency", "Currency"},
                                {"open", "Open", Kind::number},
                                {"due", "Due"},
                                {"from", "From", Kind::text, 2},
                                {"because", "Because", Kind::flexible, 3},
                                {"last_day", "Last day"},
                                {"days_left", "Days", Kind::number},
                                {"status", "Status"}},
                    .when_empty = "nothing is overdue"};
    std::vector<LimitationRow> found;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        found = list_limitations(ledger, session.policy(), session.as_of());
    }
    const auto rows = [&](const AddRow& add) {
        for (const LimitationRow& row : found) {
            const std::string status = limitation_status(row, rules);
            if (!is_wanted(options, row.customer, row.collector, status)) continue;
            const Limitation& limitation = row.limitation;
            add({row.invoice, row.customer, row.name, row.collector,
                 std::string(row.open.currency().code()), row.open, row.due, limitation.from,
                 limitation.because.empty() ? "due date" : limitation.because, limitation.last_day,
                 std::int64_t{row.days_left}, status});
        }
    };
    print_long_listing(std::move(listing), rows, session);
    return done;
}

int run_dossier(const ReportOptions& options, Session& session) {
    std::string archive;
    {
        const TemplateSet& templates = session.templates();
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        archive = or_stop(
            build_dossier(ledger, session.book(), templates, options.customer, session.as_of()));
    }
    session.print(archive);
    return done;
}

// The customer by its whole name.
ReportOptions report_with_whole_name(ReportOptions options, Session& session) {
    if (options.customer.empty()) return options;
    const Ledger& ledger = session.ledger(Access::read);
    options.customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    return options;
}

using Options = std::shared_ptr<ReportOptions>;
using Report = int (*)(const ReportOptions&, Session&);

void add_report(CommandLine& report, const Options& options, const CommandHelp& help,
                const std::vector<std::string>& statuses, Report run) {
    report.command(help)
        .option("--customer", options->customer, "ID", "One customer's")
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .choice("--status", options->status, statuses, "Only these")
        .runs([options, run](Session& session) {
            return run(report_with_whole_name(*options, session), session);
        });
}

}  // namespace

void add_agreement_reports(CommandLine& report) {
    const auto options = std::make_shared<ReportOptions>();
    report
        .command({"dossier",
                  "Everything about a customer's debt in one archive (zip), for a lawyer",
                  "  dunning report dossier C001 --output case.zip\n"})
        .argument("CUSTOMER", options->customer, "Whose debt")
        .runs([options](Session& session) {
            return run_dossier(report_with_whole_name(*options, session), session);
        });
    add_report(report, options,
               {"promises", "Promises to pay, and what came of them",
                "  dunning report promises --status open\n"
                "  dunning report promises --customer C001 --format csv\n"},
               {"open", "kept", "partly_kept", "broken", "withdrawn", "lapsed"}, run_promises);
    add_report(report, options,
               {"disputes", "What is contested, since when, and who looks after it",
                "  dunning report disputes --status open\n"},
               {"open", "credit", "rejected", "withdrawn"}, run_disputes);
    add_report(report, options,
               {"referrals", "Cases handed over: how they stand, what they cost and brought",
                "  dunning report referrals --status active\n"},
               {"proposed", "refused", "active", "closed"}, run_referrals);
    add_report(report, options,
               {"limitation", "By when each overdue invoice has to be enforced",
                "  dunning report limitation --status near\n"},
               {"open", "near", "over"}, run_limitation);
}

}  // namespace dunning::cli
