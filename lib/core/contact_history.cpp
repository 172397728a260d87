#include "core/contact_history.h"

#include <algorithm>

namespace dunning {
namespace {

bool concerns(const ContactEvent& event, const std::string& debt) {
    return debt.empty() || event.invoice.empty() || event.invoice == debt;
}

bool is_before(const ContactEvent& a, const ContactEvent& b) {
    if (a.at && b.at) return *a.at < *b.at;
    return a.day < b.day;
}

// Calls to a number that turned out to be another's were no calls to the customer: all of them
// since somebody was last spoken with (12 CFR 1006.14(b)(2)(i), interpretation 3).
std::vector<ContactEvent> without_wrong_numbers(const std::vector<ContactEvent>& events) {
    std::vector<ContactEvent> kept;
    for (const ContactEvent& event : events) {
        if (event.outcome == ContactOutcome::wrong_number) {
            const auto is_other_number = [&](const ContactEvent& call) {
                return !event.address.empty() && !call.address.empty() &&
                       call.address != event.address;
            };
            auto talk = std::find_if(kept.rbegin(), kept.rend(), is_conversation);
            const auto first = talk.base();
            kept.erase(std::remove_if(first, kept.end(),
                                      [&](const ContactEvent& call) {
                                          return is_placed_call(call) && !is_other_number(call);
                                      }),
                       kept.end());
        }
        kept.push_back(event);
    }
    return kept;
}

}  // namespace

ContactHistory::ContactHistory(const ContactFile& file, Instant at)
    : today_(file.zones.front().local(at).day) {
    for (const ContactEvent& event : file.events) {
        const bool has_happened = event.at ? *event.at <= at : event.day <= today_;
        if (has_happened) events_.push_back(event);
    }
    std::ranges::stable_sort(events_, is_before);
    events_ = without_wrong_numbers(events_);
}

bool ContactHistory::has_consent(Date day, std::optional<Instant> at, int longest) const {
    const ContactEvent* consent = nullptr;
    for (const ContactEvent& event : events_) {
        const bool is_later = at && event.at ? *event.at >= *at : event.day > day;
        if (is_later) break;
        if (event.outcome == ContactOutcome::consent) {
            consent = &event;
        } else if (is_conversation(event) || event.outcome == ContactOutcome::cease) {
            consent = nullptr;
        }
    }
    if (consent == nullptr) return false;
    const Date last = std::min(consent->until.value_or(consent->day + (longest - 1)),
                               consent->day + (longest - 1));
    return day <= last;
}

bool ContactHistory::has_open_consent() const {
    const ContactEvent* consent = last_of(ContactOutcome::consent);
    if (consent == nullptr) return false;
    const ContactEvent* cease = last_of(ContactOutcome::cease);
    if (cease != nullptr && is_before(*consent, *cease)) return false;
    return !consent->until || today_ <= *consent->until;
}

bool ContactHistory::counts(const ContactEvent& event, const ContactLimit& limit) const {
    switch (limit.counts) {
        case ContactLimit::Counts::contacts:
            return event.direction == Direction::out &&
                   (!limit.channel || event.channel == *limit.channel);
        case ContactLimit::Counts::placed_calls:
            return is_placed_call(event) && !has_consent(event.day, event.at, consent_days);
        case ContactLimit::Counts::answered_calls:
            return event.channel == Channel::phone && event.direction == Direction::out &&
                   is_answered(event);
        case ContactLimit::Counts::unanswered_calls:
            return event.channel == Channel::phone && event.direction == Direction::out &&
                   !is_answered(event);
    }
    return false;
}

std::vector<Date> ContactHistory::counted(const ContactLimit& limit, const std::string& debt,
                                          const std::string& address) const {
    std::vector<Date> days;
    for (const ContactEvent& event : events_) {
        if (!counts(event, limit)) continue;
        if (event.day <= today_ - limit.days || event.day > today_) continue;
        if (limit.of == ContactLimit::Of::debt && !concerns(event, debt)) continue;
        // A call whose number was not noted may have been to this one.
        if (limit.of == ContactLimit::Of::address && !address.empty() && !event.address.empty() &&
            event.address != address) {
            continue;
        }
        days.push_back(event.day);
    }
    std::ranges::sort(days);
    return days;
}

const ContactEvent* ContactHistory::last_conversation(const std::string& debt) const {
    const ContactEvent* last = nullptr;
    for (const ContactEvent& event : events_) {
        if (event.channel == Channel::phone && is_conversation(event) && concerns(event, debt)) {
            last = &event;
        }
    }
    return last;
}

std::optional<Date> ContactHistory::last_contact() const {
    std::optional<Date> last;
    for (const ContactEvent& event : events_) {
        if (event.direction == Direction::out) last = std::max(last.value_or(event.day), event.day);
    }
    return last;
}

const ContactEvent* ContactHistory::last_of(ContactOutcome outcome,
                                            std::optional<Channel> channel) const {
    const ContactEvent* last = nullptr;
    for (const ContactEvent& event : events_) {
        if (event.outcome != outcome || (channel && event.channel != *channel)) continue;
        last = &event;
    }
    return last;
}

int ContactHistory::failures_in_a_row() const {
    int failures = 0;
    for (const ContactEvent& event : events_) {
        if (is_conversation(event) || event.direction == Direction::in) {
            failures = 0;
        } else if (event.channel == Channel::phone) {
            ++failures;
        }
    }
    return failures;
}

}  // namespace dunning
