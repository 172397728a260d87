#include "app/next_channel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/clock.h"
#include "app/load_position.h"
#include "app/watch_plans.h"
#include "core/check.h"
#include "core/reach.h"
#include "render/notice_documents.h"
#include "render/plan_documents.h"

namespace dunning {
namespace {

struct NoticeLevel {
    const Procedure& procedure;
    std::size_t index = 0;
    const Level& level() const { return procedure.levels[index]; }
};

std::optional<NoticeLevel> level_of(const Policy& policy, const Notice& notice) {
    for (const Procedure& procedure : policy.procedures) {
        if (procedure.name != notice.procedure) continue;
        const auto found = std::ranges::find(procedure.levels, notice.level_name, &Level::name);
        if (found == procedure.levels.end()) continue;
        return NoticeLevel{procedure, static_cast<std::size_t>(found - procedure.levels.begin())};
    }
    return std::nullopt;
}

// What the notice stated of its interest, where the books still say the same for its day: what was
// paid meanwhile with an earlier date makes another statement than the one that was claimed.
void restate_interest(const Ledger& ledger, const Policy& policy, const NoticeLevel& level,
                      Notice& notice) {
    if (notice.interest.is_zero()) return;
    notice.shows_interest_statement = is_final_notice(level.procedure, level.index);
    const auto customer = ledger.find_customer(notice.customer);
    std::vector<StatedInterest> statement;
    for (const OpenItem& item : late_items(ledger, policy, *customer, notice.date)) {
        const auto line = std::ranges::find(notice.lines, item.invoice, &NoticeLine::invoice);
        if (line == notice.lines.end()) continue;
        auto stated = state_interest(item, line->disputed, policy, notice.date);
        // At its level no interest was claimed.
        if (line->interest.is_zero() && !stated.claimed.is_zero()) continue;
        if (stated.claimed != line->interest) return;
        if (stated.interest.segments.empty()) continue;
        statement.push_back(std::move(stated));
    }
    notice.interest_statement = std::move(statement);
}

bool has_document(const Ledger& ledger, RowId notice, Channel channel) {
    return std::ranges::any_of(ledger.documents(notice), [channel](const Document& document) {
        return document.channel == channel;
    });
}

// Any of the customer's positions knows what holds for all of them.
std::optional<CustomerPosition> position_of(const Ledger& ledger, const Policy& policy,
                                            const std::string& customer, Date as_of) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    auto positions = load_positions(ledger, policy, *row, as_of);
    if (positions.empty()) return std::nullopt;
    return std::move(positions.front());
}

std::optional<Channel> channel_after(const Ledger& ledger, const DeliveryItem& failed,
                                     const std::vector<Channel>& channels,
                                     const CustomerPosition& position) {
    auto next = std::ranges::find(channels, failed.channel);
    if (next == channels.end()) return std::nullopt;
    next = std::find_if(next + 1, channels.end(), [&](Channel channel) {
        return reaches(position, channel) && !has_document(ledger, failed.notice, channel);
    });
    return next == channels.end() ? std::nullopt : std::optional(*next);
}

NextDelivery delivery_of(const DeliveryItem& failed, const Notice& notice, Document document) {
    return {{failed.notice, notice.channel, DeliveryState::queued, notice.to}, std::move(document)};
}

std::optional<NextDelivery> next_of_claim(const Ledger& ledger, const Policy& policy,
                                          const TemplateSet& templates, const DeliveryItem& failed,
                                          Notice notice, Date as_of) {
    const auto level = level_of(policy, notice);
    const auto position = position_of(ledger, policy, notice.customer, as_of);
    if (!level || !position) return std::nullopt;
    const auto next = channel_after(ledger, failed, level->level().channels, *position);
    if (!next) return std::nullopt;
    restate_interest(ledger, policy, *level, notice);
    notice.channel = *next;
    notice.to = contact_point(position->customer, *next);
    notice.letter = level->level().letter;
    notice.reason = position->reason;
    auto documents = compose_documents({.id = notice_code(failed.notice),
                                        .notice = notice,
                                        .customer = position->customer,
                                        .policy = policy,
                                        .dated = begin_of_day(notice.date, policy.book.timezone)},
                                       templates);
    DUNNING_CHECK(documents.size() == 1);
    return delivery_of(failed, notice, std::move(documents.front()));
}

// A reminder of an instalment, or thanks for a plan.
std::optional<NextDelivery> next_of_message(const Ledger& ledger, const Policy& policy,
                                            const TemplateSet& templates,
                                            const DeliveryItem& failed, Notice notice, Date as_of) {
    const PlanMessage about = ledger.plan_message(failed.notice).value();
    const Plan plan = ledger.plan(about.plan)->plan;
    const CustomerPosition position = reachability(ledger, plan, as_of);
    const auto next = channel_after(ledger, failed, policy.agreements.plan.remind_by, position);
    if (!next) return std::nullopt;
    notice.channel = *next;
    notice.to = contact_point(position.customer, *next);
    return delivery_of(failed, notice,
                       plan_message({.id = notice_code(failed.notice),
                                     .notice = notice,
                                     .customer = position.customer,
                                     .policy = policy,
                                     .dated = begin_of_day(notice.date, policy.book.timezone)},
                                    plan, about.n, templates));
}

}  // namespace

std::optional<NextDelivery> next_delivery(const Ledger& ledger, const Policy& policy,
                                          const TemplateSet& templates, const DeliveryItem& failed,
                                          Date as_of) {
    auto notice = ledger.stored_notice(failed.notice);
    DUNNING_CHECK(notice.has_value());
    const auto next = notice->kind == NoticeKind::dunning ? next_of_claim : next_of_message;
    return next(ledger, policy, templates, failed, std::move(*notice), as_of);
}

}  // namespace dunning
