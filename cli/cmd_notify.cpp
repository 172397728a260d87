// dunning notify: decide, draft and deliver what is due; and what people do with notices.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/deliver_outbox.h"
#include "app/run_notify.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "core/check.h"
#include "text/number_format.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct NotifyOptions {
    std::string explain;
    std::string now;
    std::vector<std::string> notices;
    std::string level;
    std::string note;
    std::string state;
    bool all = false;
    bool raw = false;
    bool sent = false;
    bool not_sent = false;
};

// ---- what the night would do

struct NightPreview {
    std::vector<Notice> notices;
    std::vector<Withheld> withheld;
};

NightPreview preview(Session& session) {
    NightPreview night;
    Ledger& ledger = session.ledger(Access::read);
    const auto view = ledger.begin_read();
    decide_night(ledger, session.policy(), {}, session.as_of(),
                 [&](const DecidedCustomer& decided) {
                     const Decision& decision = decided.decision;
                     night.notices.insert(night.notices.end(), decision.notices.begin(),
                                          decision.notices.end());
                     night.withheld.insert(night.withheld.end(), decision.withheld.begin(),
                                           decision.withheld.end());
                 });
    return night;
}

void write_line(JsonWriter& json, const NoticeLine& line) {
    json.begin_object()
        .field("invoice", line.invoice)
        .field("due", line.due)
        .field("days_overdue", line.days_overdue)
        .field("open", line.open)
        .field("disputed", line.disputed)
        .field("interest", line.interest)
        .field("level", line.level)
        .field("advances", line.advances)
        .end_object();
}

void write_notice(JsonWriter& json, const Notice& notice) {
    json.begin_object()
        .field("customer", notice.customer)
        .field("procedure", notice.procedure)
        .field("level", notice.level)
        .field("level_name", notice.level_name)
        .field("channel", to_text(notice.channel));
    json.key("also").begin_array();
    for (const Channel also : notice.also) json.string(to_text(also));
    json.end_array()
        .field("to", notice.to)
        .field("language", notice.language)
        .field("currency", notice.currency.code())
        .field("principal", notice.principal)
        .field("interest", notice.interest)
        .field("fee", notice.fee)
        .field("credit", notice.credit)
        .field("total", notice.total)
        .field("pay_by", notice.pay_by)
        .field("send_by", notice.send_by)
        .field("needs_approval", notice.needs_approval);
    json.key("invoices").begin_array();
    for (const NoticeLine& line : notice.lines) write_line(json, line);
    json.end_array().end_object();
}

void write_withheld(JsonWriter& json, const Withheld& withheld) {
    json.begin_object()
        .field("customer", withheld.customer)
        .field("invoice", withheld.invoice)
        .field("rule", to_text(withheld.rule))
        .field("detail", withheld.detail)
        .field("until", withheld.until)
        .end_object();
}

std::string night_as_json(const NightPreview& night, Date as_of) {
    JsonWriter json;
    json.begin_object().field("schema", "dunning.notify/1").field("as_of", as_of);
    json.key("notices").begin_array();
    for (const Notice& notice : night.notices) write_notice(json, notice);
    json.end_array().key("withheld").begin_array();
    for (const Withheld& withheld : night.withheld) write_withheld(json, withheld);
    json.end_array().key("summary").begin_object();
    json.field("notices", night.notices.size()).field("withheld", night.withheld.size());
    json.end_object().end_object();
    return json.take() + "\n";
}

std::string night_as_json_lines(const NightPreview& night) {
    std::string text;
    for (const Notice& notice : night.notices) {
        JsonWriter json;
        write_notice(json, notice);
        text += json.take() + "\n";
    }
    for (const Withheld& withheld : night.withheld) {
        JsonWriter json;
        write_withheld(json, withheld);
        text += json.take() + "\n";
    }
    return text;
}

Listing notices_listing(const NightPreview& night) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.notify/1",
                    .name = "notices",
                    .columns = {{"customer", "Customer", Kind::flexible},
                                {"level", "", Kind::number},
                                {"level_name", "Level"},
                                {"channel", "Channel"},
                                {"to", "To", Kind::flexible},
                                {"invoices", "Invoices", Kind::number},
                                {"currency", "Currency"},
                                {"total", "Total", Kind::number},
                                {"pay_by", "Pay by"}},
                    .when_empty = "no notice is due"};
    for (const Notice& notice : night.notices) {
        listing.rows.push_back({notice.customer, std::int64_t{notice.level}, notice.level_name,
                                std::string(to_text(notice.channel)), notice.to,
                                static_cast<std::int64_t>(notice.lines.size()),
                                std::string(notice.currency.code()), notice.total, notice.pay_by});
    }
    return listing;
}

