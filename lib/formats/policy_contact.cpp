// [contact]
#include <algorithm>

#include "core/ascii.h"
#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr int minutes_of_hour = 60;

constexpr Word<RuleSetName> rule_sets[] = {{"courtesy", RuleSetName::courtesy},
                                           {"us-reg-f", RuleSetName::us_reg_f},
                                           {"cn-personal", RuleSetName::cn_personal},
                                           {"uk-conc", RuleSetName::uk_conc},
                                           {"eu", RuleSetName::eu}};

enum class RulesFor { all, consumers };
constexpr Word<RulesFor> audiences[] = {{"all", RulesFor::all}, {"consumers", RulesFor::consumers}};

enum class SendOn { working_days, any_day };
constexpr Word<SendOn> send_days[] = {{"working_days", SendOn::working_days},
                                      {"any_day", SendOn::any_day}};

// "20:00" as minutes since midnight.
std::optional<int> read_time(const TomlValue& value) {
    const auto text = value.text();
    if (!text) return std::nullopt;
    const bool shaped = text->size() == 5 && is_digit((*text)[0]) && is_digit((*text)[1]) &&
                        (*text)[2] == ':' && is_digit((*text)[3]) && is_digit((*text)[4]);
    const int hour = shaped ? ((*text)[0] - '0') * 10 + ((*text)[1] - '0') : 24;
    const int minute = shaped ? ((*text)[3] - '0') * 10 + ((*text)[4] - '0') : 0;
    if (hour > 23 || minute >= minutes_of_hour) {
        value.problem("is not a time of day", "as in \"20:00\"; midnight is \"00:00\"");
        return std::nullopt;
    }
    return hour * minutes_of_hour + minute;
}

void read_quiet_hours(const TomlValue& value, ContactSettings& contact) {
    const auto times = value.list();
    if (!times || times->empty()) return;
    if (times->size() != 2) {
        value.problem("needs a beginning and an end",
                      "as in [\"20:00\", \"09:00\"], or [] for none");
        return;
    }
    contact.quiet_from = read_time(times->front());
    contact.quiet_to = read_time(times->back());
    if (contact.quiet_from && contact.quiet_from == contact.quiet_to) {
        value.problem("begin and end at the same time", "[] switches them off");
    }
}

// "any" stands for every channel, so the answer is optional in two ways.
void read_cap_channel(TomlSection& section, ContactCap& cap) {
    const auto value = section.need("channel");
    if (!value || value->node().value<std::string_view>() == "any") return;
    std::vector<Word<Channel>> words = {{"any", std::nullopt}};
    for (const auto& word : channel_words()) words.push_back(word);
    cap.channel = value->word<Channel>(words);
}

ContactCap read_cap(TomlSection& section) {
    ContactCap cap;
    read_cap_channel(section, cap);
    if (const auto value = section.need("count")) {
        cap.count = value->whole_number({1, 1000}).value_or(1);
    }
    if (const auto value = section.need("within")) {
        cap.within = {value->calendar_days().value_or(1), false};
        if (cap.within.days == 0) value->problem("is no span of time");
    }
    section.refuse_unknown();
    return cap;
}

void read_rules(TomlSection& section, ContactSettings& contact) {
    RulesFor audience = RulesFor::all;
    section.take_word<RulesFor, RulesFor>("rules_for", audience, audiences);
    const auto value = section.find("rules");
    const auto names = value ? value->words<RuleSetName>(rule_sets) : std::nullopt;
    if (!names) return;
    contact.sets.clear();
    for (const RuleSetName name : *names) {
        contact.sets.push_back({.set = name});
        if (audience == RulesFor::consumers) contact.sets.back().kind = CustomerKind::consumer;
    }
}

// outcomes = { callback_agreed = "conversation" }: the book's own words, and what each counts as.
void read_outcomes(TomlSection& section, ContactSettings& contact) {
    auto own = section.section("outcomes");
    if (!own) return;
    std::vector<std::string> names;
    for (const ContactOutcome outcome : all_contact_outcomes()) {
        names.emplace_back(to_text(outcome));
    }
    std::vector<Word<ContactOutcome>> known;
    for (std::size_t i = 0; i < names.size(); ++i) {
        known.push_back({names[i], all_contact_outcomes()[i]});
    }
    for (const auto& [word, value] : own->entries()) {
        if (contact_outcome_from(word)) {
            value.problem("is an outcome already", "choose another word");
        } else if (const auto meaning = value.word<ContactOutcome>(known)) {
            contact.outcomes.emplace_back(word, *meaning);
        }
    }
}

// reasons = ["seasonal"]: beside the known ones.
void read_reasons(TomlSection& section, ContactSettings& contact) {
    const auto value = section.find("reasons");
    const auto words = value ? value->texts() : std::nullopt;
    if (!words) return;
    for (const std::string& word : *words) {
        const auto& known = overdue_reasons();
        if (word.empty() || std::ranges::find(known, word) != known.end()) {
            value->problem("names a reason that there is already", "leave it out");
            return;
        }
        contact.reasons.push_back(word);
    }
}

}  // namespace

void read_contact(TomlSection& root, Policy& policy) {
    auto section = root.section("contact");
    if (!section) return;
    auto& contact = policy.contact;
    read_rules(*section, contact);
    if (const auto value = section->find("quiet_hours")) read_quiet_hours(*value, contact);
    for (auto& cap : section->sections("caps")) contact.caps.push_back(read_cap(cap));
    if (const auto value = section->find("gap")) {
        if (const auto days = value->calendar_days()) contact.gap = Duration{*days, false};
    }
    read_outcomes(*section, contact);
    read_reasons(*section, contact);
    SendOn send_on = SendOn::working_days;
    section->take_word<SendOn, SendOn>("send_on", send_on, send_days);
    contact.working_days_only = send_on == SendOn::working_days;
    section->refuse_unknown();
}

}  // namespace dunning
