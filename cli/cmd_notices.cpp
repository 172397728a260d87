// dunning notify list, show, approve, cancel, retry, settle: what people do with notices that
// exist.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/reallocate.h"
#include "app/run_notify.h"
#include "app/sent_document.h"
#include "app/settle_charges.h"
#include "app/waivers.h"
#include "cli/commands.h"
#include "cli/deliver.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct NoticeOptions {
    std::shared_ptr<std::string> now = {};  // of `notify` itself
    std::vector<std::string> notices;
    std::string level;
    std::string note;
    std::string state;
    bool all = false;
    bool raw = false;
    bool sent = false;
    bool not_sent = false;
};

// What a person needs to know of a delivery that went wrong or has to wait.
struct Trouble {
    std::string waits_for = {};
    std::string why = {};
    std::string look_for = {};  // in the logs of the mail server or gateway
};

Trouble trouble_of(const NoticeSummary& notice, const Ledger& ledger) {
    const bool is_uncertain = notice.state == DeliveryState::uncertain;
    const DeliveryItem item{notice.id, notice.channel, notice.state, notice.recipient};
    if (notice.state == DeliveryState::draft) return {.waits_for = notice.draft_reason};
    if (const auto delay = delay_of(ledger, item)) {
        return {delay->rule, delay->rule + ": " + delay->detail};
    }
    if (!is_uncertain && notice.state != DeliveryState::failed) return {};
    Trouble trouble{.why = ledger.last_step(item, to_text(notice.state)).value_or("")};
    if (is_uncertain) {
        trouble.look_for = evidence_of(ledger.document(notice.id, notice.channel), notice.id);
    }
    return trouble;
}

Cell cell_or_nothing(const std::string& text) {
    return text.empty() ? Cell() : Cell(text);
}

// Columns about trouble are shown on the screen when there is any.
Listing list_of(const std::vector<NoticeSummary>& notices, const Ledger& ledger) {
    using Kind = ListingColumn::Kind;
    const bool uncertain = std::ranges::find(notices, DeliveryState::uncertain,
                                             &NoticeSummary::state) != notices.end();
    std::vector<Trouble> troubles;
    for (const NoticeSummary& notice : notices) troubles.push_back(trouble_of(notice, ledger));
    const bool has_why =
        std::ranges::any_of(troubles, [](const Trouble& trouble) { return !trouble.why.empty(); });
    Listing listing{.schema = "dunning.notices/1",
                    .name = "notices",
                    .columns = {{"notice", "Notice"},
                                {"date", "Date", Kind::text, 1},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 2},
                                {"level", "", Kind::number},
                                {"level_name", "Level", Kind::flexible},
                                {"channel", "Channel"},
                                {"to", ""},
                                {"currency", "Currency"},
                                {"total", "Total", Kind::number},
                                {"pay_by", ""},
                                {"state", "State"},
                                {"waits_for", ""},
                                {"why", has_why ? "Why" : "", Kind::wrapped},
                                {"look_for", uncertain ? "Look for" : ""}},
                    .when_empty = "no notices"};
    for (std::size_t i = 0; i < notices.size(); ++i) {
        const NoticeSummary& notice = notices[i];
        const Trouble& trouble = troubles[i];
        listing.rows.push_back(
            {notice_code(notice.id), notice.day, notice.customer, notice.customer_name,
             std::int64_t{notice.level}, notice.level_name, std::string(to_text(notice.channel)),
             notice.recipient, std::string(notice.total.currency().code()), notice.total,
             notice.pay_by, std::string(to_text(notice.state)), cell_or_nothing(trouble.waits_for),
             cell_or_nothing(trouble.why), cell_or_nothing(trouble.look_for)});
    }
    return listing;
}

// Deliveries in that state that are not the notice's own: what goes with it, or what another
// channel has stood in for.
void add_others(std::vector<NoticeSummary>& notices, DeliveryState state, const Ledger& ledger) {
    for (const DeliveryItem& item : ledger.deliveries(state)) {
        NoticeSummary notice = ledger.notice(item.notice).value();
        if (notice.channel == item.channel) continue;
        notice.channel = item.channel;
        notice.recipient = item.recipient;
        notice.state = state;
        notices.push_back(std::move(notice));
    }
    std::ranges::stable_sort(notices, std::greater{}, &NoticeSummary::id);
}

