// [interest], [fees], [[fee_tier]], [[rate_table]]
#include <fmt/format.h>

#include <algorithm>

#include "formats/policy_fees.h"
#include "formats/policy_sections.h"
#include "formats/rate_file.h"
#include "formats/statute_file.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr Word<InterestMethod> methods[] = {{"none", InterestMethod::none},
                                            {"fixed", InterestMethod::fixed},
                                            {"reference", InterestMethod::reference}};

constexpr Word<RateFixing> fixings[] = {{"float_half_year", RateFixing::float_half_year},
                                        {"fixed_at_start", RateFixing::fixed_at_start},
                                        {"fixed_at_payment", RateFixing::fixed_at_payment},
                                        {"float_change_date", RateFixing::float_change_date}};

constexpr Word<DayCount> day_counts[] = {
    {"act/365", DayCount::act_365},           {"act/360", DayCount::act_360},
    {"act/act-isda", DayCount::act_act_isda}, {"30e/360", DayCount::e30_360},
    {"30/360-bond", DayCount::bond_30_360},   {"30u/360", DayCount::us_30_360},
    {"30e/360-isda", DayCount::e30_360_isda}};

constexpr Word<InterestFirstDay> first_days[] = {
    {"day_after_due", InterestFirstDay::day_after_due},
    {"day_after_notice", InterestFirstDay::day_after_notice},
    {"day_after_30_days", InterestFirstDay::day_after_30_days}};

constexpr Word<InterestLastDay> last_days[] = {{"as_of", InterestLastDay::as_of},
                                               {"day_before", InterestLastDay::day_before}};

constexpr Word<std::optional<CustomerKind>> customer_words[] = {
    {"all", std::optional<CustomerKind>()},  // known, and nobody in particular
    {"business", CustomerKind::business},
    {"consumer", CustomerKind::consumer}};

constexpr Word<bool> rolls[] = {{"none", false}, {"next_working_day", true}};

constexpr Word<Compounding> compoundings[] = {
    {"none", Compounding::none}, {"monthly_then_daily", Compounding::monthly_then_daily}};

constexpr Word<InterestRounding> roundings[] = {{"final", InterestRounding::final},
                                                {"per_segment", InterestRounding::per_segment},
                                                {"daily", InterestRounding::daily}};

// "1.5" is 1'500'000 millionths, as a rate has it.
std::optional<std::int64_t> read_multiple(const TomlValue& value) {
    const auto multiple = read_positive_rate(value);
    return multiple ? std::optional(multiple->millionths_of_percent) : std::nullopt;
}

void read_day_count(TomlSection& section, InterestTerms& terms) {
    const auto value = section.find("day_count");
    if (!value) return;
    if (value->node().value<std::string_view>() == "30/360") {
        value->problem("means four different things",
                       "one of: 30e/360, 30/360-bond, 30u/360, 30e/360-isda");
        return;
    }
    if (const auto convention = value->word<DayCount>(day_counts)) terms.day_count = *convention;
}

void read_cap(TomlSection& section, InterestTerms& terms) {
    auto cap = section.section("cap");
    if (!cap) return;
    cap->take("percent_of_principal", terms.cap_percent_of_principal, read_positive_rate);
    cap->take("max_rate", terms.max_rate, read_positive_rate);
    if (!cap->has("percent_of_principal") && !cap->has("max_rate")) {
        cap->problem("is empty", "as in cap = { percent_of_principal = \"100\" }, or max_rate");
    }
    cap->refuse_unknown();
}

// The tables that a policy may name: its own [[rate_table]] and the shipped ones.
class RateTables {
  public:
    void read(TomlSection& section) {
        const auto name = section.need("name");
        const auto text = name ? name->text_with_content() : std::nullopt;
        if (!text) return;
        const auto known = find(*text);
        const bool written_twice = std::ranges::find(own_, *text, &RateTable::name) != own_.end();
        if (written_twice) name->problem("is the name of two tables");
        RateTable table = known ? *known : RateTable{.name = *text, .title = *text};
        read_rate_table(section, table);
        section.refuse_unknown();
        if (!written_twice && !table.rows.empty()) own_.push_back(std::move(table));
    }

