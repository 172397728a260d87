// A night's work: the run, its notices with their documents, and the verdicts on what got none.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/delivery_rows.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

void insert_notice(Connection& db, RowId id, RowId run, RowId customer, const Notice& notice) {
    auto query = db.query(R"sql(
        INSERT INTO notice (id, run_id, kind, customer_id, currency, procedure, level, level_name, wording,
                            channel, recipient, language, principal_minor, interest_minor, fee_minor,
                            earlier_minor, credit_minor, total_minor, day, pay_by, send_by,
                            needs_approval, credit_action, refer, posts)
        VALUES (:id, :run, :kind, :customer, :currency, :procedure, :level, :level_name, :wording, :channel,
                :recipient, :language, :principal, :interest, :fee, :earlier, :credit, :total, :day,
                :pay_by, :send_by, :needs_approval, :credit_action, :refer, :posts))sql");
    query.bind(":id", id)
        .bind(":run", run)
        .bind(":kind", to_text(notice.kind))
        .bind(":customer", customer)
        .bind(":currency", notice.currency.code())
        .bind(":procedure", notice.procedure)
        .bind(":level", notice.level)
        .bind(":level_name", notice.level_name)
        .bind(":wording", notice.wording)
        .bind(":channel", to_text(notice.channel))
        .bind(":recipient", notice.to)
        .bind(":language", notice.language)
        .bind(":principal", notice.principal.minor())
        .bind(":interest", notice.interest.minor())
        .bind(":fee", notice.fee.minor())
        .bind(":earlier", notice.earlier_charges.minor())
        .bind(":credit", notice.credit.minor())
        .bind(":total", notice.total.minor())
        .bind(":day", notice.date)
        .bind(":pay_by", notice.pay_by)
        .bind(":send_by", notice.send_by)
        .bind(":needs_approval", notice.needs_approval ? 1 : 0)
        .bind(":credit_action", to_text(notice.credit_action))
        .bind(":refer", to_text(notice.refer))
        .bind(":posts", notice.posts ? 1 : 0)
        .run();
}

void insert_lump_sum(Connection& db, RowId id, int n, const NoticeLine& line) {
    auto query = db.query(R"sql(
        INSERT INTO notice_lump_sum (notice_id, n, lump_sum_minor, fees_in_it_minor)
        VALUES (:notice, :n, :lump_sum, :fees))sql");
    query.bind(":notice", id)
        .bind(":n", n)
        .bind(":lump_sum", line.lump_sum_minor)
        .bind(":fees", line.fees_in_lump_sum_minor)
        .run();
}

void insert_lines(Connection& db, RowId id, const Notice& notice) {
    int n = 0;
    for (const NoticeLine& line : notice.lines) {
        auto query = db.query(R"sql(
            INSERT INTO notice_line (notice_id, n, invoice_id, days_overdue, open_minor, disputed_minor,
                                     interest_minor, costs_minor, level, advances)
            SELECT :notice, :n, id, :days, :open, :disputed, :interest, :costs, :level, :advances
            FROM invoice
            WHERE number = :invoice)sql");
        query.bind(":notice", id)
            .bind(":n", ++n)
            .bind(":days", line.days_overdue)
            .bind(":open", line.open.minor())
            .bind(":disputed", line.disputed.minor())
            .bind(":interest", line.interest.minor())
            .bind(":costs", line.costs.minor())
            .bind(":level", line.level)
            .bind(":advances", line.advances ? 1 : 0)
            .bind(":invoice", line.invoice)
            .run();
        if (line.lump_sum_minor != 0 || line.fees_in_lump_sum_minor != 0) {
            insert_lump_sum(db, id, n, line);
        }
    }
}

void insert_charges(Connection& db, RowId id, const Notice& notice) {
    for (const OpenCharge& charge : notice.charges) {
        auto query = db.query(R"sql(
            INSERT INTO notice_charge (notice_id, invoice_id, open_minor)
            SELECT :notice, id, :open FROM invoice WHERE number = :number)sql");
        query.bind(":notice", id)
            .bind(":open", charge.open.minor())
            .bind(":number", charge.number)
            .run();
    }
}

// What goes with the notice is sent to where its own channel reaches the customer today.
std::string recipient_of(const Ledger& ledger, const Notice& notice, Channel channel) {
    if (channel == notice.channel) return notice.to;
    return contact_point(ledger.customer(notice.customer).value(), channel);
}

