// Notices on their way out.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/check.h"
#include "ledger/sqlite/delivery_rows.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

DeliveryState delivery_state_from(std::string_view text) {
    constexpr std::array states{DeliveryState::draft,   DeliveryState::queued,
                                DeliveryState::sending, DeliveryState::final,
                                DeliveryState::sent,    DeliveryState::uncertain,
                                DeliveryState::failed,  DeliveryState::cancelled};
    const auto found = std::ranges::find(states, text, [](DeliveryState s) { return to_text(s); });
    DUNNING_CHECK(found != states.end());
    return *found;
}

Channel channel_from_row(std::string_view text) {
    const auto channel = channel_from(text);
    DUNNING_CHECK(channel.has_value());
    return *channel;
}

CreditAction credit_action_from(std::string_view text) {
    using enum CreditAction;
    constexpr std::array actions{none, watch, lower_limit, deposit, cash_on_delivery, stop};
    const auto found = std::ranges::find(actions, text, [](CreditAction a) { return to_text(a); });
    DUNNING_CHECK(found != actions.end());
    return *found;
}

Referral referral_from(std::string_view text) {
    using enum Referral;
    constexpr std::array referrals{none, agency, legal};
    const auto found = std::ranges::find(referrals, text, [](Referral r) { return to_text(r); });
    DUNNING_CHECK(found != referrals.end());
    return *found;
}

NoticeKind notice_kind_from(std::string_view text) {
    using enum NoticeKind;
    constexpr std::array kinds{dunning, installment_reminder, plan_thanks};
    const auto found = std::ranges::find(kinds, text, [](NoticeKind k) { return to_text(k); });
    DUNNING_CHECK(found != kinds.end());
    return *found;
}

const std::string select_notice = R"sql(
    SELECT notice.id, customer.code, customer.name, notice.level, notice.level_name, delivery.channel,
           delivery.recipient, notice.total_minor, notice.currency, notice.day, notice.pay_by,
           delivery.state, delivery.draft_reason,
           EXISTS (SELECT 1 FROM delivery other
                   WHERE other.notice_id = notice.id
                       AND instr('phone visit meeting referral', other.channel) > 0),
           notice.kind
    FROM notice
    JOIN customer ON customer.id = notice.customer_id
    JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_notices = select_notice + "ORDER BY notice.id DESC";
const std::string select_notices_of_run =
    select_notice + "WHERE notice.run_id = :run ORDER BY notice.id DESC";
const std::string select_one_notice = select_notice + "WHERE notice.id = :id";

std::vector<NoticeSummary> read_notices(Query& query) {
    std::vector<NoticeSummary> all;
    while (query.next()) {
        all.push_back({.id = query.integer(0),
                       .kind = notice_kind_from(query.text_view(14)),
                       .customer = query.text(1),
                       .customer_name = query.text(2),
                       .level = query.small(3),
                       .level_name = query.text(4),
                       .channel = channel_from_row(query.text_view(5)),
                       .recipient = query.text(6),
                       .total = Money(query.integer(7), currency_from_row(query.text_view(8))),
                       .day = query.date(9),
                       .pay_by = query.date(10),
                       .state = delivery_state_from(query.text_view(11)),
                       .draft_reason = query.text(12),
                       .tasks = query.integer(13) != 0});
    }
    return all;
}

void add_step(Connection& db, RowId notice, std::string_view channel, std::string_view step,
              std::string_view detail, const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO delivery_step (notice_id, channel, step, detail, day, actor, recorded_at, salt)
        VALUES (:notice, :channel, :step, :detail, :day, :actor, :recorded_at,
                randomblob(16)))sql");
    query.bind(":notice", notice)
        .bind(":channel", channel)
        .bind(":step", step)
        .bind(":detail", detail)
        .bind(":day", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
}

// Of those deliveries of a notice that are in `from`.
void move_all(Connection& db, RowId notice, std::string_view from_states, DeliveryState to,
              std::string_view step, std::string_view detail, const Stamp& stamp) {
    std::vector<std::string> channels;
    {
        auto query = db.query(R"sql(
            SELECT channel
            FROM delivery
            WHERE notice_id = :notice AND instr(:states, ' ' || state || ' ') > 0
            ORDER BY is_primary DESC, channel)sql");
        query.bind(":notice", notice).bind(":states", from_states);
        while (query.next()) channels.push_back(query.text(0));
    }
    for (const std::string& channel : channels) {
        auto query = db.query(R"sql(
            UPDATE delivery
            SET state = :to
            WHERE notice_id = :notice AND channel = :channel)sql");
        query.bind(":to", to_text(to)).bind(":notice", notice).bind(":channel", channel).run();
        add_step(db, notice, channel, step, detail, stamp);
    }
}

