#include "formats/currency_mark.h"

#include <algorithm>
#include <array>

namespace dunning {
namespace {

struct Mark {
    std::string_view mark;
    std::string_view codes;  // of ISO 4217, separated by spaces
};

constexpr auto marks = std::to_array<Mark>({
    {"$",
     "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU DOP BBD BMD BND BSD BZD FJD GYD JMD KYD "
     "LRD NAD SBD SRD TTD XCD XCG"},
    {"US$", "USD"},
    {"CA$", "CAD"},
    {"C$", "CAD NIO"},
    {"AU$", "AUD"},
    {"A$", "AUD"},
    {"NZ$", "NZD"},
    {"HK$", "HKD"},
    {"S$", "SGD"},
    {"NT$", "TWD"},
    {"MX$", "MXN"},
    {"R$", "BRL"},
    {"€", "EUR"},
    {"£", "GBP GIP FKP SHP EGP LBP SYP"},
    {"¥", "CNY JPY"},
    {"CN¥", "CNY"},
    {"JP¥", "JPY"},
    {"RMB", "CNY"},
    {"人民币", "CNY"},
    {"元", "CNY TWD HKD"},
    {"円", "JPY"},
    {"₩", "KRW"},
    {"₹", "INR"},
    {"Rs", "INR PKR LKR NPR MUR"},
    {"Rs.", "INR PKR LKR NPR MUR"},
    {"₽", "RUB"},
    {"₴", "UAH"},
    {"₸", "KZT"},
    {"₺", "TRY"},
    {"₪", "ILS"},
    {"₫", "VND"},
    {"₦", "NGN"},
    {"₱", "PHP"},
    {"฿", "THB"},
    {"RM", "MYR"},
    {"Rp", "IDR"},
    {"R", "ZAR"},
    {"zł", "PLN"},
    {"Kč", "CZK"},
    {"Ft", "HUF"},
    {"lei", "RON MDL"},
    {"kr", "SEK NOK DKK ISK"},
    {"kr.", "SEK NOK DKK ISK"},
    {"Fr", "CHF"},
    {"Fr.", "CHF"},
    {"SFr.", "CHF"},
});

}  // namespace

bool is_currency_mark(std::string_view mark) {
    return Currency::from_code(mark) || std::ranges::find(marks, mark, &Mark::mark) != marks.end();
}

bool is_mark_of(std::string_view mark, Currency currency) {
    if (mark == currency.code()) return true;
    const auto known = std::ranges::find(marks, mark, &Mark::mark);
    // Codes are three letters between spaces, so one is never found across two of them.
    return known != marks.end() && known->codes.find(currency.code()) != std::string_view::npos;
}

}  // namespace dunning
