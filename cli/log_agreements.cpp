#include "cli/log_agreements.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/find_by_beginning.h"
#include "app/keep_agreements.h"
#include "app/record_contact.h"
#include "app/refer_case.h"
#include "cli/log_entry.h"
#include "cli/log_words.h"
#include "core/reach.h"

namespace dunning::cli {
namespace {

struct AgreementOptions {
    std::string subject;
    std::string amount;
    std::string by;
    std::vector<std::string> pay;
    std::vector<std::string> invoices;
    std::string reason;
    std::string owner;
    std::string note;
    std::string resolve;
    std::string pay_by;
    bool withdraw = false;
    std::string until;
    std::string to;
    std::string handled_by;
    std::string dunning = "stops";
    std::string currency;
    std::string step;
    std::string cost;
    std::string recovered;
    bool approve = false;
    bool refuse = false;
};

std::optional<Date> optional_date(const std::string& text, std::string_view option) {
    if (text.empty()) return std::nullopt;
    return typed(parse_date(text), option);
}

std::string end_of(const PauseRecord& pause) {
    std::string text = fmt::format("{} {} ended: {}", to_text(pause.kind),
                                   pause_code(pause.kind, pause.id), pause.outcome);
    if (pause.kind == PauseKind::dispute && pause.outcome == "credit") {
        return text + ", a credit note is to be issued";
    }
    if (pause.pay_by) text += fmt::format(", to be paid by {}", to_text(*pause.pay_by));
    return text;
}

// ---- promises

// The customer and the invoices by their whole names.
AgreementOptions with_whole_names(AgreementOptions options, const Ledger& ledger) {
    options.subject = or_stop(find_customer_by_beginning(ledger, options.subject));
    options.invoices =
        or_stop(find_invoices_by_beginning(ledger, options.invoices, options.subject));
    return options;
}

Currency currency_of_promise(const AgreementOptions& options, Ledger& ledger, Session& session) {
    auto currency = options.invoices.empty() ? ledger.currency_of_customer(options.subject)
                                             : ledger.currency_of_invoice(options.invoices.front());
    return currency.value_or(session.policy().book.currency);
}

PauseRecord promise_from(const AgreementOptions& options, Ledger& ledger, Session& session) {
    const Currency currency = currency_of_promise(options, ledger, session);
    PauseRecord promise{.kind = PauseKind::promise,
                        .customer = options.subject,
                        .from = session.as_of(),
                        .note = options.note};
    if (options.invoices.size() == 1) {
        promise.invoice = options.invoices.front();
    } else {
        promise.invoices = options.invoices;
        std::ranges::sort(promise.invoices);
    }
    if (options.pay.empty()) {
        promise.until = typed(parse_date(options.by), "--by");
        promise.amount = typed(parse_typed_money(options.amount, currency), "AMOUNT");
        return promise;
    }
    Money sum = Money::zero(currency);
    for (const std::string& text : options.pay) {
        const TypedPayment payment = parse_payment(text, "--pay");
        const Money amount = typed(parse_money(payment.amount, currency), "--pay");
        promise.payments.push_back({payment.day, amount});
        sum += amount;
    }
    std::ranges::sort(promise.payments, {}, &PromisedPayment::by);
    promise.until = promise.payments.back().by;
    promise.amount = sum;
    return promise;
}

int run_promise(const AgreementOptions& options, Session& session) {
    if (options.withdraw) {
        return write_entry(session, [&](Ledger& ledger) {
            return end_of(or_stop(end_pause(ledger, options.subject, PauseKind::promise,
                                            "withdrawn", options.note, session.stamp())));
        });
    }
    const bool single = !options.amount.empty() && !options.by.empty();
    if (single == !options.pay.empty()) {
        throw Stop{wrong_usage,
                   "say what was promised: dunning log promise CUSTOMER AMOUNT --by DATE, or "
                   "several payments with --pay DATE=AMOUNT"};
    }
    return write_entry(session, [&](Ledger& ledger) {
        const PauseRecord promise =
            promise_from(with_whole_names(options, ledger), ledger, session);
        const RowId id =
            or_stop(record_promise(ledger, session.policy(), promise, session.stamp()));
        std::string text =
            fmt::format("promise {}: {} {} by {}", pause_code(PauseKind::promise, id),
                        to_decimal(*promise.amount), promise.amount->currency().code(),
                        to_text(*promise.until));
        if (promise.payments.size() > 1) {
            text += fmt::format(", in {} payments", promise.payments.size());
        }
        return text;
    });
}

// ---- disputes

int run_dispute(const AgreementOptions& options, Session& session) {
    if (!options.resolve.empty()) {
        return write_entry(session, [&](Ledger& ledger) {
            return end_of(
                or_stop(resolve_dispute(ledger, session.policy(),
                                        {.code = options.subject,
                                         .outcome = options.resolve,
                                         .pay_by = optional_date(options.pay_by, "--pay-by"),
                                         .note = options.note},
                                        session.stamp())));
        });
    }
    return write_entry(session, [&](Ledger& ledger) {
        const std::string invoice = or_stop(find_invoice_by_beginning(ledger, options.subject, ""));
        PauseRecord dispute{.kind = PauseKind::dispute,
                            .customer = ledger.customer_of_invoice(invoice).value(),
                            .invoice = invoice,
                            .from = session.as_of(),
                            .note = options.note,
                            .owner = options.owner};
        if (!options.reason.empty()) {
            dispute.reason = typed_reason(options.reason, session.policy(), "--reason");
        }
        if (!options.amount.empty()) {
            dispute.amount = typed(
                parse_typed_money(options.amount, ledger.currency_of_invoice(invoice)), "--amount");
        }
        const RowId id = or_stop(record_pause(ledger, dispute, session.stamp()));
        return fmt::format("dispute {}: {} of invoice {}", pause_code(PauseKind::dispute, id),
                           dispute.amount ? to_decimal(*dispute.amount) : "all", invoice);
    });
}

// ---- due dates

int run_extend(const AgreementOptions& options, Session& session) {
    const Date until = typed(parse_date(options.until), "--until");
    return write_entry(session, [&](Ledger& ledger) {
        const std::string invoice = or_stop(find_invoice_by_beginning(ledger, options.subject, ""));
        const RowId id = or_stop(extend_due_date(ledger,
                                                 {.invoice = invoice,
                                                  .day = session.as_of(),
                                                  .due = until,
                                                  .reason = options.reason,
                                                  .note = options.note},
                                                 session.stamp()));
        return fmt::format("extension {}: invoice {} is due on {}", extension_code(id), invoice,
                           to_text(until));
    });
}

// ---- referrals

std::string summary_of(const ReferralView& view) {
    const ReferralRecord& record = view.record;
    std::string text =
        fmt::format("referral {} to {}: {} {} of customer {}, {}", referral_code(record.id),
                    to_text(record.kind), to_decimal(record.amount),
                    record.amount.currency().code(), record.customer, view.last_step);
    if (view.cost.is_positive()) text += fmt::format(", cost {}", to_decimal(view.cost));
    if (view.recovered.is_positive()) {
        text += fmt::format(", recovered {}", to_decimal(view.recovered));
    }
    return text;
}

int propose(const AgreementOptions& options, Session& session) {
    ReferralProposal proposal{
        .customer = {},
        .kind = referral_kind_from(options.to).value(),
        .handled_by = options.handled_by,
        .dunning = options.dunning == "goes_on" ? ReferralDunning::goes_on : ReferralDunning::stops,
        .note = options.note};
    if (!options.currency.empty()) {
        proposal.currency = Currency::from_code(options.currency);
        if (!proposal.currency) {
            throw Stop{wrong_usage,
                       fmt::format("--currency: '{}' is not an ISO 4217 code", options.currency)};
        }
    }
    return write_entry(session, [&](Ledger& ledger) {
        const AgreementOptions whole = with_whole_names(options, ledger);
        proposal.customer = whole.subject;
        proposal.invoices = whole.invoices;
        const RowId id =
            or_stop(propose_referral(ledger, session.policy(), proposal, session.stamp()));
        session.tell(
            fmt::format("next, when a person has decided: dunning log referral {} "
                        "--approve",
                        referral_code(id)));
        const ReferralView view = view_referral(ledger.referral(id).value(), session.as_of());
        std::string text = summary_of(view);
        if (view.record.charges.is_positive()) {
            text += fmt::format("; {} of it interest and costs", to_decimal(view.record.charges));
        }
        return text;
    });
}

std::string step_named(const AgreementOptions& options) {
    if (options.approve) return "approved";
    if (options.refuse) return "refused";
    return options.step.empty() ? "note" : options.step;
}

Money typed_or_zero(const std::string& text, Currency currency, std::string_view option) {
    return text.empty() ? Money::zero(currency) : typed(parse_typed_money(text, currency), option);
}

int run_referral(const AgreementOptions& options, Session& session) {
    if (!options.to.empty()) return propose(options, session);
    return write_entry(session, [&](Ledger& ledger) {
        const ReferralView view = or_stop(find_referral(ledger, options.subject, session.as_of()));
        const Currency currency = view.record.amount.currency();
        return summary_of(or_stop(
            step_referral(ledger, session.policy(), options.subject,
                          {.step = step_named(options),
                           .day = session.as_of(),
                           .cost = typed_or_zero(options.cost, currency, "--cost"),
                           .recovered = typed_or_zero(options.recovered, currency, "--recovered"),
                           .note = options.note},
                          session.stamp())));
    });
}

using Options = std::shared_ptr<AgreementOptions>;

void add_promise(CommandLine& log, const Options& options) {
    log.command({"promise", "The customer's word: an amount by a day, or several",
                 "  dunning log promise C001 500.00 --by 2026-12-05\n"
                 "  dunning log promise C001 --pay 2026-12-05=300.00 --pay 2026-12-19=200.00\n"
                 "  dunning log promise R0002 --withdraw\n"})
        .argument("CUSTOMER", options->subject, "Who promised (or the promise to withdraw)")
        .optional_argument("AMOUNT", options->amount, "How much, as 500.00 or '500.00 EUR'")
        .option("--by", options->by, "DATE", "By when")
        .list("--pay", options->pay, "DATE=AMOUNT", "One of several payments")
        .list("--invoice", options->invoices, "NUMBER", "For these invoices (default: all)")
        .option("--note", options->note, "TEXT", "What was said")
        .flag("--withdraw", options->withdraw, "End the promise")
        .runs([options](Session& session) { return run_promise(*options, session); });
}

void add_dispute(CommandLine& log, const Options& options) {
    log.command({"dispute", "The customer contests an invoice, or part of it",
                 "  dunning log dispute R-17 --reason service_problem --note 'two boxes missing'\n"
                 "  dunning log dispute R-17 --amount 300.00 --owner chen\n"
                 "  dunning log dispute D0003 --resolve rejected --pay-by 2026-12-15\n"})
        .argument("INVOICE", options->subject, "Which invoice (or the dispute to resolve)")
        .option("--amount", options->amount, "AMOUNT", "The contested part (default: all)")
        .option("--reason,-r", options->reason, "WORD", "Why, or how that word begins")
        .option("--owner", options->owner, "NAME", "Who looks after it")
        .option("--note", options->note, "TEXT", "What was said")
        .choice("--resolve", options->resolve, {"credit", "rejected", "withdrawn"}, "How it ended")
        .option("--pay-by", options->pay_by, "DATE",
                "Until when it may then be paid (default: the policy's)")
        .runs([options](Session& session) { return run_dispute(*options, session); });
}

void add_extend(CommandLine& log, const Options& options) {
    log.command({"extend", "A later due date, granted for an invoice",
                 "  dunning log extend R-17 --until 2026-12-31 --reason 'goods came late'\n"})
        .argument("INVOICE", options->subject, "Which invoice")
        .option("--until", options->until, "DATE", "The new due date")
        .option("--reason", options->reason, "TEXT", "Why")
        .option("--note", options->note, "TEXT", "More, for the record")
        .runs([options](Session& session) { return run_extend(*options, session); });
}

void add_referral(CommandLine& log, const Options& options) {
    log.command({"referral", "A case handed over: to an agency, a lawyer, a court ...",
                 "  dunning log referral C001 --to lawyer --by 'Chen & Partners'\n"
                 "  dunning log referral E0001 --approve --note 'the director'\n"
                 "  dunning log referral E0001 --step filed --cost 320.00 --note 'AZ 12 C 34/26'\n"
                 "  dunning log referral E0001 --step settled --recovered 5000.00\n"})
        .argument("CUSTOMER|REFERRAL", options->subject,
                  "Whose debt (or the referral to go on with)")
        .choice("--to", options->to,
                {"agency", "lawyer", "court", "arbitration", "preservation", "enforcement",
                 "assignment"},
                "To whom: proposes it")
        .option("--by", options->handled_by, "NAME", "Who handles it")
        .list("--invoice", options->invoices, "NUMBER",
              "These invoices or charges (default: all overdue)")
        .option("--currency", options->currency, "CODE", "When the customer owes in several")
        .choice("--dunning", options->dunning, {"stops", "goes_on"},
                "Whether our own dunning stops from its approval on")
        .flag("--approve", options->approve, "A person approves it")
        .flag("--refuse", options->refuse, "A person decides against it")
        .choice("--step", options->step,
                {"handed_over", "filed", "judgment", "enforced", "settled", "note", "closed"},
                "What has happened")
        .option("--cost", options->cost, "AMOUNT", "What it cost")
        .option("--recovered", options->recovered, "AMOUNT", "What it brought in")
        .option("--note", options->note, "TEXT", "More, for the record")
        .runs([options](Session& session) { return run_referral(*options, session); });
}

}  // namespace

TypedPayment parse_payment(const std::string& text, std::string_view option) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        throw Stop{wrong_usage, fmt::format("{}: '{}' is not DATE=AMOUNT", option, text)};
    }
    return {typed(parse_date(text.substr(0, equals)), option), text.substr(equals + 1)};
}

void add_agreements(CommandLine& log) {
    const auto options = std::make_shared<AgreementOptions>();
    add_promise(log, options);
    add_dispute(log, options);
    add_extend(log, options);
    add_referral(log, options);
}

}  // namespace dunning::cli
