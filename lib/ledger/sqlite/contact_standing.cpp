// By what a customer may be reached: what was said of it, and what was found out.
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

// What failed for good at an address, and what people were told of it, until there is a sign of
// life: the customer was met there again or agreed to it, or somebody put the address in anew.
std::vector<DeadPoint> load_dead_points(Connection& db, RowId customer, Date as_of) {
    auto query = db.query(R"sql(
        WITH ended (channel, value, how, day, at) AS (
            SELECT delivery.channel, delivery.recipient, 'failed', delivery_step.day,
                   delivery_step.recorded_at
            FROM notice
            JOIN delivery ON delivery.notice_id = notice.id
            JOIN delivery_step ON delivery_step.notice_id = notice.id
                AND delivery_step.channel = delivery.channel
            WHERE notice.customer_id = :customer AND delivery.state = 'failed'
                AND delivery_step.step = 'failed' AND delivery_step.day <= :as_of
            UNION ALL
            SELECT channel, address, outcome, day, recorded_at
            FROM contact
            WHERE customer_id = :customer AND day <= :as_of AND address <> ''
                AND outcome IN ('bounced', 'wrong_number', 'not_in_service')
                AND NOT EXISTS (SELECT 1 FROM contact correction
                                WHERE correction.corrects = contact.id)
        )
        SELECT channel, value, how, max(day)
        FROM ended
        WHERE NOT EXISTS (SELECT 1
                          FROM contact alive
                          WHERE alive.customer_id = :customer AND alive.channel = ended.channel
                              AND alive.address IN ('', ended.value)
                              AND alive.outcome IN ('conversation', 'consent', 'delivered')
                              AND alive.day BETWEEN ended.day AND :as_of
                              AND alive.recorded_at >= ended.at)
            AND NOT EXISTS (SELECT 1
                            FROM contact_point anew
                            WHERE anew.customer_id = :customer AND anew.value = ended.value
                                AND anew.day BETWEEN ended.day AND :as_of
                                AND anew.recorded_at >= ended.at)
        GROUP BY channel, value, how
        ORDER BY channel, value, how)sql");
    query.bind(":customer", customer).bind(":as_of", as_of);
    std::vector<DeadPoint> dead;
    while (query.next()) {
        const auto channel = channel_from(query.text_view(0));
        DUNNING_CHECK(channel.has_value());
        dead.push_back({.channel = *channel,
                        .value = query.text(1),
                        .since = query.date(3),
                        .how = query.text(2)});
    }
    return dead;
}

}  // namespace

// The latest word on each channel counts; a cease request ends them all until consent is given
// again.
ContactStanding Ledger::contact_standing(RowId customer, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT channel, outcome, reason
        FROM contact
        WHERE customer_id = :customer AND day <= :as_of
            AND (outcome IN ('opt_out', 'cease', 'consent', 'represented') OR reason <> '')
            AND NOT EXISTS (SELECT 1 FROM contact correction
                            WHERE correction.corrects = contact.id)
        ORDER BY at, id)sql");
    query.bind(":customer", customer).bind(":as_of", as_of);
    ContactStanding standing;
    while (query.next()) {
        const std::string outcome = query.text(1);
        if (query.text_view(2) != "") standing.reason = query.text(2);
        const auto channel = channel_from(query.text_view(0));
        if (outcome == "cease") standing.ceased = true;
        if (outcome == "represented") standing.represented = true;
        if (outcome == "consent") standing.ceased = standing.represented = false;
        if (!channel) continue;
        if (outcome == "consent") std::erase(standing.opted_out, *channel);
        if (outcome == "opt_out") standing.opted_out.push_back(*channel);
    }
    standing.dead_points = load_dead_points(impl_->db, customer, as_of);
    return standing;
}

}  // namespace dunning
