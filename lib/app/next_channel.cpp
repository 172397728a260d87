#include "app/next_channel.h"

#include <algorithm>

#include "app/load_position.h"
#include "core/check.h"
#include "core/reach.h"
#include "render/notice_documents.h"

namespace dunning {
namespace {

const Level* level_of(const Policy& policy, const Notice& notice) {
    for (const Procedure& procedure : policy.procedures) {
        if (procedure.name != notice.procedure) continue;
        const auto found = std::ranges::find(procedure.levels, notice.level_name, &Level::name);
        if (found != procedure.levels.end()) return &*found;
    }
    return nullptr;
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
    const Level* level = level_of(policy, *notice);
    const auto position = position_of(ledger, policy, notice->customer, as_of);
    if (level == nullptr || !position) return std::nullopt;
    auto next = std::ranges::find(level->channels, failed.channel);
    if (next == level->channels.end()) return std::nullopt;
    ++next;
    while (next != level->channels.end() &&
           (!reaches(*position, *next) || has_document(ledger, failed.notice, *next))) {
        ++next;
    }
    if (next == level->channels.end()) return std::nullopt;

    notice->channel = *next;
    notice->to = contact_point(position->customer, *next);
    notice->letter = level->letter;
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