    std::optional<RateTable> find(const std::string& name) const {
        const auto own = std::ranges::find(own_, name, &RateTable::name);
        if (own != own_.end()) return *own;
        const auto shipped = shipped_rate_table_names();
        if (std::ranges::find(shipped, name) == shipped.end()) return std::nullopt;
        return shipped_rate_table(name);
    }

    std::vector<std::string> names() const {
        auto names = shipped_rate_table_names();
        for (const RateTable& table : own_) names.push_back(table.name);
        return names;
    }

  private:
    std::vector<RateTable> own_ = {};
};

void read_table(TomlSection& section, const RateTables& tables, InterestTerms& terms) {
    const auto value = section.find("table");
    const auto name = value ? value->text_with_content() : std::nullopt;
    if (!name) return;
    if (auto table = tables.find(*name)) {
        terms.table = std::make_shared<const RateTable>(std::move(*table));
        return;
    }
    const auto known = tables.names();
    const auto nearest = did_you_mean(*name, known);
    value->problem("is no rate table",
                   fmt::format("{}{}there are {}; or write [[rate_table]]", nearest,
                               nearest.empty() ? "" : " ", fmt::join(known, ", ")));
}

void read_rate(TomlSection& section, InterestTerms& terms) {
    section.take_word<InterestMethod, InterestMethod>("method", terms.method, methods);
    const bool fixed = terms.method == InterestMethod::fixed;
    section.take("rate", terms.yearly, [fixed](const TomlValue& value) {
        return fixed ? read_positive_rate(value) : value.rate();
    });
    section.take_word<RateFixing, RateFixing>("fixing", terms.fixing, fixings);
    section.take("multiply", terms.multiple_millionths, read_multiple);
    section.take("max_age", terms.max_age_days, &TomlValue::calendar_days);
}

void read_rounding(TomlSection& section, Currency book, InterestTerms& terms) {
    section.take_word<InterestRounding, InterestRounding>("round", terms.round, roundings);
    if (const auto value = section.find("round_to")) {
        terms.round_to = value->money(book);
        if (terms.round_to && terms.round_to->is_zero()) value->problem("is nothing");
        if (terms.round_to && terms.round_to->is_zero()) terms.round_to.reset();
    }
    section.take("minimum", terms.minimum,
                 [book](const TomlValue& value) { return value.money(book); });
}

// After the fixing and the rounding, which not every compounding fits.
void read_compounding(TomlSection& section, InterestTerms& terms) {
    section.take_word<Compounding, Compounding>("compounding", terms.compounding, compoundings);
    if (terms.compounding == Compounding::none) return;
    const auto value = section.find("compounding");
    const bool by_payment = terms.fixing == RateFixing::fixed_at_payment;
    const bool by_day = terms.round == InterestRounding::daily;
    if (!by_payment && !by_day) return;
    terms.compounding = Compounding::none;
    const std::string_view other =
        by_payment ? "fixing = \"fixed_at_payment\"" : "round = \"daily\"";
    if (value) value->problem(fmt::format("does not go together with {}", other), "leave one out");
}

// What a law's preset and the policy itself may both say; the policy comes last.
void read_terms(TomlSection& section, const RateTables& tables, Policy& policy) {
    InterestTerms& terms = policy.interest;
    const Currency book = policy.book.currency;
    read_rate(section, terms);
    read_table(section, tables, terms);
    read_day_count(section, terms);
    section.take_word<InterestFirstDay, InterestFirstDay>("first_day", terms.first_day, first_days);
    section.take_word<InterestLastDay, InterestLastDay>("last_day", terms.last_day, last_days);
    section.take_word<bool, bool>("roll", terms.roll_closed_day, rolls);
    read_rounding(section, book, terms);
    read_compounding(section, terms);
    section.take_word<std::optional<CustomerKind>, std::optional<CustomerKind>>(
        "customers", terms.customers, customer_words);
    section.take("grace", terms.grace_days, &TomlValue::calendar_days);
    read_cap(section, terms);
    if (auto lump_sum = read_fee(section, "lump_sum", book)) policy.lump_sum.amount = lump_sum;
    section.take("lump_sum_credited", policy.lump_sum.credited, &TomlValue::truth);
    section.take("post", policy.post_charges, &TomlValue::truth);
    section.take("post_rest", policy.post_rest, &TomlValue::truth);
}

