// [import.profile.NAME], of the policy and of the shipped profiles.
#include "formats/profile_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/canonical_fields.h"
#include "formats/policy_sections.h"
#include "formats/whole_number.h"
#include "text/charset.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr std::string_view kind_remedy =
    "profiles are for customers, invoices, credits, payments, contacts, promises, disputes, plans "
    "and rates";
constexpr Word<ImportKind> kinds[] = {
    {"customers", ImportKind::customers}, {"invoices", ImportKind::invoices},
    {"credits", ImportKind::credits},     {"payments", ImportKind::payments},
    {"contacts", ImportKind::contacts},   {"promises", ImportKind::promises},
    {"disputes", ImportKind::disputes},   {"plans", ImportKind::plans},
    {"rates", ImportKind::rates},         {"bank", std::nullopt, kind_remedy}};
constexpr Word<LineItems> line_items_words[] = {{"none", LineItems::none},
                                                {"repeat_total", LineItems::repeat_total},
                                                {"add_up", LineItems::add_up}};
constexpr int longest_terms_days = 3650;
constexpr int largest_position = 1000;
constexpr std::string_view skipped_heading_rows = "skip";

// A wrong format is found here, by reading the day that it writes, and not at the first row.
std::optional<std::string> read_date_format(const TomlValue& value) {
    auto format = value.text_with_content();
    if (!format) return std::nullopt;
    const auto day = parse_date(example_of_format(*format), *format);
    if (day) return format;
    value.problem(fmt::format("does not work: {}", day.error().what), day.error().remedy);
    return std::nullopt;
}

