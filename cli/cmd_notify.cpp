// dunning notify: decide, draft and deliver what is due, or show what would be and why.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "app/find_by_beginning.h"
#include "app/foresee_delivery.h"
#include "app/run_notify.h"
#include "app/watch_plans.h"
#include "cli/commands.h"
#include "cli/deliver.h"
#include "cli/format_choice.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct NotifyOptions {
    std::string explain;
    std::shared_ptr<std::string> now = std::make_shared<std::string>();
};

// ---- what the night would do

struct PreviewedNotice {
    Notice notice;
    std::vector<ForeseenWait> waits = {};  // for the contact rules, when a moment is named
};

struct NightPreview {
    std::vector<std::string> told_first;  // of itself, before its notices, as the night says it
    std::vector<PreviewedNotice> notices;
    std::vector<Withheld> withheld;
    std::vector<PreviewedNotice> messages;  // about plans
    std::vector<ForeseenDocument> queued;   // by earlier nights, when a moment is named
    bool capped = false;                    // the notices would wait for a person
    bool has_moment = false;
};

std::vector<PreviewedNotice> with_waits(std::vector<Notice> notices,
                                        std::vector<std::vector<ForeseenWait>> waits) {
    waits.resize(notices.size());
    std::vector<PreviewedNotice> previewed;
    for (std::size_t i = 0; i < notices.size(); ++i) {
        previewed.push_back({std::move(notices[i]), std::move(waits[i])});
    }
    return previewed;
}

// Without `moment` it depends on the ledger, the policy and the day alone.
NightPreview preview(std::optional<Instant> moment, Session& session) {
    NightForecast night =
        forecast_night(session.ledger(Access::write), session.book(), session.stamp(), moment);
    std::vector<std::string> told_first = std::move(night.settled.lines);
    std::ranges::move(night.taken_back, std::back_inserter(told_first));
    std::ranges::move(night.settled.plans, std::back_inserter(told_first));
    std::ranges::move(night.settled.broken, std::back_inserter(told_first));
    return {.told_first = std::move(told_first),
            .notices = with_waits(std::move(night.notices), std::move(night.notice_waits)),
            .withheld = std::move(night.withheld),
            .messages = with_waits(std::move(night.messages), std::move(night.message_waits)),
            .queued = std::move(night.queued),
            .capped = night.capped,
            .has_moment = moment.has_value()};
}

void write_line(JsonWriter& json, const NoticeLine& line) {
    json.begin_object()
        .field("invoice", line.invoice)
        .field("due", line.due)
        .field("days_overdue", line.days_overdue)
        .field("open", line.open)
        .field("disputed", line.disputed)
        .field("interest", line.interest)
        .field("costs", line.costs)
        .field("level", line.level)
        .field("advances", line.advances)
        .end_object();
}

void write_charge(JsonWriter& json, const OpenCharge& charge) {
    json.begin_object()
        .field("charge", charge.number)
        .field("kind", to_text(charge.kind))
        .field("invoice", charge.charged_on)
        .field("day", charge.day)
        .field("open", charge.open)
        .end_object();
}

void write_wait(JsonWriter& json, const ForeseenWait& wait) {
    json.begin_object()
        .field("channel", to_text(wait.channel))
        .field("rule", wait.rule)
        .field("detail", wait.detail)
        .field("until", wait.until)
        .end_object();
}

void write_notice(JsonWriter& json, const PreviewedNotice& previewed, bool has_moment) {
    const Notice& notice = previewed.notice;
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
        .field("earlier_charges", notice.earlier_charges)
        .field("credit", notice.credit)
        .field("total", notice.total)
        .field("pay_by", notice.pay_by)
        .field("send_by", notice.send_by)
        .field("needs_approval", notice.needs_approval);
    json.key("invoices").begin_array();
    for (const NoticeLine& line : notice.lines) write_line(json, line);
    json.end_array().key("charges").begin_array();
    for (const OpenCharge& charge : notice.charges) write_charge(json, charge);
    json.end_array();
    if (has_moment) {
        json.key("waits").begin_array();
        for (const ForeseenWait& wait : previewed.waits) write_wait(json, wait);
        json.end_array();
    }
    json.end_object();
}

