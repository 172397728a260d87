// Credit decisions, and what a customer's credit is used for.
#include <fmt/format.h>

#include "ledger/customer_file.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

constexpr std::pair<CreditLevel, std::string_view> credit_levels[] = {
    {CreditLevel::watch, "watch"},
    {CreditLevel::lower_limit, "lower_limit"},
    {CreditLevel::deposit, "deposit"},
    {CreditLevel::cash_on_delivery, "cash_on_delivery"},
    {CreditLevel::stop, "stop"}};

const std::string select_decision = R"sql(
    SELECT credit_decision.id, customer.code, action, credit_decision.currency, amount_minor,
           from_day, until_day, when_paid, notice_id, reason, credit_decision.actor,
           credit_lift.day, ifnull(credit_lift.why, ''), ifnull(credit_lift.note, '')
    FROM credit_decision
    JOIN customer ON customer.id = credit_decision.customer_id
    LEFT JOIN credit_lift ON credit_lift.decision_id = credit_decision.id
)sql";
const std::string select_decisions_of =
    select_decision + "WHERE customer_id = :customer ORDER BY credit_decision.id";
const std::string select_all_decisions = select_decision + "ORDER BY credit_decision.id";

CreditDecision decision_from(const Query& row) {
    CreditDecision decision{.id = row.integer(0),
                            .customer = row.text(1),
                            .level = credit_level_from(row.text_view(2)).value(),
                            .from = row.date(5),
                            .until = row.optional_date(6),
                            .when_paid = row.integer(7) != 0,
                            .reason = row.text(9),
                            .actor = row.text(10),
                            .lifted = row.optional_date(11),
                            .lift = row.text(12),
                            .lift_note = row.text(13)};
    if (!row.is_null(4)) {
        decision.amount = Money(row.integer(4), currency_from_row(row.text_view(3)));
    }
    if (!row.is_null(8)) decision.notice = row.integer(8);
    return decision;
}

}  // namespace

std::string_view to_text(CreditLevel level) {
    for (const auto& [known, text] : credit_levels) {
        if (known == level) return text;
    }
    return "watch";
}

std::optional<CreditLevel> credit_level_from(std::string_view text) {
    for (const auto& [level, known] : credit_levels) {
        if (known == text) return level;
    }
    return std::nullopt;
}

std::string credit_code(RowId id) {
    return fmt::format("C{:04}", id);
}

bool stands(const CreditDecision& decision, Date day) {
    return decision.from <= day && (!decision.until || day <= *decision.until) &&
           (!decision.lifted || day < *decision.lifted);
}

std::vector<CreditDecision> CustomerFile::credit_decisions() const {
    auto query = ledger_.impl_->db.query(select_decisions_of.c_str());
    query.bind(":customer", customer_);
    std::vector<CreditDecision> all;
    while (query.next()) all.push_back(decision_from(query));
    return all;
}

std::vector<CreditDecision> CustomerFile::all_credit_decisions(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(select_all_decisions.c_str());
    std::vector<CreditDecision> all;
    while (query.next()) all.push_back(decision_from(query));
    return all;
}

RowId CustomerFile::decide_credit(Ledger& ledger, RowId customer, const CreditDecision& decision,
                                  const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    {
        auto query = db.query(R"sql(
            INSERT INTO credit_decision (customer_id, action, currency, amount_minor, from_day,
                                         until_day, when_paid, notice_id, reason, actor,
                                         recorded_at, salt)
            VALUES (:customer, :action, :currency, :amount, :from, :until, :when_paid, :notice,
                    :reason, :actor, :recorded_at, randomblob(16)))sql");
        query.bind(":customer", customer)
            .bind(":action", to_text(decision.level))
            .bind(":currency", decision.amount ? decision.amount->currency().code() : "");
        if (decision.amount) query.bind(":amount", decision.amount->minor());
        query.bind(":from", stamp.as_of)
            .bind(":until", decision.until)
            .bind(":when_paid", decision.when_paid ? 1 : 0)
            .bind(":notice", decision.notice)
            .bind(":reason", decision.reason)
            .bind(":actor", stamp.actor)
            .bind(":recorded_at", stamp.recorded_at.seconds)
            .run();
    }
    const RowId id = db.last_inserted();
    ledger.add_event(stamp, "credit_decided", fmt::format("credit {}", credit_code(id)),
                     fmt::format(R"({{"action":"{}"}})", to_text(decision.level)));
    return id;
}