void insert_documents(Connection& db, const Ledger& ledger, RowId id, const Notice& notice,
                      const std::vector<Document>& documents, std::string_view draft_reason) {
    for (const Document& document : documents) {
        insert_document(db, id, document);
        insert_delivery(db, {.item = {.notice = id,
                                      .channel = document.channel,
                                      .state = draft_reason.empty() ? DeliveryState::queued
                                                                    : DeliveryState::draft,
                                      .recipient = recipient_of(ledger, notice, document.channel)},
                             .place = document.channel == notice.channel ? DeliveryPlace::own
                                                                         : DeliveryPlace::beside,
                             .draft_reason = draft_reason});
    }
}

RowId next_of(Connection& db, const char* sql) {
    auto query = db.query(sql);
    query.next();
    return query.integer(0);
}

}  // namespace

RowId Ledger::next_run() const {
    return next_of(impl_->db, "SELECT ifnull(max(id), 0) + 1 FROM run");
}

RowId Ledger::next_notice() const {
    return next_of(impl_->db, "SELECT ifnull(max(id), 0) + 1 FROM notice");
}

void Ledger::add_run(const RunRecord& run, std::string_view policy_sha256,
                     std::string_view policy_text, const Stamp& stamp) {
    auto policy = impl_->db.query(R"sql(
        INSERT INTO policy_text (sha256, text)
        VALUES (:sha256, :text)
        ON CONFLICT (sha256) DO NOTHING)sql");
    policy.bind(":sha256", policy_sha256).bind(":text", policy_text).run();
    auto query = impl_->db.query(R"sql(
        INSERT INTO run (id, as_of, recorded_at, actor, policy_sha256, notices, withheld)
        VALUES (:id, :as_of, :recorded_at, :actor, :policy, :notices, :withheld))sql");
    query.bind(":id", run.id)
        .bind(":as_of", run.as_of)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":actor", stamp.actor)
        .bind(":policy", policy_sha256)
        .bind(":notices", run.notices)
        .bind(":withheld", run.withheld)
        .run();
    add_event(stamp, "night_decided", fmt::format("run {}", run.id),
              fmt::format(R"({{"notices":{},"withheld":{}}})", run.notices, run.withheld));
}

void Ledger::add_notice(RowId id, RowId run, const Notice& notice,
                        const std::vector<Document>& documents, std::string_view draft_reason,
                        const Stamp& stamp) {
    const auto row = find_customer(notice.customer);
    DUNNING_CHECK(row.has_value());
    insert_notice(impl_->db, id, run, *row, notice);
    insert_lines(impl_->db, id, notice);
    insert_charges(impl_->db, id, notice);
    insert_documents(impl_->db, *this, id, notice, documents, draft_reason);
    add_event(stamp, "notice_drafted", fmt::format("notice {}", notice_code(id)));
}

bool Ledger::add_verdict(RowId run, const Withheld& withheld) {
    // Only what is new: an item on hold for a year is one row, not 365.
    auto query = impl_->db.query(R"sql(
        INSERT INTO verdict (invoice_id, run_id, rule, until_day, detail)
        SELECT invoice.id, :run, :rule, :until, :detail
        FROM invoice
        WHERE number = :invoice AND NOT EXISTS (
            SELECT 1
            FROM verdict latest
            WHERE latest.invoice_id = invoice.id
                AND latest.run_id = (SELECT max(run_id) FROM verdict WHERE invoice_id = invoice.id)
                AND latest.rule = :rule AND latest.until_day IS :until))sql");
    query.bind(":run", run)
        .bind(":rule", to_text(withheld.rule))
        .bind(":until", withheld.until)
        .bind(":detail", withheld.detail)
        .bind(":invoice", withheld.invoice)
        .run();
    return impl_->db.changes() > 0;
}

std::optional<RunRecord> Ledger::last_run() const {
    auto query = impl_->db.query(R"sql(
        SELECT id, as_of, notices, withheld
        FROM run
        ORDER BY id DESC
        LIMIT 1)sql");
    if (!query.next()) return std::nullopt;
    return RunRecord{query.integer(0), query.date(1), query.small(2), query.small(3)};
}

std::vector<PolicyText> Ledger::policies_of_charges(std::string_view but_sha256) const {
    auto query = impl_->db.query(R"sql(
        SELECT sha256, text
        FROM policy_text
        WHERE sha256 <> :but AND EXISTS (SELECT 1 FROM invoice WHERE kind <> 'principal')
        ORDER BY sha256)sql");
    query.bind(":but", but_sha256);
    std::vector<PolicyText> all;
    while (query.next()) all.push_back({query.text(0), query.text(1)});
    return all;
}

}  // namespace dunning
