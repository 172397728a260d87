// A decision in one line, and what comes of it: shared by the tests of decide.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/decision.h"
#include "support/builders.h"

namespace dunning::testing {

// "reminder/email INV-1>1 INV-2=1": the notice's level and channel, then each line, with > for one
// that advances to its level and = for one that is only listed.
inline std::string shown(const Notice& notice) {
    std::string text = fmt::format("{}/{}", notice.level_name, to_text(notice.channel));
    for (const NoticeLine& line : notice.lines) {
        text += fmt::format(" {}{}{}", line.invoice, line.advances ? ">" : "=", line.level);
    }
    return text;
}

inline std::string shown(const Withheld& withheld) {
    std::string text = fmt::format("{} {}", withheld.invoice, to_text(withheld.rule));
    if (withheld.until) text += " until " + to_text(*withheld.until);
    return text;
}

// Notices, then what is withheld, with "; " between; "nothing" when nothing is overdue.
inline std::string shown(const Decision& decision) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    for (const Notice& notice : decision.notices) add(shown(notice));
    for (const Withheld& withheld : decision.withheld) add(shown(withheld));
    return text.empty() ? "nothing" : text;
}

// The notices are out, so that the next night sees them.
inline void issue(CustomerPosition& position, const std::vector<Notice>& notices) {
    for (const Notice& notice : notices) {
        for (const NoticeLine& line : notice.lines) {
            auto& history =
                std::ranges::find(position.items, line.invoice, &OpenItem::invoice)->history;
            history.last_listed = notice.date;
            if (!line.advances) continue;
            history.level = line.level;
            history.last_notice = notice.date;
            if (!history.first_notice) history.first_notice = notice.date;
        }
    }
}

// What one night decides, in one line.
inline std::string shown_tonight(const CustomerPosition& position, const Policy& policy,
                                 Date as_of) {
    return shown(decide(position, {.policy = policy}, as_of));
}

// What goes out in the nights of a period, each "day: notice" on a line.
inline std::string sent_in_nights(CustomerPosition position, const Policy& policy, Date first,
                                  Date last) {
    std::string log;
    for (Date night = first; night <= last; night = night + 1) {
        const Decision decision = decide(position, {.policy = policy}, night);
        for (const Notice& notice : decision.notices) {
            log += (log.empty() ? "" : "\n") + to_text(night) + ": " + shown(notice);
        }
        issue(position, decision.notices);
    }
    return log;
}

inline const Date due_friday = Date::from_ymd(2025, 1, 31);  // of most cases

inline PositionBuilder acme_owes_120() {
    using namespace literals;
    return acme().owes("120.00 EUR"_money, due(due_friday));
}

// Levels of five, twenty and forty days, by email.
inline Policy three_levels() {
    const auto level_after = [](std::string name, int days) {
        return Level{.name = std::move(name), .after = {days, false}, .channels = {Channel::email}};
    };
    return policy_of(
        {level_after("first", 5), level_after("second", 20), level_after("third", 40)});
}

}  // namespace dunning::testing
