#include "cli/customer_screen.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/clock.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/number_format.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

constexpr std::size_t contacts_shown = 5;
constexpr std::size_t items_shown = 12;

std::string with_currency(const Money& amount) {
    return fmt::format("{} {}", group_thousands(amount), amount.currency().code());
}

// "label      text": a heading of every paragraph, and the lines below it.
class Screen {
  public:
    explicit Screen(int width)
        : room_(std::max<std::size_t>(static_cast<std::size_t>(width), 2 * margin) - margin) {}

    // What is too long for the screen goes on below.
    void line(std::string_view label, const std::string& text) {
        for (std::string_view rest = text; !rest.empty(); label = "") {
            const std::size_t end = end_of_line(rest);
            text_ += fmt::format("{:<{}}{}\n", label, margin, rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    void table(std::string_view heading, const std::string& rows) {
        if (!rows.empty()) text_ += fmt::format("\n{}\n{}", heading, rows);
    }
    void blank() { text_ += "\n"; }
    std::string take() { return std::move(text_); }

  private:
    static constexpr std::size_t margin = 11;

    // At the last blank by which it fits; a word that is wider than the screen stays whole.
    std::size_t end_of_line(std::string_view text) const {
        if (display_width(text) <= room_) return text.size();
        std::size_t end = std::string_view::npos;
        for (auto at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
            if (end != std::string_view::npos && display_width(text.substr(0, at)) > room_) break;
            end = at;
        }
        return std::min(end, text.size());
    }

    std::size_t room_;
    std::string text_;
};

std::string who(const CustomerView& view) {
    const Customer& customer = view.customer;
    std::string text =
        fmt::format("{}  {}, {}", customer.id, printable(customer.name), to_text(customer.kind));
    if (!customer.segment.empty()) text += ", segment " + printable(customer.segment);
    if (!customer.country.empty()) text += ", " + customer.country;
    if (!customer.language.empty()) text += ", " + customer.language;
    if (!customer.timezone.empty()) text += ", " + customer.timezone;
    if (view.erased) text += fmt::format(" (erased on {})", to_text(*view.erased));
    return text;
}

std::string point_in_words(const PointView& point) {
    std::string text = fmt::format("{} {}", to_text(point.kind), printable(point.value));
    if (!point.person.empty()) text += ", " + printable(point.person);
    if (!point.role.empty()) text += ", " + printable(point.role);
    if (point.id != to_text(point.kind)) text += fmt::format(" ({})", point.id);
    if (point.opted_out) text += fmt::format(", opted out on {}", to_text(*point.opted_out));
    if (point.consent) text += fmt::format(", consent of {}", to_text(*point.consent));
    if (point.consent_to) text += fmt::format(" until {}", to_text(*point.consent_to));
    if (!point.used) text += ", not used for notices";
    return text;
}

void add_points(Screen& screen, const CustomerView& view) {
    std::string_view label = "reach";
    for (const PointView& point : view.points) {
        if (point.ended) continue;
        screen.line(label, point_in_words(point));
        label = "";
    }
    if (label == "reach") screen.line(label, "no contact point");
    if (view.ceased) screen.line("", "asked not to be contacted any more");
    if (view.represented) screen.line("", "represented by a lawyer");
}

std::string credit_in_words(const CustomerView& view) {
    std::string text =
        view.credit.limit ? "limit " + with_currency(*view.credit.limit) : std::string("no limit");
    for (const Exposure& exposure : view.exposures) {
        text += fmt::format("; exposure {}, at most {} on {}", with_currency(exposure.now),
                            with_currency(exposure.largest), to_text(exposure.largest_on));
        const auto& limit = view.credit.limit;
        if (limit && limit->currency() == exposure.now.currency() && exposure.now > *limit) {
            text += fmt::format(", over the limit by {}", with_currency(exposure.now - *limit));
        }
    }
    return text;
}

std::string decision_in_words(const CreditDecision& decision) {
    std::string text = fmt::format("{} since {}", to_text(decision.level), to_text(decision.from));
    if (decision.amount) text += fmt::format(" ({})", with_currency(*decision.amount));
    if (decision.until) text += " until " + to_text(*decision.until);
    if (decision.when_paid) text += ", lifted when paid";
    return text + fmt::format(": {} ({}, {})", printable(decision.reason),
                              printable(decision.actor), credit_code(decision.id));
}

std::string behaviour_in_words(const CustomerView& view) {
    std::string text = in_words(view.record);
    if (view.days_late) text += fmt::format(", on average {} days late", *view.days_late);
    if (view.behaviour) text += fmt::format("; {}", to_text(*view.behaviour));
    return text;
}

void add_credit(Screen& screen, const CustomerView& view) {
    screen.line("credit", credit_in_words(view));
    for (const CreditDecision& decision : view.credit.decisions) {
        screen.line("", decision_in_words(decision));
    }
    screen.line("rating", in_words(view.rating));
    if (view.reviewed) {
        screen.line("", fmt::format("reviewed on {}: {} ({}); next on {}",
                                    to_text(view.reviewed->day), view.reviewed->grade,
                                    view.reviewed->score, to_text(view.reviewed->next_review)));
    }
    screen.line("pays", behaviour_in_words(view));
    if (!view.reason.empty()) screen.line("reason", view.reason);
}

// "interest on R-1", "costs"
std::string charge_in_words(const ItemView& item) {
    std::string text(to_text(item.kind));
    if (!item.charged_on.empty()) text += " on " + item.charged_on;
    return text;
}

std::string items_of(const AccountView& account, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = {},
                    .name = {},
                    .columns = {{"invoice", "Invoice"},
                                {"due", "Due"},
                                {"days_overdue", "Days overdue", Kind::number},
                                {"open", "Open", Kind::number},
                                {"class", "Class"},
                                {"level", "Level", Kind::number},
                                {"note", "Detail", Kind::flexible}}};
    for (const ItemView& item : account.items) {
        if (listing.rows.size() == items_shown) break;
        const bool is_charge = item.kind != DebtKind::principal;
        std::string detail = is_charge ? charge_in_words(item) : item.reason;
        if (item.disputed.is_positive()) {
            detail += fmt::format("{}{} disputed", detail.empty() ? "" : ", ",
                                  group_thousands(item.disputed));
        }
        listing.rows.push_back({item.invoice, item.due, std::int64_t{item.days_overdue}, item.open,
                                item.class_name,
                                is_charge ? Cell() : Cell(std::int64_t{item.level}), detail});
    }
    return render_listing(listing, session);
}

void add_accounts(Screen& screen, const CustomerView& view, Session& session) {
    for (const AccountView& account : view.accounts) {
        std::string heading = fmt::format("{} open, {} overdue", with_currency(account.open),
                                          group_thousands(account.overdue));
        if (!account.on_account.is_zero()) {
            heading += fmt::format(", {} on account", group_thousands(account.on_account));
        }
        screen.table(heading, items_of(account, session));
        if (account.items.size() > items_shown) {
            screen.line("", fmt::format("and {} more: dunning age --by invoice --customer {}",
                                        account.items.size() - items_shown, view.customer.id));
        }
        std::string_view label = "next";
        for (const NextStep& step : account.next) {
            std::string text = step.what;
            if (step.on) text += fmt::format(" on {}", to_text(*step.on));
            if (!step.detail.empty()) text += ": " + step.detail;
            screen.line(label, text);
            label = "";
        }
    }
}

void add_arrangements(Screen& screen, const CustomerView& view) {
    std::string_view label = "promises";
    for (const PromiseView& promise : view.promises) {
        screen.line(
            label, fmt::format("{} {} by {}: {}", pause_code(PauseKind::promise, promise.record.id),
                               with_currency(*promise.record.amount),
                               to_text(*promise.record.until), to_text(promise.state.status)));
        label = "";
    }
    label = "plans";
    for (const PlanView& plan : view.plans) {
        screen.line(label,
                    fmt::format("{} {} in {}, {} paid: {}", plan.record.plan.id,
                                with_currency(plan.record.plan.principal),
                                counted(std::ssize(plan.record.plan.installments), "instalment",
                                        "instalments"),
                                group_thousands(plan.state.paid), to_text(plan.state.status)));
        label = "";
    }
    label = "waived";
    for (const WaiverRecord& waiver : view.waivers) {
        screen.line(label, fmt::format("{} {} of {}, owed again unless {} is paid by {}: {} ({})",
                                       waiver.code, with_currency(waiver.amount), waiver.of,
                                       with_currency(*waiver.if_paid), to_text(*waiver.by),
                                       printable(waiver.reason), printable(waiver.actor)));
        label = "";
    }
    label = "waits";
    for (const PauseRecord& pause : view.pauses) {
        std::string text =
            fmt::format("{} {}", to_text(pause.kind), pause_code(pause.kind, pause.id));
        if (!pause.invoice.empty()) text += " of invoice " + printable(pause.invoice);
        if (pause.until) text += " until " + to_text(*pause.until);
        if (!pause.reason.empty()) text += ": " + printable(pause.reason);
        screen.line(label, text);
        label = "";
    }
}

void add_credit_records(Screen& screen, const CustomerView& view) {
    std::string_view label = "reported";
    for (const CreditRecordRow& row : view.credit_records) {
        std::string text = fmt::format("{} {}", printable(row.invoice), with_currency(row.stated));
        if (!row.bureau.empty()) text += " at " + printable(row.bureau);
        if (row.by) {
            text += fmt::format(", to be corrected by {}: {}", to_text(*row.by), row.why);
        } else {
            text += fmt::format(" since {}", to_text(*row.since));
        }
        screen.line(label, text + fmt::format(" ({})", row.entry));
        label = "";
    }
}

std::string contact_in_words(const ContactRecord& record) {
    const Contact& contact = record.contact;
    std::string text =
        fmt::format("{} {} {} {}", to_text(record.day), to_text(contact.channel),
                    contact.direction == Direction::in ? "from them" : "to them",
                    contact.word.empty() ? std::string(to_text(contact.outcome)) : contact.word);
    if (!contact.person.empty()) text += ", " + printable(contact.person);
    if (!contact.invoice.empty()) text += ", " + printable(contact.invoice);
    if (!contact.reason.empty()) text += ", " + printable(contact.reason);
    if (!contact.note.empty()) text += ": " + printable(contact.note);
    const std::string by =
        contact.collector.empty() ? std::string() : printable(contact.collector) + ", ";
    text += fmt::format(" ({}#{})", by, record.id);
    if (record.corrected) text += fmt::format(" corrected by #{}", *record.corrected);
    return text;
}

bool is_over(const LegalHold& hold, Date as_of) {
    return (hold.ended && *hold.ended <= as_of) || (hold.until && *hold.until < as_of);
}

void add_record(Screen& screen, const CustomerView& view, Date as_of) {
    std::string_view label = "contacts";
    for (std::size_t i = 0; i < view.contacts.size() && i < contacts_shown; ++i) {
        screen.line(label, contact_in_words(view.contacts[i]));
        label = "";
    }
    if (view.contacts.size() > contacts_shown) {
        screen.line("", fmt::format("and {} more", view.contacts.size() - contacts_shown));
    }
    if (!view.evidence.empty()) {
        screen.line("evidence", fmt::format("{} file{}", view.evidence.size(),
                                            view.evidence.size() == 1 ? "" : "s"));
    }
    for (const LegalHold& hold : view.legal_holds) {
        if (!is_over(hold, as_of)) {
            screen.line("kept",
                        fmt::format("{}: {}", legal_hold_code(hold.id), printable(hold.reason)));
        }
    }
}

// ---- for programs

void write_points(JsonWriter& json, const CustomerView& view) {
    json.key("contact_points").begin_array();
    for (const PointView& point : view.points) {
        json.begin_object()
            .field("id", point.id)
            .field("kind", to_text(point.kind))
            .field("value", point.value)
            .field("role", point.role)
            .field("person", point.person)
            .field("used", point.used)
            .field("opted_out", point.opted_out)
            .field("consent", point.consent)
            .field("consent_until", point.consent_to)
            .field("ended", point.ended)
            .end_object();
    }
    json.end_array();
}

void write_credit(JsonWriter& json, const CustomerView& view) {
    json.key("credit").begin_object();
    json.field("limit", view.credit.limit);
    json.key("limit_currency");
    if (view.credit.limit) {
        json.string(view.credit.limit->currency().code());
    } else {
        json.null();
    }
    json.key("level");
    if (view.credit.level) {
        json.string(to_text(*view.credit.level));
    } else {
        json.null();
    }
    json.key("decisions").begin_array();
    for (const CreditDecision& decision : view.credit.decisions) {
        json.begin_object()
            .field("id", credit_code(decision.id))
            .field("action", to_text(decision.level))
            .field("amount", decision.amount)
            .field("from", decision.from)
            .field("until", decision.until)
            .field("when_paid", decision.when_paid)
            .field("reason", decision.reason)
            .field("by", decision.actor)
            .end_object();
    }
    json.end_array().key("exposure").begin_array();
    for (const Exposure& exposure : view.exposures) {
        json.begin_object()
            .field("currency", exposure.now.currency().code())
            .field("open", exposure.now)
            .field("largest", exposure.largest)
            .field("largest_on", exposure.largest_on)
            .end_object();
    }
    json.end_array().end_object();
}

void write_rating(JsonWriter& json, const CustomerView& view) {
    json.key("rating").begin_object();
    json.field("score", view.rating.score)
        .field("grade", to_text(view.rating.grade))
        .field("formula", in_words(view.rating));
    json.key("reviewed");
    if (view.reviewed) {
        json.date(view.reviewed->day);
    } else {
        json.null();
    }
    json.key("next_review");
    if (view.reviewed) {
        json.date(view.reviewed->next_review);
    } else {
        json.null();
    }
    json.end_object();
    json.key("behaviour").begin_object();
    json.field("settled", view.record.settled)
        .field("late", view.record.late)
        .field("average_days_late", view.days_late)
        .field("arrangements", view.record.arrangements)
        .field("broken", view.record.broken)
        .field("refusals", view.record.refusals);
    json.key("kind");
    if (view.behaviour) {
        json.string(to_text(*view.behaviour));
    } else {
        json.null();
    }
    json.end_object();
}

void write_accounts(JsonWriter& json, const CustomerView& view) {
    json.key("accounts").begin_array();
    for (const AccountView& account : view.accounts) {
        json.begin_object()
            .field("currency", account.currency.code())
            .field("open", account.open)
            .field("overdue", account.overdue)
            .field("on_account", account.on_account)
            .field("procedure", account.procedure);
        json.key("invoices").begin_array();
        for (const ItemView& item : account.items) {
            json.begin_object()
                .field("invoice", item.invoice)
                .field("kind", to_text(item.kind))
                .field("charged_on", item.charged_on)
                .field("due", item.due)
                .field("amount", item.amount)
                .field("open", item.open)
                .field("disputed", item.disputed)
                .field("days_overdue", item.days_overdue)
                .field("class", item.class_name)
                .field("level", item.level)
                .field("reason", item.reason)
                .end_object();
        }
        json.end_array().key("next").begin_array();
        for (const NextStep& step : account.next) {
            json.begin_object()
                .field("step", step.what)
                .field("on", step.on)
                .field("detail", step.detail)
                .end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

void write_arrangements(JsonWriter& json, const CustomerView& view) {
    json.key("promises").begin_array();
    for (const PromiseView& promise : view.promises) {
        json.begin_object()
            .field("promise", pause_code(PauseKind::promise, promise.record.id))
            .field("amount", promise.record.amount)
            .field("currency", promise.record.amount->currency().code())
            .field("given", promise.record.from)
            .field("by", promise.record.until)
            .field("invoice", promise.record.invoice)
            .field("status", to_text(promise.state.status))
            .end_object();
    }
    json.end_array().key("plans").begin_array();
    for (const PlanView& plan : view.plans) {
        json.begin_object()
            .field("plan", plan.record.plan.id)
            .field("status", to_text(plan.state.status))
            .field("currency", plan.record.plan.principal.currency().code())
            .field("principal", plan.record.plan.principal)
            .field("paid", plan.state.paid)
            .end_object();
    }
    json.end_array().key("pauses").begin_array();
    for (const PauseRecord& pause : view.pauses) {
        json.begin_object()
            .field("pause", pause_code(pause.kind, pause.id))
            .field("kind", to_text(pause.kind))
            .field("invoice", pause.invoice)
            .field("from", pause.from)
            .field("until", pause.until)
            .field("reason", pause.reason)
            .end_object();
    }
    json.end_array().key("conditional_waivers").begin_array();
    for (const WaiverRecord& waiver : view.waivers) {
        json.begin_object()
            .field("waiver", waiver.code)
            .field("of", waiver.of)
            .field("currency", waiver.amount.currency().code())
            .field("amount", waiver.amount)
            .field("day", waiver.day)
            .field("if_paid", waiver.if_paid)
            .field("by", waiver.by)
            .field("reason", waiver.reason)
            .field("note", waiver.note)
            .field("who", waiver.actor)
            .end_object();
    }
    json.end_array().key("credit_records").begin_array();
    for (const CreditRecordRow& row : view.credit_records) {
        json.begin_object()
            .field("entry", row.entry)
            .field("invoice", row.invoice)
            .field("currency", row.stated.currency().code())
            .field("stated", row.stated)
            .field("truth", row.truth)
            .field("bureau", row.bureau)
            .field("status", to_text(row.status))
            .field("since", row.since)
            .field("by", row.by)
            .field("why", row.why)
            .end_object();
    }
    json.end_array();
}

void write_contacts(JsonWriter& json, const CustomerView& view) {
    json.key("contacts").begin_array();
    for (const ContactRecord& record : view.contacts) {
        const Contact& contact = record.contact;
        json.begin_object()
            .field("contact", record.id)
            .field("at", to_text(contact.at))
            .field("day", record.day)
            .field("channel", to_text(contact.channel))
            .field("direction", to_text(contact.direction))
            .field("outcome", to_text(contact.outcome))
            .field("word", contact.word)
            .field("person", contact.person)
            .field("invoice", contact.invoice)
            .field("reason", contact.reason)
            .field("note", contact.note)
            .field("collector", contact.collector)
            .field("corrects", record.corrects)
            .field("corrected_by", record.corrected)
            .end_object();
    }
    json.end_array().key("evidence").begin_array();
    for (const EvidenceUse& use : view.evidence) {
        json.begin_object()
            .field("sha256", use.evidence.sha256)
            .field("name", use.evidence.name)
            .field("size", use.evidence.size)
            .field("contact", use.contact)
            .field("day", use.day)
            .field("note", use.note)
            .end_object();
    }
    json.end_array();
}

// ---- what was changed, by whom and when

void write_field_changes(JsonWriter& json, const CustomerFile& file) {
    json.key("fields").begin_array();
    for (const FieldChange& change : file.changes()) {
        json.begin_object()
            .field("version", change.version)
            .field("field", change.field)
            .field("former", change.former)
            .field("now", change.now)
            .field("day", change.day)
            .field("who", change.actor)
            .end_object();
    }
    json.end_array();
}

void write_assignments(JsonWriter& json, const CustomerFile& file) {
    json.key("collectors").begin_array();
    for (const Assignment& assignment : file.assignments()) {
        json.begin_object()
            .field("day", assignment.day)
            .field("collector", assignment.collector)
            .field("former", assignment.former)
            .field("who", assignment.actor)
            .field("note", assignment.note)
            .end_object();
    }
    json.end_array();
}

void write_credit_decisions(JsonWriter& json, const CustomerFile& file) {
    json.key("credit").begin_array();
    for (const CreditDecision& decision : file.credit_decisions()) {
        json.begin_object()
            .field("id", credit_code(decision.id))
            .field("day", decision.from)
            .field("action", to_text(decision.level))
            .field("reason", decision.reason)
            .field("who", decision.actor)
            .field("lifted", decision.lifted)
            .field("lift", decision.lift)
            .end_object();
    }
    json.end_array();
}

void write_reviews(JsonWriter& json, const CustomerFile& file) {
    json.key("reviews").begin_array();
    for (const ReviewRecord& review : file.reviews()) {
        json.begin_object()
            .field("day", review.day)
            .field("grade", review.grade)
            .field("formula", review.formula)
            .field("next_review", review.next_review)
            .field("who", review.actor)
            .field("note", review.note)
            .end_object();
    }
    json.end_array();
}

void write_point_changes(JsonWriter& json, const CustomerFile& file, Date as_of) {
    json.key("contact_points").begin_array();
    for (const ContactPoint& point : file.points()) {
        if (point.since > as_of) continue;
        const bool over = point.ended && *point.ended <= as_of;
        json.begin_object()
            .field("id", point_code(point.id))
            .field("kind", to_text(point.kind))
            .field("value", point.value)
            .field("added", point.since)
            .field("who", point.actor)
            .field("note", point.note);
        json.field("corrects", point.corrects ? point_code(*point.corrects) : std::string())
            .field("ended", over ? point.ended : std::nullopt)
            .field("end", over ? point.end : std::string())
            .field("ended_by", over ? point.end_actor : std::string())
            .field("end_note", over ? point.end_note : std::string())
            .end_object();
    }
    json.end_array();
}

void write_history(JsonWriter& json, const CustomerFile& file, Date as_of) {
    json.key("history").begin_object();
    write_field_changes(json, file);
    write_assignments(json, file);
    write_credit_decisions(json, file);
    write_reviews(json, file);
    write_point_changes(json, file, as_of);
    json.end_object();
}

}  // namespace

std::string customer_as_text(const CustomerView& view, Session& session) {
    Screen screen(session.width());
    screen.line("customer", who(view));
    screen.line("collector", printable(view.customer.collector));
    add_points(screen, view);
    add_credit(screen, view);
    add_accounts(screen, view, session);
    screen.blank();
    add_arrangements(screen, view);
    add_credit_records(screen, view);
    add_record(screen, view, session.as_of());
    std::string text = screen.take();
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

std::string customer_as_json(const CustomerView& view, const CustomerFile* history,
                             Session& session) {
    const Customer& customer = view.customer;
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.customer/1")
        .field("as_of", session.as_of())
        .field("customer", customer.id)
        .field("name", customer.name)
        .field("kind", to_text(customer.kind))
        .field("language", customer.language)
        .field("country", customer.country)
        .field("timezone", customer.timezone)
        .field("segment", customer.segment)
        .field("collector", customer.collector)
        .field("terms_days", customer.terms_days);
    json.key("set_by_hand").begin_array();
    for (const std::string& field : view.by_hand) json.string(field);
    json.end_array()
        .field("erased", view.erased)
        .field("ceased", view.ceased)
        .field("represented", view.represented);
    json.field("reason", view.reason);
    write_points(json, view);
    write_credit(json, view);
    write_rating(json, view);
    write_accounts(json, view);
    write_arrangements(json, view);
    write_contacts(json, view);
    if (history != nullptr) write_history(json, *history, session.as_of());
    json.end_object();
    return json.take() + "\n";
}

}  // namespace dunning::cli
