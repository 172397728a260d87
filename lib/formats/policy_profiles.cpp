// [import.profile.NAME]
#include <fmt/format.h>

#include <algorithm>

#include "formats/canonical_fields.h"
#include "formats/policy_sections.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr std::string_view kind_remedy = "profiles are for customers, invoices, credits, payments";
constexpr Word<ImportKind> kinds[] = {
    {"customers", ImportKind::customers},    {"invoices", ImportKind::invoices},
    {"credits", ImportKind::credits},        {"payments", ImportKind::payments},
    {"contacts", std::nullopt, kind_remedy}, {"bank", std::nullopt, kind_remedy}};

// A wrong format is found here, by reading the day that it writes, and not at the first row.
std::optional<std::string> read_date_format(const TomlValue& value) {
    auto format = value.text_with_content();
    if (!format) return std::nullopt;
    const auto day = parse_date(example_of_format(*format), *format);
    if (day) return format;
    value.problem(fmt::format("does not work: {}", day.error().what), day.error().remedy);
    return std::nullopt;
}

std::optional<char> read_one_of(const TomlValue& value, std::string_view allowed,
                                const std::string& expected) {
    // Not text(): a TAB, as "\t", is a delimiter, though a control character elsewhere.
    const auto text = value.node().value<std::string_view>();
    if (text && text->size() == 1 && allowed.find((*text)[0]) != std::string_view::npos) {
        return (*text)[0];
    }
    if (text) {
        value.problem(fmt::format("is not {}", expected));
    } else {
        value.wrong_type(expected);
    }
    return std::nullopt;
}

// The entries of `columns` or `constants`, whose keys are our field names.
std::map<std::string, std::string> read_fields(TomlSection& section, ImportKind kind) {
    const auto known = canonical_field_names(kind);
    std::map<std::string, std::string> fields;
    for (const auto& [name, value] : section.entries()) {
        if (std::ranges::find(known, name) == known.end()) {
            value.problem(fmt::format("is for no field of {} (they are {})", to_text(kind),
                                      fmt::join(known, ", ")),
                          did_you_mean(name, known));
        } else if (auto content = value.text_with_content()) {
            fields.emplace(name, std::move(*content));
        }
    }
    return fields;
}

void check_constants(const TomlSection& section, const ImportProfile& profile) {
    for (const auto& [name, value] : profile.constants) {
        if (profile.columns.contains(name)) {
            section.problem(fmt::format("'{}' is a column and a constant", name),
                            "choose one of them");
        }
        if (name == "currency" && !Currency::from_code(value)) {
            section.problem(fmt::format("constant currency '{}' is not a code of ISO 4217", value));
        }
    }
}

ImportProfile read_profile(TomlSection& section, const std::string& name) {
    ImportProfile profile{.name = name, .kind = {}};
    const auto kind_value = section.need("kind");
    std::optional<ImportKind> kind;
    if (kind_value) kind = kind_value->word<ImportKind>(kinds);
    auto columns = section.section("columns");
    auto constants = section.section("constants");
    if (kind) {
        profile.kind = to_text(*kind);
        if (columns) profile.columns = read_fields(*columns, *kind);
        if (constants) profile.constants = read_fields(*constants, *kind);
        check_constants(section, profile);
    }
    section.take("date_format", profile.date_format, read_date_format);
    section.take("decimal_mark", profile.decimal_mark,
                 [](const TomlValue& value) { return read_one_of(value, ".,", "\".\" or \",\""); });
    section.take("delimiter", profile.delimiter, [](const TomlValue& value) {
        return read_one_of(value, ",;|\t", "one of \",\" \";\" \"|\" \"\\t\"");
    });
    section.refuse_unknown();
    return profile;
}

}  // namespace

void read_profiles(TomlSection& root, Policy& policy) {
    auto import = root.section("import");
    if (!import) return;
    if (auto profiles = import->section("profile")) {
        for (auto& [name, section] : profiles->named_sections()) {
            policy.profiles.push_back(read_profile(section, name));
        }
    }
    import->refuse_unknown();
}

}  // namespace dunning
