// dunning plan: instalments instead of due dates, as long as they are kept.
#include <fmt/format.h>

#include <memory>

#include "app/manage_plan.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "text/number_format.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct PlanOptions {
    std::string customer;
    std::string plan;
    std::vector<std::string> invoices;
    std::string currency;
    int installments = 0;
    std::string first;
    int day = 0;
    std::string down;
    std::string note;
    std::string status;
};

Currency currency_of(const PlanOptions& options, Session& session) {
    if (options.currency.empty()) return session.policy().book.currency;
    const auto currency = Currency::from_code(options.currency);
    if (!currency) {
        throw Stop{wrong_usage,
                   fmt::format("--currency: '{}' is not an ISO 4217 code", options.currency)};
    }
    return *currency;
}

PlanProposal proposal_from(const PlanOptions& options, Session& session) {
    if (options.installments == 0 || options.first.empty()) {
        throw Stop{wrong_usage, "say how many and from when: --installments N --first DATE"};
    }
    PlanProposal proposal;
    proposal.customer = options.customer;
    proposal.invoices = options.invoices;
    if (!options.currency.empty()) proposal.currency = currency_of(options, session);
    proposal.terms.installments = options.installments;
    proposal.terms.first_due = typed(parse_date(options.first), "--first");
    if (options.day != 0) proposal.terms.day_of_month = options.day;
    if (!options.down.empty()) {
        proposal.terms.down_payment =
            typed(parse_typed_money(options.down, currency_of(options, session)), "--down");
    }
    return proposal;
}

std::string plan_as_json(const PlanView& view) {
    const Plan& plan = view.record.plan;
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.plan/1")
        .field("plan", plan.id)
        .field("customer", plan.customer)
        .field("currency", plan.principal.currency().code())
        .field("status", to_text(view.state.status))
        .field("principal", plan.principal)
        .field("interest", plan.interest)
        .field("paid", view.state.paid)
        .field("proposed", plan.proposed)
        .field("confirmed", plan.confirmed)
        .field("cancelled", plan.cancelled)
        .field("broken_on", view.state.broken_on)
        .field("completed_on", view.state.completed_on);
    json.key("invoices").begin_array();
    for (const std::string& invoice : plan.invoices) json.string(invoice);
    json.end_array().key("installments").begin_array();
    for (const InstallmentState& state : view.state.installments) {
        json.begin_object()
            .field("n", state.installment.n)
            .field("due", state.installment.due)
            .field("amount", state.installment.amount)
            .field("paid", state.paid)
            .field("status", to_text(state.status))
            .end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

std::string plan_as_text(const PlanView& view, Session& session) {
    const Plan& plan = view.record.plan;
    std::string text =
        fmt::format("plan {} of customer {}: {} {} in {} instalments, {}\n", plan.id, plan.customer,
                    group_thousands(plan.principal), plan.principal.currency().code(),
                    plan.installments.size(), to_text(view.state.status));
    text += fmt::format("proposed {}", to_text(plan.proposed));
    if (plan.confirmed) text += fmt::format(", confirmed {}", to_text(*plan.confirmed));
    if (plan.cancelled) text += fmt::format(", cancelled {}", to_text(*plan.cancelled));
    if (view.state.broken_on) text += fmt::format(", broken {}", to_text(*view.state.broken_on));
    if (view.state.completed_on)
        text += fmt::format(", completed {}", to_text(*view.state.completed_on));
    text += "\ncovers";
    for (const std::string& invoice : plan.invoices) text += " " + printable(invoice);
    text += "\n\n";

    using Kind = ListingColumn::Kind;
    Listing listing{.schema = {},
                    .name = {},
                    .columns = {{"n", "#", Kind::number},
                                {"due", "Due"},
                                {"amount", "Amount", Kind::number},
                                {"paid", "Paid", Kind::number},
                                {"status", "Status"}}};
    for (const InstallmentState& state : view.state.installments) {
        listing.rows.push_back({std::int64_t{state.installment.n}, state.installment.due,
                                state.installment.amount, state.paid,
                                std::string(to_text(state.status))});
    }
    return text + render_listing(listing, session);
}

std::string installments_as_rows(const PlanView& view, char delimiter) {
    std::vector<std::vector<Cell>> rows;
    for (const InstallmentState& state : view.state.installments) {
        rows.push_back({view.record.plan.id, std::int64_t{state.installment.n},
                        state.installment.due, state.installment.amount, state.paid,
                        std::string(to_text(state.status))});
    }
    return delimited_rows({"plan", "n", "due", "amount", "paid", "status"}, rows, delimiter);
}

void print_plan(const PlanView& view, Session& session) {
    const std::string& format = session.options().format;
    if (format == "json" || format == "jsonl") {
        session.print(plan_as_json(view));
    } else if (format == "table") {
        session.print(plan_as_text(view, session));
    } else {
        session.print(installments_as_rows(view, format == "tsv" ? '\t' : ','));
    }
}

int run_propose(const PlanOptions& options, Session& session) {
    const PlanProposal proposal = proposal_from(options, session);
    const bool dry_run = session.options().dry_run;
    Ledger& ledger = session.ledger(dry_run ? Access::read : Access::write);
    auto transaction = dry_run ? ledger.begin_read() : ledger.begin_write();
    Plan plan = or_stop(draft_plan(ledger, session.policy(), proposal, session.as_of()));
    RowId row = 0;
    if (dry_run) {
        plan.id = "(not written)";
    } else {
        row = propose_plan(ledger, plan, session.stamp());
        plan.id = plan_code(row);
        transaction.commit();
    }
    print_plan(view_plan(session.policy(), {row, plan, {}}, session.as_of()), session);
    if (!dry_run) {
        session.tell(
            fmt::format("next, when the customer has agreed: dunning plan confirm {}", plan.id));
    }
    return done;
}

using PlanStep = Result<PlanView> (*)(Ledger&, const Policy&, std::string_view, const std::string&,
                                      const Stamp&);

int run_step(const PlanOptions& options, Session& session, PlanStep step) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const PlanView view =
        or_stop(step(ledger, session.policy(), options.plan, options.note, session.stamp()));
    if (!session.options().dry_run) transaction.commit();
    print_plan(view, session);
    return done;
}

int run_show(const PlanOptions& options, Session& session) {
    print_plan(or_stop(find_plan(session.ledger(Access::read), session.policy(), options.plan,
                                 session.as_of())),
               session);
    return done;
}

int run_list(const PlanOptions& options, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.plans/1",
                    .name = "plans",
                    .columns = {{"plan", "Plan"},
                                {"customer", "Customer", Kind::flexible},
                                {"currency", "Currency"},
                                {"principal", "Amount", Kind::number},
                                {"paid", "Paid", Kind::number},
                                {"next_due", "Due"},
                                {"status", "Status"}},
                    .when_empty = "no plans"};
    const Ledger& ledger = session.ledger(Access::read);
    for (PlanRecord& record : ledger.plans()) {
        if (record.plan.proposed > session.as_of()) continue;
        const PlanView view = view_plan(session.policy(), std::move(record), session.as_of());
        if (!options.status.empty() && to_text(view.state.status) != options.status) continue;
        if (!options.customer.empty() && view.record.plan.customer != options.customer) continue;
        std::optional<Date> next;
        for (const InstallmentState& state : view.state.installments) {
            if (state.status != InstallmentStatus::paid && !next) next = state.installment.due;
        }
        const Plan& plan = view.record.plan;
        listing.rows.push_back(
            {plan.id, plan.customer, std::string(plan.principal.currency().code()), plan.principal,
             view.state.paid, optional_cell(next), std::string(to_text(view.state.status))});
    }
    print_listing(listing, session);
    return done;
}

}  // namespace

