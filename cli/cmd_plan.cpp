// dunning plan: instalments instead of due dates, as long as they are kept.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/files.h"
#include "app/find_by_beginning.h"
#include "app/manage_plan.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/log_agreements.h"
#include "cli/plan_papers.h"
#include "cli/words.h"
#include "core/joined.h"
#include "core/sha256.h"
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
    std::string each;
    std::string every = "month";
    std::string interest;
    std::vector<std::string> pay;
    std::string signed_file;
    bool waive = false;
    std::string note;
    std::string status;
};

// In which the customer owes; else the one that he is said to pay in.
Currency currency_owed(const PlanOptions& options, const Ledger& ledger, Session& session) {
    if (!options.invoices.empty()) {
        if (const auto own = ledger.currency_of_invoice(options.invoices.front())) return *own;
    }
    if (const auto customer = ledger.find_customer(options.customer)) {
        const auto accounts = ledger.accounts_of(*customer);
        if (accounts.size() == 1) return Currency::from_code(accounts.begin()->currency).value();
    }
    return ledger.currency_of_customer(options.customer).value_or(session.policy().book.currency);
}

Currency currency_of(const PlanOptions& options, const Ledger& ledger, Session& session) {
    if (options.currency.empty()) return currency_owed(options, ledger, session);
    const auto currency = Currency::from_code(options.currency);
    if (!currency) {
        throw Stop{wrong_usage,
                   fmt::format("--currency: '{}' is not an ISO 4217 code", options.currency)};
    }
    return *currency;
}

PlanRhythm rhythm_of(const std::string& every) {
    if (every == "week") return PlanRhythm::weekly;
    if (every == "fortnight") return PlanRhythm::fortnightly;
    return every == "quarter" ? PlanRhythm::quarterly : PlanRhythm::monthly;
}

void read_schedule(const PlanOptions& options, Currency currency, PlanTerms& terms) {
    for (const std::string& text : options.pay) {
        const TypedPayment payment = parse_payment(text, "--pay");
        AgreedPayment agreed{.due = payment.day};
        if (payment.amount != "rest")
            agreed.amount = typed(parse_money(payment.amount, currency), "--pay");
        terms.schedule.push_back(agreed);
    }
}

PlanTerms terms_from(const PlanOptions& options, Currency currency) {
    PlanTerms terms;
    if (!options.interest.empty()) {
        terms.yearly_interest = typed(parse_rate(options.interest), "--interest");
    }
    read_schedule(options, currency, terms);
    if (!terms.schedule.empty()) return terms;
    if ((options.installments == 0) == options.each.empty() || options.first.empty()) {
        throw Stop{wrong_usage,
                   "say how many and from when: --installments N --first DATE, or how much each "
                   "time: --each AMOUNT --first DATE, or each payment: --pay DATE=AMOUNT"};
    }
    if (options.installments != 0) terms.installments = options.installments;
    terms.first_due = typed(parse_date(options.first), "--first");
    terms.rhythm = rhythm_of(options.every);
    if (options.day != 0) terms.day_of_month = options.day;
    if (!options.each.empty()) {
        terms.each = typed(parse_typed_money(options.each, currency), "--each");
    }
    if (!options.down.empty()) {
        terms.down_payment = typed(parse_typed_money(options.down, currency), "--down");
    }
    return terms;
}

// The currency of a renegotiated plan is that of the plan it replaces.
PlanProposal proposal_from(const PlanOptions& options, const Ledger& ledger, Session& session) {
    PlanProposal proposal{.customer = options.customer,
                          .invoices = options.invoices,
                          .terms = {},
                          .replaces = options.plan,
                          .waives_charges = options.waive};
    Currency currency = currency_of(options, ledger, session);
    if (!options.currency.empty()) proposal.currency = currency;
    if (!options.plan.empty()) {
        const PlanView old =
            or_stop(find_plan(ledger, session.policy(), options.plan, session.as_of()));
        currency = old.record.plan.principal.currency();
    }
    proposal.terms = terms_from(options, currency);
    return proposal;
}

