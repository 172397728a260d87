// dunning log: what people did and were told, and what makes dunning wait.
#include <fmt/format.h>

#include <memory>

#include "app/check_contact.h"
#include "app/clock.h"
#include "app/find_by_beginning.h"
#include "app/record_contact.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/log_agreements.h"
#include "cli/log_entry.h"
#include "text/json_writer.h"

namespace dunning::cli {
namespace {

struct LogOptions {
    std::string customer;
    std::string invoice;
    std::string subject;  // an invoice, or for a hold a customer or an invoice
    std::string until;
    std::string at;
    std::string reason;
    std::string note;
    std::string channel;
    std::string to;
    bool release = false;
    bool somebody_else = false;
};

// ---- may this customer be contacted now?

std::string answer_as_json(const ContactAnswer& answer) {
    JsonWriter json;
    json.begin_object().field("schema", "dunning.contact/1");
    json.field("allowed", !answer.refusal.has_value());
    if (answer.refusal) {
        json.field("rule", answer.refusal->rule).field("detail", answer.refusal->detail);
        std::optional<std::string> earliest;
        if (answer.refusal->earliest) {
            earliest = local_text(*answer.refusal->earliest, answer.zone);
        }
        json.field("earliest", earliest);
    }
    json.end_object();
    return json.take() + "\n";
}

std::string answer_in_words(const ContactAnswer& answer) {
    if (!answer.refusal) return "allowed\n";
    const ContactRefusal& refusal = *answer.refusal;
    return fmt::format("not allowed: {} ({})\n{}\n", refusal.detail, refusal.rule,
                       refusal.earliest ? "earliest: " + local_text(*refusal.earliest, answer.zone)
                                        : "not before the customer says otherwise");
}

// A refusal is recorded with its rule: it shows later that the rules were asked and kept.
void record_refusal(Ledger& ledger, const Customer& customer, Channel channel,
                    const ContactAnswer& answer, Session& session) {
    JsonWriter json;
    json.begin_object()
        .field("channel", to_text(channel))
        .field("rule", answer.refusal->rule)
        .field("detail", answer.refusal->detail)
        .end_object();
    auto transaction = ledger.begin_write();
    ledger.add_event(session.stamp(), "contact_refused", fmt::format("customer {}", customer.id),
                     json.take());
    transaction.commit();
}

int run_check_contact(const LogOptions& options, Session& session) {
    const auto channel = channel_from(options.channel == "call" ? "phone" : options.channel);
    if (!channel || *channel == Channel::referral) {
        throw Stop{wrong_usage, fmt::format("'{}' is no channel; it is phone, email, sms, letter, "
                                            "visit or meeting",
                                            options.channel)};
    }
    ContactQuestion question{
        .channel = *channel,
        .at = options.at.empty() ? session.now() : typed(parse_instant(options.at), "--at"),
        .address = options.to};
    if (options.somebody_else) question.addressee = Addressee::somebody_else;
    Ledger& ledger = session.ledger(Access::write);
    const std::string id = or_stop(find_customer_by_beginning(ledger, options.customer));
    if (!options.invoice.empty()) {
        question.invoice = or_stop(find_invoice_by_beginning(ledger, options.invoice, id));
    }
    const Customer customer = ledger.customer(id).value();
    ContactAnswer answer = check_contact(ledger, session.policy(), customer, question);
    if (!answer.refusal) answer.refusal = dead_end(ledger, customer, question, session.as_of());
    if (answer.refusal && !session.options().dry_run) {
        record_refusal(ledger, customer, question.channel, answer, session);
    }
    const bool json = session.options().format == "json" || session.options().format == "jsonl";
    session.print(json ? answer_as_json(answer) : answer_in_words(answer));
    return answer.refusal ? done_in_part : done;
}

std::string end_of(const PauseRecord& pause) {
    return fmt::format("{} {} ended: {}", to_text(pause.kind), pause_code(pause.kind, pause.id),
                       pause.outcome);
}

int run_hold(const LogOptions& options, Session& session) {
    if (options.release) {
        return write_entry(session, [&](Ledger& ledger) {
            return end_of(or_stop(end_pause(ledger, options.subject, PauseKind::hold, "released",
                                            options.note, session.stamp())));
        });
    }
    if (options.reason.empty()) throw Stop{wrong_usage, "a hold needs its reason: --reason TEXT"};
    std::optional<Date> until;
    if (!options.until.empty()) until = typed(parse_date(options.until), "--until");
    return write_entry(session, [&](Ledger& ledger) {
        const Subject about = or_stop(find_customer_or_invoice(ledger, options.subject));
        const PauseRecord hold{.kind = PauseKind::hold,
                               .customer = about.customer,
                               .invoice = about.invoice,
                               .from = session.as_of(),
                               .until = until,
                               .reason = options.reason,
                               .note = options.note};
        const RowId id = or_stop(record_pause(ledger, hold, session.stamp()));
        return fmt::format(
            "hold {}: {} {}", pause_code(PauseKind::hold, id),
            about.invoice.empty() ? about.customer : about.invoice,
            until ? "until " + to_text(*until) : std::string("until it is released"));
    });
}

}  // namespace

void add_log(CommandLine& program) {
    const auto options = std::make_shared<LogOptions>();
    CommandLine log = program.command({"log", "Record contacts, promises, disputes and holds"});
    log.needs_command();
    add_contact_commands(log);
    log.command({"check", "May this customer be contacted now? If not: the rule, and from when on",
                 "  dunning log check C001 phone\n"
                 "  dunning log check C001 sms --at 2026-11-21T21:30:00+08:00 --format json\n"})
        .argument("CUSTOMER", options->customer, "Whom")
        .argument("CHANNEL", options->channel, "phone, email, sms, letter, visit or meeting")
        .option("--at", options->at, "TIME", "When, as 2026-11-21T10:30:00+08:00 (default: now)")
        .option("--invoice", options->invoice, "NUMBER", "About one invoice")
        .option("--to", options->to, "NUMBER", "At this number")
        .flag("--somebody-else", options->somebody_else, "Another person than the customer")
        .runs([options](Session& session) { return run_check_contact(*options, session); });
    add_agreements(log);
    log.command({"hold", "No dunning for a customer or an invoice",
                 "  dunning log hold C001 --until 2026-12-31 --reason 'audit'\n"
                 "  dunning log hold H0001 --release\n"})
        .argument("CUSTOMER|INVOICE", options->subject, "What to hold (or the hold to release)")
        .option("--until", options->until, "DATE", "The last day (default: until released)")
        .option("--reason", options->reason, "TEXT", "Why")
        .option("--note", options->note, "TEXT", "More, for the record")
        .flag("--release", options->release, "End the hold")
        .runs([options](Session& session) { return run_hold(*options, session); });
    add_waive(log);
    add_credit_record(log);
}

}  // namespace dunning::cli
