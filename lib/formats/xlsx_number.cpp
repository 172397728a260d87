#include "formats/xlsx_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/ascii.h"
#include "core/check.h"
#include "core/date.h"

namespace dunning {
namespace {

constexpr int significant_digits = 15;
constexpr int most_digits = 17;  // of which a binary fraction can be worth something
constexpr int largest_exponent = 400;

// The number is 0.DIGITS times ten to the power of `point`.
struct Digits {
    bool is_negative = false;
    std::string digits;
    int point = 0;
};

std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto count = static_cast<std::size_t>(end - text.begin());
    const auto digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

// "E+17" or "e-5" or nothing.
std::optional<int> read_exponent(std::string_view text) {
    if (text.empty()) return 0;
    if (text[0] != 'E' && text[0] != 'e') return std::nullopt;
    text.remove_prefix(1);
    if (text.starts_with('+') && text.find('-') == std::string_view::npos) text.remove_prefix(1);
    int exponent = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, exponent);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (exponent > largest_exponent || exponent < -largest_exponent) return std::nullopt;
    return exponent;
}

std::optional<Digits> read_digits(std::string_view text) {
    Digits read;
    read.is_negative = text.starts_with('-');
    if (read.is_negative) text.remove_prefix(1);
    const auto whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    const auto exponent = read_exponent(text);
    if (!exponent || whole.size() + fraction.size() == 0) return std::nullopt;
    read.digits.append(whole).append(fraction);
    read.point = static_cast<int>(whole.size()) + *exponent;
    const auto zeros = std::min(read.digits.find_first_not_of('0'), read.digits.size());
    read.digits.erase(0, zeros);
    read.point -= static_cast<int>(zeros);
    return read;
}

void round_digits(Digits& number, int keep) {
    auto& digits = number.digits;
    const auto kept = static_cast<std::size_t>(keep);
    if (digits.size() <= kept) return;
    const bool is_up = digits[kept] >= '5';
    digits.resize(kept);
    if (!is_up) return;
    while (!digits.empty() && digits.back() == '9') digits.pop_back();
    if (digits.empty()) {
        digits = "1";
        ++number.point;
    } else {
        ++digits.back();
    }
}

std::string write_digits(const Digits& number) {
    std::string digits = number.digits;
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) return "0";
    const std::string sign = number.is_negative ? "-" : "";
    if (number.point <= 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-number.point), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(number.point);
    if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

constexpr std::int64_t seconds_per_day = 86400;
constexpr int last_serial_1900 = 2958465;  // 9999-12-31

struct DayAndSecond {
    std::int64_t day = 0;
    std::int64_t second = 0;
};

// Twelve decimals of a day are far below a second and fit, times 86,400, into 64 bits.
std::optional<DayAndSecond> read_serial(std::string_view decimal) {
    constexpr std::size_t decimals = 12;
    constexpr std::int64_t unit = 1'000'000'000'000;
    const auto point = std::min(decimal.find('.'), decimal.size());
    const auto whole = decimal.substr(0, point);
    std::string fraction(point < decimal.size() ? decimal.substr(point + 1) : std::string_view());
    fraction.resize(decimals, '0');

    DayAndSecond read;
    if (whole.size() > 7 || !std::ranges::all_of(whole, is_digit)) return std::nullopt;
    std::from_chars(whole.data(), whole.data() + whole.size(), read.day);
    std::int64_t part = 0;
    std::from_chars(fraction.data(), fraction.data() + fraction.size(), part);
    read.second = (part * seconds_per_day + unit / 2) / unit;
    if (read.second == seconds_per_day) {
        ++read.day;
        read.second = 0;
    }
    return read;
}

std::string write_time(std::int64_t second) {
    return fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
}

std::string write_day(std::int64_t serial, XlsxEpoch epoch) {
    if (epoch == XlsxEpoch::year_1904) {
        return to_text(Date::from_ymd(1904, 1, 1) + static_cast<int>(serial));
    }
    if (serial == 60) return "1900-02-29";
    const auto day_0 = serial < 60 ? Date::from_ymd(1899, 12, 31) : Date::from_ymd(1899, 12, 30);
    return to_text(day_0 + static_cast<int>(serial));
}

// The first section of a code without what is only shown: "text", \c, [Red], _c (a gap), *c
// (filling).
std::string bare_format(std::string_view code) {
    std::string bare;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        switch (code[i]) {
            case '"':
            case '[': {
                // "[h]" shows hours, yet it always stands before minutes or seconds.
                const auto end = code.find(code[i] == '"' ? '"' : ']', i + 1);
                if (end == std::string_view::npos) return bare;
                i = end;
                break;
            }
            case '\\':
            case '_':
            case '*':
                ++i;
                break;
            default:
                bare.push_back(code[i]);
        }
    }
    return bare;
}

