// [[procedure]] and its `when`
#include <fmt/format.h>

#include <algorithm>

#include "core/contact_event.h"
#include "formats/policy_sections.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr Word<CustomerKind> customer_kinds[] = {{"business", CustomerKind::business},
                                                 {"consumer", CustomerKind::consumer}};

constexpr Word<Behaviour> behaviours[] = {{"first_lapse", Behaviour::first_lapse},
                                          {"habitual", Behaviour::habitual},
                                          {"cooperative", Behaviour::cooperative},
                                          {"obstinate", Behaviour::obstinate}};

std::vector<Word<std::string>> reason_words(const Policy& policy) {
    std::vector<Word<std::string>> words;
    for (const std::string& reason : overdue_reasons()) words.push_back({reason, reason});
    for (const std::string& reason : policy.contact.reasons) words.push_back({reason, reason});
    return words;
}

std::optional<std::vector<std::string>> countries_in(const TomlValue& value) {
    const auto values = value.list();
    if (!values) return std::nullopt;
    std::vector<std::string> countries;
    for (const TomlValue& element : *values) {
        if (auto code = element.country()) countries.push_back(std::move(*code));
    }
    return countries;
}

void check_classes(const TomlValue& value, const ProcedureFilter& when, const Policy& policy) {
    std::vector<std::string> known;
    for (const auto& severity : policy.classes) known.push_back(severity.name);
    for (const auto& name : when.class_name) {
        if (std::ranges::find(known, name) != known.end()) continue;
        value.problem(fmt::format("names no [[class]]: '{}'", name), did_you_mean(name, known));
    }
}

// Two keys that only make sense together: `trial` names the comparison, `part` the customers.
std::optional<TrialPart> read_trial(TomlSection& section) {
    const auto name = section.find("trial");
    const auto part = section.find("part");
    if (!name && !part) return std::nullopt;
    if (!name || !part) {
        section.problem("`trial` and `part` need each other",
                        "as in trial = \"tone\", part = \"1-50\"");
        return std::nullopt;
    }
    const auto trial = name->text_with_content();
    const auto range = part->text();
    if (!trial || !range) return std::nullopt;
    auto read = read_trial_part(*trial, *range);
    if (read) return std::move(read).value();
    part->fault(read.error());
    return std::nullopt;
}

ProcedureFilter read_when(TomlSection& section, const Policy& policy) {
    const auto money = [&](const TomlValue& value) {
        return value.money_of_book(policy.book.currency);
    };
    ProcedureFilter when;
    section.take("kind", when.kind,
                 [](const TomlValue& value) { return value.word<CustomerKind>(customer_kinds); });
    section.take("segment", when.segment, &TomlValue::texts);
    section.take("country", when.country, countries_in);
    section.take("class", when.class_name, &TomlValue::texts);
    if (const auto value = section.find("class")) check_classes(*value, when, policy);
    section.take("min_open", when.min_open, money);
    section.take("max_open", when.max_open, money);
    if (when.min_open && when.max_open && *when.max_open < *when.min_open) {
        section.problem("max_open is below min_open", "no customer can fit");
    }
    if (const auto value = section.find("behaviour")) {
        when.behaviour = value->words<Behaviour>(behaviours).value_or(std::vector<Behaviour>());
    }
    if (const auto value = section.find("reason")) {
        when.reason =
            value->words<std::string>(reason_words(policy)).value_or(std::vector<std::string>());
    }
    when.trial = read_trial(section);
    section.refuse_unknown();
    return when;
}

bool limits_nothing(const ProcedureFilter& when) {
    return !when.kind && when.segment.empty() && when.country.empty() && when.class_name.empty() &&
           when.behaviour.empty() && when.reason.empty() && !when.trial && !when.min_open &&
           !when.max_open;
}

void check_filter(const TomlSection& section, const ProcedureFilter& when, bool is_last) {
    if (is_last && !limits_nothing(when)) {
        section.problem("the last procedure must fit everybody, but has a `when`",
                        "leave it out, or add a procedure without `when` after it");
    }
    if (!is_last && limits_nothing(when)) {
        section.problem(
            "only the last procedure may be without `when`, and those after it are never used",
            "limit it with `when`, or move it to the end");
    }
}

std::vector<Level> read_levels(TomlSection& section, Currency currency) {
    std::vector<Level> levels;
    for (auto& entry : section.sections("level")) {
        const auto place = levels.empty() ? LevelPlace::first : LevelPlace::later;
        auto level = read_level(entry, place, currency);
        if (!level.name.empty() &&
            std::ranges::find(levels, level.name, &Level::name) != levels.end()) {
            entry.problem(fmt::format("a second level '{}'", level.name),
                          "each level of a procedure needs its own name");
        }
        levels.push_back(std::move(level));
    }
    if (levels.empty()) section.problem("no level", "add [[procedure.level]]");
    return levels;
}

Procedure read_procedure(TomlSection& section, bool is_last, const Policy& policy) {
    Procedure procedure;
    if (const auto name = section.need("name")) {
        procedure.name = name->text_with_content().value_or("");
    }
    const auto errors = section.file().diagnostics.all().size();
    if (auto when = section.section("when")) procedure.when = read_when(*when, policy);
    const bool when_is_good = section.file().diagnostics.all().size() == errors;
    if (when_is_good) check_filter(section, procedure.when, is_last);
    procedure.levels = read_levels(section, policy.book.currency);
    section.refuse_unknown();
    return procedure;
}

}  // namespace

void read_procedures(TomlSection& root, Policy& policy) {
    auto sections = root.sections("procedure");
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto procedure = read_procedure(sections[i], i + 1 == sections.size(), policy);
        const auto& others = policy.procedures;
        if (!procedure.name.empty() &&
            std::ranges::find(others, procedure.name, &Procedure::name) != others.end()) {
            sections[i].problem(fmt::format("a second procedure '{}'", procedure.name));
        }
        policy.procedures.push_back(std::move(procedure));
    }
    if (sections.empty() && !root.find("procedure")) {
        root.problem("no [[procedure]]: nothing would ever be sent",
                     "`dunning init` writes a policy to start from");
    }
}

}  // namespace dunning