Listing withheld_listing(const NightPreview& night) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.notify/1",
                    .name = "withheld",
                    .columns = {{"customer", "Customer"},
                                {"invoice", "Invoice"},
                                {"rule", "Rule"},
                                {"until", "Until"},
                                {"detail", "Detail", Kind::wrapped}},
                    .when_empty = "nothing is withheld"};
    for (const Withheld& withheld : night.withheld) {
        listing.rows.push_back({withheld.customer, withheld.invoice,
                                std::string(to_text(withheld.rule)), optional_cell(withheld.until),
                                withheld.detail});
    }
    return listing;
}

int run_preview(Session& session) {
    session.templates();  // a wording that does not read would stop the real run as well
    const NightPreview night = preview(session);
    const std::string& format = session.options().format;
    if (format == "json") {
        session.print(night_as_json(night, session.as_of()));
    } else if (format == "jsonl") {
        session.print(night_as_json_lines(night));
    } else if (format == "table") {
        session.print(render_listing(notices_listing(night), session) + "\n" +
                      render_listing(withheld_listing(night), session));
    } else {
        print_listing(notices_listing(night), session);
    }
    return done;
}

// ---- the night itself

void report_night(const NightSummary& night, const DeliverySummary& delivery, Session& session) {
    session.say(fmt::format(
        "{} drafted, {} delivered, {} withheld", counted(night.notices, "notice", "notices"),
        counted(delivery.sent, "document", "documents"), counted(night.withheld, "item", "items")));
    for (const std::string& line : night.superseded) {
        session.say(line);
    }
    for (const std::string& line : delivery.cancelled) {
        session.say(line);
    }
}

// What a person has to look at, also with --quiet.
int night_status(const NightSummary& night, const DeliverySummary& delivery, Session& session) {
    int status = done;
    const auto person_needed = [&](const std::string& line) {
        session.warn(line);
        status = done_in_part;
    };
    if (night.capped) {
        person_needed(
            fmt::format("{} notices are more than the policy sends unseen (max_notices, "
                        "max_total): they wait for `dunning notify approve`",
                        night.notices));
    }
    if (night.drafts > 0 && !night.capped) {
        person_needed(fmt::format("{} for approval: dunning notify list --state draft",
                                  counted(night.drafts, "notice waits", "notices wait")));
    }
    for (const std::string& failure : delivery.failures) person_needed("not delivered: " + failure);
    for (const DelayedNotice& delayed : delivery.delayed) {
        person_needed(
            fmt::format("{}: stays queued ({}): {}", delayed.notice, delayed.rule, delayed.detail));
    }
    if (delivery.uncertain > 0) {
        person_needed(
            fmt::format("{} may or may not have arrived: dunning notify list --state uncertain",
                        counted(delivery.uncertain, "delivery", "deliveries")));
    }
    if (delivery.interrupted) return interrupted;
    return status;
}

DeliverySummary deliver(const NotifyOptions& options, Session& session) {
    const auto outbox = outbox_transport(session.book());
    const Instant now =
        options.now.empty() ? session.now() : typed(parse_instant(options.now), "--now");
    const FinishDocumentFirst gently;
    return deliver_queued(session.ledger(Access::write),
                          {.policy = session.policy(),
                           .transport = *outbox,
                           .stamp = session.stamp(),
                           .now = now,
                           .interrupted = FinishDocumentFirst::interrupted});
}

int run_night_now(const NotifyOptions& options, Session& session) {
    session.lock_run();
    const TemplateSet& templates = session.templates();
    Ledger& ledger = session.ledger(Access::write);
    const NightSummary night = run_night(ledger, session.book(), templates, session.stamp());
    const DeliverySummary delivery = deliver(options, session);
    report_night(night, delivery, session);
    return night_status(night, delivery, session);
}

// ---- why

