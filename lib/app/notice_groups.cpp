#include "app/notice_groups.h"

#include <algorithm>
#include <array>

namespace dunning {
namespace {

constexpr std::array all_groupings{
    NoticesBy::level,  NoticesBy::channel, NoticesBy::template_name, NoticesBy::collector,
    NoticesBy::reason, NoticesBy::segment, NoticesBy::procedure};

}  // namespace

std::string_view to_text(NoticesBy by) {
    switch (by) {
        case NoticesBy::level:
            return "level";
        case NoticesBy::channel:
            return "channel";
        case NoticesBy::template_name:
            return "template";
        case NoticesBy::collector:
            return "collector";
        case NoticesBy::reason:
            return "reason";
        case NoticesBy::segment:
            return "segment";
        case NoticesBy::procedure:
            return "procedure";
    }
    return "level";
}

std::optional<NoticesBy> notices_by_from(std::string_view text) {
    for (const NoticesBy by : all_groupings) {
        if (to_text(by) == text) return by;
    }
    return std::nullopt;
}

NoticeGroups::NoticeGroups(const Ledger& ledger, NoticesBy by, Date up_to) : by_(by) {
    for (CustomerName& name : ledger.customer_names()) names_.emplace(name.id, std::move(name));
    if (by == NoticesBy::reason) reasons_.emplace(ledger, up_to);
}

std::string NoticeGroups::group_of(const NoticeLineFact& line) const {
    switch (by_) {
        case NoticesBy::level:
            return std::to_string(line.level) + " " + std::string(line.level_name);
        case NoticesBy::channel:
            return std::string(to_text(line.channel));
        case NoticesBy::template_name:
            return std::string(line.wording);
        case NoticesBy::procedure:
            return std::string(line.procedure);
        case NoticesBy::collector:
            return names_.at(line.customer).collector;
        case NoticesBy::segment:
            return names_.at(line.customer).segment;
        case NoticesBy::reason:
            return reasons_->on(line.day, line.customer, line.invoice);
    }
    return {};
}

DayRange with_whole_window(DayRange notices, int within_days, Date as_of) {
    notices.to = std::min(notices.to, as_of - within_days);
    return notices;
}

}  // namespace dunning