void write_queued(JsonWriter& json, const ForeseenDocument& document) {
    json.begin_object()
        .field("notice", document.notice)
        .field("customer", document.customer)
        .field("channel", to_text(document.channel))
        .field("to", document.to)
        .field("taken_back", document.taken_back);
    json.key("waits").begin_array();
    if (document.wait) write_wait(json, *document.wait);
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
    for (const PreviewedNotice& notice : night.notices) {
        write_notice(json, notice, night.has_moment);
    }
    json.end_array().key("withheld").begin_array();
    for (const Withheld& withheld : night.withheld) write_withheld(json, withheld);
    json.end_array().key("messages").begin_array();
    for (const PreviewedNotice& message : night.messages) {
        write_notice(json, message, night.has_moment);
    }
    json.end_array();
    if (night.has_moment) {
        json.key("queued").begin_array();
        for (const ForeseenDocument& document : night.queued) write_queued(json, document);
        json.end_array();
    }
    json.key("settled").begin_array();
    for (const std::string& line : night.told_first) json.string(line);
    json.end_array().key("summary").begin_object();
    json.field("notices", night.notices.size()).field("withheld", night.withheld.size());
    json.end_object().end_object();
    return json.take() + "\n";
}

std::string night_as_json_lines(const NightPreview& night) {
    std::string text;
    for (const PreviewedNotice& notice : night.notices) {
        JsonWriter json;
        write_notice(json, notice, night.has_moment);
        text += json.take() + "\n";
    }
    for (const Withheld& withheld : night.withheld) {
        JsonWriter json;
        write_withheld(json, withheld);
        text += json.take() + "\n";
    }
    for (const PreviewedNotice& message : night.messages) {
        JsonWriter json;
        write_notice(json, message, night.has_moment);
        text += json.take() + "\n";
    }
    for (const ForeseenDocument& document : night.queued) {
        JsonWriter json;
        write_queued(json, document);
        text += json.take() + "\n";
    }
    return text;
}

// As `notify list` says it of what has been drafted.
std::string why_it_waits(const ForeseenWait& wait) {
    return wait.until ? fmt::format("{}: it may go from {}", wait.rule, *wait.until)
                      : fmt::format("{}: it would be taken back: {}", wait.rule, wait.detail);
}

// Columns that are there when a moment is named, and on the screen when something waits.
void add_wait_columns(Listing& listing, bool is_shown) {
    listing.columns.push_back({"waits_for", ""});
    listing.columns.push_back({"why", is_shown ? "Why" : "", ListingColumn::Kind::wrapped});
}

void add_wait_cells(std::vector<Cell>& row, const std::vector<ForeseenWait>& waits) {
    std::string rules;
    std::string why;
    for (const ForeseenWait& wait : waits) {
        const char* const gap = why.empty() ? "" : "; ";
        rules += gap + wait.rule;
        why += gap + why_it_waits(wait);
    }
    row.push_back(why.empty() ? Cell() : Cell(rules));
    row.push_back(why.empty() ? Cell() : Cell(why));
}

bool any_waits(const std::vector<PreviewedNotice>& notices) {
    return std::ranges::any_of(notices,
                               [](const PreviewedNotice& notice) { return !notice.waits.empty(); });
}

// On a narrow screen the recipient has the room of the number of invoices.
Listing notices_listing(const NightPreview& night, const Session& session) {
    using Kind = ListingColumn::Kind;
    const bool is_wide = session.width() >= short_layout_below;
    Listing listing{.schema = "dunning.notify/1",
                    .name = "notices",
                    .columns = {{"customer", "Customer", Kind::flexible},
                                {"level", "", Kind::number},
                                {"level_name", "Level"},
                                {"channel", "Channel"},
                                {"to", "To", Kind::flexible},
                                {"invoices", is_wide ? "Invoices" : "", Kind::number},
                                {"currency", "Currency"},
                                {"total", "Total", Kind::number},
                                {"pay_by", "Pay by"}},
                    .when_empty = "no notice is due"};
    if (night.has_moment) add_wait_columns(listing, any_waits(night.notices));
    for (const auto& [notice, waits] : night.notices) {
        listing.rows.push_back({notice.customer, std::int64_t{notice.level}, notice.level_name,
                                std::string(to_text(notice.channel)), notice.to,
                                static_cast<std::int64_t>(notice.lines.size()),
                                std::string(notice.currency.code()), notice.total, notice.pay_by});
        if (night.has_moment) add_wait_cells(listing.rows.back(), waits);
    }
    return listing;
}

