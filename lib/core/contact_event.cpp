#include "core/contact_event.h"

#include <array>
#include <utility>

namespace dunning {
namespace {

constexpr std::array<std::pair<ContactOutcome, std::string_view>, 18> outcome_words = {{
    {ContactOutcome::conversation, "conversation"},
    {ContactOutcome::no_answer, "no_answer"},
    {ContactOutcome::voicemail, "voicemail"},
    {ContactOutcome::busy, "busy"},
    {ContactOutcome::not_in_service, "not_in_service"},
    {ContactOutcome::wrong_number, "wrong_number"},
    {ContactOutcome::third_party, "third_party"},
    {ContactOutcome::sent, "sent"},
    {ContactOutcome::delivered, "delivered"},
    {ContactOutcome::bounced, "bounced"},
    {ContactOutcome::promised, "promised"},
    {ContactOutcome::disputed, "disputed"},
    {ContactOutcome::refused, "refused"},
    {ContactOutcome::consent, "consent"},
    {ContactOutcome::opt_out, "opt_out"},
    {ContactOutcome::cease, "cease"},
    {ContactOutcome::represented, "represented"},
    {ContactOutcome::noted, "noted"},
}};

bool is_spoken(Channel channel) {
    return channel == Channel::phone || channel == Channel::visit || channel == Channel::meeting;
}

}  // namespace

std::string_view to_text(ContactOutcome outcome) {
    for (const auto& [value, word] : outcome_words) {
        if (value == outcome) return word;
    }
    return "conversation";
}

std::optional<ContactOutcome> contact_outcome_from(std::string_view text) {
    for (const auto& [value, word] : outcome_words) {
        if (word == text) return value;
    }
    return std::nullopt;
}

const std::vector<ContactOutcome>& all_contact_outcomes() {
    static const std::vector<ContactOutcome> all = [] {
        std::vector<ContactOutcome> outcomes;
        for (const auto& [value, word] : outcome_words) {
            if (value != ContactOutcome::noted) outcomes.push_back(value);
        }
        return outcomes;
    }();
    return all;
}

std::string_view to_text(Direction direction) {
    return direction == Direction::in ? "in" : "out";
}

std::optional<Direction> direction_from(std::string_view text) {
    if (text == "in") return Direction::in;
    if (text == "out") return Direction::out;
    return std::nullopt;
}

const std::vector<std::string>& overdue_reasons() {
    static const std::vector<std::string> words = {"financial_difficulty",  "forgot",
                                                   "disputed_statement",    "service_problem",
                                                   "communication_problem", "other"};
    return words;
}

bool is_conversation(const ContactEvent& event) {
    if (!is_spoken(event.channel)) return false;
    switch (event.outcome) {
        case ContactOutcome::conversation:
        case ContactOutcome::promised:
        case ContactOutcome::disputed:
        case ContactOutcome::refused:
        case ContactOutcome::consent:
        case ContactOutcome::opt_out:
        case ContactOutcome::cease:
        case ContactOutcome::represented:
            return true;
        case ContactOutcome::no_answer:
        case ContactOutcome::voicemail:
        case ContactOutcome::busy:
        case ContactOutcome::not_in_service:
        case ContactOutcome::wrong_number:
        case ContactOutcome::third_party:
        case ContactOutcome::sent:
        case ContactOutcome::delivered:
        case ContactOutcome::bounced:
        case ContactOutcome::noted:
            return false;
    }
    return false;
}

bool is_placed_call(const ContactEvent& event) {
    if (event.channel != Channel::phone || event.direction != Direction::out) return false;
    return event.outcome != ContactOutcome::busy &&
           event.outcome != ContactOutcome::not_in_service &&
           event.outcome != ContactOutcome::wrong_number;
}

bool is_answered(const ContactEvent& event) {
    return is_conversation(event) || event.outcome == ContactOutcome::third_party;
}

}  // namespace dunning
