#include "formats/preset.h"

#include <doctest/doctest.h>

#include "formats/policy_check.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

PresetValues values(std::string_view currency, const std::string& country) {
    return {.name = "Tea \"&\" \\ Co. @CURRENCY@",
            .currency = *Currency::from_code(currency),
            .timezone = "Asia/Shanghai",
            .language = "zh-CN",
            .country = country,
            .calendar = calendar_of_country(country)};
}

PolicyRead preset(const std::string& name, std::string_view currency = "CNY") {
    return read_text(*write_preset(name, values(currency, "CN")));
}

std::string schedule(const Procedure& procedure) {
    std::string text;
    for (const auto& level : procedure.levels) {
        text += level.name + " " + to_text(level.after) + ":";
        for (const auto channel : level.channels) text += " " + std::string(to_text(channel));
        for (const auto channel : level.also) text += " +" + std::string(to_text(channel));
        text += "\n";
    }
    return text;
}

std::string classes(const Policy& policy) {
    std::string text;
    for (const auto& severity : policy.classes) {
        text += severity.name + " " + std::to_string(severity.from_day) + " " +
                to_text(*severity.first_notice_within) + ", ";
    }
    return text;
}

}  // namespace

TEST_CASE("presets: three are shipped, and no other") {
    CHECK(preset_names() == Lines{"term-loans", "tiered", "trade-credit"});
    CHECK(!write_preset("none", values("EUR", "")));
}

TEST_CASE("presets: each reads without a diagnostic in every country, and leaves no placeholder") {
    for (const auto& name : preset_names()) {
        for (const auto* country : {"", "CN", "DE", "FR", "GB", "CH", "IT", "US", "JP"}) {
            for (const auto* currency : {"CNY", "JPY", "KWD"}) {
                CAPTURE(name);
                CAPTURE(country);
                const auto text = *write_preset(name, values(currency, country));
                const auto read = read_text(text);
                CHECK(read.problems == Lines{});
                REQUIRE(read.policy);
                CHECK(read.policy->book.name == "Tea \"&\" \\ Co. @CURRENCY@");
                CHECK(read.policy->book.country == country);
                CHECK(text.find("@ZERO") == std::string::npos);
                CHECK(text.find("@STAT") == std::string::npos);
            }
        }
    }
}

TEST_CASE("presets: the check has no error, only what init cannot know") {
    for (const auto& name : preset_names()) {
        const auto read = preset(name);
        Diagnostics diagnostics;
        check_policy(*read.policy, read.places, "2026-06-01"_date, diagnostics);
        Lines found;
        for (const auto& diagnostic : diagnostics.all()) found.push_back(diagnostic.what);
        CAPTURE(name);
        CHECK(!diagnostics.has_errors());
        CHECK(found == Lines{"no sender for email, though levels use that channel",
                             "no account and no link: a notice will not say how to pay"});
    }
}

TEST_CASE("presets: classes and levels are those of the contract") {
    const auto trade = *preset("trade-credit").policy;
    CHECK(classes(trade) == "mild 1 3wd, moderate 31 2wd, severe 91 1wd, ");
    CHECK(schedule(trade.procedures[0]) ==
          "reminder 3d: email sms\noverdue 15d: email +phone\ndemand 30d: letter +phone\nfinal "
          "60d: letter\n"
          "legal 90d: referral\n");
    const auto& final_level = trade.procedures[0].levels[3];
    CHECK(final_level.approval);
    CHECK(final_level.letter == LetterKind::registered);
    CHECK(final_level.credit == CreditAction::stop);
    CHECK(!trade.procedures[0].levels[1].interest);
    CHECK(trade.procedures[0].levels[2].interest);
    CHECK(trade.procedures[0].levels[4].refer == Referral::legal);
    CHECK(trade.agreements.promise.grace_days == 2);
    CHECK(trade.agreements.plan.grace_days == 3);
    CHECK(trade.interest.method == InterestMethod::none);

    const auto loans = *preset("term-loans").policy;
    CHECK(classes(loans) == "minor 1 3wd, ordinary 4 2wd, severe 8 1wd, ");
    CHECK(schedule(loans.procedures[0]) ==
          "reminder 1d: sms email +phone\nnotice 4d: email letter\ndemand 8d: letter +visit\n"
          "final 30d: letter\nlegal 60d: referral\n");
    CHECK(schedule(loans.procedures[1]) ==
          "reminder 1d: sms email +phone\nnotice 4d: email letter\ndemand 8d: letter\n"
          "final 30d: letter\nlegal 60d: referral\n");

    const auto tiered = *preset("tiered").policy;
    CHECK(classes(tiered) == "light 1 3wd, middle 31 2wd, serious 61 1wd, ");
    CHECK(schedule(tiered.procedures[1]) ==
          "reminder 3d: email sms\nnotice 15d: email letter +phone\ndemand 31d: letter +phone\n"
          "final 61d: letter +visit\nagency 90d: referral\nlegal 30d: referral\n");
    CHECK(tiered.procedures[0].when.behaviour == std::vector{Behaviour::obstinate});
    CHECK(tiered.procedures[0].levels.back().refer == Referral::legal);
}

TEST_CASE("presets: a large debt has the currency's digits") {
    const auto large = [](std::string_view currency) {
        return *preset("term-loans", currency).policy->procedures[0].when.min_open;
    };
    CHECK(large("CNY") == "50000.00 CNY"_money);
    CHECK(large("JPY") == "50000 JPY"_money);
    CHECK(large("KWD") == "50000.000 KWD"_money);
}

TEST_CASE("presets: a country's interest stands beside it, ready to be used") {
    auto text = *write_preset("trade-credit", values("EUR", "DE"));
    const auto none = text.find("method = \"none\"");
    text.replace(none, 15, "# chosen below:");
    const auto at = text.find("# preset = \"de-b2b\"");
    REQUIRE(at != std::string::npos);
    text.erase(at, 2);
    const auto read = read_text(text);
    CHECK(read.problems == Lines{});
    CHECK(read.policy->interest.yearly == "9.0"_rate);
    CHECK(read.policy->interest.table->name == "de-basiszins");
}

TEST_CASE("presets: the calendar of a country") {
    CHECK(calendar_of_country("CN") == "cn");
    CHECK(calendar_of_country("IT") == "target");
    CHECK(calendar_of_country("TB") == "");  // letters of "AT BE" that are no entry
    CHECK(calendar_of_country("") == "");
}
