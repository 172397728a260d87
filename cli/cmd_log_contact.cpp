// dunning log call, visit, meeting, email, sms, letter, evidence: short enough for a telephone
// call.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/clock.h"
#include "app/find_by_beginning.h"
#include "app/keep_evidence.h"
#include "app/record_contact.h"
#include "cli/commands.h"
#include "cli/log_entry.h"
#include "cli/log_words.h"
#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct ContactOptions {
    std::string customer;
    std::string outcome_word;  // by its place
    std::string outcome;
    std::string direction;
    bool from_them = false;
    std::string invoice;
    std::string reason;
    std::string note;
    std::string at;
    std::string to;
    std::string with;
    std::string until;
    std::string corrects;
    std::vector<std::string> words;  // of the note
    std::vector<std::string> evidence;
};

std::vector<std::string> outcome_words(const Policy& policy) {
    std::vector<std::string> words;
    for (const ContactOutcome outcome : all_contact_outcomes()) {
        words.emplace_back(to_text(outcome));
    }
    for (const auto& [word, meaning] : policy.contact.outcomes) words.push_back(word);
    return words;
}

// A word of the policy counts as one of ours, and stays as it was said.
void put_outcome(Contact& contact, const std::string& typed, const Policy& policy) {
    const std::string word = word_beginning(typed, outcome_words(policy), "--outcome");
    for (const auto& [own, meaning] : policy.contact.outcomes) {
        if (own != word) continue;
        contact.outcome = meaning;
        contact.word = word;
        return;
    }
    contact.outcome = contact_outcome_from(word).value();
    contact.word.clear();
}

// What is written without an answer was sent; what is said was a conversation.
ContactOutcome usual_outcome(Channel channel, Direction direction) {
    const bool is_written =
        channel == Channel::email || channel == Channel::sms || channel == Channel::letter;
    return is_written && direction == Direction::out ? ContactOutcome::sent
                                                     : ContactOutcome::conversation;
}

// "10:30" is a time of the day in question, on the book's clock.
Instant moment_from(const std::string& text, Session& session) {
    const bool is_time_of_day =
        text.size() == 5 && text[2] == ':' && std::ranges::count_if(text, is_digit) == 4;
    const auto clock = zone_clock(session.policy().book.timezone);
    if (!is_time_of_day || !clock) return typed(parse_instant(text), "--at");
    const int minute =
        60 * (10 * (text[0] - '0') + text[1] - '0') + 10 * (text[3] - '0') + text[4] - '0';
    if (minute >= 24 * 60 || text[3] > '5') {
        throw Stop{wrong_usage, fmt::format("--at: '{}' is no time of the day", text)};
    }
    return clock->instant({.day = session.as_of(), .minute = minute});
}

std::optional<RowId> corrected_entry(const ContactOptions& options) {
    if (options.corrects.empty()) return std::nullopt;
    const std::string digits =
        options.corrects.starts_with('#') ? options.corrects.substr(1) : options.corrects;
    const auto row = row_of_code("C" + digits, 'C');
    if (!row) {
        throw Stop{wrong_usage,
                   fmt::format("--corrects: '{}' is no entry; `dunning customer show` has them",
                               options.corrects)};
    }
    return row;
}

// What is not said of a correction is as it was.
ContactRecord beginning_of(const ContactOptions& options, const Ledger& ledger,
                           const std::string& customer, Channel channel, Session& session) {
    ContactRecord record{.contact = {.customer = customer, .at = session.now()},
                         .day = session.as_of(),
                         .corrects = corrected_entry(options)};
    const auto original = record.corrects ? ledger.contact(*record.corrects) : std::nullopt;
    if (original && original->contact.customer == customer) {
        record.contact = original->contact;
        record.day = original->day;
        record.contact.id.clear();
        if (!options.evidence.empty()) record.contact.evidence.clear();
    }
    if (options.from_them) record.contact.direction = Direction::in;
    if (!options.direction.empty()) {
        record.contact.direction = direction_from(options.direction).value();
    }
    if (!original) record.contact.outcome = usual_outcome(channel, record.contact.direction);
    record.contact.channel = channel;
    return record;
}

