// Numbers of a worksheet as text: exact decimals, and days where the format of the cell says so.
//
// A workbook writes each number as the shortest decimal of a binary fraction, with up to 17 digits:
// 9000.549999999999 is what a spreadsheet shows as 9000.55. No binary fraction is made of it here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunning {

// "9000.549999999999" is "9000.55", "2.960623488E9" is "2960623488", "42.0" is "42". Rounded, half
// away from zero, to 15 significant digits (what a spreadsheet keeps), but never to fewer than two
// decimals as far as 17 digits go: 12345678901234.56 keeps its cents. Whole numbers that are
// written out are kept as they are. Nothing for what is no number.
std::optional<std::string> plain_decimal(std::string_view text);

// The first day of the workbook's calendar: 1900-01-01 is day 1, or 1904-01-01 is day 0.
enum class XlsxEpoch { year_1900, year_1904 };

// "2026-01-31", with "T09:30:00" when there is a fraction, rounded to the second; "09:30:00" for
// day 0 of 1900. The calendar of 1900 has a 29 February that never was (day 60, for the sake of an
// older program); it comes out as "1900-02-29", which no reader of dates takes.
// Nothing for negative numbers and days after 9999-12-31. REQUIRES: text of plain_decimal.
std::optional<std::string> serial_day(std::string_view decimal, XlsxEpoch epoch);

enum class XlsxNumberKind { number, percent, day };

// How a number format shows its numbers; the standard ones by their ids (ECMA-376 part 1, 18.8.30,
// with the East Asian ones), others by their codes: days have y, m, d, h or s outside quotes and
// brackets, and no other letters and no places for digits; per cent have a % there.
XlsxNumberKind standard_format_kind(int id);
XlsxNumberKind format_code_kind(std::string_view code);

// "0.02" shown as per cent: "2%". REQUIRES: text of plain_decimal.
std::string as_percent(std::string_view decimal);

// "00000" shows 42 as 00042: the digits at least, when the code is nothing but zeros; else 0.
int padded_digits(std::string_view code);

}  // namespace dunning
