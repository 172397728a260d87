#include "formats/toml_value.h"

#include <fmt/format.h>

#include "core/country_names.h"
#include "formats/text_place.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

Place begin_of(const toml::node& node, const std::string& file) {
    const auto& begin = node.source().begin;
    return {file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

}  // namespace

std::string_view kind_in_words(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::none:
            return "nothing";
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a decimal number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date and time";
    }
    return "something else";
}

Place TomlValue::place() const {
    return begin_of(*node_, file_->name);
}

std::optional<std::string> TomlValue::text() const {
    const auto* value = node_->as_string();
    if (!value) {
        wrong_type("text in quotes");
        return std::nullopt;
    }
    if (has_control_characters(value->get())) {
        problem("contains a control character",
                "write it on one line, without escapes such as \\n");
        return std::nullopt;
    }
    return value->get();
}

std::optional<std::string> TomlValue::text_with_content() const {
    auto value = text();
    if (value && value->empty()) {
        problem("is empty");
        return std::nullopt;
    }
    return value;
}

std::optional<bool> TomlValue::truth() const {
    const auto* value = node_->as_boolean();
    if (!value) {
        wrong_type("true or false");
        return std::nullopt;
    }
    return value->get();
}

std::optional<int> TomlValue::whole_number(WholeNumberRange range) const {
    const auto* value = node_->as_integer();
    if (!value) {
        wrong_type("a whole number");
        return std::nullopt;
    }
    if (value->get() < range.smallest || value->get() > range.largest) {
        problem(fmt::format("{} is not between {} and {}", value->get(), range.smallest,
                            range.largest));
        return std::nullopt;
    }
    return static_cast<int>(value->get());
}

std::optional<Date> TomlValue::date() const {
    if (!node_->is_string() && !node_->is_date()) {
        wrong_type("a date such as \"2026-10-01\"");
        return std::nullopt;
    }
    const auto written = node_->is_date() ? std::optional(source_text()) : text();
    if (!written) return std::nullopt;
    const auto day = parse_date(*written);
    if (day) return *day;
    fault(day.error());
    return std::nullopt;
}

std::optional<Duration> TomlValue::duration() const {
    if (!node_->is_string()) {
        wrong_type("a duration such as \"7d\" or \"3wd\"");
        return std::nullopt;
    }
    const auto written = text();
    if (!written) return std::nullopt;
    const auto value = parse_duration(*written);
    if (value) return *value;
    fault(value.error());
    return std::nullopt;
}

std::optional<int> TomlValue::calendar_days() const {
    const auto value = duration();
    if (value && value->working) {
        problem("counts working days, expected calendar days",
                fmt::format("as in \"{}d\"", value->days));
        return std::nullopt;
    }
    return value ? std::optional(value->days) : std::nullopt;
}

std::optional<Money> TomlValue::money(Currency book) const {
    if (!node_->is_string()) {
        wrong_type("an amount in quotes such as \"50.00\"");
        return std::nullopt;
    }
    const auto written = text();
    if (!written) return std::nullopt;
    const auto space = written->find(' ');
    const auto code =
        space == std::string::npos ? std::string(book.code()) : written->substr(space + 1);
    const auto currency = Currency::from_code(code);
    if (!currency) {
        problem(fmt::format("has no currency of ISO 4217 ('{}')", code), "as in \"50.00 USD\"");
        return std::nullopt;
    }
    const auto amount = parse_money(std::string_view(*written).substr(0, space), *currency);
    if (!amount) {
        fault(amount.error());
        return std::nullopt;
    }
    if (amount->is_negative()) {
        problem("is negative");
        return std::nullopt;
    }
    return *amount;
}

std::optional<Money> TomlValue::money_of_book(Currency book) const {
    auto amount = money(book);
    if (amount && amount->currency() != book) {
        problem(fmt::format("must be in the book's currency, {}", book.code()));
        return std::nullopt;
    }
    return amount;
}

std::optional<Rate> TomlValue::rate() const {
    const auto written = number_or_text("a rate in per cent such as \"8.0\"");
    if (!written) return std::nullopt;
    const auto value = parse_rate(*written);
    if (value) return *value;
    fault(value.error());
    return std::nullopt;
}

std::optional<std::vector<TomlValue>> TomlValue::list() const {
    const auto* array = node_->as_array();
    if (!array) {
        wrong_type("a list in [ ]");
        return std::nullopt;
    }
    std::vector<TomlValue> values;
    for (const auto& element : *array) values.emplace_back(*file_, element, key_, section_);
    return values;
}

std::optional<std::vector<std::string>> TomlValue::texts() const {
    const auto values = list();
    if (!values) return std::nullopt;
    std::vector<std::string> result;
    for (const auto& value : *values) {
        if (auto content = value.text_with_content()) result.push_back(std::move(*content));
    }
    return result.size() == values->size() ? std::optional(result) : std::nullopt;
}

std::optional<std::string> TomlValue::country() const {
    auto code = text();
    if (!code || code->empty() || is_country(*code)) return code;
    problem("is no country", country_remedy(*code));
    return std::nullopt;
}

void TomlValue::problem(std::string_view what, std::string remedy) const {
    file_->diagnostics.error(place(),
                             fmt::format("{} {} (in {})", name_with_value(), what, section_),
                             std::move(remedy), key_);
}

void TomlValue::fault(const Fault& fault) const {
    file_->diagnostics.error(place(), fmt::format("{} {} (in {})", key_, fault.what, section_),
                             fault.remedy, key_);
}

void TomlValue::warning(std::string_view what, std::string remedy) const {
    file_->diagnostics.warning(place(),
                               fmt::format("{} {} (in {})", name_with_value(), what, section_),
                               std::move(remedy), key_);
}

void TomlValue::unavailable(std::string remedy) const {
    problem("is not available in this version", std::move(remedy));
}

void TomlValue::wrong_type(std::string_view expected) const {
    file_->diagnostics.error(place(),
                             fmt::format("{} must be {}, found {} (in {})", key_, expected,
                                         kind_in_words(*node_), section_),
                             {}, key_);
}

void TomlValue::unknown_word(const std::string& found,
                             const std::vector<std::string>& known) const {
    problem(fmt::format("is none of: {}", fmt::join(known, ", ")), did_you_mean(found, known));
}

std::string TomlValue::name_with_value() const {
    const auto* value = node_->as_string();
    return value ? fmt::format("{} '{}'", key_, printable(value->get())) : key_;
}

// As it is written in the file. REQUIRES: the value stands on one line, as numbers and dates do.
std::string TomlValue::source_text() const {
    const auto& region = node_->source();
    const auto line = line_of_text(file_->text, region.begin.line);
    const auto from = offset_of_character(line, region.begin.column - 1);
    const auto to = offset_of_character(line, region.end.column - 1);
    return std::string(line.substr(from, to - from));
}

std::optional<std::string> TomlValue::number_or_text(std::string_view expected) const {
    if (node_->is_string()) return text();
    if (node_->is_number()) return source_text();
    wrong_type(expected);
    return std::nullopt;
}

}  // namespace dunning