void CustomerFile::lift_credit(Ledger& ledger, RowId decision, std::string_view why,
                               std::string_view note, const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO credit_lift (decision_id, day, why, note, actor, recorded_at, salt)
        VALUES (:decision, :day, :why, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":decision", decision)
        .bind(":day", stamp.as_of)
        .bind(":why", why)
        .bind(":note", note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    ledger.add_event(stamp, "credit_lifted", fmt::format("credit {}", credit_code(decision)),
                     fmt::format(R"({{"why":"{}"}})", why));
}

// What went out or waits to; a decision on the day of the notice or later answers it.
std::vector<CreditRecommendation> CustomerFile::credit_recommendations(const Ledger& ledger,
                                                                       Date as_of) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT notice.id, customer.code, notice.credit_action, notice.level_name, notice.day
        FROM notice
        JOIN customer ON customer.id = notice.customer_id
        WHERE notice.credit_action <> '' AND notice.credit_action <> 'none'
            AND notice.day <= :as_of
            AND EXISTS (SELECT 1 FROM notice_line
                        WHERE notice_line.notice_id = notice.id AND notice_line.live = 1)
            AND NOT EXISTS (SELECT 1 FROM credit_decision
                            WHERE credit_decision.customer_id = notice.customer_id
                                AND credit_decision.from_day >= notice.day
                                AND credit_decision.from_day <= :as_of)
            AND NOT EXISTS (SELECT 1 FROM notice later
                            WHERE later.customer_id = notice.customer_id AND later.id > notice.id
                                AND later.day <= :as_of
                                AND later.credit_action = notice.credit_action)
        ORDER BY notice.id)sql");
    query.bind(":as_of", as_of);
    std::vector<CreditRecommendation> all;
    while (query.next()) {
        const auto level = credit_level_from(query.text_view(2));
        if (!level) continue;
        all.push_back({query.integer(0), query.text(1), *level, query.text(3), query.date(4)});
    }
    return all;
}

std::vector<CustomerFile::StoppedInvoice> CustomerFile::invoices_in_spite_of_stop(
    const Ledger& ledger, Date as_of) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT customer.code, invoice.number, invoice.issued, invoice.amount_minor,
               invoice.currency, credit_decision.id
        FROM credit_decision
        JOIN customer ON customer.id = credit_decision.customer_id
        JOIN invoice ON invoice.customer_id = credit_decision.customer_id
        LEFT JOIN credit_lift ON credit_lift.decision_id = credit_decision.id
        WHERE credit_decision.action = 'stop' AND NOT invoice.withdrawn
            AND invoice.kind = 'principal'
            AND invoice.issued > credit_decision.from_day AND invoice.issued <= :as_of
            AND invoice.issued <= ifnull(credit_decision.until_day, invoice.issued)
            AND invoice.issued < ifnull(credit_lift.day, invoice.issued + 1)
        ORDER BY invoice.issued, invoice.number, credit_decision.id)sql");
    query.bind(":as_of", as_of);
    std::vector<StoppedInvoice> all;
    while (query.next()) {
        all.push_back({.customer = query.text(0),
                       .invoice = query.text(1),
                       .issued = query.date(2),
                       .amount = Money(query.integer(3), currency_from_row(query.text_view(4))),
                       .decision = query.integer(5)});
    }
    return all;
}

std::vector<Exposure> CustomerFile::exposures(Date as_of) const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT currency, day, sum(sum(amount)) OVER (PARTITION BY currency ORDER BY day)
        FROM (SELECT currency, issued AS day, amount_minor AS amount
              FROM invoice
              WHERE customer_id = :customer AND issued <= :as_of
              UNION ALL
              SELECT invoice.currency, allocation.day, -allocation.amount_minor
              FROM invoice
              JOIN allocation ON allocation.invoice_id = invoice.id
              WHERE customer_id = :customer AND allocation.day <= :as_of AND issued <= :as_of)
        GROUP BY currency, day
        ORDER BY currency, day)sql");
    query.bind(":customer", customer_).bind(":as_of", as_of);
    std::vector<Exposure> all;
    while (query.next()) {
        const Money open(query.integer(2), currency_from_row(query.text_view(0)));
        if (all.empty() || all.back().now.currency() != open.currency()) {
            all.push_back({.now = open, .largest = open, .largest_on = query.date(1)});
        }
        Exposure& exposure = all.back();
        exposure.now = open;
        if (open > exposure.largest) {
            exposure.largest = open;
            exposure.largest_on = query.date(1);
        }
    }
    return all;
}

}  // namespace dunning
