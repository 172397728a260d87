#include "formats/preset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/money.h"
#include "formats/shipped_presets.h"
#include "formats/statute_file.h"

namespace dunning {
namespace {

constexpr std::int64_t large_debt = 50'000;  // in whole units of the currency

// A country's statutory interest, by the name of its preset. For a supplier whose customers are
// businesses; `dunning policy explain` says whom it binds, by which articles.
constexpr std::pair<std::string_view, std::string_view> statutory[] = {
    {"CN", "cn-sme"},
    {"DE", "de-b2b"},
    {"FR", "fr"},
    {"GB", "uk"},
    {"IE", "ie"},
    {"CH", "ch"},
    {"AT BE BG CY CZ DK EE ES FI GR HR HU IT LT LU LV MT NL PL PT RO SE SI SK", "eu"},
    {"US", "us-contract"}};

// Which law on contacts binds whom is said at each set of core/contact_rules.h; for a supplier it
// is a decent ceiling towards consumers.
constexpr std::pair<std::string_view, std::string_view> contact_laws[] = {
    {"CN", "cn-personal"},
    {"US", "us-reg-f"},
    {"GB", "uk-conc"},
    {"AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK", "eu"}};

// What a law asks for before a debt may be reported, and afterwards.
constexpr std::pair<std::string_view, std::string_view> credit_record_laws[] = {
    {"CN",
     "Regulation on the credit reporting industry (State Council decree 631), articles 15 and 25: "
     "a "
     "person is told before;\n# an entry that is contested is verified and answered within 20 "
     "days."},
    {"DE",
     "BDSG section 31(2) no. 4: two reminders in writing after the due date, the first at least "
     "four "
     "weeks ago, announced\n# not before the first, and not disputed. GDPR articles 5(1)(d), 16: "
     "put "
     "right without delay."},
    {"GB",
     "Principles for the reporting of arrears, arrangements and defaults (SCOR with the ICO), no. "
     "4: a default after\n# three months of arrears and not after six, with notice of it at least "
     "28 days before: overdue 90d, announced 28d.\n# UK GDPR articles 5(1)(d), 16: put right "
     "without delay."},
    {"US",
     "FCRA, 15 U.S.C. 1681s-2(a): corrected promptly, a dispute told along; who collects for "
     "others: "
     "12 CFR 1006.30(a),\n# the consumer spoken to or written to, and a reasonable time (14 days) "
     "waited."},
    {"AT BE BG CY CZ DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
     "GDPR articles 5(1)(d), 16: what is not true is put right without delay. Your country's law "
     "says "
     "what comes before."}};

constexpr std::string_view agreed_interest =
    "# What your contracts or your law allow, in per cent a year:\n"
    "# method = \"fixed\"\n"
    "# rate   = \"8.0\"";

bool lists(std::string_view countries, std::string_view country) {
    return country.size() == 2 && countries.find(country) != std::string_view::npos &&
           countries.find(country) % 3 == 0;
}

// Comment lines that become keys when the '#' is taken away.
std::string statutory_lines(std::string_view country) {
    const auto found = std::ranges::find_if(
        statutory, [country](const auto& law) { return lists(law.first, country); });
    if (found == std::end(statutory)) return std::string(agreed_interest);
    const auto statute = find_statute(found->second);
    return fmt::format("# {}: {}.\n# preset = \"{}\"", statute->title, statute->law.front(),
                       statute->name);
}

std::string credit_record_law(std::string_view country) {
    const auto found = std::ranges::find_if(
        credit_record_laws, [country](const auto& law) { return lists(law.first, country); });
    return std::string(
        found == std::end(credit_record_laws)
            ? "Your law says what has to come before, and how soon an entry is put right."
            : found->second);
}

std::string contact_rules(std::string_view country) {
    const auto found = std::ranges::find_if(
        contact_laws, [country](const auto& law) { return lists(law.first, country); });
    if (found == std::end(contact_laws)) return "rules     = [\"courtesy\"]";
    return fmt::format("rules     = [\"courtesy\", \"{}\"]", found->second);
}

// For a basic TOML string.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

std::string whole_amount(std::int64_t units, Currency currency) {
    for (int digit = 0; digit < currency.digits(); ++digit) units *= 10;
    return to_decimal(Money(units, currency));
}

std::string country_line(std::string_view country) {
    if (country.empty()) return "# country = \"CN\"                    # two letters: ISO 3166";
    return fmt::format("country  = \"{}\"", escaped(country));
}

std::string calendar_line(std::string_view calendar) {
    if (calendar.empty()) {
        return "# files = [\"target\"]              # shipped: cn, de, gb-eng, target, us-fed";
    }
    return fmt::format("files = [\"{}\"]", escaped(calendar));
}

using Replacement = std::pair<std::string_view, std::string>;

// The law under which a debt of the country can no longer be enforced.
std::string limitation_law(std::string_view country) {
    constexpr std::pair<std::string_view, std::string_view> laws[] = {
        {"CN", "cn"}, {"DE", "de"}, {"GB", "uk"}, {"FR", "fr"}, {"CH", "ch"}};
    const auto* found =
        std::ranges::find(laws, country, &std::pair<std::string_view, std::string_view>::first);
    return std::string(found == std::end(laws) ? "none" : found->second);
}

// One pass from left to right, so that a name that contains "@CURRENCY@" stays a name.
std::string filled_in(std::string_view text, const std::vector<Replacement>& replacements) {
    std::string result;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(replacements, [text](const Replacement& entry) {
            return text.starts_with(entry.first);
        });
        if (found == replacements.end()) {
            const auto next = std::min(text.find('@', 1), text.size());
            result += text.substr(0, next);
            text.remove_prefix(next);
        } else {
            result += found->second;
            text.remove_prefix(found->first.size());
        }
    }
    return result;
}

}  // namespace

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const auto& file : shipped_presets) {
        names.emplace_back(file.stem());
    }
    return names;
}

std::optional<std::string> write_preset(std::string_view name, const PresetValues& values) {
    const auto found = std::ranges::find_if(
        shipped_presets, [name](const EmbeddedFile& file) { return file.stem() == name; });
    if (found == shipped_presets.end()) return std::nullopt;
    return filled_in(found->contents,
                     {{"@CONTACT_RULES@", contact_rules(values.country)},
                      {"@NAME@", escaped(values.name)},
                      {"@CURRENCY@", std::string(values.currency.code())},
                      {"@TIMEZONE@", escaped(values.timezone)},
                      {"@LANGUAGE@", escaped(values.language)},
                      {"@COUNTRY@", country_line(values.country)},
                      {"@CALENDAR@", calendar_line(values.calendar)},
                      {"@CREDIT_RECORD_LAW@", credit_record_law(values.country)},
                      {"@LIMITATION@", limitation_law(values.country)},
                      {"@ZERO@", whole_amount(0, values.currency)},
                      {"@LARGE_DEBT@", whole_amount(large_debt, values.currency)},
                      {"@STATUTORY@", std::string(statutory_lines(values.country))}});
}

std::string calendar_of_country(std::string_view country) {
    if (country == "CN") return "cn";
    if (country == "DE") return "de";
    if (country == "GB") return "gb-eng";
    if (country == "US") return "us-fed";
    constexpr std::string_view euro = "AT BE BG CY EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
    return lists(euro, country) ? "target" : "";
}

}  // namespace dunning
