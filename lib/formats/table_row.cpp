#include "formats/table_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "formats/amount_text.h"
#include "formats/date_text.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// What a message quotes: never a control character, never a page of text.
std::string quoted(std::string_view value) {
    return "'" + excerpt(value) + "'";
}

std::string constant_words(const ImportProfile& profile) {
    if (profile.name.empty()) return "given for the whole file";
    return fmt::format("a constant of profile '{}'", profile.name);
}

std::string without_line_breaks(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return c == '\n' || c == '\r'; });
    return result;
}

// Many programs write all amounts with four decimals: "120.5000".
std::string without_idle_zeros(std::string_view number, Currency currency) {
    const auto point = number.find('.');
    if (point == std::string_view::npos) return std::string(number);
    const auto wanted = point + 1 + static_cast<std::size_t>(currency.digits());
    while (number.size() > wanted && number.ends_with('0')) number.remove_suffix(1);
    if (number.ends_with('.')) number.remove_suffix(1);
    return std::string(number);
}

// What the profile says of the word; else the word.
std::string_view meaning_of(std::string_view word, const FieldSource& source) {
    if (!source.words) return word;
    const auto known = source.words->find(word);
    return known == source.words->end() ? word : std::string_view(known->second);
}

}  // namespace

Place TableRow::of(std::string_view field) const {
    const auto* source = context_.columns.find(field);
    return {context_.file, source ? line_of(*source) : row_.line, source ? column_of(*source) : 1};
}

bool TableRow::says(std::string_view field) const {
    const auto* source = context_.columns.find(field);
    if (!source) return false;
    // What is open is no more than a stand-in for the amount.
    const auto* open = field == "amount" ? context_.columns.find("open") : nullptr;
    if (open && open->column && open->column == source->column) return false;
    const auto has = [&](std::size_t column) { return !row_.cells[column].absent; };
    return source->constant || (source->column && has(*source->column)) ||
           std::ranges::any_of(source->further, has) || field == context_.profile.heading_rows ||
           context_.above.contains(field);
}

// What stands in the row.
std::string_view TableRow::own(const FieldSource& source) const {
    if (!source.column) return {};
    auto text = meaning_of(trimmed(row_.cells[*source.column].text), source);
    for (std::size_t i = 0; text.empty() && i < source.further.size(); ++i) {
        text = meaning_of(trimmed(row_.cells[source.further[i]].text), source);
    }
    return text;
}

std::string_view TableRow::raw(std::string_view field) const {
    const auto& source = context_.columns.of(field);
    if (source.constant) return *source.constant;
    const auto text = own(source);
    if (!text.empty()) return text;
    if (field == context_.profile.heading_rows) return context_.carried;
    const auto above = context_.above.find(field);
    return above == context_.above.end() ? std::string_view() : meaning_of(above->second, source);
}