std::string explain_item(const Explanation& item) {
    std::string text =
        fmt::format("  {} ({} days overdue)\n", printable(item.invoice), item.days_overdue);
    for (const Reason& reason : item.reasons) {
        text += fmt::format("    {} {:<18} {}\n", reason.applied ? "x" : "-", to_text(reason.rule),
                            printable(reason.detail));
    }
    return text + fmt::format("    => {}\n", printable(item.verdict));
}

void write_explanation(JsonWriter& json, const Explanation& item) {
    json.begin_object().field("invoice", item.invoice).field("days_overdue", item.days_overdue);
    json.key("reasons").begin_array();
    for (const Reason& reason : item.reasons) {
        json.begin_object()
            .field("rule", to_text(reason.rule))
            .field("applied", reason.applied)
            .field("detail", reason.detail)
            .field("until", reason.until)
            .end_object();
    }
    json.end_array().field("verdict", item.verdict).end_object();
}

struct ExplainedAccount {
    std::string customer;
    std::string name;
    std::string currency;
    std::string procedure;
    std::vector<Explanation> items;
};

std::string explanations_as_text(const std::vector<ExplainedAccount>& accounts, Date as_of) {
    std::string text;
    for (const ExplainedAccount& account : accounts) {
        text += fmt::format("{} {}, {}, as of {}, procedure '{}'\n", account.customer,
                            printable(account.name), account.currency, to_text(as_of),
                            account.procedure);
        for (const Explanation& item : account.items) text += explain_item(item);
    }
    return text.empty() ? "nothing is overdue\n" : text;
}

std::string explanations_as_json(const std::vector<ExplainedAccount>& accounts, Date as_of) {
    JsonWriter json;
    json.begin_object().field("schema", "dunning.explain/1").field("as_of", as_of);
    json.key("accounts").begin_array();
    for (const ExplainedAccount& account : accounts) {
        json.begin_object()
            .field("customer", account.customer)
            .field("name", account.name)
            .field("currency", account.currency)
            .field("procedure", account.procedure);
        json.key("invoices").begin_array();
        for (const Explanation& item : account.items) write_explanation(json, item);
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

int run_explain(const std::string& subject, Session& session) {
    std::vector<ExplainedAccount> accounts;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        std::string customer = subject;
        const bool is_customer = ledger.find_customer(subject).has_value();
        if (!is_customer) customer = ledger.customer_of_invoice(subject).value_or("");
        if (customer.empty()) {
            throw Stop{failed, fmt::format("'{}' is neither a customer nor an invoice", subject)};
        }
        decide_night(ledger, session.policy(), customer, session.as_of(),
                     [&](const DecidedCustomer& decided) {
                         ExplainedAccount account{customer,
                                                  decided.position.customer.name,
                                                  std::string(decided.position.currency.code()),
                                                  decided.decision.procedure,
                                                  {}};
                         for (const Explanation& item : decided.decision.explanations) {
                             if (is_customer || item.invoice == subject)
                                 account.items.push_back(item);
                         }
                         if (!account.items.empty()) accounts.push_back(std::move(account));
                     });
    }
    const bool json = session.options().format == "json" || session.options().format == "jsonl";
    session.print(json ? explanations_as_json(accounts, session.as_of())
                       : explanations_as_text(accounts, session.as_of()));
    return done;
}

int run_notify(const NotifyOptions& options, Session& session) {
    if (!options.explain.empty()) return run_explain(options.explain, session);
    if (session.options().dry_run) return run_preview(session);
    return run_night_now(options, session);
}

// ---- notices that exist

Listing list_of(const std::vector<NoticeSummary>& notices) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.notices/1",
                    .name = "notices",
                    .columns = {{"notice", "Notice"},
                                {"date", "Date"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible},
                                {"level", "", Kind::number},
                                {"level_name", "Level", Kind::flexible},
                                {"channel", "Channel"},
                                {"to", ""},
                                {"currency", "Currency"},
                                {"total", "Total", Kind::number},
                                {"pay_by", ""},
                                {"state", "State"},
                                {"waits_for", ""}},
                    .when_empty = "no notices"};
    for (const NoticeSummary& notice : notices) {
        const bool waits = notice.state == DeliveryState::draft;
        listing.rows.push_back({notice_code(notice.id), notice.day, notice.customer,
                                notice.customer_name, std::int64_t{notice.level}, notice.level_name,
                                std::string(to_text(notice.channel)), notice.recipient,
                                std::string(notice.total.currency().code()), notice.total,
                                notice.pay_by, std::string(to_text(notice.state)),
                                waits ? Cell(notice.draft_reason) : Cell()});
    }
    return listing;
}

