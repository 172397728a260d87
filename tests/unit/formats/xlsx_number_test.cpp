#include "formats/xlsx_number.h"

#include <doctest/doctest.h>

#include <tuple>

namespace dunning {
namespace {

constexpr std::string_view none = "none";

TEST_CASE("xlsx number: exact decimals of what a workbook writes") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.0", "0"},
        {"42", "42"},
        {"42.0", "42"},
        {"42.00", "42"},
        {"12.50", "12.5"},
        {"-12.5", "-12.5"},
        {".5", "0.5"},
        {"9000.549999999999", "9000.55"},
        {"9000.5499999999993", "9000.55"},
        {"-9000.549999999999", "-9000.55"},
        {"0.1", "0.1"},
        {"0.10000000000000001", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"0.14499999999999999", "0.145"},
        {"999.99999999999999", "1000"},
        {"2.960623488E9", "2960623488"},
        {"2.960623488E+09", "2960623488"},
        {"2960623488.0", "2960623488"},
        {"1.2345678901234501E+17", "123456789012345010"},
        {"1E+3", "1000"},
        {"1e-7", "0.0000001"},
        {"1.5E-3", "0.0015"},
        {"0E+5", "0"},
        {"0E-5", "0"},
        // Sums of ten million million keep their cents.
        {"12345678901234.56", "12345678901234.56"},
        {"123456789012345.67", "123456789012345.67"},
        {"1234567890123.4499", "1234567890123.45"},
        // Whole numbers that are written out are ids as often as amounts.
        {"12345678901234567890", "12345678901234567890"},
        {"0042", "42"},
        {"", none},
        {"-", none},
        {".", none},
        {"+5", none},
        {"1,5", none},
        {"1.2.3", none},
        {"1E", none},
        {"1E+", none},
        {"1E+-5", none},
        {"1E999", none},
        {"1E-99999999999", none},
        {"0x10", none},
        {"NaN", none},
        {"INF", none},
        {"12 ", none},
        {"1-2", none},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(plain_decimal(text).value_or(std::string(none)) == expected);
    }
    CHECK(plain_decimal("1E400") == "1" + std::string(400, '0'));
}

TEST_CASE("xlsx number: days of both calendars") {
    constexpr auto from_1900 = XlsxEpoch::year_1900;
    constexpr auto from_1904 = XlsxEpoch::year_1904;
    const std::tuple<std::string_view, XlsxEpoch, std::string_view> cases[] = {
        {"1", from_1900, "1900-01-01"},
        {"59", from_1900, "1900-02-28"},
        {"60", from_1900, "1900-02-29"},  // the day that never was
        {"61", from_1900, "1900-03-01"},
        {"45000", from_1900, "2023-03-15"},
        {"46053", from_1900, "2026-01-31"},
        {"2958465", from_1900, "9999-12-31"},
        {"2958466", from_1900, none},
        {"99999999999999999999", from_1900, none},
        {"-1", from_1900, none},
        {"-0.5", from_1900, none},
        {"0", from_1900, "1900-01-00"},  // as a spreadsheet shows it
        {"0.5", from_1900, "12:00:00"},
        {"46053.5", from_1900, "2026-01-31T12:00:00"},
        {"46053.3958333333", from_1900, "2026-01-31T09:30:00"},
        {"46053.000011574", from_1900, "2026-01-31T00:00:01"},
        {"46053.000001", from_1900, "2026-01-31"},  // a tenth of a second
        {"46053.999999", from_1900, "2026-02-01"},
        {"0", from_1904, "1904-01-01"},
        {"0.5", from_1904, "1904-01-01T12:00:00"},
        {"44591", from_1904, "2026-01-31"},
        {"2957003", from_1904, "9999-12-31"},
        {"2957004", from_1904, none},
    };
    for (const auto& [text, epoch, expected] : cases) {
        CAPTURE(text);
        CHECK(serial_day(text, epoch).value_or(std::string(none)) == expected);
    }
}

TEST_CASE("xlsx number: which standard formats show days") {
    std::string days;
    for (int id = -1; id < 200; ++id) {
        if (standard_format_kind(id) == XlsxNumberKind::day) days += std::to_string(id) + " ";
    }
    CHECK(days ==
          "14 15 16 17 18 19 20 21 22 27 28 29 30 31 32 33 34 35 36 45 46 47 50 51 52 53 54 55 56 "
          "57 58 ");
}

TEST_CASE("xlsx number: a code shows days when days are all that it shows") {
    const std::string_view of_days[] = {
        "yyyy-mm-dd",
        "DD.MM.YYYY",
        "d/m/yy",
        "dd/mm/yyyy hh:mm:ss",
        "m/d/yy h:mm AM/PM",
        "mm:ss.0",
        "hh:mm:ss.000",
        "[h]:mm:ss",
        "[$-409]d-mmm-yy;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "yyyy\"年\"m\"月\"d\"日\"",
        "yyyy年m月d日",
        "[$-411]ge.m.d",
        "d. mmmm yyyy",
        "yyyy\\-mm\\-dd\\ \"0\"",
    };
    for (const auto code : of_days) {
        CAPTURE(code);
        CHECK(format_code_kind(code) == XlsxNumberKind::day);
    }
    const std::string_view of_numbers[] = {
        "",
        "General",
        "GENERAL",
        "Standard",
        "0.00",
        "#,##0.00 \"EUR\"",
        "#,##0.00\\ \"Stunden per day\"",
        "#,##0.00 [$MYD]",
        "[Red]-#,##0.00",
        "[Magenta]0.00;[Red]0",
        "0.00;\"d\"",
        "0.00_d",
        "0.00*d",
        "0\\d",
        "DM #,##0.00",
        "DM 0",
        "Sfr. 0.00",
        "0.00E+00",
        "# ?/?",
        "@",
        "00000",
        "\"never closed yyyy",
        "[never closed yyyy",
        "\\",
    };
    for (const auto code : of_numbers) {
        CAPTURE(code);
        CHECK(format_code_kind(code) == XlsxNumberKind::number);
    }
}

TEST_CASE("xlsx number: per cent are what is shown, a hundred times what is kept") {
    for (const auto* code : {"0%", "0.00%", "0.00\\ %", "[Red]0.0%;-0.0%"}) {
        CAPTURE(code);
        CHECK(format_code_kind(code) == XlsxNumberKind::percent);
    }
    for (const auto* code : {"0\\%", "0\"%\"", "0;0%"}) {
        CAPTURE(code);
        CHECK(format_code_kind(code) == XlsxNumberKind::number);
    }
    CHECK(standard_format_kind(9) == XlsxNumberKind::percent);
    CHECK(standard_format_kind(10) == XlsxNumberKind::percent);
    CHECK(standard_format_kind(11) == XlsxNumberKind::number);
    CHECK(as_percent("0.02") == "2%");
    CHECK(as_percent("0.0225") == "2.25%");
    CHECK(as_percent("-0.5") == "-50%");
    CHECK(as_percent("1") == "100%");
    CHECK(as_percent("0") == "0%");
    CHECK(as_percent("0.00001") == "0.001%");
}

TEST_CASE("xlsx number: a code of zeros alone says how many digits are shown") {
    CHECK(padded_digits("00000") == 5);
    CHECK(padded_digits("0") == 0);
    CHECK(padded_digits("0.00") == 0);
    CHECK(padded_digits("") == 0);
    CHECK(padded_digits(std::string(31, '0')) == 0);
}

}  // namespace
}  // namespace dunning