std::string TableRow::checked_text(std::string_view field, std::string_view value,
                                   std::string_view checked) {
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

// "#N/A" as a name or number would be one for every row whose formula has failed.
void TableRow::refuse_failed_formula(std::string_view field, std::string_view value) {
    constexpr std::string_view failures[] = {"#N/A",    "#NV",     "#VALUE!", "#WERT!", "#REF!",
                                             "#BEZUG!", "#NAME?",  "#DIV/0!", "#NUM!",  "#ZAHL!",
                                             "#NULL!",  "#SPILL!", "#CALC!"};
    if (std::ranges::find(failures, value) == std::end(failures)) return;
    problem(field, fmt::format("is {}: a formula of the spreadsheet has failed there", value),
            "mend the cell, or leave it empty where it may be");
}

std::string TableRow::text(std::string_view field) {
    const auto value = raw(field);
    refuse_failed_formula(field, value);
    return checked_text(field, value, value);
}

std::string TableRow::address(std::string_view field) {
    const auto value = raw(field);
    return checked_text(field, value, without_line_breaks(value));
}

std::string TableRow::free_text(std::string_view field) {
    std::string text = address(field);
    for (auto at = text.find_first_of("\r\n"); at != std::string::npos;
         at = text.find_first_of("\r\n", at + 1)) {
        const std::size_t width = text.compare(at, 2, "\r\n") == 0 ? 2 : 1;
        text.replace(at, width, " ");
    }
    return text;
}

std::string TableRow::id(std::string_view field) {
    if (raw(field).empty()) problem(field, "is empty");
    return optional_id(field);
}

std::string TableRow::optional_id(std::string_view field) {
    const auto value = raw(field);
    const auto& source = context_.columns.of(field);
    if (source.column && row_.cells[*source.column].nested) {
        problem(field, "is an object or array", "one text or number is needed here");
        return {};
    }
    if (value.size() > max_id_bytes) {
        problem(field, fmt::format("is longer than {} bytes", max_id_bytes));
        return {};
    }
    refuse_failed_formula(field, value);
    return checked_text(field, value, value);
}

std::optional<Date> TableRow::date(std::string_view field) {
    const auto value = raw(field);
    if (value.empty()) {
        problem(field, "is empty");
        return std::nullopt;
    }
    const std::string& format = context_.columns.of(field).date_format;
    const bool iso = format.empty() || format == "%Y-%m-%d";
    const auto day = context_.year_begins ? day_in_year(value, format)
                                          : parse_day(value, iso ? "%Y-%m-%d" : format);
    if (day) return *day;
    const auto written = iso ? parse_date(value) : day;  // says more of what is wrong
    problem(field, written ? day.error() : written.error());
    return std::nullopt;
}

// "102" is the first of February: a zero comes from us, and the year from above the header. The
// books' year may begin in July, so that its January is of the next.
Result<Date> TableRow::day_in_year(std::string_view text, const std::string& format) const {
    const Date begin = context_.year_begins.value();
    if (auto whole = parse_date(text, format + "%Y")) return whole;
    const std::string day = std::string(text.size() == 3 ? "0" : "") + std::string(text);
    const auto in_year = [&](int year) {
        return parse_date(day + std::to_string(year), format + "%Y");
    };
    auto found = in_year(begin.year());
    if (found && *found >= begin) return found;
    const auto next = in_year(begin.year() + 1);
    return next ? next : found;
}

std::optional<Money> TableRow::money(std::string_view field, Currency currency) {
    const auto value = raw(field);
    if (value.empty()) {
        problem(field, "is empty");
        return std::nullopt;
    }
    const auto written = read_amount(value, context_.columns.of(field).decimal_mark.value_or('.'));
    if (!written) {
        problem(field, written.error());
        return std::nullopt;
    }
    const std::string& of_column = context_.columns.of(field).currency_mark;
    const std::string& mark = written->currency.empty() ? of_column : written->currency;
    if (!mark.empty() && !is_mark_of(mark, currency)) {
        problem(field,
                fmt::format("{} is in '{}', and the row is in {}", quoted(value), mark,
                            currency.code()),
                "a column 'currency' says it, or --currency CODE for the whole file");
        return std::nullopt;
    }
    const auto number = without_idle_zeros(written->number, currency);
    const auto amount = parse_money(number, currency);
    if (amount) return context_.is_negative_row ? -*amount : *amount;
    Fault fault = amount.error();  // say it of what stands in the file
    const auto at = fault.what.find(number);
    if (at != std::string::npos) fault.what.replace(at, number.size(), value);
    const auto point = value.rfind('.');
    const bool may_part_thousands = fault.remedy.empty() && point != std::string_view::npos &&
                                    value.size() - point == 4 && currency.digits() < 3;
    if (may_part_thousands) fault.remedy = "if the point parts thousands: --decimal-mark ,";
    problem(field, fault);
    return std::nullopt;
}

std::string TableRow::plain_number(std::string_view field) const {
    const auto value = raw(field);
    if (context_.columns.of(field).decimal_mark != ',') return std::string(value);
    const auto written = read_amount(value, ',');
    return written && written->currency.empty() ? written->number : std::string(value);
}

std::optional<int> TableRow::whole_number(std::string_view field, int largest) {
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

TableRow::RowCurrency TableRow::currency() {
    const auto code = raw("currency");
    if (code.empty()) return {};
    // Some programs write all codes in lower case; in our own files it is a mistake.
    const bool is_foreign = !context_.profile.name.empty();
    const auto known = Currency::from_code(is_foreign ? upper_case(code) : std::string(code));
    if (!known) {
        const bool wrong_case = Currency::from_code(upper_case(code)).has_value();
        problem("currency", fmt::format("{} is not a currency code of ISO 4217", quoted(code)),
                wrong_case ? fmt::format("did you mean '{}'?", upper_case(code)) : "");
    }
    return {known, true};
}

TableRow::Named TableRow::named(std::string_view field, std::string_view what) const {
    const auto& source = context_.columns.of(field);
    const std::string where = source.constant ? constant_words(context_.profile)
                              : source.column ? fmt::format("column '{}'", source.heading)
                                              : std::string("no such column");
    return {{context_.file, line_of(source), column_of(source)},
            fmt::format("{} {} ({})", field, what, where)};
}

void TableRow::problem(std::string_view field, std::string_view what, std::string remedy) {
    ok_ = false;
    const Named named = this->named(field, what);
    context_.diagnostics.error(named.place, named.what, std::move(remedy), std::string(field));
}

void TableRow::warning(std::string_view field, std::string_view what, std::string remedy) {
    const Named named = this->named(field, what);
    context_.diagnostics.warning(named.place, named.what, std::move(remedy), std::string(field));
}

void TableRow::problem(std::string_view field, const Fault& fault, std::string remedy) {
    const bool both = !fault.remedy.empty() && !remedy.empty();
    problem(field, printable(fault.what), fault.remedy + (both ? "; " : "") + remedy);
}

int TableRow::line_of(const FieldSource& source) const {
    return row_.line + (source.column ? row_.cells[*source.column].lines_down : 0);
}

int TableRow::column_of(const FieldSource& source) const {
    return source.column ? row_.cells[*source.column].column : 1;
}

}  // namespace dunning