int run_list(const NotifyOptions& options, Session& session) {
    std::vector<NoticeSummary> notices = session.ledger(Access::read).notices();
    std::erase_if(notices, [&](const NoticeSummary& notice) {
        return !options.state.empty() && to_text(notice.state) != options.state;
    });
    print_listing(list_of(notices), session);
    return done;
}

NoticeSummary notice_named(const std::string& code, const Ledger& ledger) {
    const auto row = row_of_code(code, 'N');
    const auto notice = row ? ledger.notice(*row) : std::nullopt;
    if (!notice) {
        throw Stop{
            failed,
            fmt::format("there is no notice '{}'\n    dunning notify list shows them", code)};
    }
    return *notice;
}

// With --raw the stored bytes of all its documents and nothing else; otherwise readable, one
// after another.
int run_show(const NotifyOptions& options, Session& session) {
    const Ledger& ledger = session.ledger(Access::read);
    std::string text;
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        for (const Document& document : ledger.documents(notice.id)) {
            if (options.raw) {
                text += document.bytes;
                continue;
            }
            text += fmt::format("--- {} {} ({})\n", notice_code(notice.id),
                                to_text(document.channel), to_text(notice.state));
            text += readable_text(document);
            if (!text.ends_with('\n')) text += '\n';
        }
    }
    session.print(text);
    return done;
}

std::vector<NoticeSummary> chosen_drafts(const NotifyOptions& options, const Ledger& ledger) {
    std::vector<NoticeSummary> chosen;
    for (const std::string& code : options.notices) chosen.push_back(notice_named(code, ledger));
    if (!options.all && options.level.empty()) return chosen;
    for (const NoticeSummary& notice : ledger.notices_waiting()) {
        if (notice.state != DeliveryState::draft) continue;
        if (options.all || notice.level_name == options.level) chosen.push_back(notice);
    }
    return chosen;
}

void check_level(const std::string& level, Session& session) {
    std::vector<std::string> names;
    for (const Procedure& procedure : session.policy().procedures) {
        for (const Level& known : procedure.levels) names.push_back(known.name);
    }
    if (level.empty() || std::ranges::find(names, level) != names.end()) return;
    const std::string suggestion = did_you_mean(level, names);
    throw Stop{wrong_usage, fmt::format("no level '{}' in the policy{}", level,
                                        suggestion.empty() ? "" : "\n    " + suggestion)};
}

int run_approve(const NotifyOptions& options, Session& session) {
    check_level(options.level, session);
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    const auto drafts = chosen_drafts(options, ledger);
    if (drafts.empty()) {
        if (options.all || !options.level.empty()) {
            session.say("no notice waits for approval");
            return done;
        }
        throw Stop{wrong_usage, "say which: one or more notices, --level NAME or --all"};
    }
    int status = done;
    auto transaction = ledger.begin_write();
    for (const NoticeSummary& notice : drafts) {
        const std::string code = notice_code(notice.id);
        if (notice.state != DeliveryState::draft) {
            session.warn(fmt::format("{}: is {}, not a draft", code, to_text(notice.state)));
            status = done_in_part;
        } else if (const auto why = why_stale(ledger, session.policy(), notice, session.as_of())) {
            session.warn(fmt::format("{}: {}; the next run decides anew", code, *why));
            ledger.cancel_notice(notice.id, *why, session.stamp());
            status = done_in_part;
        } else {
            ledger.approve_notice(notice.id, options.note, session.stamp());
            session.say(fmt::format("{}: approved, {} {} to {}", code, to_decimal(notice.total),
                                    notice.total.currency().code(),
                                    printable(notice.customer_name)));
        }
    }
    if (session.options().dry_run) return status;
    transaction.commit();
    const DeliverySummary delivery = deliver(options, session);
    const int delivered = night_status({}, delivery, session);
    return delivered == done ? status : delivered;
}

