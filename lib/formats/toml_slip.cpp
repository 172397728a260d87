#include "formats/toml_slip.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool has_one_of(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [text](std::string_view part) { return has(text, part); });
}

// The place of the character, in bytes; the end of the line when it has not so many.
std::size_t byte_of(std::string_view line, int column) {
    std::size_t at = 0;
    for (int seen = 1; at < line.size() && seen < column; ++seen) {
        for (++at; at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U;) {
            ++at;
        }
    }
    return at;
}

// "8,5": a decimal comma looks to the parser like the end of the value.
bool is_decimal_comma(std::string_view line, std::size_t comma) {
    return line[comma] == ',' && comma > 0 && is_digit(line[comma - 1]) &&
           comma + 1 < line.size() && is_digit(line[comma + 1]);
}

// The value in which the parser stopped, as far as it goes without quotes.
std::string value_at(std::string_view line, std::size_t stopped) {
    std::size_t begin = std::min(stopped, line.size());
    while (begin > 0 && std::string_view("=,[{").find(line[begin - 1]) == std::string_view::npos) {
        --begin;
    }
    std::size_t end = begin;
    while (end < line.size() &&
           (std::string_view(",]}#").find(line[end]) == std::string_view::npos ||
            is_decimal_comma(line, end))) {
        ++end;
    }
    return std::string(trimmed(line.substr(begin, end - begin)));
}

TomlSlip bare_value(const std::string& value) {
    const std::string word = lower_case(value);
    if (word == "true" || word == "yes" || word == "on") {
        return {fmt::format("'{}' is not a word of the file", excerpt(value)), "write true"};
    }
    if (word == "false" || word == "no" || word == "off") {
        return {fmt::format("'{}' is not a word of the file", excerpt(value)), "write false"};
    }
    std::string quoted = value;
    std::ranges::replace(quoted, ',', '.');  // nothing else has a comma in it
    std::erase(quoted, '%');
    return {fmt::format("'{}' is not in quotes", excerpt(value)),
            fmt::format("write \"{}\"", excerpt(trimmed(quoted)))};
}

// Between the first pair of single quotes: "cannot redefine existing string 'currency'".
std::string named_in(std::string_view said) {
    const auto begin = said.find('\'');
    const auto end = said.rfind('\'');
    return begin == end ? std::string() : std::string(said.substr(begin + 1, end - begin - 1));
}

TomlSlip twice(std::string_view said) {
    const std::string name = excerpt(named_in(said));
    if (has(said, "table header")) {
        return {fmt::format("[{}] stands in the file twice", name), "make one section of both"};
    }
    return {fmt::format("'{}' stands there twice", name), "remove one of them"};
}

}  // namespace

TomlSlip explain_slip(std::string_view said, std::string_view line, int column) {
    constexpr std::string_view opening = "Error while parsing ";
    if (said.starts_with(opening)) said.remove_prefix(opening.size());
    const std::size_t stopped = byte_of(line, column);
    if (has(said, "cannot redefine")) return twice(said);
    if (has(said, "string: ") && has(said, "control characters")) {
        return {"the closing quote is missing", "a text begins and ends with a quote, on one line"};
    }
    if (has_one_of(said, {"escape", "unicode scalar"})) {
        return {"'\\' in double quotes begins a special character",
                "write it twice, as in \"C:\\\\users\", or put the text in single quotes"};
    }
    if (said.starts_with("table header")) {
        return {"the closing bracket of the section's name is missing", "as in [book]"};
    }
    if (has(said, "expected value")) {
        return {"there is no value after '='", "write one, or remove the key"};
    }
    if (has(said, "expected '='")) {
        return {"there is no '=' after the key", "as in name = \"Acme\""};
    }
    if (said.starts_with("array")) {
        return {"a comma or the closing ']' of the list is missing",
                "as in channels = [\"email\", \"letter\"]"};
    }
    if (said.starts_with("inline table")) {
        return {"a comma or the closing '}' is missing",
                "what stands in braces ends on the line on which it begins"};
    }
    constexpr std::array<std::string_view, 8> in_values = {
        "value: ",          "boolean", "integer", "floating-point",
        "comment or white", "time",    "date",    "leading zeroes"};
    const bool is_value =
        std::ranges::any_of(in_values, [said](std::string_view part) { return has(said, part); });
    const std::string value = value_at(line, stopped);
    if (is_value && !value.empty()) return bare_value(value);
    return {printable(said)};
}

}  // namespace dunning