// Without a year: the profile's year cell has it.
std::optional<std::string> read_format_without_year(const TomlValue& value) {
    auto format = value.text_with_content();
    if (!format) return std::nullopt;
    const auto day = parse_date(example_of_format(*format + "%Y"), *format + "%Y");
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

// One text or a list of them.
std::vector<std::string> one_or_more(const TomlValue& value) {
    if (value.node().is_array()) return value.texts().value_or(std::vector<std::string>());
    const auto text = value.text_with_content();
    return text ? std::vector<std::string>{*text} : std::vector<std::string>();
}

// "10000..69999"
std::optional<NumberRange> range_from(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    const auto first = whole_number_from(text.substr(0, dots));
    const auto last = whole_number_from(text.substr(dots + 2));
    if (!first || !last || *first > *last) return std::nullopt;
    return NumberRange{*first, *last};
}

// What may stand in a cell, one text or a list of them; "" is a blank cell.
std::vector<std::string> words_of(const TomlValue& value) {
    std::vector<TomlValue> values = {value};
    if (value.node().is_array()) values = value.list().value_or(std::vector<TomlValue>());
    std::vector<std::string> words;
    for (const auto& one : values) {
        if (auto text = one.text()) words.push_back(std::move(*text));
    }
    return words;
}

void read_filter_values(const TomlValue& value, RowFilter& filter) {
    for (auto& word : words_of(value)) {
        if (const auto range = range_from(word)) {
            filter.ranges.push_back(*range);
        } else {
            filter.values.push_back(std::move(word));
        }
    }
}

// { column = ["Type", "Art"], values = [...], optional = true }
RowFilter read_long_filter(TomlSection& section) {
    RowFilter filter;
    if (const auto column = section.need("column")) filter.headings = one_or_more(*column);
    if (const auto values = section.need("values")) read_filter_values(*values, filter);
    bool is_optional = false;
    section.take("optional", is_optional, &TomlValue::truth);
    if (is_optional) filter.need = ColumnNeed::optional;
    section.refuse_unknown();
    return filter;
}

// { "Status" = ["Draft", "Void"] }, or a list of long ones.
std::vector<RowFilter> read_filters(TomlSection& profile, std::string_view key) {
    std::vector<RowFilter> filters;
    const auto value = profile.find(key);
    if (!value) return filters;
    if (value->node().is_array()) {
        for (auto& section : profile.sections(key)) filters.push_back(read_long_filter(section));
        return filters;
    }
    auto section = profile.section(key);
    if (!section) return filters;
    for (const auto& [heading, values] : section->entries()) {
        filters.push_back({.headings = {heading}});
        read_filter_values(values, filters.back());
    }
    return filters;
}

CellPlace read_place(TomlSection& section) {
    CellPlace place;
    const auto position = [](const TomlValue& value) {
        return value.whole_number({1, largest_position});
    };
    section.take("row", place.row, position);
    section.take("cell", place.cell, position);
    return place;
}

class ProfileReading {
  public:
    ProfileReading(TomlSection& section, const std::string& name)
        : section_(section), profile_{.name = name} {}

    ImportProfile run() {
        const auto kind_value = section_.need("kind");
        std::optional<ImportKind> kind;
        if (kind_value) kind = kind_value->word<ImportKind>(kinds);
        auto columns = section_.section("columns");
        auto constants = section_.section("constants");
        if (kind) {
            profile_.kind = to_text(*kind);
            if (columns) read_columns(*columns, *kind);
            if (constants) read_constants(*constants, *kind);
        }
        read_writing();
        read_rows(kind.value_or(ImportKind::invoices));
        read_above(kind.value_or(ImportKind::invoices));
        read_words(kind.value_or(ImportKind::invoices));
        section_.take("about", profile_.about, &TomlValue::text_with_content);
        section_.take("draft", profile_.draft, &TomlValue::truth);
        section_.refuse_unknown();
        return std::move(profile_);
    }

  private:
    bool is_field(const TomlValue& value, std::string_view name, ImportKind kind) {
        const auto known = canonical_field_names(kind);
        if (std::ranges::find(known, name) != known.end()) return true;
        value.problem(fmt::format("is for no field of {} (they are {})", to_text(kind),
                                  fmt::join(known, ", ")),
                      did_you_mean(name, known));
        return false;
    }

    void read_columns(TomlSection& columns, ImportKind kind) {
        for (const auto& [name, value] : columns.entries()) {
            if (!is_field(value, name, kind)) continue;
            auto headings = one_or_more(value);
            if (!headings.empty()) profile_.columns.emplace(name, std::move(headings));
        }
    }

    void read_constants(TomlSection& constants, ImportKind kind) {
        for (const auto& [name, value] : constants.entries()) {
            if (!is_field(value, name, kind)) continue;
            const auto content = value.text_with_content();
            if (!content) continue;
            profile_.constants.emplace(name, *content);
            if (profile_.columns.contains(name)) {
                section_.problem(fmt::format("'{}' is a column and a constant", name),
                                 "choose one of them");
            }
            if (name == "currency" && !Currency::from_code(*content)) {
                section_.problem(
                    fmt::format("constant currency '{}' is not a code of ISO 4217", *content));
            }
        }
    }

    void read_writing() {
        read_year_cell();
        section_.take("date_format", profile_.date_format,
                      profile_.year_cell ? read_format_without_year : read_date_format);
        section_.take("decimal_mark", profile_.decimal_mark, [](const TomlValue& value) {
            return read_one_of(value, ".,", "\".\" or \",\"");
        });
        section_.take("delimiter", profile_.delimiter, [](const TomlValue& value) {
            return read_one_of(value, ",;|\t", "one of \",\" \";\" \"|\" \"\\t\"");
        });
        if (const auto encoding = section_.find("encoding")) {
            const auto name = encoding->text_with_content();
            if (name && charset_from(*name)) {
                profile_.encoding = *name;
            } else if (name) {
                encoding->problem("is no encoding that is read",
                                  "UTF-8, UTF-16, GB18030, Windows-1252 or ISO-8859-1");
            }
        }
        section_.take("sheet", profile_.sheet, &TomlValue::text_with_content);
    }

    void read_year_cell() {
        auto cell = section_.section("year_cell");
        if (!cell) return;
        profile_.year_cell = read_place(*cell);
        cell->refuse_unknown();
    }

    // What stands above the header.
    void read_above(ImportKind kind) {
        if (auto above = section_.section("above")) {
            for (auto& [field, place] : above->named_sections()) {
                const auto value = above->find(field);
                if (value && is_field(*value, field, kind)) {
                    profile_.above.emplace(field, read_place(place));
                }
                place.refuse_unknown();
            }
        }
        for (auto& expected : section_.sections("expect")) {
            ExpectedCell cell{.place = read_place(expected)};
            if (!expected.need("value")) continue;
            expected.take("value", cell.value, &TomlValue::text_with_content);
            expected.take("meaning", cell.meaning, &TomlValue::text_with_content);
            expected.refuse_unknown();
            profile_.expect.push_back(std::move(cell));
        }
    }

    void read_words(ImportKind kind) {
        auto words = section_.section("words");
        if (!words) return;
        for (auto& [field, section] : words->named_sections()) {
            const auto value = words->find(field);
            if (!value || !is_field(*value, field, kind)) continue;
            auto& known = profile_.words[field];
            for (const auto& [word, meaning] : section.entries()) {
                if (const auto text = meaning.text()) known.emplace(word, *text);
            }
        }
    }

    void read_rows(ImportKind kind) {
        if (auto sign = section_.section("sign")) read_sign(*sign);
        profile_.only = read_filters(section_, "only");
        profile_.skip = read_filters(section_, "skip");
        section_.take_word("line_items", profile_.line_items,
                           std::span<const Word<LineItems>>(line_items_words));
        if (const auto field = section_.find("heading_rows")) {
            const auto name = field->text_with_content();
            const bool skips = name == skipped_heading_rows;
            if (name && (skips || is_field(*field, *name, kind))) profile_.heading_rows = *name;
        }
        if (const auto terms = section_.find("terms_days")) {
            profile_.terms_days = terms->whole_number({0, longest_terms_days});
        }
    }

    void read_sign(TomlSection& section) {
        SignColumn sign;
        if (const auto column = section.need("column")) sign.headings = one_or_more(*column);
        for (const auto& [key, values] :
             {std::pair("plus", &sign.plus), std::pair("minus", &sign.minus),
              std::pair("ignore", &sign.ignore)}) {
            if (const auto value = section.find(key)) *values = words_of(*value);
        }
        section.refuse_unknown();
        profile_.sign = std::move(sign);
    }

    TomlSection& section_;
    ImportProfile profile_;
};

}  // namespace

std::vector<ImportProfile> read_import_profiles(TomlSection& root) {
    std::vector<ImportProfile> found;
    auto import = root.section("import");
    if (!import) return found;
    if (auto profiles = import->section("profile")) {
        for (auto& [name, section] : profiles->named_sections()) {
            found.push_back(ProfileReading(section, name).run());
        }
    }
    import->refuse_unknown();
    return found;
}

void read_profiles(TomlSection& root, Policy& policy) {
    policy.profiles = read_import_profiles(root);
}

}  // namespace dunning
