// A value of a TOML file, read as what our files mean by it. Whatever is wrong becomes a diagnostic
// at the value's own place that says what was found and what is expected; the answer is then empty.
#pragma once

#include <toml++/toml.h>

#include <algorithm>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/currency.h"
#include "core/date.h"
#include "core/money.h"
#include "core/rate.h"
#include "formats/policy_places.h"

namespace dunning {

// What all values of a file share.
struct TomlFile {
    std::string name;
    std::string_view text;
    Diagnostics& diagnostics;
    PolicyPlaces& places;
};

// A word that a key may have, and what it means; without a meaning it is known, but comes in a
// later version of the program.
template <class Meaning>
struct Word {
    std::string_view text;
    std::optional<Meaning> meaning = {};
    std::string_view remedy = {};
};

struct WholeNumberRange {
    int smallest = 0;
    int largest = 1'000'000;
};

class TomlValue {
  public:
    // `key` and `section` name it in messages: "after", "[[procedure.level]]".
    TomlValue(const TomlFile& file, const toml::node& node, std::string key, std::string section)
        : file_(&file), node_(&node), key_(std::move(key)), section_(std::move(section)) {}

    Place place() const;
    const std::string& key() const { return key_; }
    const toml::node& node() const { return *node_; }
    const TomlFile& file() const { return *file_; }

    std::optional<std::string> text() const;               // without control characters
    std::optional<std::string> text_with_content() const;  // and not empty
    std::optional<bool> truth() const;
    std::optional<int> whole_number(WholeNumberRange range) const;
    std::optional<Date> date() const;  // in quotes or as TOML's own
    std::optional<Duration> duration() const;
    std::optional<int> calendar_days() const;  // a duration that counts no working days
    // "50.00" in the book's currency or "50.00 USD"; never negative.
    std::optional<Money> money(Currency book) const;
    // The same where amounts are compared, so that no other currency makes sense.
    std::optional<Money> money_of_book(Currency book) const;
    // In quotes or as a number; a number is read by its digits, never through floating point.
    std::optional<Rate> rate() const;
    std::optional<std::string> country() const;  // of ISO 3166-1, or empty
    std::optional<std::vector<TomlValue>> list() const;
    std::optional<std::vector<std::string>> texts() const;

    template <class Meaning>
    std::optional<Meaning> word(std::span<const Word<Meaning>> words) const {
        const auto found = text();
        if (!found) return std::nullopt;
        std::vector<std::string> known;
        for (const auto& word : words) {
            if (word.text == *found) {
                if (!word.meaning) unavailable(std::string(word.remedy));
                return word.meaning;
            }
            known.emplace_back(word.text);
        }
        unknown_word(*found, known);
        return std::nullopt;
    }

    // A list of words, none twice.
    template <class Meaning>
    std::optional<std::vector<Meaning>> words(std::span<const Word<Meaning>> known) const {
        const auto values = list();
        if (!values) return std::nullopt;
        std::vector<Meaning> meanings;
        bool good = true;
        for (const auto& value : *values) {
            const auto meaning = value.word(known);
            const bool twice = meaning && std::ranges::find(meanings, *meaning) != meanings.end();
            if (twice) value.problem("is listed twice");
            if (meaning && !twice) meanings.push_back(*meaning);
            good = good && meaning && !twice;
        }
        return good ? std::optional(meanings) : std::nullopt;
    }

    // "KEY WHAT (in [SECTION])" at the value's place; text values are quoted before WHAT.
    void problem(std::string_view what, std::string remedy = {}) const;
    void fault(const Fault& fault) const;  // of core, which quotes the value itself
    void warning(std::string_view what, std::string remedy = {}) const;
    // Known, but of a later version.
    void unavailable(std::string remedy) const;
    void wrong_type(std::string_view expected) const;
    void unknown_word(const std::string& found, const std::vector<std::string>& known) const;

  private:
    std::string name_with_value() const;
    std::string source_text() const;
    std::optional<std::string> number_or_text(std::string_view expected) const;

    const TomlFile* file_;
    const toml::node* node_;
    std::string key_;
    std::string section_;
};

// "a whole number", "text", "a table": what a node is, in words.
std::string_view kind_in_words(const toml::node& node);

}  // namespace dunning
