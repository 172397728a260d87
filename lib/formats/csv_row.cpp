#include "formats/csv_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/import_text.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t shown_bytes = 60;

// What a message quotes: never a control character, never a page of text.
std::string quoted(std::string_view value) {
    if (value.size() <= shown_bytes) return "'" + printable(value) + "'";
    return "'" + printable(fit_width(value, shown_bytes)) + "'";
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return result;
}

std::string without_line_breaks(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return c == '\n' || c == '\r'; });
    return result;
}

}  // namespace

std::vector<std::pair<std::string, int>> RowReader::columns() const {
    std::vector<std::pair<std::string, int>> places;
    for (const auto& source : context_.columns.sources()) {
        if (source.column) places.emplace_back(source.field, column_of(source));
    }
    return places;
}

std::string_view RowReader::raw(std::string_view field) const {
    const auto& source = context_.columns.of(field);
    if (source.constant) return *source.constant;
    return source.column ? trimmed(record_.fields[*source.column].text) : std::string_view();
}

std::string RowReader::checked_text(std::string_view field, std::string_view checked) {
    const auto value = raw(field);
    if (value.size() > max_text_bytes) {
        problem(field, fmt::format("is longer than {} bytes", max_text_bytes));
        return {};
    }
    if (has_control_characters(checked)) {
        problem(field, fmt::format("{} contains a control character", quoted(value)),
                "remove it: such characters would end up in mail headers and letters");
        return {};
    }
    return std::string(value);
}

std::string RowReader::text(std::string_view field) {
    return checked_text(field, raw(field));
}

std::string RowReader::address(std::string_view field) {
    return checked_text(field, without_line_breaks(raw(field)));
}

std::string RowReader::id(std::string_view field) {
    if (raw(field).empty()) problem(field, "is empty");
    return optional_id(field);
}

std::string RowReader::optional_id(std::string_view field) {
    if (raw(field).size() > max_id_bytes) {
        problem(field, fmt::format("is longer than {} bytes", max_id_bytes));
        return {};
    }
    return text(field);
}

std::optional<Date> RowReader::date(std::string_view field) {
    const auto value = raw(field);
    if (value.empty()) {
        problem(field, "is empty");
        return std::nullopt;
    }
    const bool by_profile = context_.profile && !context_.profile->date_format.empty();
    const auto day =
        by_profile ? parse_date(value, context_.profile->date_format) : parse_date(value);
    if (day) return *day;
    // A day that does not exist is written well enough; only another way of writing needs a
    // profile.
    const bool other_form =
        !by_profile && day.error().what.find("write it as") != std::string::npos;
    problem(field, day.error(),
            other_form ? "another order of day and month needs a profile with `date_format`" : "");
    return std::nullopt;
}

std::optional<Money> RowReader::money(std::string_view field, Currency currency) {
    const auto value = raw(field);
    if (value.empty()) {
        problem(field, "is empty");
        return std::nullopt;
    }
    std::string number(value);
    if (context_.profile && context_.profile->decimal_mark) {
        const auto normal = machine_number(value, *context_.profile->decimal_mark);
        if (!normal) {
            problem(
                field, fmt::format("{} is not a number", quoted(value)),
                fmt::format("the profile's decimal mark is '{}'", *context_.profile->decimal_mark));
            return std::nullopt;
        }
        number = *normal;
    }
    const auto amount = parse_money(number, currency);
    if (amount) return *amount;
    if (number != value) {  // read by the profile: say it of what stands in the file
        Fault fault = amount.error();
        const auto at = fault.what.find(number);
        if (at != std::string::npos) fault.what.replace(at, number.size(), value);
        problem(field, fault);
        return std::nullopt;
    }
    const bool comma_for_point = !context_.profile && value.find(',') != std::string_view::npos &&
                                 machine_number(value, ',').has_value();
    if (comma_for_point) {
        problem(field, Fault{amount.error().what, "read it with a profile: decimal_mark = \",\""});
    } else {
        problem(field, amount.error());
    }
    return std::nullopt;
}

std::optional<int> RowReader::whole_number(std::string_view field, int largest) {
    const auto value = raw(field);
    if (value.empty()) return std::nullopt;
    int number = 0;
    for (const char c : value) {
        if (c < '0' || c > '9') {
            problem(field, fmt::format("{} is not a whole number", quoted(value)));
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
        if (number > largest) {
            problem(field, fmt::format("{} is too large (at most {})", quoted(value), largest));
            return std::nullopt;
        }
    }
    return number;
}

RowReader::RowCurrency RowReader::currency() {
    const auto code = raw("currency");
    if (code.empty()) return {};
    const auto known = Currency::from_code(code);
    if (!known) {
        const bool wrong_case = Currency::from_code(upper(code)).has_value();
        problem("currency", fmt::format("{} is not a currency code of ISO 4217", quoted(code)),
                wrong_case ? fmt::format("did you mean '{}'?", upper(code)) : "");
    }
    return {known, true};
}

void RowReader::problem(std::string_view field, std::string_view what, std::string remedy) {
    ok_ = false;
    const auto& source = context_.columns.of(field);
    const std::string where =
        source.constant ? fmt::format("a constant of profile '{}'", context_.profile->name)
        : source.column ? fmt::format("column '{}'", source.heading)
                        : std::string("no such column");
    context_.diagnostics.error({context_.file, record_.line, column_of(source)},
                               fmt::format("{} {} ({})", field, what, where), std::move(remedy),
                               std::string(field));
}

void RowReader::problem(std::string_view field, const Fault& fault, std::string remedy) {
    const bool both = !fault.remedy.empty() && !remedy.empty();
    problem(field, printable(fault.what), fault.remedy + (both ? "; " : "") + remedy);
}

int RowReader::column_of(const FieldSource& source) const {
    return source.column ? record_.fields[*source.column].column : 1;
}

}  // namespace dunning