// What a notice claims of earlier ones, as it was then.
std::vector<OpenCharge> charges_of(Connection& db, RowId notice, Currency currency) {
    auto query = db.query(R"sql(
        SELECT charge.number, charge.kind, ifnull(parent.number, ''), charge.issued, charge.due,
               charge.amount_minor, notice_charge.open_minor
        FROM notice_charge
        JOIN invoice charge ON charge.id = notice_charge.invoice_id
        LEFT JOIN invoice parent ON parent.id = charge.charged_on
        WHERE notice_charge.notice_id = :notice
        ORDER BY charge.issued, charge.number)sql");
    query.bind(":notice", notice);
    std::vector<OpenCharge> all;
    while (query.next()) {
        all.push_back({.number = query.text(0),
                       .kind = debt_kind_from_row(query.text_view(1)),
                       .charged_on = query.text(2),
                       .day = query.date(3),
                       .due = query.date(4),
                       .amount = Money(query.integer(5), currency),
                       .open = Money(query.integer(6), currency)});
    }
    return all;
}

}  // namespace

std::vector<NoticeSummary> Ledger::notices(std::optional<RowId> run) const {
    auto query = impl_->db.query(run ? select_notices_of_run.c_str() : select_notices.c_str());
    if (run) query.bind(":run", *run);
    return read_notices(query);
}

std::vector<NoticeSummary> Ledger::notices_waiting() const {
    std::vector<RowId> ids;
    {
        auto query = impl_->db.query(R"sql(
            SELECT notice_id
            FROM delivery
            WHERE state IN ('draft', 'queued', 'failed') AND is_primary = 1
            ORDER BY notice_id)sql");
        while (query.next()) ids.push_back(query.integer(0));
    }
    std::vector<NoticeSummary> waiting;
    for (const RowId id : ids) waiting.push_back(notice(id).value());
    return waiting;
}

std::optional<NoticeSummary> Ledger::notice(RowId id) const {
    auto query = impl_->db.query(select_one_notice.c_str());
    auto found = read_notices(query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<NoticeLine> Ledger::notice_lines(RowId notice) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.number, invoice.reference, invoice.issued,
               notice.day - notice_line.days_overdue, notice_line.days_overdue,
               invoice.amount_minor, notice_line.open_minor, notice_line.disputed_minor,
               notice_line.interest_minor, notice_line.level, notice_line.advances, invoice.currency,
               notice_line.costs_minor
        FROM notice_line
        JOIN notice ON notice.id = notice_line.notice_id
        JOIN invoice ON invoice.id = notice_line.invoice_id
        WHERE notice_line.notice_id = :notice
        ORDER BY notice_line.n)sql");
    query.bind(":notice", notice);
    std::vector<NoticeLine> lines;
    while (query.next()) {
        const Currency currency = currency_from_row(query.text_view(11));
        lines.push_back({.invoice = query.text(0),
                         .reference = query.text(1),
                         .issued = query.date(2),
                         .due = query.date(3),
                         .days_overdue = query.small(4),
                         .amount = Money(query.integer(5), currency),
                         .open = Money(query.integer(6), currency),
                         .disputed = Money(query.integer(7), currency),
                         .interest = Money(query.integer(8), currency),
                         .costs = Money(query.integer(12), currency),
                         .level = query.small(9),
                         .advances = query.integer(10) != 0});
    }
    return lines;
}