Listing messages_listing(const NightPreview& night) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.notify/1",
                    .name = "messages",
                    .columns = {{"customer", "Customer", Kind::flexible},
                                {"about", "About a plan"},
                                {"channel", "Channel"},
                                {"to", "To", Kind::flexible},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"pay_by", "Pay by"}}};
    if (night.has_moment) add_wait_columns(listing, any_waits(night.messages));
    for (const auto& [message, waits] : night.messages) {
        listing.rows.push_back(
            {message.customer, message.level_name, std::string(to_text(message.channel)),
             message.to, std::string(message.currency.code()), message.total, message.pay_by});
        if (night.has_moment) add_wait_cells(listing.rows.back(), waits);
    }
    return listing;
}

Listing queued_listing(const std::vector<ForeseenDocument>& queued) {
    using Kind = ListingColumn::Kind;
    const bool has_why = std::ranges::any_of(queued, [](const ForeseenDocument& document) {
        return document.wait || document.taken_back;
    });
    Listing listing{.schema = "dunning.notify/1",
                    .name = "queued",
                    .columns = {{"notice", "Queued"},
                                {"customer", "Customer", Kind::flexible},
                                {"channel", "Channel"},
                                {"to", "To", Kind::flexible}},
                    .when_empty = "nothing is queued"};
    add_wait_columns(listing, has_why);
    for (const ForeseenDocument& document : queued) {
        std::vector<Cell> row{document.notice, document.customer,
                              std::string(to_text(document.channel)), document.to};
        if (document.taken_back) {
            row.insert(row.end(), {Cell(), "it would be taken back: " + *document.taken_back});
        } else {
            add_wait_cells(
                row, document.wait ? std::vector{*document.wait} : std::vector<ForeseenWait>());
        }
        listing.rows.push_back(std::move(row));
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

// A file of rows has one table.
void tell_of_other_rows(const NightPreview& night, Session& session) {
    std::vector<std::string> others;
    const auto count = [&](std::ptrdiff_t number, const char* one, const char* many) {
        if (number > 0) others.push_back(counted(number, one, many));
    };
    count(std::ssize(night.withheld), "withheld item", "withheld items");
    count(std::ssize(night.messages), "message about plans", "messages about plans");
    if (others.empty()) return;
    session.tell(fmt::format("without {}, which --format json has", fmt::join(others, " and ")));
}

int run_preview(const std::string& now, Session& session) {
    session.templates();  // a wording that does not read would stop the real run as well
    std::optional<Instant> moment;
    if (!now.empty()) moment = typed(parse_instant(now), "--now");
    const NightPreview night = preview(moment, session);
    const std::string& format = session.options().format;
    if (format == "json") {
        session.print(night_as_json(night, session.as_of()));
    } else if (format == "jsonl") {
        session.print(night_as_json_lines(night));
    } else if (format == "table") {
        std::string text = render_listing(notices_listing(night, session), session) + "\n" +
                           render_listing(withheld_listing(night), session);
        if (!night.messages.empty()) {
            text += "\n" + render_listing(messages_listing(night), session);
        }
        if (!night.queued.empty())
            text += "\n" + render_listing(queued_listing(night.queued), session);
        if (!night.told_first.empty()) text += "\n";
        for (const std::string& line : night.told_first) text += printable(line) + "\n";
        session.print(text);
    } else {
        print_listing(notices_listing(night, session), session);
        tell_of_other_rows(night, session);
    }
    if (night.capped) session.tell(waits_unseen(std::ssize(night.notices)));
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
    for (const std::string& line : night.plans) session.say(line);
    for (const std::string& line : night.broken) session.say(line);
    if (night.messages > 0) {
        session.say(counted(night.messages, "message", "messages") + " about plans");
    }
    for (const std::string& line : delivery.cancelled) {
        session.say(line);
    }
}

Listing night_listing(const NightSummary& night, const DeliverySummary& delivery, Date as_of) {
    Listing listing{.schema = "dunning.night/1", .name = "nights", .columns = {{"as_of", ""}}};
    std::vector<Cell> row{as_of};
    const auto count = [&](const char* name, std::int64_t number) {
        listing.columns.push_back({name, ""});
        row.push_back(number);
    };
    count("notices", night.notices);
    count("messages", night.messages);
    count("withheld", night.withheld);
    count("drafts", night.drafts);
    count("delivered", delivery.sent);
    count("not_delivered", std::ssize(delivery.failures));
    count("uncertain", delivery.uncertain);
    listing.rows.push_back(std::move(row));
    return listing;
}

int run_night_now(const NotifyOptions& options, Session& session) {
    session.lock_run();
    const TemplateSet& templates = session.templates();
    Ledger& ledger = session.ledger(Access::write);
    const NightSummary night = run_night(ledger, session.book(), templates, session.stamp());
    const DeliverySummary delivery = deliver_now(*options.now, session, night.fresh);
    if (session.options().format == "table") {
        report_night(night, delivery, session);
    } else {
        print_listing(night_listing(night, delivery, session.as_of()), session);
    }
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
    std::string behaviour;
    std::vector<Explanation> items;
};

std::string explanations_as_text(const std::vector<ExplainedAccount>& accounts, Date as_of) {
    std::string text;
    for (const ExplainedAccount& account : accounts) {
        text += fmt::format("{} {}, {}, as of {}, procedure '{}'{}\n", account.customer,
                            printable(account.name), account.currency, to_text(as_of),
                            account.procedure,
                            account.behaviour.empty() ? "" : " (" + account.behaviour + ")");
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
        if (!account.behaviour.empty()) json.field("behaviour", account.behaviour);
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
        const Subject about = or_stop(find_customer_or_invoice(ledger, subject));
        const std::string& customer = about.customer;
        decide_night(ledger, session.policy(), customer, session.as_of(),
                     [&](const DecidedCustomer& decided) {
                         ExplainedAccount account{customer,
                                                  decided.position.customer.name,
                                                  std::string(decided.position.currency.code()),
                                                  decided.decision.procedure,
                                                  decided.decision.behaviour,
                                                  {}};
                         for (const Explanation& item : decided.decision.explanations) {
                             if (about.invoice.empty() || item.invoice == about.invoice)
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
    if (!options.explain.empty()) {
        refuse_other_formats(session, {"table", "json", "jsonl"});
        return run_explain(options.explain, session);
    }
    if (session.options().dry_run) return run_preview(*options.now, session);
    refuse_other_formats(session, {"table", "csv", "tsv", "json", "jsonl"});
    return run_night_now(options, session);
}

}  // namespace

int preview_queue(const std::string& now, Session& session) {
    session.templates();
    const Instant moment = now.empty() ? session.now() : typed(parse_instant(now), "--now");
    Ledger& ledger = session.ledger(Access::read);
    const auto view = ledger.begin_read();
    print_listing(
        queued_listing(ForeseenDelivery(ledger, session.policy(), session.as_of(), moment).queue()),
        session);
    return done;
}

void add_notify(CommandLine& program) {
    const auto options = std::make_shared<NotifyOptions>();
    CommandLine notify =
        program.command({"notify", "Decide, draft and deliver what is due",
                         "  dunning notify --dry-run\n"
                         "  dunning notify --dry-run --now 2026-03-31T22:00:00+02:00\n"
                         "  dunning notify --explain C001\n"
                         "  dunning notify --quiet        (the nightly run)\n"});
    notify
        .option("--explain", options->explain, "CUSTOMER|INVOICE", "Why it gets a notice, or none")
        .option("--now", *options->now, "TIME",
                "The time it is, for the contact rules in a rehearsal")
        .runs([options](Session& session) { return run_notify(*options, session); });
    add_notice_commands(notify, options->now);
    add_letters(notify);
}

}  // namespace dunning::cli
