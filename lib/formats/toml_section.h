// A table of a TOML file. Each key that is asked for is known by that; `refuse_unknown` reports the
// rest, with the nearest known key. So there is no second list of keys that could fall behind.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/toml_value.h"

namespace dunning {

// The table of a whole file, or one diagnostic: what toml_danger refuses, or the first syntax
// error.
std::optional<toml::table> parse_toml(const TomlFile& file);

class TomlSection {
  public:
    // The whole file. REQUIRES: file and table outlive the section and all values of it.
    TomlSection(const TomlFile& file, const toml::table& table)
        : TomlSection(file, table, {}, {}, {}) {}

    const std::string& title() const { return title_; }  // "[book]", "[[procedure.level]]"
    const std::string& path() const { return path_; }    // "procedure[0].level[1]"
    const TomlFile& file() const { return *file_; }
    Place place() const;

    bool has(std::string_view key) const { return table_->contains(key); }
    // The value of a key, when it is written.
    std::optional<TomlValue> find(std::string_view key);
    // The same, and a problem when it is not.
    std::optional<TomlValue> need(std::string_view key);

    std::optional<TomlSection> section(std::string_view key);  // [key] or key = { ... }
    std::vector<TomlSection> sections(std::string_view key);   // [[key]]
    std::vector<std::pair<std::string, TomlSection>>
    named_sections();                                          // [this.NAME], every key of it
    std::vector<std::pair<std::string, TomlValue>> entries();  // every key of it

    // Stores what `read` makes of the key's value, when it is written and good.
    template <class Target, class Read>
    void take(std::string_view key, Target& target, const Read& read) {
        if (const auto value = find(key)) {
            if (auto content = std::invoke(read, *value)) target = std::move(*content);
        }
    }
    template <class Target, class Meaning>
    void take_word(std::string_view key, Target& target, std::span<const Word<Meaning>> words) {
        if (const auto value = find(key)) {
            if (const auto meaning = value->word(words)) target = *meaning;
        }
    }

    // A key of a later version: known, and refused when it is written.
    void later(std::string_view key, const std::string& remedy);

    void problem(std::string_view what,
                 std::string remedy = {}) const;  // about the table as a whole

    void refuse_unknown() const;

  private:
    TomlSection(const TomlFile& file, const toml::table& table, std::string name, std::string title,
                std::string path);

    std::string child_name(std::string_view key) const;
    std::string child_path(std::string_view key) const;

    const TomlFile* file_;
    const toml::table* table_;
    std::string name_;  // "procedure.level"
    std::string title_;
    std::string path_;
    std::vector<std::string> known_;
};

}  // namespace dunning