std::optional<Notice> Ledger::stored_notice(RowId id) const {
    auto query = impl_->db.query(R"sql(
        SELECT customer.code, procedure, level, level_name, wording, channel, recipient,
               notice.language, notice.currency, principal_minor, interest_minor, fee_minor,
               credit_minor, total_minor, day, pay_by, send_by, needs_approval, credit_action, refer,
               earlier_minor, posts, notice.kind
        FROM notice
        JOIN customer ON customer.id = notice.customer_id
        WHERE notice.id = :id)sql");
    query.bind(":id", id);
    if (!query.next()) return std::nullopt;
    const Currency currency = currency_from_row(query.text_view(8));
    return Notice{.kind = notice_kind_from(query.text_view(22)),
                  .customer = query.text(0),
                  .procedure = query.text(1),
                  .level = query.small(2),
                  .level_name = query.text(3),
                  .wording = query.text(4),
                  .channel = channel_from_row(query.text_view(5)),
                  .to = query.text(6),
                  .language = query.text(7),
                  .currency = currency,
                  .principal = Money(query.integer(9), currency),
                  .interest = Money(query.integer(10), currency),
                  .fee = Money(query.integer(11), currency),
                  .earlier_charges = Money(query.integer(20), currency),
                  .credit = Money(query.integer(12), currency),
                  .total = Money(query.integer(13), currency),
                  .date = query.date(14),
                  .pay_by = query.date(15),
                  .send_by = query.optional_date(16),
                  .needs_approval = query.integer(17) != 0,
                  .credit_action = credit_action_from(query.text_view(18)),
                  .refer = referral_from(query.text_view(19)),
                  .lines = notice_lines(id),
                  .charges = charges_of(impl_->db, id, currency),
                  .posts = query.integer(21) != 0};
}

std::vector<Document> Ledger::documents(RowId notice) const {
    auto query = impl_->db.query(R"sql(
        SELECT document.channel, media_type, extension, bytes, readable
        FROM document
        JOIN delivery ON delivery.notice_id = document.notice_id
            AND delivery.channel = document.channel
        WHERE document.notice_id = :notice
        ORDER BY is_primary DESC, document.channel)sql");
    query.bind(":notice", notice);
    std::vector<Document> all;
    while (query.next()) {
        all.push_back({.channel = channel_from_row(query.text_view(0)),
                       .media_type = query.text(1),
                       .extension = query.text(2),
                       .bytes = query.text(3),
                       .readable = query.text(4)});
    }
    return all;
}

Document Ledger::document(RowId notice, Channel channel) const {
    for (Document& document : documents(notice)) {
        if (document.channel == channel) return std::move(document);
    }
    throw LedgerError(LedgerFailure::damaged, fmt::format("notice {} has no document for {}",
                                                          notice_code(notice), to_text(channel)));
}

std::vector<DeliveryItem> Ledger::deliveries(DeliveryState state) const {
    auto query = impl_->db.query(R"sql(
        SELECT notice_id, channel, recipient
        FROM delivery
        WHERE state = :state
        ORDER BY notice_id, is_primary DESC, channel)sql");
    query.bind(":state", to_text(state));
    std::vector<DeliveryItem> all;
    while (query.next()) {
        all.push_back(
            {query.integer(0), channel_from_row(query.text_view(1)), state, query.text(2)});
    }
    return all;
}

std::vector<DeliveryItem> Ledger::delivered_on(Date day, Channel channel) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT delivery.notice_id, delivery.recipient
        FROM delivery
        JOIN delivery_step ON delivery_step.notice_id = delivery.notice_id
            AND delivery_step.channel = delivery.channel
        WHERE delivery.state = 'sent' AND delivery.channel = :channel
            AND delivery_step.step = 'sent' AND delivery_step.day = :day
        ORDER BY delivery.notice_id)sql");
    query.bind(":channel", to_text(channel)).bind(":day", day);
    std::vector<DeliveryItem> all;
    while (query.next()) {
        all.push_back({query.integer(0), channel, DeliveryState::sent, query.text(1)});
    }
    return all;
}

void Ledger::move_delivery(const DeliveryItem& item, DeliveryState to, std::string_view step,
                           std::string_view detail, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        UPDATE delivery
        SET state = :to
        WHERE notice_id = :notice AND channel = :channel AND state = :from)sql");
    query.bind(":to", to_text(to))
        .bind(":notice", item.notice)
        .bind(":channel", to_text(item.channel))
        .bind(":from", to_text(item.state))
        .run();
    DUNNING_CHECK(impl_->db.changes() == 1);
    add_step(impl_->db, item.notice, to_text(item.channel), step, detail, stamp);
    if (to == DeliveryState::sent) post_charges(item, stamp);
    if (to == DeliveryState::sending || to == DeliveryState::final) return;  // steps alone tell
    add_event(stamp, fmt::format("delivery_{}", to_text(to)),
              fmt::format("notice {}", notice_code(item.notice)),
              fmt::format(R"({{"channel":"{}"}})", to_text(item.channel)));
}