std::string note_of(const ContactOptions& options) {
    if (!options.note.empty()) return options.note;
    return fmt::format("{}", fmt::join(options.words, " "));
}

ContactRecord record_from(const ContactOptions& options, const Ledger& ledger,
                          const std::string& customer, Channel channel, Session& session) {
    ContactRecord record = beginning_of(options, ledger, customer, channel, session);
    Contact& contact = record.contact;
    const Policy& policy = session.policy();
    contact.collector = session.stamp().actor;
    if (!options.at.empty()) {
        contact.at = moment_from(options.at, session);
        if (contact.at > session.now()) {
            throw Stop{wrong_usage, fmt::format("--at: {} has not come yet", options.at)};
        }
        record.day = day_in_zone(contact.at, policy.book.timezone).value_or(session.as_of());
    }
    const std::string& outcome = options.outcome.empty() ? options.outcome_word : options.outcome;
    if (!outcome.empty()) put_outcome(contact, outcome, policy);
    if (!options.reason.empty()) {
        contact.reason = typed_reason(options.reason, policy, "--reason");
    }
    if (!options.invoice.empty()) {
        contact.invoice =
            ledger.customer_of_invoice(options.invoice)
                ? options.invoice
                : or_stop(find_invoice_by_beginning(ledger, options.invoice, customer));
    }
    if (const std::string note = note_of(options); !note.empty()) contact.note = note;
    if (!options.to.empty()) contact.address = options.to;
    if (contact.address.empty() && contact.outcome == ContactOutcome::bounced) {
        contact.address = contact_point(ledger.customer(customer).value(), channel);
    }
    if (!options.with.empty()) contact.person = options.with;
    if (!options.until.empty()) contact.until = typed(parse_date(options.until), "--until");
    return record;
}

void keep_all_evidence(const ContactOptions& options, Ledger& ledger, RowId customer,
                       std::optional<RowId> contact, Session& session) {
    for (const std::string& file : options.evidence) {
        keep_evidence(ledger, session.book().evidence, file,
                      {.evidence = {}, .contact = contact, .note = note_of(options), .day = {}},
                      customer, session.stamp());
    }
}

// Of a correction without a file of its own what was kept of the entry that it corrects.
void keep_evidence_of_entry(const ContactOptions& options, Ledger& ledger,
                            const ContactRecord& record, RowId id, Session& session) {
    const RowId customer = ledger.find_customer(record.contact.customer).value();
    if (record.corrects && options.evidence.empty()) {
        keep_evidence_of_corrected(ledger, customer, *record.corrects, id, session.stamp());
    }
    keep_all_evidence(options, ledger, customer, id, session);
}

// Who was meant, when it was not the id that was typed.
std::string named(const Ledger& ledger, const std::string& customer, const std::string& typed) {
    if (typed == customer) return customer;
    return fmt::format("{} {}", customer, printable(ledger.customer(customer)->name));
}

int run_contact(const ContactOptions& options, Session& session, Channel channel) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    const ContactRecord record = record_from(options, ledger, customer, channel, session);
    const RowId id = or_stop(record_contact(ledger, record, session.stamp()));
    const Contact& contact = record.contact;
    std::string line =
        fmt::format("{} with {}: {}", to_text(channel), named(ledger, customer, options.customer),
                    contact.word.empty() ? std::string(to_text(contact.outcome)) : contact.word);
    line += fmt::format(", entry {}", id);
    if (record.corrects) line += fmt::format(" corrects {}", *record.corrects);
    if (session.options().dry_run) {
        session.say(line + " (not written)");
        return done;
    }
    keep_evidence_of_entry(options, ledger, record, id, session);
    transaction.commit();
    session.say(line);
    return done;
}

// No contact has taken place: the contact rules do not count it.
int run_reason(const ContactOptions& options, Session& session) {
    return write_entry(session, [&](Ledger& ledger) {
        const Subject about = or_stop(find_customer_or_invoice(ledger, options.customer));
        const std::string reason = typed_reason(options.reason, session.policy(), "REASON");
        const ContactRecord record{.contact = {.customer = about.customer,
                                               .at = session.now(),
                                               .channel = Channel::note,
                                               .direction = Direction::in,
                                               .outcome = ContactOutcome::noted,
                                               .invoice = about.invoice,
                                               .reason = reason,
                                               .note = note_of(options),
                                               .collector = session.stamp().actor},
                                   .day = session.as_of()};
        const RowId id = or_stop(record_contact(ledger, record, session.stamp()));
        const std::string whose = about.invoice.empty()
                                      ? named(ledger, about.customer, options.customer)
                                      : "invoice " + about.invoice;
        return fmt::format("reason of {}: {}, entry {}", whose, reason, id);
    });
}