void read_statute(const Statute& statute, const RateTables& tables, Policy& policy) {
    Diagnostics diagnostics;
    PolicyPlaces places(statute.name);
    const TomlFile source{statute.name, statute.text, diagnostics, places};
    const auto toml = parse_toml(source);
    TomlSection root(source, *toml);
    if (auto section = root.section("interest")) read_terms(*section, tables, policy);
    policy.statute = statute.name;
}

void read_preset(TomlSection& section, const RateTables& tables, Policy& policy) {
    const auto value = section.find("preset");
    const auto name = value ? value->text_with_content() : std::nullopt;
    if (!name) return;
    if (const auto statute = find_statute(*name)) {
        read_statute(*statute, tables, policy);
        return;
    }
    std::vector<std::string> known;
    std::vector<std::string> begun;  // "de" is the beginning of two
    for (const Statute& statute : shipped_statutes()) {
        known.push_back(statute.name);
        if (statute.name.starts_with(*name)) begun.push_back(statute.name);
    }
    const auto nearest = begun.empty() ? did_you_mean(*name, known) : "";
    value->problem("is no preset of interest",
                   nearest.empty()
                       ? fmt::format("one of {}", fmt::join(begun.empty() ? known : begun, ", "))
                       : nearest);
}

// A preset is named to claim what the law grants; a policy that claims nothing all the same would
// be found out by its first final notice.
void refuse_preset_without_method(TomlSection& section, const Policy& policy) {
    if (policy.statute.empty() || policy.interest.method != InterestMethod::none) return;
    if (const auto method = section.find("method")) {
        method->problem(
            fmt::format("claims no interest, although preset = \"{}\" says what is claimed",
                        policy.statute),
            "leave `method` out, as the preset has its own; or leave the preset out");
    }
}

// What a preset adds to its reference rate would silently become the whole rate.
void refuse_margin_as_rate(TomlSection& section, InterestMethod of_preset, const Policy& policy) {
    const auto method = section.find("method");
    const bool becomes_fixed =
        of_preset == InterestMethod::reference && policy.interest.method == InterestMethod::fixed;
    if (!method || !becomes_fixed || section.has("rate")) return;
    method->problem(
        fmt::format("needs a rate of its own: that of preset = \"{}\" is what it adds to "
                    "a reference rate",
                    policy.statute),
        "as in rate = \"8.0\"; or leave `method` out");
}

void read_interest(TomlSection& section, const RateTables& tables, Policy& policy) {
    read_preset(section, tables, policy);
    const InterestMethod of_preset = policy.interest.method;
    read_terms(section, tables, policy);
    refuse_preset_without_method(section, policy);
    refuse_margin_as_rate(section, of_preset, policy);
    const InterestTerms& terms = policy.interest;
    if (terms.method == InterestMethod::fixed && policy.statute.empty() && !section.has("rate")) {
        section.problem("method is fixed, and 'rate' is missing", "as in rate = \"8.0\"");
    }
    if (terms.method == InterestMethod::reference && !terms.table && !section.has("table")) {
        section.problem("method is reference, and 'table' is missing",
                        fmt::format("one of {}", fmt::join(tables.names(), ", ")));
    }
    section.refuse_unknown();
}

}  // namespace

void read_charges(TomlSection& root, Policy& policy) {
    RateTables tables;
    for (auto& section : root.sections("rate_table")) tables.read(section);
    if (auto interest = root.section("interest")) read_interest(*interest, tables, policy);
    read_fee_tiers(root, policy.book.currency, policy.fees);
}

}  // namespace dunning
