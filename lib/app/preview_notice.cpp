#include "app/preview_notice.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/clock.h"
#include "app/load_position.h"
#include "core/decision.h"
#include "render/notice_documents.h"
#include "text/suggest.h"

namespace dunning {
namespace {

Result<std::size_t> level_index(const Procedure& procedure, const std::string& name) {
    std::vector<std::string> names;
    for (const Level& level : procedure.levels) names.push_back(level.name);
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    return Fault{fmt::format("procedure '{}' has no level '{}'", procedure.name, name),
                 did_you_mean(name, names)};
}

// The highest level whose time has come for the oldest item; the first when none has.
std::size_t fitting_level(const Procedure& procedure, const CustomerPosition& position,
                          const Policy& policy, Date as_of) {
    Date oldest = as_of;
    for (const OpenItem& item : position.items) oldest = std::min(oldest, item.due);
    std::size_t fitting = 0;
    for (std::size_t i = 0; i < procedure.levels.size(); ++i) {
        if (add(oldest, procedure.levels[i].after, policy.calendar) <= as_of) fitting = i;
    }
    return fitting;
}

NoticeRequest request_for(const CustomerPosition& position, const Policy& policy,
                          const Procedure& procedure, std::size_t level,
                          const PreviewRequest& wanted, Date as_of) {
    NoticeRequest request{
        .position = position,
        .procedure = procedure,
        .level_index = level,
        .channel = wanted.channel.value_or(procedure.levels[level].channels.front()),
        .credit_available = policy.notify.net_credits && position.on_account.is_positive()
                                ? position.on_account
                                : Money::zero(position.currency)};
    for (const OpenItem& item : position.items) {
        if (!is_overdue(item, policy, as_of)) continue;
        const Money disputed = disputed_on(item.pauses, item.open, as_of);
        if (disputed == item.open) continue;
        request.items.push_back({.item = item,
                                 .claim = item.open - disputed,
                                 .disputed = disputed,
                                 .level = static_cast<int>(level) + 1,
                                 .advances = true});
    }
    return request;
}

}  // namespace

Result<std::vector<Document>> preview_notice(const Ledger& ledger, const Policy& policy,
                                             const TemplateSet& templates,
                                             const PreviewRequest& wanted, Date as_of) {
    const auto row = ledger.find_customer(wanted.customer);
    if (!row) return Fault{fmt::format("customer '{}' is not known", wanted.customer)};
    std::vector<Document> documents;
    for (const CustomerPosition& position : load_positions(ledger, policy, *row, as_of)) {
        const Procedure& procedure = procedure_for(policy, position, as_of);
        std::size_t level = fitting_level(procedure, position, policy, as_of);
        if (!wanted.level.empty()) {
            const auto named = level_index(procedure, wanted.level);
            if (!named) return named.error();
            level = *named;
        }
        const NoticeRequest request =
            request_for(position, policy, procedure, level, wanted, as_of);
        if (request.items.empty()) continue;
        Notice notice = compose(request, policy, as_of);
        if (!wanted.language.empty()) notice.language = wanted.language;
        for (Document& document : compose_documents({.id = "N000000",
                                  .notice = notice,
                                  .customer = position.customer,
                                  .policy = policy,
                                  .dated = begin_of_day(notice.date, policy.book.timezone)},
                                                    templates)) {
            documents.push_back(std::move(document));
        }
    }
    if (!documents.empty()) return documents;
    return Fault{
        fmt::format("nothing that {} owes is overdue on {}", wanted.customer, to_text(as_of)),
        "ask of a later day with --as-of"};
}

}  // namespace dunning
