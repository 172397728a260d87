// Amounts and dates as a letter in each language writes them.
//
// A table of our own rather than a locale: the same letter comes out of every machine. A language
// is a tag as "zh-CN" or "de" (case and '_' do not matter); an unknown one falls back to its first
// part, then to English. Patterns follow CLDR 42, except that the currency is its ISO 4217 code,
// which no reader confuses with another, but for CNY in Chinese.
#pragma once

#include <string>
#include <string_view>

#include "core/date.h"
#include "core/money.h"

namespace dunning {

// en "CNY 12,345.60", de "12.345,60 EUR", fr "12 345,60 EUR" (grouped with U+202F),
// zh-CN "￥12,345.60" for CNY and "USD 12,345.60" otherwise. Always the currency's own digits.
std::string format_money(const Money& amount, std::string_view language);

// The same without the currency.
std::string format_amount(const Money& amount, std::string_view language);

// en "21 November 2026", de "21. November 2026", fr "21 novembre 2026" ("1er" for the first),
// zh-CN "2026年11月21日".
std::string format_date(Date date, std::string_view language);

// The same for a column of a table, no wider than it must be and yet read in one way alone:
// en "21 Nov 2026", de "21.11.2026", fr "21/11/2026", zh-CN "2026-11-21".
std::string format_short_date(Date date, std::string_view language);

// "12,345.60": for terminal tables, in every language.
std::string group_thousands(const Money& amount);

}  // namespace dunning