std::optional<std::string> text_or_nothing(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
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
        .field("yearly_rate", text_or_nothing(plan.yearly_rate))
        .field("replaces", text_or_nothing(plan.replaces))
        .field("paid", view.state.paid)
        .field("proposed", plan.proposed)
        .field("confirmed", plan.confirmed)
        .field("cancelled", plan.cancelled)
        .field("broken_on", view.state.broken_on)
        .field("completed_on", view.state.completed_on);
    json.key("invoices").begin_array();
    for (const std::string& invoice : plan.invoices) json.string(invoice);
    json.end_array().key("waives").begin_array();
    for (const OfferedWaiver& waiver : plan.waives) {
        json.begin_object()
            .field("charge", waiver.charge)
            .field("amount", waiver.amount)
            .end_object();
    }
    json.end_array().key("installments").begin_array();
    for (const InstallmentState& state : view.state.installments) {
        json.begin_object()
            .field("n", state.installment.n)
            .field("due", state.installment.due)
            .field("amount", state.installment.amount)
            .field("interest",
                   Money(state.installment.interest_minor, state.installment.amount.currency()))
            .field("paid", state.paid)
            .field("status", to_text(state.status))
            .end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

Money interest_owed(const PlanView& view) {
    std::vector<Installment> installments;
    for (const InstallmentState& state : view.state.installments) {
        installments.push_back(state.installment);
    }
    return interest_of(installments, view.record.plan.principal.currency());
}

std::string plan_as_text(const PlanView& view, const std::vector<PlanStep>& steps,
                         Session& session) {
    const Plan& plan = view.record.plan;
    std::string text =
        fmt::format("plan {} of customer {}: {} {} in {}, {}\n", plan.id, plan.customer,
                    group_thousands(plan.principal), plan.principal.currency().code(),
                    counted(std::ssize(plan.installments), "instalment", "instalments"),
                    to_text(view.state.status));
    text += fmt::format("proposed {}", to_text(plan.proposed));
    if (plan.confirmed) text += fmt::format(", confirmed {}", to_text(*plan.confirmed));
    if (plan.cancelled) text += fmt::format(", cancelled {}", to_text(*plan.cancelled));
    if (view.state.broken_on) text += fmt::format(", broken {}", to_text(*view.state.broken_on));
    if (view.state.completed_on)
        text += fmt::format(", completed {}", to_text(*view.state.completed_on));
    if (plan.interest.is_positive()) {
        text += fmt::format("\nwith {} of interest at {} % a year on what is left",
                            group_thousands(plan.interest), plan.yearly_rate);
        const Money owed = interest_owed(view);
        if (owed != plan.interest) {
            text += fmt::format("; {} of it is owed, because principal was paid early",
                                group_thousands(owed));
        }
    }
    if (!plan.replaces.empty()) text += fmt::format("\nnegotiated in place of {}", plan.replaces);
    for (const PlanStep& step : steps) {
        if (step.note.empty() || step.day > session.as_of()) continue;
        text += fmt::format("\n{} {}: {}", to_text(step.day), step.step, printable(step.note));
    }
    text += "\ncovers";
    for (const std::string& invoice : plan.invoices) text += " " + printable(invoice);
    if (!plan.waives.empty()) {
        const Money waived = sum_of(plan.waives, plan.principal.currency());
        text +=
            fmt::format("\ngives up {} {} of charges while it is kept:", group_thousands(waived),
                        waived.currency().code());
        for (const OfferedWaiver& waiver : plan.waives) text += " " + waiver.charge;
    }
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

void print_plan(const PlanView& view, Session& session, const std::vector<PlanStep>& steps = {}) {
    const std::string& format = session.options().format;
    if (format == "json" || format == "jsonl") {
        session.print(plan_as_json(view));
    } else if (format == "table") {
        session.print(plan_as_text(view, steps, session));
    } else {
        session.print(installments_as_rows(view, format == "tsv" ? '\t' : ','));
    }
}

// A trial shows the plan as it would be.
void tell_if_not_written(Session& session) {
    if (session.options().dry_run) session.tell("(not written)");
}

// Customer and invoices by their whole names; a renegotiated plan has its own customer.
PlanOptions plan_with_whole_names(PlanOptions options, const Ledger& ledger) {
    if (!options.customer.empty()) {
        options.customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    }
    options.invoices =
        or_stop(find_invoices_by_beginning(ledger, options.invoices, options.customer));
    return options;
}

// Offered, and not given up before the customer agrees.
bool is_to_be_waived(const Plan& plan, const ChargeRecord& record) {
    return !plan.confirmed && std::ranges::find(plan.waives, record.charge.number,
                                                &OfferedWaiver::charge) != plan.waives.end();
}

// Costs and interest that stay owed beside the plan, so that nobody is surprised by them. `more`:
// what can be done about it.
void tell_of_charges(const Plan& plan, std::string_view more, const Ledger& ledger,
                     Session& session) {
    Money open = Money::zero(plan.principal.currency());
    std::vector<std::string> numbers;
    for (const ChargeRecord& record :
         ledger.charges(ledger.find_customer(plan.customer).value(), session.as_of())) {
        if (record.plan != 0 || record.charge.open.currency() != open.currency()) continue;
        if (!record.charge.open.is_positive() || is_to_be_waived(plan, record)) continue;
        open += record.charge.open;
        numbers.push_back(record.charge.number);
    }
    if (numbers.empty()) return;
    session.tell(fmt::format("{} {} of charges ({}) are no part of the plan, and stay owed{}",
                             group_thousands(open), open.currency().code(), joined(numbers, ", "),
                             more));
}

int run_propose(const PlanOptions& options, Session& session) {
    const bool dry_run = session.options().dry_run;
    Ledger& ledger = session.ledger(dry_run ? Access::read : Access::write);
    const PlanProposal proposal =
        proposal_from(plan_with_whole_names(options, ledger), ledger, session);
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
    print_plan(
        view_plan(session.policy(), {.id = row, .plan = plan, .settled = {}}, session.as_of()),
        session);
    tell_of_charges(plan, ": --waive-charges offers to give them up while it is kept", ledger,
                    session);
    if (!dry_run) {
        session.tell(
            fmt::format("next, when the customer has agreed: dunning plan confirm {}", plan.id));
    }
    return done;
}

int run_cancel(const PlanOptions& options, Session& session) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const PlanView view =
        or_stop(cancel_plan(ledger, session.policy(), options.plan, options.note, session.stamp()));
    if (!session.options().dry_run) transaction.commit();
    print_plan(view, session);
    tell_if_not_written(session);
    return done;
}

std::optional<PlanDocument> signed_agreement(const std::string& file, Session& session) {
    if (file.empty()) return std::nullopt;
    const std::filesystem::path path(file);
    const std::string bytes = read_file(path);
    return PlanDocument{.kind = "signed",
                        .day = session.as_of(),
                        .file_name = path.filename().string(),
                        .bytes = bytes,
                        .sha256 = sha256_hex(bytes)};
}

int run_confirm(const PlanOptions& options, Session& session) {
    const PlanConsent consent{.note = options.note,
                              .signed_agreement = signed_agreement(options.signed_file, session),
                              .waives_charges = options.waive};
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const PlanView view =
        or_stop(confirm_plan(ledger, session.policy(), options.plan, consent, session.stamp()));
    if (!session.options().dry_run) transaction.commit();
    print_plan(view, session);
    tell_if_not_written(session);
    tell_of_charges(view.record.plan, "", ledger, session);
    return done;
}

int run_show(const PlanOptions& options, Session& session) {
    const Ledger& ledger = session.ledger(Access::read);
    const PlanView view =
        or_stop(find_plan(ledger, session.policy(), options.plan, session.as_of()));
    print_plan(view, session, ledger.plan_steps(view.record.id));
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
    const std::string customer =
        options.customer.empty() ? ""
                                 : or_stop(find_customer_by_beginning(ledger, options.customer));
    for (PlanRecord& record : ledger.plans()) {
        if (record.plan.proposed > session.as_of()) continue;
        const PlanView view = view_plan(session.policy(), std::move(record), session.as_of());
        if (!options.status.empty() && to_text(view.state.status) != options.status) continue;
        if (!customer.empty() && view.record.plan.customer != customer) continue;
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

void add_terms(CommandLine& command, const std::shared_ptr<PlanOptions>& options) {
    command.number("--installments", options->installments, "N", "How many equal ones")
        .option("--each", options->each, "AMOUNT", "Or how much each time, the last pays the rest")
        .list("--pay", options->pay, "DATE=AMOUNT", "Or each payment; the last may be DATE=rest")
        .option("--first", options->first, "DATE", "When the first is due")
        .choice("--every", options->every, {"week", "fortnight", "month", "quarter"},
                "How often (default: month)")
        .number("--day", options->day, "DAY", "Day of the month of those that follow")
        .option("--down", options->down, "AMOUNT", "A down payment, due first")
        .option("--interest", options->interest, "RATE",
                "Per cent a year on what is left (default: none)")
        .list("--invoice", options->invoices, "NUMBER", "Invoices covered (default: all overdue)")
        .flag("--waive-charges", options->waive,
              "Offer to give up interest and costs that are open while it is kept");
}

void add_list(CommandLine command, const std::shared_ptr<PlanOptions>& options) {
    command
        .choice("--status", options->status,
                {"proposed", "active", "broken", "completed", "cancelled"}, "Only these")
        .option("--customer", options->customer, "ID", "One customer's")
        .runs([options](Session& session) { return run_list(*options, session); });
}

}  // namespace

void add_plan(CommandLine& program) {
    const auto options = std::make_shared<PlanOptions>();
    CommandLine plan = program.command({"plan", "Agree on instalments and watch them"});
    plan.needs_command();
    CommandLine propose = plan.command(
        {"propose", "Propose instalments: equal ones, a fixed amount, or each payment",
         "  dunning plan propose C001 --installments 3 --first 2026-12-01\n"
         "  dunning plan propose C001 --installments 6 --first 2026-12-15 --day 31 --down 500.00\n"
         "  dunning plan propose C001 --each 250.00 --first 2026-12-01 --interest 6.0\n"
         "  dunning plan propose C001 --pay 2026-12-01=300.00 --pay 2027-02-01=rest\n"});
    propose.argument("CUSTOMER", options->customer, "Who owes");
    add_terms(propose, options);
    propose.option("--currency", options->currency, "CODE", "When the customer owes in several")
        .runs([options](Session& session) { return run_propose(*options, session); });
    CommandLine renegotiate =
        plan.command({"renegotiate", "Propose other instalments in place of a plan's",
                      "  dunning plan renegotiate P0001 --installments 6 --first 2027-01-15\n"});
    renegotiate.argument("PLAN", options->plan, "It ends when the new one is confirmed");
    add_terms(renegotiate, options);
    renegotiate.runs([options](Session& session) { return run_propose(*options, session); });
    add_plan_papers(plan);
    plan.command({"confirm", "The customer has agreed",
                  "  dunning plan confirm P0001 --signed agreement-scan.pdf\n"
                  "  dunning plan confirm P0001 --note 'on the telephone'\n"})
        .argument("PLAN", options->plan, "Its id")
        .option("--signed", options->signed_file, "FILE", "The signed agreement, kept as evidence")
        .flag("--waive-charges", options->waive,
              "All interest and costs that are open are given up while it is kept, also such as "
              "were not offered")
        .option("--note", options->note, "TEXT", "How, for the record")
        .runs([options](Session& session) { return run_confirm(*options, session); });
    plan.command({"cancel", "End a plan", "  dunning plan cancel P0001 --note 'renegotiated'\n"})
        .argument("PLAN", options->plan, "Its id")
        .option("--note", options->note, "TEXT", "Why, for the record")
        .runs([options](Session& session) { return run_cancel(*options, session); });
    plan.command({"show", "A plan and how its instalments stand", "  dunning plan show P0001\n"})
        .argument("PLAN", options->plan, "Its id")
        .runs([options](Session& session) { return run_show(*options, session); });
    add_list(plan.command(
                 {"list", "All plans and how they stand", "  dunning plan list --status broken\n"}),
             options);
}

void add_plan_report(CommandLine& report) {
    add_list(report.command({"plans", "All plans and how they stand",
                             "  dunning report plans\n"
                             "  dunning report plans --status broken --format csv\n"}),
             std::make_shared<PlanOptions>());
}

}  // namespace dunning::cli
