#include "formats/policy_check_levels.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

// In calendar days: n working days take at least n of them, and in weeks without holidays at most
// two more for every five begun.
int least_days(Duration duration) {
    return duration.days;
}

int usual_days(Duration duration) {
    return duration.working ? duration.days + 2 * ((duration.days + 4) / 5) : duration.days;
}

bool has(const std::vector<Channel>& channels, Channel channel) {
    return std::ranges::find(channels, channel) != channels.end();
}

// The levels of one procedure, walked from the first to the last with the earliest day past due on
// which each can come.
class LevelCheck {
  public:
    LevelCheck(const Policy& policy, std::size_t procedure, const PolicyPlaces& places,
               Diagnostics& diagnostics)
        : policy_(policy),
          index_(procedure),
          procedure_(policy.procedures[procedure]),
          places_(places),
          diagnostics_(diagnostics) {}

    void run() {
        int earliest = 0;
        for (std::size_t i = 0; i < procedure_.levels.size(); ++i) {
            const int reached = earliest_day(i, earliest);
            if (i > 0) {
                check_order(i);
                check_gap(i, earliest);
                check_time_to_pay(i, earliest, reached);
            }
            check_reach(i);
            check_parts(i);
            earliest = reached;
        }
        check_deadlines();
    }

  private:
    const Level& level(std::size_t i) const { return procedure_.levels[i]; }

    Place place(std::size_t i, std::string_view key) const {
        return places_.of(fmt::format("procedure[{}].level[{}].{}", index_, i, key));
    }

    void warning(std::size_t i, const std::string& key, const std::string& what,
                 const std::string& remedy = {}) {
        diagnostics_.warning(place(i, key), fmt::format("level '{}' {}", level(i).name, what),
                             remedy, key);
    }

    int earliest_day(std::size_t i, int before) const {
        const auto& own = level(i);
        const int wait = least_days(own.after);
        int day = own.from == LevelFrom::last_notice ? before + wait : wait;
        if (i > 0 && own.gap) day = std::max(day, before + least_days(*own.gap));
        return std::max(day, before);
    }

    // Against the nearest level before it that counts from the due date too. The end of the month
    // only makes a level later, so it may stand before but not after.
    void check_order(std::size_t i) {
        const auto& own = level(i);
        if (own.from != LevelFrom::due) return;
        for (std::size_t before = i; before-- > 0;) {
            const auto& other = level(before);
            if (other.from == LevelFrom::last_notice) continue;
            const bool same_unit = own.after.working == other.after.working;
            const int latest = same_unit ? own.after.days : usual_days(own.after);
            if (latest <= least_days(other.after)) {
                diagnostics_.error(
                    place(i, "after"),
                    fmt::format(
                        "levels out of order: '{}' comes {} after the due date, '{}' before it {}",
                        own.name, to_text(own.after), other.name, to_text(other.after)),
                    "each level needs a later `after` than the one before it", "after");
            }
            return;
        }
    }

    void check_gap(std::size_t i, int before) {
        const auto& own = level(i);
        if (!own.gap || own.from != LevelFrom::due) return;
        const int possible = before + least_days(*own.gap);
        if (possible <= usual_days(own.after)) return;
        warning(i, "gap",
                fmt::format("never comes on day {}: with its gap of {} not before day {}",
                            own.after.days, to_text(*own.gap), possible),
                "shorten the gap, or move `after`");
    }

    void check_time_to_pay(std::size_t i, int before, int reached) {
        const auto& previous = level(i - 1);
        if (level(i).from == LevelFrom::due_month_end || level(i).after.working) return;
        if (reached - before >= least_days(previous.pay_within)) return;
        warning(i, "after",
                fmt::format("may come {} days after '{}', which gives {} to pay", reached - before,
                            previous.name, to_text(previous.pay_within)),
                "the customer should have had the time that was given");
    }

    void check_reach(std::size_t i) {
        const auto& least = level(i).min_amount;
        const auto& most = procedure_.when.max_open;
        if (!least || !most || least->currency() != most->currency() || *least <= *most) return;
        warning(
            i, "min_amount",
            fmt::format(
                "can never be reached: its min_amount {} is above max_open {} of procedure '{}'",
                to_decimal(*least), to_decimal(*most), procedure_.name));
    }

    void check_parts(std::size_t i) {
        const auto& own = level(i);
        const bool refers =
            has(own.channels, Channel::referral) || has(own.also, Channel::referral);
        if (own.refer != Referral::none && !own.approval) {
            warning(i, "refer", "hands the case over without approval",
                    "approval = true: a person decides on legal action");
        }
        if (refers && own.refer == Referral::none) {
            warning(i, "channels", "is a referral, but does not say to whom",
                    "refer = \"agency\" or \"legal\"");
        }
        const bool by_letter = has(own.channels, Channel::letter) || has(own.also, Channel::letter);
        if (own.letter != LetterKind::plain && !by_letter) {
            warning(i, "letter", "has a kind of letter, but no letter among its channels");
        }
    }

    // An item enters a class on its first day, and level 1 brings its first notice.
    void check_deadlines() {
        if (procedure_.levels.empty()) return;
        const auto& first = procedure_.levels.front();
        const int notice = least_days(first.after);
        for (std::size_t i = 0; i < policy_.classes.size(); ++i) {
            const auto& severity = policy_.classes[i];
            if (!severity.first_notice_within) continue;
            const int deadline = severity.from_day + usual_days(*severity.first_notice_within);
            if (notice <= deadline) continue;
            diagnostics_.warning(
                places_.of(fmt::format("class[{}].first_notice_within", i)),
                fmt::format(
                    "class '{}' asks for a first notice within {} of day {}, but level '{}' of "
                    "procedure '{}' comes after {}",
                    severity.name, to_text(*severity.first_notice_within), severity.from_day,
                    first.name, procedure_.name, to_text(first.after)),
                "the deadline cannot be met: change one of them", "first_notice_within");
        }
    }

    const Policy& policy_;
    std::size_t index_;
    const Procedure& procedure_;
    const PolicyPlaces& places_;
    Diagnostics& diagnostics_;
};

}  // namespace

void check_levels(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < policy.procedures.size(); ++i) {
        LevelCheck(policy, i, places, diagnostics).run();
    }
}

}  // namespace dunning