int run_cancel(const NotifyOptions& options, Session& session) {
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        if (notice.state == DeliveryState::sent) {
            throw Stop{failed, fmt::format("{}: has gone out and cannot be called back", code)};
        }
        if (notice.state == DeliveryState::cancelled) continue;
        ledger.cancel_notice(notice.id, options.note, session.stamp());
        session.say(fmt::format("{}: cancelled", notice_code(notice.id)));
    }
    if (!session.options().dry_run) transaction.commit();
    return done;
}

int run_settle(const NotifyOptions& options, Session& session) {
    if (options.sent == options.not_sent) {
        throw Stop{wrong_usage, "say what the evidence shows: --sent or --not-sent"};
    }
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        bool any = false;
        for (const DeliveryItem& item : ledger.deliveries(DeliveryState::uncertain)) {
            if (item.notice != notice.id) continue;
            ledger.move_delivery(item, options.sent ? DeliveryState::sent : DeliveryState::queued,
                                 "settled", options.note, session.stamp());
            any = true;
        }
        if (!any) throw Stop{wrong_usage, fmt::format("{}: is not uncertain", code)};
        session.say(fmt::format("{}: settled as {}", code, options.sent ? "sent" : "not sent"));
    }
    if (!session.options().dry_run) transaction.commit();
    return done;
}

// Delivers what is queued and decides nothing new.
int run_retry(const NotifyOptions& options, Session& session) {
    session.lock_run();
    const DeliverySummary delivery = deliver(options, session);
    session.say(counted(delivery.sent, "document", "documents") + " delivered");
    return night_status({}, delivery, session);
}

using NotifyRun = int (*)(const NotifyOptions&, Session&);

Run with(const std::shared_ptr<NotifyOptions>& options, NotifyRun run) {
    return [options, run](Session& session) { return run(*options, session); };
}

}  // namespace

void add_notify(CommandLine& program) {
    const auto options = std::make_shared<NotifyOptions>();
    CommandLine notify = program.command({"notify", "Decide, draft and deliver what is due",
                                          "  dunning notify --dry-run\n"
                                          "  dunning notify --explain C001\n"
                                          "  dunning notify --quiet        (the nightly run)\n"});
    notify
        .option("--explain", options->explain, "CUSTOMER|INVOICE", "Why it gets a notice, or none")
        .option("--now", options->now, "TIME", "The time it is, for quiet hours in a rehearsal")
        .runs(with(options, run_notify));
    notify.command({"list", "Notices that were made", "  dunning notify list --state draft\n"})
        .choice("--state", options->state,
                {"draft", "queued", "sending", "final", "sent", "uncertain", "failed", "cancelled"},
                "Only these")
        .runs(with(options, run_list));
    notify.command({"show", "The very text of a notice", "  dunning notify show N000001\n"})
        .arguments("NOTICE", options->notices, "Ids, as notify list shows them")
        .flag("--raw", options->raw, "The very bytes, as they went out")
        .runs(with(options, run_show));
    CommandLine approve =
        notify.command({"approve", "Let drafts go out that wait for a person",
                        "  dunning notify approve N000012 --note 'called, no answer'\n"
                        "  dunning notify approve --level final\n"});
    approve.list("NOTICE", options->notices, "", "Ids, as notify list shows them")
        .option("--level", options->level, "NAME", "All drafts of a level")
        .flag("--all", options->all, "All drafts")
        .option("--note", options->note, "TEXT", "Why, for the record")
        .runs(with(options, run_approve));
    notify
        .command({"cancel", "Take back notices that have not gone out",
                  "  dunning notify cancel N000012 --note 'paid in cash'\n"})
        .arguments("NOTICE", options->notices, "Ids, as notify list shows them")
        .option("--note", options->note, "TEXT", "Why, for the record")
        .runs(with(options, run_cancel));
    notify
        .command(
            {"retry", "Deliver what is queued, decide nothing new", "  dunning notify retry\n"})
        .runs(with(options, run_retry));
    notify
        .command({"settle", "Say whether an uncertain delivery arrived",
                  "  dunning notify settle N000012 --sent --note 'in the relay log'\n"})
        .arguments("NOTICE", options->notices, "Ids, as notify list shows them")
        .flag("--sent", options->sent, "It has arrived")
        .flag("--not-sent", options->not_sent, "It has not: queue it again")
        .option("--note", options->note, "TEXT", "The evidence, for the record")
        .runs(with(options, run_settle));
}

}  // namespace dunning::cli
