// dunning report: the dashboard, the worklist, deadlines, money on account.
#include <algorithm>
#include <memory>
#include <utility>

#include "app/build_report.h"
#include "app/list_deadlines.h"
#include "app/list_unmatched.h"
#include "app/work_calendar.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/report_agreements.h"

namespace dunning::cli {
namespace {

struct ReportOptions {
    std::string collector;
};

int run_dashboard(Session& session) {
    std::string page;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        page = typed(
            build_dashboard(ledger, session.policy(), session.options().lang, session.as_of()),
            "--lang");
    }
    session.print(page);
    return done;
}

int run_worklist(const ReportOptions& options, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.worklist/1",
                    .name = "items",
                    .columns = {{"kind", "Kind"},
                                {"reference", "Reference"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 3},
                                {"collector", "", Kind::text, 2},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"since", ""},
                                {"detail", "Detail", Kind::wrapped},
                                {"next", ""},
                                {"why", "Why here", Kind::wrapped, 1},
                                {"due", ""}},
                    .when_empty = "nothing waits for a person"};
    std::vector<WorkItem> items;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        items = build_worklist(ledger, session.policy(), options.collector, session.as_of());
    }
    const Date as_of = session.as_of();
    if (session.options().format == "ics") {
        session.print(worklist_calendar(items, session.policy().book.name, as_of));
        return done;
    }
    // Items are ranked collector by collector: of several it must be seen whose they are.
    const bool of_several =
        options.collector.empty() &&
        std::ranges::any_of(items, [](const WorkItem& item) { return !item.collector.empty(); });
    if (of_several) {
        std::ranges::find(listing.columns, "collector", &ListingColumn::name)->heading =
            "Collector";
    }
    const auto rows = [&](const AddRow& add) {
        for (const WorkItem& item : items) {
            add({std::string(to_text(item.kind)), item.reference, item.customer, item.name,
                 item.collector,
                 item.amount ? Cell(std::string(item.amount->currency().code())) : Cell(),
                 optional_cell(item.amount), optional_cell(item.since), item.detail,
                 item.next_command, item.why, item.due.value_or(as_of)});
        }
    };
    print_long_listing(std::move(listing), rows, session);
    return done;
}

int run_deadlines(const ReportOptions& options, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.deadlines/1",
                    .name = "deadlines",
                    .columns = {{"invoice", "Invoice"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 2},
                                {"collector", ""},
                                {"days_overdue", "Overdue", Kind::number},
                                {"currency", "Currency"},
                                {"open", "Open", Kind::number},
                                {"class", "Class", Kind::text, 3},
                                {"entered", ""},
                                {"deadline", "First notice by"},
                                {"first_notice", "Sent", Kind::text, 1},
                                {"status", "Status"}},
                    .when_empty = "nothing overdue has a deadline"};
    std::vector<DeadlineRow> rows;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        rows = list_deadlines(ledger, session.policy(), session.as_of());
    }
    std::erase_if(rows, [&](const DeadlineRow& row) {
        return !options.collector.empty() && row.collector != options.collector;
    });
    if (session.options().format == "ics") {
        session.print(deadline_calendar(rows, session.policy().book.name, session.as_of()));
        return done;
    }
    const auto cells = [&](const AddRow& add) {
        for (const DeadlineRow& row : rows) {
            const Deadline& deadline = row.deadline;
            add({row.invoice, row.customer, row.name, row.collector, std::int64_t{row.days_overdue},
                 std::string(row.open.currency().code()), row.open, deadline.class_name,
                 deadline.entered, deadline.due, optional_cell(deadline.first_notice),
                 std::string(to_text(deadline.status))});
        }
    };
    print_long_listing(std::move(listing), cells, session);
    return done;
}

int run_unmatched(Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.unmatched/1",
                    .name = "payments",
                    .columns = {{"payment", "Payment"},
                                {"date", "Date", Kind::text, 1},
                                {"currency", "Currency"},
                                {"left", "On account", Kind::number},
                                {"customer", "Customer"},
                                {"payer", "Payer", Kind::flexible, 2},
                                {"text", "Text", Kind::wrapped},
                                {"why", "Why"},
                                {"candidates", "Candidates", Kind::wrapped}},
                    .when_empty = "no money is on account"};
    std::vector<UnmatchedMoney> all;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        all = list_unmatched(ledger, session.policy(), session.as_of());
    }
    const auto rows = [&](const AddRow& add) {
        for (const UnmatchedMoney& money : all) {
            add({money.payment, money.day, std::string(money.left.currency().code()), money.left,
                 money.customer, money.payer, money.text, money.why, money.candidates});
        }
    };
    print_long_listing(std::move(listing), rows, session);
    return done;
}

}  // namespace

void add_report(CommandLine& program) {
    const auto options = std::make_shared<ReportOptions>();
    CommandLine report = program.command({"report", "Show where the money is and what waits"});
    report.needs_command();
    report
        .command({"dashboard", "One HTML page: aging, top debtors, last night, what waits",
                  "  dunning report dashboard --output dashboard.html\n"})
        .runs([](Session& session) { return run_dashboard(session); });
    report
        .command({"deadlines", "By when each overdue item's first notice has to be out",
                  "  dunning report deadlines\n"
                  "  dunning report deadlines --format csv | grep ,near$\n"})
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .runs([options](Session& session) { return run_deadlines(*options, session); });
    report
        .command({"unmatched", "Money on account, why, and what it may be for",
                  "  dunning report unmatched\n"
                  "  dunning import allocate PAY-17 INV-4\n"})
        .runs([](Session& session) { return run_unmatched(session); });
    report
        .command({"worklist", "What waits for a person, most valuable first",
                  "  dunning report worklist\n"
                  "  dunning report worklist --collector wang --format csv\n"
                  "  dunning report worklist --collector wang --format ics -o wang.ics\n"})
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .runs([options](Session& session) { return run_worklist(*options, session); });
    add_charge_reports(report);
    add_agreement_reports(report);
    add_plan_report(report);
    add_credit_report(report);
    add_credit_record_report(report);
    add_statement(report);
    add_aging(report);
    add_measures(report);
    add_analysis(report);
    add_forecast(report);
}

}  // namespace dunning::cli
