#include "formats/toml_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/text_place.h"
#include "formats/toml_guard.h"
#include "formats/toml_slip.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

Place place_at(const toml::source_region& region, const std::string& file) {
    return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::string joined(const std::string& before, std::string_view key) {
    return before.empty() ? std::string(key) : before + "." + std::string(key);
}

}  // namespace

std::optional<toml::table> parse_toml(const TomlFile& file) {
    if (auto danger = toml_danger(file.text, file.name)) {
        file.diagnostics.add(std::move(*danger));
        return std::nullopt;
    }
    try {
        return toml::parse(file.text, std::string_view(file.name));
    } catch (const toml::parse_error& error) {
        Place place = place_at(error.source(), file.name);
        TomlSlip slip = explain_slip(
            error.description(), line_of_text(file.text, error.source().begin.line), place.column);
        file.diagnostics.error(std::move(place), std::move(slip.what), std::move(slip.remedy));
        return std::nullopt;
    }
}

TomlSection::TomlSection(const TomlFile& file, const toml::table& table, std::string name,
                         std::string title, std::string path)
    : file_(&file),
      table_(&table),
      name_(std::move(name)),
      title_(title.empty() ? "the file" : std::move(title)),
      path_(std::move(path)) {
    if (!path_.empty()) file_->places.add(path_, place());
}

Place TomlSection::place() const {
    return path_.empty() ? Place{file_->name} : place_at(table_->source(), file_->name);
}

std::optional<TomlValue> TomlSection::find(std::string_view key) {
    known_.emplace_back(key);
    const auto* node = table_->get(key);
    if (!node) return std::nullopt;
    TomlValue value(*file_, *node, std::string(key), title_);
    file_->places.add(child_path(key), value.place());
    return value;
}

std::optional<TomlValue> TomlSection::need(std::string_view key) {
    auto value = find(key);
    if (!value) problem(fmt::format("'{}' is missing", key));
    return value;
}

std::optional<TomlSection> TomlSection::section(std::string_view key) {
    const auto value = find(key);
    if (!value) return std::nullopt;
    const auto* table = value->node().as_table();
    if (!table) {
        value->wrong_type(fmt::format("a table, [{}]", child_name(key)));
        return std::nullopt;
    }
    return TomlSection(*file_, *table, child_name(key), "[" + child_name(key) + "]",
                       child_path(key));
}

std::vector<TomlSection> TomlSection::sections(std::string_view key) {
    const auto value = find(key);
    if (!value) return {};
    const auto* array = value->node().as_array();
    if (!array) {
        value->wrong_type(fmt::format("written as [[{}]]", child_name(key)));
        return {};
    }
    std::vector<TomlSection> result;
    std::size_t index = 0;
    for (const auto& element : *array) {
        const auto path = fmt::format("{}[{}]", child_path(key), index++);
        const auto title = "[[" + child_name(key) + "]]";
        if (const auto* table = element.as_table()) {
            result.push_back(TomlSection(*file_, *table, child_name(key), title, path));
        } else {
            TomlValue(*file_, element, std::string(key), title_).wrong_type("a list of tables");
        }
    }
    return result;
}

std::vector<std::pair<std::string, TomlSection>> TomlSection::named_sections() {
    std::vector<std::pair<std::string, TomlSection>> result;
    for (const auto& entry : *table_) {
        const std::string key(entry.first.str());
        if (auto child = section(key)) result.emplace_back(key, std::move(*child));
    }
    return result;
}

std::vector<std::pair<std::string, TomlValue>> TomlSection::entries() {
    std::vector<std::pair<std::string, TomlValue>> result;
    for (const auto& entry : *table_) {
        const std::string key(entry.first.str());
        if (auto value = find(key)) result.emplace_back(key, std::move(*value));
    }
    return result;
}

void TomlSection::later(std::string_view key, const std::string& remedy) {
    const auto value = find(key);
    if (!value) return;
    const auto what = fmt::format("{} is not available in this version (in {})", key, title_);
    file_->diagnostics.error(value->place(), what, remedy, std::string(key));
}

void TomlSection::problem(std::string_view what, std::string remedy) const {
    const auto where = path_.empty() ? std::string() : " in " + title_;
    file_->diagnostics.error(place(), std::string(what) + where, std::move(remedy));
}

void TomlSection::refuse_unknown() const {
    for (const auto& entry : *table_) {
        const std::string key(entry.first.str());
        if (std::ranges::find(known_, key) != known_.end()) continue;
        file_->diagnostics.error(place_at(entry.first.source(), file_->name),
                                 fmt::format("unknown key '{}' in {}", printable(key), title_),
                                 did_you_mean(key, known_), key);
    }
}

std::string TomlSection::child_name(std::string_view key) const {
    return joined(name_, key);
}

std::string TomlSection::child_path(std::string_view key) const {
    return joined(path_, key);
}

}  // namespace dunning