void add_plan(CommandLine& program) {
    const auto options = std::make_shared<PlanOptions>();
    CommandLine plan = program.command({"plan", "Agree on instalments and watch them"});
    plan.needs_command();
    plan.command({"propose", "Propose equal monthly instalments",
                  "  dunning plan propose C001 --installments 3 --first 2026-12-01\n"
                  "  dunning plan propose C001 --installments 6 --first 2026-12-15 --day 31 --down "
                  "500.00\n"})
        .argument("CUSTOMER", options->customer, "Who owes")
        .number("--installments", options->installments, "N", "How many equal ones")
        .option("--first", options->first, "DATE", "When the first is due")
        .number("--day", options->day, "DAY", "Day of the month of those that follow")
        .option("--down", options->down, "AMOUNT", "A down payment, due first")
        .list("--invoice", options->invoices, "NUMBER", "Invoices covered (default: all overdue)")
        .option("--currency", options->currency, "CODE", "When the customer owes in several")
        .runs([options](Session& session) { return run_propose(*options, session); });
    plan.command({"confirm", "The customer has agreed",
                  "  dunning plan confirm P0001 --note 'signed'\n"})
        .argument("PLAN", options->plan, "Its id")
        .option("--note", options->note, "TEXT", "How, for the record")
        .runs([options](Session& session) { return run_step(*options, session, confirm_plan); });
    plan.command({"cancel", "End a plan", "  dunning plan cancel P0001 --note 'renegotiated'\n"})
        .argument("PLAN", options->plan, "Its id")
        .option("--note", options->note, "TEXT", "Why, for the record")
        .runs([options](Session& session) { return run_step(*options, session, cancel_plan); });
    plan.command({"show", "A plan and how its instalments stand", "  dunning plan show P0001\n"})
        .argument("PLAN", options->plan, "Its id")
        .runs([options](Session& session) { return run_show(*options, session); });
    plan.command({"list", "All plans and how they stand", "  dunning plan list --status broken\n"})
        .choice("--status", options->status,
                {"proposed", "active", "broken", "completed", "cancelled"}, "Only these")
        .option("--customer", options->customer, "ID", "One customer's")
        .runs([options](Session& session) { return run_list(*options, session); });
}

}  // namespace dunning::cli
