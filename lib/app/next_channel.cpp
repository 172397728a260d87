#include "app/next_channel.h"

#include <algorithm>

#include "app/load_position.h"
#include "core/check.h"
#include "core/reach.h"
#include "render/notice_documents.h"

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
    for (const OpenItem& item : ledger.late_items(*customer, notice.date)) {
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

}  // namespace

std::optional<NextDelivery> next_delivery(const Ledger& ledger, const Policy& policy,
                                          const TemplateSet& templates, const DeliveryItem& failed,
                                          Date as_of) {
    auto notice = ledger.stored_notice(failed.notice);
    DUNNING_CHECK(notice.has_value());
    const auto level = level_of(policy, *notice);
    const auto position = position_of(ledger, policy, notice->customer, as_of);
    if (!level || !position) return std::nullopt;
    const auto& channels = level->level().channels;
    auto next = std::ranges::find(channels, failed.channel);
    if (next == channels.end()) return std::nullopt;
    ++next;
    while (next != channels.end() &&
           (!reaches(*position, *next) || has_document(ledger, failed.notice, *next))) {
        ++next;
    }
    if (next == channels.end()) return std::nullopt;

    restate_interest(ledger, policy, *level, *notice);
    notice->channel = *next;
    notice->to = contact_point(position->customer, *next);
    notice->letter = level->level().letter;
    notice->reason = position->reason;
    auto documents = compose_documents({.id = notice_code(failed.notice),
                                        .notice = *notice,
                                        .customer = position->customer,
                                        .policy = policy},
                                       templates);
    DUNNING_CHECK(documents.size() == 1);
    return NextDelivery{{failed.notice, *next, DeliveryState::queued, notice->to},
                        std::move(documents.front())};
}

}  // namespace dunning
