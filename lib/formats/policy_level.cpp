// [[procedure.level]]
#include <fmt/format.h>

#include <algorithm>

#include "core/notice.h"
#include "formats/policy_fees.h"
#include "formats/policy_sections.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr Word<Channel> channels[] = {{"email", Channel::email},      {"sms", Channel::sms},
                                      {"letter", Channel::letter},    {"phone", Channel::phone},
                                      {"visit", Channel::visit},      {"meeting", Channel::meeting},
                                      {"referral", Channel::referral}};

constexpr Word<LevelFrom> starts[] = {{"due", LevelFrom::due},
                                      {"last_notice", LevelFrom::last_notice},
                                      {"due_month_end", LevelFrom::due_month_end}};

constexpr Word<LetterKind> letters[] = {{"plain", LetterKind::plain},
                                        {"registered", LetterKind::registered},
                                        {"courier", LetterKind::courier}};

constexpr Word<CreditAction> credit_actions[] = {
    {"none", CreditAction::none},
    {"watch", CreditAction::watch},
    {"lower_limit", CreditAction::lower_limit},
    {"deposit", CreditAction::deposit},
    {"cash_on_delivery", CreditAction::cash_on_delivery},
    {"stop", CreditAction::stop}};

constexpr Word<Referral> referrals[] = {
    {"none", Referral::none}, {"agency", Referral::agency}, {"legal", Referral::legal}};

std::optional<std::vector<Channel>> read_channel_list(const TomlValue& value) {
    auto list = value.words<Channel>(channels);
    if (list && list->empty()) {
        value.problem("is empty", "name at least one, as in [\"email\", \"letter\"]");
        return std::nullopt;
    }
    return list;
}

void read_timing(TomlSection& section, LevelPlace place, Level& level) {
    if (const auto value = section.need("after"))
        level.after = value->duration().value_or(Duration{});
    if (const auto value = section.find("from")) {
        if (const auto from = value->word<LevelFrom>(starts)) level.from = *from;
        if (place == LevelPlace::first && level.from == LevelFrom::last_notice) {
            value->problem("cannot be on the first level: there is no notice before it",
                           "use \"due\", or leave it out");
        }
    }
    section.take("gap", level.gap, &TomlValue::duration);
    if (const auto value = section.find("pay_within")) {
        level.pay_within = value->duration().value_or(level.pay_within);
        if (level.pay_within.days == 0) value->problem("leaves no day to pay");
    }
}

void read_consequences(TomlSection& section, Level& level) {
    section.take("interest", level.interest, &TomlValue::truth);
    section.take("approval", level.approval, &TomlValue::truth);
    section.take_word<LetterKind, LetterKind>("letter", level.letter, letters);
    section.take_word<CreditAction, CreditAction>("credit", level.credit, credit_actions);
    section.take_word<Referral, Referral>("refer", level.refer, referrals);
}

// The shipped ones: a folder of templates may change what they say, but adds none.
std::optional<std::string> read_wording(const TomlValue& value) {
    auto name = value.text_with_content();
    if (!name || std::ranges::find(shipped_wordings(), *name) != shipped_wordings().end())
        return name;
    const std::string suggestion = did_you_mean(*name, shipped_wordings());
    value.problem("is no wording",
                  suggestion.empty() ? fmt::format("one of {}", fmt::join(shipped_wordings(), ", "))
                                     : suggestion);
    return std::nullopt;
}

}  // namespace

std::span<const Word<Channel>> channel_words() {
    return channels;
}

Level read_level(TomlSection& section, LevelPlace place, Currency currency) {
    Level level;
    if (const auto name = section.need("name")) level.name = name->text_with_content().value_or("");
    read_timing(section, place, level);
    section.take("min_amount", level.min_amount,
                 [&](const TomlValue& value) { return value.money_of_book(currency); });
    if (const auto value = section.need("channels")) {
        level.channels = read_channel_list(*value).value_or(std::vector<Channel>{});
    }
    section.take("also", level.also,
                 [](const TomlValue& value) { return value.words<Channel>(channels); });
    level.fee = read_fee(section, "fee", currency);
    read_consequences(section, level);
    section.take("wording", level.wording, read_wording);
    section.refuse_unknown();
    return level;
}

}  // namespace dunning
