#include "core/contact_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/contact_history.h"

namespace dunning {
namespace {

// As many days as it may take from one forbidden moment to the next; beyond, no moment is found.
constexpr int most_steps = 400;
constexpr int unreachable_after = 3;

std::string clock_text(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

// Whether `minute` lies in [from, to), which may span midnight.
bool in_hours(int minute, int from, int to) {
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

// A letter arrives when the postman comes, and a referral does not reach the customer at all.
bool disturbs(Channel channel) {
    return channel != Channel::letter && channel != Channel::referral;
}

bool allows_a_call_anyway(const ContactHistory& history, const ContactQuestion& question) {
    return history.has_consent(history.today(), question.at, consent_days);
}

class Asking {
  public:
    Asking(const ContactFile& file, const HolidayCalendars& holidays,
           const ContactQuestion& question)
        : file_(file), holidays_(holidays), question_(question), history_(file, question.at) {}

    std::optional<ContactRefusal> ask(const ContactRule& rule) const {
        return std::visit([&](const auto& limit) { return refusal(rule, limit); }, rule.limit);
    }

  private:
    const ZoneClock& zone() const { return file_.zones.front(); }
    Instant begin_of(Date day) const { return zone().instant({.day = day, .minute = 0}); }
    bool to_somebody_else() const { return question_.addressee == Addressee::somebody_else; }

    std::optional<ContactRefusal> refusal(const ContactRule& rule,
                                          const AllowedHours& hours) const {
        if (!disturbs(question_.channel)) return std::nullopt;
        if (hours.consent == AllowedHours::Consent::lifts && history_.has_open_consent()) {
            return std::nullopt;
        }
        for (const ZoneClock& zone : file_.zones) {
            const LocalTime local = zone.local(question_.at);
            if (in_hours(local.minute, hours.from, hours.to)) continue;
            const bool tomorrow = local.minute >= hours.from;
            return ContactRefusal{
                rule.id,
                fmt::format("it is {} where the customer is; contact is allowed from {} to {}",
                            clock_text(local.minute), clock_text(hours.from), clock_text(hours.to)),
                zone.instant({local.day + (tomorrow ? 1 : 0), hours.from})};
        }
        return std::nullopt;
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule, const ClosedDays&) const {
        if (!disturbs(question_.channel)) return std::nullopt;
        for (const ZoneClock& zone : file_.zones) {
            const Date day = zone.local(question_.at).day;
            const bool is_sunday = day.weekday() == Weekday::sunday;
            if (!is_sunday && !is_holiday(day)) continue;
            return ContactRefusal{rule.id,
                                  fmt::format("{} is a {} where the customer is", to_text(day),
                                              is_sunday ? "Sunday" : "holiday"),
                                  zone.instant({.day = day + 1, .minute = 0})};
        }
        return std::nullopt;
    }

    bool is_holiday(Date day) const {
        return std::ranges::any_of(holidays_, [day](const BusinessCalendar* calendar) {
            return calendar->is_holiday(day);
        });
    }

    // The debts that the contact may be about: the one named, else any that is overdue.
    std::vector<std::string> debts() const {
        if (!question_.invoice.empty()) return {question_.invoice};
        if (file_.debts.empty()) return {""};
        return file_.debts;
    }

    // About which debt a contact is allowed soonest decides.
    template <class Refuse>
    std::optional<ContactRefusal> by_debt(const Refuse& refuse) const {
        std::optional<ContactRefusal> soonest;
        for (const std::string& debt : debts()) {
            auto refusal = refuse(debt);
            if (!refusal) return std::nullopt;
            if (!soonest || refusal->earliest < soonest->earliest) soonest = std::move(refusal);
        }
        return soonest;
    }

    static std::string_view noun_of(const ContactLimit& limit) {
        switch (limit.counts) {
            case ContactLimit::Counts::contacts:
                return "contacts";
            case ContactLimit::Counts::placed_calls:
                return "calls";
            case ContactLimit::Counts::answered_calls:
                return "answered calls";
            case ContactLimit::Counts::unanswered_calls:
                return "unanswered calls";
        }
        return "contacts";
    }

    bool is_limited(const ContactLimit& limit) const {
        if (limit.counts != ContactLimit::Counts::contacts) {
            return question_.channel == Channel::phone;
        }
        return !limit.channel || *limit.channel == question_.channel;
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule,
                                          const ContactLimit& limit) const {
        if (!is_limited(limit)) return std::nullopt;
        if (limit.counts == ContactLimit::Counts::placed_calls &&
            allows_a_call_anyway(history_, question_)) {
            return std::nullopt;
        }
        if (limit.of != ContactLimit::Of::debt) return over(rule, limit, "");
        return by_debt([&](const std::string& debt) { return over(rule, limit, debt); });
    }

    std::optional<ContactRefusal> over(const ContactRule& rule, const ContactLimit& limit,
                                       const std::string& debt) const {
        const auto days = history_.counted(limit, debt, question_.address);
        if (std::ssize(days) < limit.max) return std::nullopt;
        const auto leaving = days[days.size() - static_cast<std::size_t>(limit.max)];
        std::string what = fmt::format("{} {}", days.size(), noun_of(limit));
        if (limit.channel) what += fmt::format(" by {}", to_text(*limit.channel));
        if (!debt.empty()) what += fmt::format(" about {}", debt);
        return ContactRefusal{
            rule.id,
            fmt::format("{} {}, and {} are allowed", what,
                        limit.days == 1 ? std::string("on this day")
                                        : fmt::format("within {} days", limit.days),
                        limit.max),
            begin_of(leaving + limit.days)};
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule,
                                          const RestAfterTalk& rest) const {
        if (question_.channel != Channel::phone) return std::nullopt;
        if (allows_a_call_anyway(history_, question_)) return std::nullopt;
        return by_debt([&](const std::string& debt) -> std::optional<ContactRefusal> {
            const ContactEvent* talk = history_.last_conversation(debt);
            if (talk == nullptr || talk->day + rest.days <= history_.today()) return std::nullopt;
            return ContactRefusal{
                rule.id,
                fmt::format("a conversation{} took place on {}; no call within {} days of it",
                            debt.empty() ? "" : " about " + debt, to_text(talk->day), rest.days),
                begin_of(talk->day + rest.days)};
        });
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule, const MinimumGap& gap) const {
        const auto last = history_.last_contact();
        if (!last || *last + gap.days <= history_.today()) return std::nullopt;
        const Date again = *last + gap.days;
        return ContactRefusal{rule.id,
                              fmt::format("the last contact was on {}, the next may be on {}",
                                          to_text(*last), to_text(again)),
                              begin_of(again)};
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule, Refused what) const {
        const ContactEvent* consent = history_.last_of(ContactOutcome::consent);
        switch (what) {
            case Refused::all_contact:
                return since(rule, history_.last_of(ContactOutcome::cease), consent,
                             "the customer asked not to be contacted any more");
            case Refused::this_channel:
                return since(
                    rule, history_.last_of(ContactOutcome::opt_out, question_.channel),
                    history_.last_of(ContactOutcome::consent, question_.channel),
                    fmt::format("the customer does not want {}", to_text(question_.channel)));
            case Refused::represented:
                return since(rule, history_.last_of(ContactOutcome::represented), consent,
                             "a lawyer speaks for the customer, and everything goes there");
        }
        return std::nullopt;
    }

    // Lifted by a consent that came later.
    std::optional<ContactRefusal> since(const ContactRule& rule, const ContactEvent* said,
                                        const ContactEvent* consent, std::string_view what) const {
        if (said == nullptr || (consent != nullptr && consent > said)) return std::nullopt;
        return ContactRefusal{rule.id, fmt::format("{} ({})", what, to_text(said->day)), {}};
    }

    std::optional<ContactRefusal> refusal(const ContactRule& rule,
                                          const ThirdParties& others) const {
        if (!to_somebody_else()) return std::nullopt;
        const ContactEvent* spoken = history_.last_of(ContactOutcome::third_party);
        switch (others.allowed) {
            case ThirdParties::Allowed::never:
                return ContactRefusal{rule.id, "nobody but the customer is told of the debt", {}};
            case ThirdParties::Allowed::once_to_locate:
                if (spoken == nullptr) return std::nullopt;
                return ContactRefusal{
                    rule.id,
                    fmt::format("somebody else was asked on {}, and once is allowed, to learn "
                                "where the customer is",
                                to_text(spoken->day)),
                    {}};
            case ThirdParties::Allowed::when_unreachable:
                if (history_.failures_in_a_row() >= unreachable_after) return std::nullopt;
                return ContactRefusal{
                    rule.id,
                    fmt::format("others may be asked only when the customer cannot be reached: {} "
                                "calls in a row have failed, and {} must",
                                history_.failures_in_a_row(), unreachable_after),
                    {}};
        }
        return std::nullopt;
    }

    const ContactFile& file_;
    const HolidayCalendars& holidays_;
    const ContactQuestion& question_;
    ContactHistory history_;
};

bool is_stricter(const ContactRefusal& a, const ContactRefusal& b) {
    if (!b.earliest) return false;
    return !a.earliest || *a.earliest > *b.earliest;
}

// Of the rules that refuse, the strictest; of equally strict ones the first.
std::optional<ContactRefusal> strictest(const ContactFile& file,
                                        const std::vector<ContactRule>& rules,
                                        const HolidayCalendars& holidays,
                                        const ContactQuestion& question) {
    const Asking asking(file, holidays, question);
    std::optional<ContactRefusal> worst;
    for (const ContactRule& rule : rules) {
        auto refusal = asking.ask(rule);
        if (refusal && (!worst || is_stricter(*refusal, *worst))) worst = std::move(refusal);
    }
    return worst;
}

}  // namespace

std::optional<ContactRefusal> contact_refusal(const ContactFile& file,
                                              const std::vector<ContactRule>& rules,
                                              const HolidayCalendars& holidays,
                                              const ContactQuestion& question) {
    DUNNING_CHECK(!file.zones.empty());
    auto refusal = strictest(file, rules, holidays, question);
    if (!refusal || !refusal->earliest) return refusal;
    // The end of one rule may lie where another refuses: a window that ends at midnight.
    ContactQuestion later = question;
    for (int step = 0; step < most_steps; ++step) {
        later.at = *refusal->earliest;
        const auto next = strictest(file, rules, holidays, later);
        if (!next) return refusal;
        refusal->earliest = next->earliest;
        if (!next->earliest) return refusal;
    }
    refusal->earliest.reset();
    return refusal;
}

}  // namespace dunning
