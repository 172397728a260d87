#include "render/dashboard.h"

#include <set>

#include "notice_samples.h"
#include "render/aging_chart.h"

using namespace dunning;

namespace {

DashboardData full_dashboard() {
    return {
        .book = "Jade River",
        .language = "en",
        .as_of = "2026-11-21"_date,
        .currencies = {{.open = "1000.00 EUR"_money,
                        .overdue = "420.00 EUR"_money,
                        .on_account = "34.50 EUR"_money,
                        .customers = 12,
                        .invoices = 31,
                        .buckets = {{"not_due", "580.00 EUR"_money, 20},
                                    {"1-30", "290.00 EUR"_money, 8},
                                    {"90+", "130.00 EUR"_money, 3}},
                        .months = {{"2026-10-31"_date, "800.00 EUR"_money, "200.00 EUR"_money,
                                    "55.00 EUR"_money},
                                   {"2026-11-21"_date, "1000.00 EUR"_money, "420.00 EUR"_money,
                                    "1600.00 EUR"_money}},
                        .rolls = {{"not_due", {600, 150, 0, 250, 0, 0}},
                                  {"1-30", {0, 0, 333, 500, 100, 67}},
                                  {"90+", {}}}}},
        .top_debtors = {{"C001", "Lotus", "300.00 EUR"_money, "350.00 EUR"_money, 95, "severe"}},
        .notices = {{"N000001", "C001", "Lotus", "demand", Channel::letter, "310.00 EUR"_money,
                     "sent"}},
        .waiting = {{WaitingKind::broken_promise, "N000007", "C002", "Bamboo", "by 18 November",
                     "75.00 EUR"_money, "2026-11-19"_date}},
        .promises = {{"R0004", "C002", "Bamboo", "80.00 EUR"_money, "30.00 EUR"_money,
                      "2026-11-25"_date}},
        .deadlines = {{"INV-9", "C003", "Plum", "10.00 EUR"_money, "2026-11-20"_date, true}}};
}

}  // namespace