int run_list(const NoticeOptions& options, Session& session) {
    const Ledger& ledger = session.ledger(Access::read);
    std::vector<NoticeSummary> notices = ledger.notices();
    if (!options.state.empty()) {
        std::erase_if(notices, [&](const NoticeSummary& notice) {
            return to_text(notice.state) != options.state;
        });
    }
    for (const DeliveryState state : {DeliveryState::uncertain, DeliveryState::failed}) {
        if (to_text(state) == options.state) add_others(notices, state, ledger);
    }
    print_listing(list_of(notices, ledger), session);
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

// With --raw the bytes of all its documents and nothing else; otherwise readable, one
// after another.
int run_show(const NoticeOptions& options, Session& session) {
    const Ledger& ledger = session.ledger(Access::read);
    std::string text;
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        for (const Document& document : documents_as_handed_over(ledger, notice.id)) {
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

std::vector<NoticeSummary> chosen_drafts(const NoticeOptions& options, const Ledger& ledger) {
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

// After what a trial says it has done.
std::string_view not_written(const Session& session) {
    return session.options().dry_run ? " (not written)" : "";
}

int run_approve(const NoticeOptions& options, Session& session) {
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
            session.say(fmt::format("{}: approved, {} {} to {}{}", code, to_decimal(notice.total),
                                    notice.total.currency().code(), printable(notice.customer_name),
                                    not_written(session)));
        }
    }
    if (session.options().dry_run) return status;
    transaction.commit();
    const DeliverySummary delivery = deliver_now(*options.now, session);
    const int delivered = night_status({}, delivery, session);
    return delivered == done ? status : delivered;
}

// What has gone out stays on record, but nobody need pay for it.
void take_back_charges(const NoticeSummary& notice, const std::string& why, Session& session) {
    Ledger& ledger = session.ledger(Access::write);
    const std::string code = notice_code(notice.id);
    const int charges =
        take_charges_back(ledger, session.policy(), notice.id, why, session.stamp());
    if (charges == 0) {
        throw Stop{failed, fmt::format("{}: has gone out and cannot be called back", code)};
    }
    session.say(fmt::format("{}: has gone out and stays on record; {} of it {} taken back{}", code,
                            charges == 1 ? "the charge" : fmt::format("{} charges", charges),
                            charges == 1 ? "is" : "are", not_written(session)));
}

int run_cancel(const NoticeOptions& options, Session& session) {
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        if (notice.state == DeliveryState::sent) {
            take_back_charges(notice, options.note, session);
            continue;
        }
        if (notice.state == DeliveryState::cancelled) continue;
        ledger.cancel_notice(notice.id, options.note, session.stamp());
        session.say(fmt::format("{}: cancelled{}", notice_code(notice.id), not_written(session)));
    }
    if (!session.options().dry_run) transaction.commit();
    return done;
}

int run_settle(const NoticeOptions& options, Session& session) {
    if (options.sent == options.not_sent) {
        throw Stop{wrong_usage, "say what the evidence shows: --sent or --not-sent"};
    }
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    for (const std::string& code : options.notices) {
        const NoticeSummary notice = notice_named(code, ledger);
        bool any = false;
        std::vector<std::string> corrected;
        for (const DeliveryItem& item : ledger.deliveries(DeliveryState::uncertain)) {
            if (item.notice != notice.id) continue;
            const std::string evidence = "settled: " + options.note;
            if (options.sent) {
                ledger.move_delivery(item, DeliveryState::sent, "sent", evidence, session.stamp());
                reallocate_touched(ledger, session.policy().allocation, session.stamp());
                for (const std::string& line : settle_interest_of_notice(
                         ledger, session.policy(), notice.id, session.stamp())) {
                    corrected.push_back(line);
                }
            } else {
                ledger.move_delivery(item, DeliveryState::queued, "settled", evidence,
                                     session.stamp());
            }
            any = true;
        }
        if (!any) throw Stop{wrong_usage, fmt::format("{}: is not uncertain", code)};
        session.say(fmt::format("{}: settled as {}{}", code, options.sent ? "sent" : "not sent",
                                not_written(session)));
        for (const std::string& line : corrected) session.say(line);
    }
    if (!session.options().dry_run) transaction.commit();
    return done;
}

// Delivers what is queued and decides nothing new.
int run_retry(const NoticeOptions& options, Session& session) {
    if (session.options().dry_run) return preview_queue(*options.now, session);
    session.lock_run();
    const DeliverySummary delivery = deliver_now(*options.now, session);
    session.say(counted(delivery.sent, "document", "documents") + " delivered");
    return night_status({}, delivery, session);
}

using NoticeRun = int (*)(const NoticeOptions&, Session&);

Run with(const std::shared_ptr<NoticeOptions>& options, NoticeRun run) {
    return [options, run](Session& session) { return run(*options, session); };
}

}  // namespace

void add_notice_commands(CommandLine& notify, const std::shared_ptr<std::string>& now) {
    const auto options = std::make_shared<NoticeOptions>();
    options->now = now;
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
                  "  dunning notify list --state uncertain\n"
                  "  dunning notify settle N000012 --sent --note 'in the relay log'\n"
                  "  dunning notify settle N000013 --not-sent --note 'never arrived there'\n"})
        .arguments("NOTICE", options->notices, "Ids, as notify list shows them")
        .flag("--sent", options->sent, "It has arrived")
        .flag("--not-sent", options->not_sent, "It has not: queue it again")
        .option("--note", options->note, "TEXT", "The evidence, for the record")
        .runs(with(options, run_settle));
}

}  // namespace dunning::cli