// But for parts of a second: "ss.000".
bool has_place_for_digits(std::string_view bare) {
    const auto zero = bare.find('0');
    if (bare.find_first_of("#?") != std::string_view::npos) return true;
    return zero != std::string_view::npos && (zero < 2 || bare.substr(zero - 2, 2) != "s.");
}

}  // namespace

std::optional<std::string> plain_decimal(std::string_view text) {
    auto number = read_digits(text);
    if (!number) return std::nullopt;
    if (text.find_first_of(".eE") != std::string_view::npos) {
        const int for_cents = std::max(number->point, 0) + 2;
        round_digits(*number, std::clamp(for_cents, significant_digits, most_digits));
    }
    return write_digits(*number);
}

std::optional<std::string> serial_day(std::string_view decimal, XlsxEpoch epoch) {
    const auto serial = read_serial(decimal);
    const int shorter = epoch == XlsxEpoch::year_1904 ? 1462 : 0;
    if (!serial || serial->day > last_serial_1900 - shorter) return std::nullopt;
    if (serial->day == 0 && epoch == XlsxEpoch::year_1900 && serial->second > 0) {
        return write_time(serial->second);
    }
    if (serial->day == 0 && epoch == XlsxEpoch::year_1900) return "1900-01-00";
    const auto day = write_day(serial->day, epoch);
    return serial->second == 0 ? day : day + "T" + write_time(serial->second);
}

XlsxNumberKind standard_format_kind(int id) {
    const bool is_day = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                        (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    const bool is_percent = id == 9 || id == 10;
    return is_day       ? XlsxNumberKind::day
           : is_percent ? XlsxNumberKind::percent
                        : XlsxNumberKind::number;
}

XlsxNumberKind format_code_kind(std::string_view code) {
    constexpr std::string_view of_days = "ymdhs";
    constexpr std::string_view beside = "ebgapsz";  // eras, years of an era, am/pm
    auto bare = bare_format(code);
    if (bare.find('%') != std::string::npos) return XlsxNumberKind::percent;
    std::ranges::transform(bare, bare.begin(), lower);
    if (bare.find_first_of(of_days) == std::string::npos) return XlsxNumberKind::number;
    if (has_place_for_digits(bare)) return XlsxNumberKind::number;
    // "General" and "Standard" are words, as is a currency that somebody forgot to quote.
    const bool has_word = std::ranges::any_of(bare, [&](char c) {
        return is_letter(c) && of_days.find(c) == std::string_view::npos &&
               beside.find(c) == std::string_view::npos;
    });
    return has_word ? XlsxNumberKind::number : XlsxNumberKind::day;
}

std::string as_percent(std::string_view decimal) {
    auto number = read_digits(decimal);
    DUNNING_CHECK(number.has_value());
    number->point += 2;
    return write_digits(*number) + "%";
}

int padded_digits(std::string_view code) {
    constexpr std::size_t most = 30;
    const bool is_zeros = code.size() >= 2 && code.size() <= most &&
                          code.find_first_not_of('0') == std::string_view::npos;
    return is_zeros ? static_cast<int>(code.size()) : 0;
}

}  // namespace dunning