TEST_CASE("dashboard: figures, aging, debtors, notices and what waits are all there") {
    const std::string page = render_dashboard(full_dashboard());
    for (const char* part :
         {"<html lang=\"en\">", "<h1>Jade River</h1>", "21 November 2026", "EUR 1,000.00",
          "EUR 420.00", "42.0 % of open", "EUR 34.50", "Not due", "1–30 days", "Over 90 days",
          "<td class=\"number\">58.0 %</td>", "severe", "Letter", "sent", "Promise broken",
          "N000007", "by 18 November", "19 November 2026"}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
}

TEST_CASE("dashboard: trend, roll rates, promises and deadlines, each with its numbers") {
    const std::string page = render_dashboard(full_dashboard());
    for (const char* part :
         {"Trend by month", "<title id=\"trend-EUR-title\">", "<td class=\"number\">1,600.00</td>",
          "25.0 %", "Where the money of a month ago is now",
          "<td class=\"number heat h4\">60.0 %</td>", "<td class=\"number heat h1\">6.7 %</td>",
          "<td class=\"number heat h0\"></td>", "<td colspan=\"6\"></td>", "Promises due", "R0004",
          "EUR 80.00", "25 November 2026", "Deadlines of first notices", "INV-9", "missed"}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
}

TEST_CASE(
    "dashboard: a list that is cut says how much it leaves out, and which command has it all") {
    DashboardData data = full_dashboard();
    CHECK_FALSE(contains(render_dashboard(data), "class=\"more\""));
    data.more_waiting = {.items = 1234, .amounts = {"5000.00 EUR"_money, "20 JPY"_money}};
    data.more_notices = {.items = 2};
    const std::string page = render_dashboard(data);
    CHECK(contains(page,
                   "<td class=\"more\" colspan=\"5\">and 1234 more, together EUR 5,000.00, JPY 20 "
                   "&#183; <code>dunning report worklist</code></td>"));
    CHECK(contains(page,
                   "<td class=\"more\" colspan=\"6\">and 2 more &#183; "
                   "<code>dunning notify list</code></td>"));
    data.language = "zh-CN";
    CHECK(contains(render_dashboard(data), "另有 1234 项，合计"));
    data.language = "de";
    CHECK(contains(render_dashboard(data), "und 2 weitere &#183;"));
}

TEST_CASE("dashboard: it needs nothing from elsewhere and runs nothing") {
    const std::string page = render_dashboard(full_dashboard());
    for (const char* part :
         {"<script", "http:", "https:", "src=", "href=", "url(", "@import", "onload"}) {
        CAPTURE(part);
        CHECK_FALSE(contains(page, part));
    }
    CHECK(contains(page, "default-src 'none'"));
    CHECK(contains(page, "prefers-color-scheme: dark"));
    CHECK(contains(page, "@media print"));
}

TEST_CASE("dashboard: everything that comes from data is escaped") {
    const std::string evil = "<img src=x onerror=\"a\">'&";
    DashboardData data = full_dashboard();
    data.book = evil;
    data.currencies.at(0).buckets.at(1).name = evil;
    data.top_debtors = {{evil, evil, "1.00 EUR"_money, "1.00 EUR"_money, 1, evil}};
    data.notices = {{evil, evil, evil, evil, Channel::email, "1.00 EUR"_money, evil}};
    data.waiting = {{WaitingKind::task, evil, evil, evil, evil, {}, {}}};
    data.promises = {{evil, evil, evil, "1.00 EUR"_money, "1.00 EUR"_money, data.as_of}};
    data.deadlines = {{evil, evil, evil, "1.00 EUR"_money, data.as_of, false}};
    data.currencies.at(0).rolls.at(1).bucket = evil;
    const std::string page = render_dashboard(data);
    CHECK_FALSE(contains(page, "<img"));
    CHECK(contains(page, "&lt;img src=x onerror=&quot;a&quot;&gt;&#39;&amp;"));
}

TEST_CASE("dashboard: headings in the book's language, English for one that is not there") {
    DashboardData data = full_dashboard();
    data.language = "zh-CN";
    CHECK(contains(render_dashboard(data), "待人工处理"));
    CHECK(contains(render_dashboard(data), "<html lang=\"zh-CN\">"));
    CHECK(contains(render_dashboard(data), "1–30 天"));
    data.language = "de";
    CHECK(contains(render_dashboard(data), "Wartet auf eine Person"));
    CHECK(contains(render_dashboard(data), "42,0 %"));
    data.language = "fr";
    CHECK(contains(render_dashboard(data), "Waiting for a person"));
}

TEST_CASE("dashboard: an empty book says that there is nothing, in sentences") {
    const std::string page =
        render_dashboard({.book = "Empty", .language = "en", .as_of = "2026-11-21"_date});
    for (const char* part : {"Nothing is open.", "Nothing waits for a person.",
                             "No customer is overdue.", "Nothing went out."}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
    CHECK_FALSE(contains(page, "<table"));
}

TEST_CASE("dashboard: tables have column and row headers, the picture a title and a description") {
    const std::string page = render_dashboard(full_dashboard());
    CHECK(contains(page, "<th scope=\"col\">Customer</th>"));
    CHECK(contains(page, "<th scope=\"row\">Lotus <span class=\"id\">C001</span></th>"));
    CHECK(contains(page, "<svg role=\"img\" aria-labelledby=\"aging-EUR-title aging-EUR-text\""));
    CHECK(contains(page, "<title id=\"aging-EUR-title\">"));
    CHECK(contains(page, "<desc id=\"aging-EUR-text\">"));
}

TEST_CASE("aging chart: the largest bucket has the longest bar, the smallest can still be seen") {
    const DashboardWords& words = dashboard_words("en");
    const DashboardCurrency currency{.open = "2000000.01 EUR"_money,
                                     .overdue = "2000000.01 EUR"_money,
                                     .on_account = "0.00 EUR"_money,
                                     .buckets = {{"not_due", "0.00 EUR"_money, 0},
                                                 {"1-30", "1000000.00 EUR"_money, 1},
                                                 {"31-60", "1000000.00 EUR"_money, 1},
                                                 {"60+", "0.01 EUR"_money, 1}}};
    const std::string svg = aging_chart(currency, words, "a");
    CHECK(contains(svg, "class=\"s0\" x=\"120\" y=\"4\" width=\"0\""));
    CHECK(contains(svg, "class=\"s1\" x=\"120\" y=\"40\" width=\"300\""));
    CHECK(contains(svg, "class=\"s3\" x=\"120\" y=\"76\" width=\"300\""));
    CHECK(contains(svg, "class=\"s5\" x=\"120\" y=\"112\" width=\"2\""));
}

TEST_CASE("share: rounded to tenths, zero of nothing, and signed") {
    const DashboardWords& words = dashboard_words("en");
    CHECK(share_text("1.00 EUR"_money, "3.00 EUR"_money, words) == "33.3 %");
    CHECK(share_text("2.00 EUR"_money, "3.00 EUR"_money, words) == "66.7 %");
    CHECK(share_text("0.00 EUR"_money, "0.00 EUR"_money, words) == "0.0 %");
    CHECK(share_text("-0.05 EUR"_money, "10.00 EUR"_money, words) == "-0.5 %");
    CHECK(share_text("9999999999999.00 EUR"_money, "9999999999999.00 EUR"_money, words) ==
          "100.0 %");
}