int run_evidence(const ContactOptions& options, Session& session) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    const std::string line =
        fmt::format("evidence for {}: {}", customer, fmt::join(options.evidence, ", "));
    if (session.options().dry_run) {
        session.say(line + " (not written)");
        return done;
    }
    keep_all_evidence(options, ledger, ledger.find_customer(customer).value(), {}, session);
    transaction.commit();
    session.say(line);
    return done;
}

void add_contact(CommandLine& log, const std::shared_ptr<ContactOptions>& options,
                 const std::string& name, Channel channel, const std::string& summary) {
    log.command({name, summary,
                 fmt::format("  dunning log {0} C001 no_answer\n"
                             "  dunning log {0} acme promised pays on Monday -i R-17 -r forgot\n"
                             "  dunning log {0} C001 --in --evidence recording.mp3 --at 10:30\n"
                             "  dunning log {0} C001 --corrects 12 --outcome refused\n",
                             name)})
        .argument("CUSTOMER", options->customer, "With whom: id, or how id or name begin")
        .optional_argument("OUTCOME", options->outcome_word, "What came of it, or how that begins")
        .optional_arguments("NOTE", options->words, "What was said")
        .option("--outcome", options->outcome, "WORD", "The same as OUTCOME")
        .option("--reason,-r", options->reason, "WORD", "Why it is late")
        .flag("--in", options->from_them, "They began")
        .choice("--direction", options->direction, {"in", "out"}, "Who began")
        .option("--invoice,-i", options->invoice, "NUMBER", "About one invoice")
        .option("--at", options->at, "TIME",
                "When, as 10:30 or 2026-11-21T10:30:00+08:00 (default: now)")
        .option("--to", options->to, "NUMBER", "The number or address that was used")
        .option("--with", options->with, "NAME", "Who it was")
        .option("--until", options->until, "DATE", "Of a consent: its last day")
        .option("--note,-m", options->note, "TEXT", "The same as NOTE")
        .list("--evidence", options->evidence, "FILE", "A recording or paper, copied into the book")
        .option("--corrects", options->corrects, "ENTRY", "It stands for that entry")
        .runs([options, channel](Session& session) {
            return run_contact(*options, session, channel);
        });
}

}  // namespace

void add_contact_commands(CommandLine& log) {
    const auto options = std::make_shared<ContactOptions>();
    add_contact(log, options, "call", Channel::phone, "A call, made or received");
    add_contact(log, options, "visit", Channel::visit, "A visit");
    add_contact(log, options, "meeting", Channel::meeting, "A meeting");
    add_contact(log, options, "email", Channel::email, "An email outside of notices");
    add_contact(log, options, "sms", Channel::sms, "A text message outside of notices");
    add_contact(log, options, "letter", Channel::letter, "A letter outside of notices");
    log.command({"reason",
                 "Why a customer or an invoice is late, as it was learned without a contact",
                 "  dunning log reason C001 financial_difficulty --note 'short-time work'\n"
                 "  dunning log reason R-17 forgot\n"})
        .argument("CUSTOMER|INVOICE", options->customer, "Who, or what, is late")
        .argument("REASON", options->reason, "Why, or how that word begins")
        .option("--note,-m", options->note, "TEXT", "More, for the record")
        .runs([options](Session& session) { return run_reason(*options, session); });
    log.command({"evidence", "Keep papers in a customer's file: contracts, signed agreements",
                 "  dunning log evidence C001 contract.pdf --note 'framework of 2024'\n"})
        .argument("CUSTOMER", options->customer, "Whose file")
        .arguments("FILE", options->evidence, "What to keep; copied, known by its SHA-256")
        .option("--note", options->note, "TEXT", "What it shows")
        .runs([options](Session& session) { return run_evidence(*options, session); });
}

}  // namespace dunning::cli