std::optional<std::string> Ledger::last_step(const DeliveryItem& item,
                                             std::string_view step) const {
    auto query = impl_->db.query(R"sql(
        SELECT detail
        FROM delivery_step
        WHERE notice_id = :notice AND channel = :channel AND step = :step
        ORDER BY id DESC
        LIMIT 1)sql");
    query.bind(":notice", item.notice).bind(":channel", to_text(item.channel)).bind(":step", step);
    if (!query.next()) return std::nullopt;
    return query.text(0);
}

bool Ledger::last_attempt_failed(const DeliveryItem& item) const {
    auto query = impl_->db.query(R"sql(
        SELECT delivery_step.step
        FROM notice
        JOIN notice other ON other.customer_id = notice.customer_id
        JOIN delivery ON delivery.notice_id = other.id
        JOIN delivery_step ON delivery_step.notice_id = delivery.notice_id
            AND delivery_step.channel = delivery.channel
        WHERE notice.id = :notice AND delivery.channel = :channel
            AND delivery.recipient = :recipient
            AND delivery_step.step IN ('sent', 'failed', 'uncertain')
        ORDER BY delivery_step.id DESC
        LIMIT 1)sql");
    query.bind(":notice", item.notice)
        .bind(":channel", to_text(item.channel))
        .bind(":recipient", item.recipient);
    return query.next() && query.text_view(0) != "sent";
}

void Ledger::pass_on(const DeliveryItem& failed, std::string_view why, const DeliveryItem& next,
                     const Document& document, const Stamp& stamp) {
    move_delivery(failed, DeliveryState::failed, "failed", why, stamp);
    auto query = impl_->db.query(R"sql(
        UPDATE delivery
        SET is_primary = 0
        WHERE notice_id = :notice AND channel = :channel)sql");
    query.bind(":notice", failed.notice).bind(":channel", to_text(failed.channel)).run();
    insert_document(impl_->db, next.notice, document);
    insert_delivery(impl_->db, {.item = next});
    add_step(impl_->db, next.notice, to_text(next.channel), "queued",
             fmt::format("in place of {}", to_text(failed.channel)), stamp);
}

void Ledger::cancel_notice(RowId notice, std::string_view why, const Stamp& stamp) {
    move_all(impl_->db, notice, " draft queued sending failed uncertain ", DeliveryState::cancelled,
             "cancelled", why, stamp);
    auto query = impl_->db.query(R"sql(
        UPDATE notice_line
        SET live = 0
        WHERE notice_id = :notice)sql");
    query.bind(":notice", notice).run();
    add_event(stamp, "notice_cancelled", fmt::format("notice {}", notice_code(notice)));
}

void Ledger::approve_notice(RowId notice, std::string_view note, const Stamp& stamp) {
    move_all(impl_->db, notice, " draft ", DeliveryState::queued, "approved", note, stamp);
    add_event(stamp, "notice_approved", fmt::format("notice {}", notice_code(notice)));
}

bool Ledger::notice_still_holds(RowId notice, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM notice_line
        JOIN invoice ON invoice.id = notice_line.invoice_id
        WHERE notice_line.notice_id = :notice
            AND notice_line.open_minor + notice_line.disputed_minor <>
                invoice.open_minor + (SELECT ifnull(sum(amount_minor), 0) FROM allocation
                                      WHERE invoice_id = invoice.id AND day > :as_of)
        UNION ALL
        SELECT 1
        FROM notice_charge
        JOIN invoice ON invoice.id = notice_charge.invoice_id
        WHERE notice_charge.notice_id = :notice AND notice_charge.open_minor <> invoice.open_minor
        UNION ALL
        SELECT 1
        FROM notice_line
        JOIN interest_waiver ON interest_waiver.invoice_id = notice_line.invoice_id
        WHERE notice_line.notice_id = :notice AND notice_line.interest_minor > 0
            AND interest_waiver.after_notice >= :notice
            AND NOT EXISTS (SELECT 1 FROM interest_waiver_end WHERE waiver_id = interest_waiver.id)
        LIMIT 1)sql");
    query.bind(":notice", notice).bind(":as_of", as_of);
    return !query.next();
}

}  // namespace dunning
