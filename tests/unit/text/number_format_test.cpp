#include "text/number_format.h"

#include <doctest/doctest.h>

#include "support/literals.h"

namespace dunning {
namespace {

using namespace literals;

TEST_CASE("number format: money as each language writes it") {
    struct Case {
        Money amount;
        std::string_view language;
        std::string_view written;
    };
    const Case cases[] = {
        {"12345.60 CNY"_money, "zh-CN", "￥12,345.60"},
        {"-12345.60 CNY"_money, "zh-CN", "-￥12,345.60"},
        {"12345.60 USD"_money, "zh-CN", "USD 12,345.60"},
        {"12345.60 CNY"_money, "en", "CNY 12,345.60"},
        {"-0.05 EUR"_money, "en", "EUR -0.05"},
        {"12345.60 EUR"_money, "de", "12.345,60 EUR"},
        {"-12345.60 EUR"_money, "de", "-12.345,60 EUR"},
        {"12345.60 EUR"_money, "fr", "12\u202F345,60 EUR"},
        {"12345 JPY"_money, "en", "JPY 12,345"},
        {"-1234567 JPY"_money, "de", "-1.234.567 JPY"},
        {"100 JPY"_money, "zh-CN", "JPY 100"},
        {"12345.678 KWD"_money, "en", "KWD 12,345.678"},
        {"-0.005 KWD"_money, "de", "-0,005 KWD"},
        {"0.00 EUR"_money, "fr", "0,00 EUR"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.written);
        CHECK(format_money(each.amount, each.language) == each.written);
    }
}

TEST_CASE("number format: digits are grouped by three, from the point") {
    CHECK(group_thousands("0.00 EUR"_money) == "0.00");
    CHECK(group_thousands("999.99 EUR"_money) == "999.99");
    CHECK(group_thousands("1000.00 EUR"_money) == "1,000.00");
    CHECK(group_thousands("-999.99 EUR"_money) == "-999.99");
    CHECK(group_thousands("-1000.00 EUR"_money) == "-1,000.00");
    CHECK(group_thousands("1000000 JPY"_money) == "1,000,000");
    CHECK(group_thousands("999999.999 KWD"_money) == "999,999.999");
    CHECK(group_thousands("10000000000000.00 EUR"_money) == "10,000,000,000,000.00");
}

TEST_CASE("number format: an amount has no currency") {
    CHECK(format_amount("12345.60 CNY"_money, "zh-CN") == "12,345.60");
    CHECK(format_amount("-12345.60 EUR"_money, "de") == "-12.345,60");
    CHECK(format_amount("1234567 JPY"_money, "fr") == "1\u202F234\u202F567");
}

TEST_CASE("number format: dates as each language writes them") {
    struct Case {
        Date date;
        std::string_view language;
        std::string_view written;
    };
    const Case cases[] = {
        {"2026-11-21"_date, "zh-CN", "2026年11月21日"},
        {"2026-01-05"_date, "zh-CN", "2026年1月5日"},
        {"2026-11-21"_date, "en", "21 November 2026"},
        {"2026-11-21"_date, "de", "21. November 2026"},
        {"2026-03-01"_date, "de", "1. März 2026"},
        {"2026-11-21"_date, "fr", "21 novembre 2026"},
        {"2026-08-01"_date, "fr", "1er août 2026"},
        {"2026-02-11"_date, "fr", "11 février 2026"},
        {"2026-12-31"_date, "en", "31 December 2026"},
        {"2026-01-01"_date, "en", "1 January 2026"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.written);
        CHECK(format_date(each.date, each.language) == each.written);
    }
}

TEST_CASE("number format: an unknown language falls back to its first part, then to English") {
    struct Case {
        std::string_view language;
        std::string_view written;
    };
    const Case cases[] = {
        {"de", "5. Mai 2026"},  {"de-AT", "5. Mai 2026"},       {"DE_ch", "5. Mai 2026"},
        {"zh", "2026年5月5日"}, {"zh-Hans-CN", "2026年5月5日"}, {"en-US", "5 May 2026"},
        {"sv", "5 May 2026"},   {"deu", "5 May 2026"},          {"", "5 May 2026"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.language);
        CHECK(format_date("2026-05-05"_date, each.language) == each.written);
    }
}

TEST_CASE("number format: short dates for a column, in one reading alone") {
    const Date day = "2026-09-01"_date;
    CHECK(format_short_date(day, "en") == "1 Sep 2026");
    CHECK(format_short_date(day, "de-AT") == "01.09.2026");
    CHECK(format_short_date(day, "fr") == "01/09/2026");
    CHECK(format_short_date(day, "zh-CN") == "2026-09-01");
    CHECK(format_short_date(day, "xx") == "1 Sep 2026");
}

}  // namespace
}  // namespace dunning
