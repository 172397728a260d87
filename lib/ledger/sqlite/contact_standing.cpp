// By what a customer may be reached: what was said of it, and what was found out.
#include "ledger/customer_file.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

using Standings = std::unordered_map<RowId, ContactStanding>;

// What failed for good at an address, and what people were told of it, until there is a sign of
// life: the customer was met there again or agreed to it, or somebody put the address in anew.
void load_dead_points(Connection& db, const std::vector<RowId>& customers, Date as_of,
                      Standings& standings) {
    auto query = db.query(R"sql(
        WITH ended (customer_id, channel, value, how, day, at) AS (
            SELECT notice.customer_id, delivery.channel, delivery.recipient, 'failed',
                   delivery_step.day, delivery_step.recorded_at
            FROM notice
            JOIN delivery ON delivery.notice_id = notice.id
            JOIN delivery_step ON delivery_step.notice_id = notice.id
                AND delivery_step.channel = delivery.channel
            WHERE notice.customer_id IN (SELECT value FROM json_each(:customers))
                AND delivery.state = 'failed' AND delivery_step.step = 'failed'
                AND delivery_step.day <= :as_of
            UNION ALL
            SELECT customer_id, channel, address, outcome, day, recorded_at
            FROM contact
            WHERE customer_id IN (SELECT value FROM json_each(:customers)) AND day <= :as_of
                AND address <> '' AND outcome IN ('bounced', 'wrong_number', 'not_in_service')
                AND NOT EXISTS (SELECT 1 FROM contact correction
                                WHERE correction.corrects = contact.id)
        )
        SELECT customer_id, channel, value, how, max(day)
        FROM ended
        WHERE NOT EXISTS (SELECT 1
                          FROM contact alive
                          WHERE alive.customer_id = ended.customer_id
                              AND alive.channel = ended.channel
                              AND alive.address IN ('', ended.value)
                              AND alive.outcome IN ('conversation', 'consent', 'delivered')
                              AND alive.day BETWEEN ended.day AND :as_of
                              AND alive.recorded_at >= ended.at)
            AND NOT EXISTS (SELECT 1
                            FROM contact_point anew
                            WHERE anew.customer_id = ended.customer_id
                                AND anew.value = ended.value
                                AND anew.day BETWEEN ended.day AND :as_of
                                AND anew.recorded_at >= ended.at)
        GROUP BY customer_id, channel, value, how
        ORDER BY customer_id, channel, value, how)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of);
    while (query.next()) {
        const auto channel = channel_from(query.text_view(1));
        DUNNING_CHECK(channel.has_value());
        standings[query.integer(0)].dead_points.push_back({.channel = *channel,
                                                           .value = query.text(2),
                                                           .since = query.date(4),
                                                           .how = query.text(3)});
    }
}

// The latest word on each channel counts; a cease request ends them all until consent is given
// again.
void load_words(Connection& db, const std::vector<RowId>& customers, Date as_of,
                Standings& standings) {
    auto query = db.query(R"sql(
        SELECT channel, outcome, reason, customer_id, invoice_id
        FROM contact
        WHERE customer_id IN (SELECT value FROM json_each(:customers)) AND day <= :as_of
            AND (outcome IN ('opt_out', 'cease', 'consent', 'represented') OR reason <> '')
            AND NOT EXISTS (SELECT 1 FROM contact correction
                            WHERE correction.corrects = contact.id)
        ORDER BY at, id)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of);
    while (query.next()) {
        ContactStanding& standing = standings[query.integer(3)];
        const std::string outcome = query.text(1);
        if (query.text_view(2) != "") {
            standing.reason = query.text(2);
            if (!query.is_null(4)) standing.reasons[query.integer(4)] = query.text(2);
        }
        const auto channel = channel_from(query.text_view(0));
        if (outcome == "cease") standing.ceased = true;
        if (outcome == "represented") standing.represented = true;
        if (outcome == "consent") standing.ceased = standing.represented = false;
        if (!channel) continue;
        if (outcome == "consent") std::erase(standing.opted_out, *channel);
        if (outcome == "opt_out") standing.opted_out.push_back(*channel);
    }
}

}  // namespace

std::unordered_map<RowId, ContactStanding> contact_standings(Connection& db,
                                                             const std::vector<RowId>& customers,
                                                             Date as_of) {
    Standings standings;
    for (const RowId customer : customers) standings[customer];
    load_words(db, customers, as_of, standings);
    load_dead_points(db, customers, as_of, standings);
    return standings;
}

std::unordered_set<RowId> CustomerFile::customers_with_doubtful_points(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT customer_id
        FROM contact
        WHERE outcome IN ('opt_out', 'bounced', 'wrong_number', 'not_in_service')
        UNION
        SELECT notice.customer_id
        FROM delivery
        JOIN notice ON notice.id = delivery.notice_id
        WHERE delivery.state = 'failed')sql");
    std::unordered_set<RowId> customers;
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

ContactStanding Ledger::contact_standing(RowId customer, Date as_of) const {
    return contact_standings(impl_->db, {customer}, as_of).at(customer);
}

}  // namespace dunning
