#include "render/dashboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/aging_chart.h"
#include "render/dashboard_style.h"
#include "render/dashboard_words.h"
#include "render/html_text.h"
#include "render/trend_chart.h"
#include "text/number_format.h"

namespace dunning {
namespace {

std::string money(const Money& amount, const DashboardWords& words) {
    return html_text(format_money(amount, words.language));
}

std::string day(Date date, const DashboardWords& words) {
    return html_text(format_date(date, words.language));
}

enum class Cell { text, number };

// A table's head: each column with its kind.
struct Column {
    std::string_view heading;
    Cell cell = Cell::text;
};

std::string table_head(const std::vector<Column>& columns) {
    std::string head = "<thead><tr>";
    for (const Column& column : columns) {
        head += fmt::format("<th scope=\"col\"{}>{}</th>",
                            column.cell == Cell::number ? " class=\"number\"" : "",
                            html_text(column.heading));
    }
    return head + "</tr></thead>\n";
}

std::string table(const std::vector<Column>& columns, const std::string& rows) {
    return "<div class=\"scroll\"><table>\n" + table_head(columns) + "<tbody>\n" + rows +
           "</tbody>\n</table></div>\n";
}

// The last row of a list that is cut: how much more there is, and the command that shows all of it.
std::string more_row(const DashboardRest& rest, std::size_t columns, std::string_view command,
                     const DashboardWords& words) {
    if (rest.items == 0) return {};
    std::string amounts;
    for (const Money& amount : rest.amounts) {
        if (!amounts.empty()) amounts += ", ";
        amounts += format_money(amount, words.language);
    }
    const std::string sentence =
        amounts.empty() ? fmt::format(fmt::runtime(words.more), rest.items)
                        : fmt::format(fmt::runtime(words.more_money), rest.items, amounts);
    return fmt::format(
        "<tr><td class=\"more\" colspan=\"{}\">{} &#183; <code>{}</code></td></tr>\n", columns,
        html_text(sentence), command);
}

std::string number_cell(const std::string& content) {
    return "<td class=\"number\">" + content + "</td>";
}

// Name and id, as the header cell of its row.
std::string customer_cell(const std::string& name, const std::string& id) {
    return fmt::format("<th scope=\"row\">{} <span class=\"id\">{}</span></th>", html_text(name),
                       html_text(id));
}

std::string section(std::string_view title, const std::string& content) {
    return fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", html_text(title), content);
}

std::string empty_line(std::string_view sentence) {
    return fmt::format("<p class=\"empty\">{}</p>\n", html_text(sentence));
}

std::string figure(std::string_view label, const std::string& value, const std::string& note) {
    const std::string small = note.empty() ? "" : "<small>" + note + "</small>";
    return fmt::format("<dt>{}</dt><dd>{}{}</dd>", html_text(label), value, small);
}

std::string figures(const DashboardCurrency& currency, const DashboardWords& words) {
    const std::string share =
        share_text(currency.overdue, currency.open, words) + " " + std::string(words.of_open);
    const std::string alert = currency.overdue.is_positive() ? " class=\"alert\"" : "";
    return fmt::format(
        "<dl class=\"figures\">\n<div>{}</div>\n<div{}>{}</div>\n<div>{}</div>\n<div>{}</div>\n"
        "<div>{}</div>\n</dl>\n",
        figure(words.open, money(currency.open, words), ""), alert,
        figure(words.overdue, money(currency.overdue, words), html_text(share)),
        figure(words.on_account, money(currency.on_account, words), ""),
        figure(words.customers, std::to_string(currency.customers), ""),
        figure(words.invoices, std::to_string(currency.invoices), ""));
}

std::string aging_table(const DashboardCurrency& currency, const DashboardWords& words) {
    std::string rows;
    for (const DashboardBucket& bucket : currency.buckets) {
        rows += fmt::format("<tr><th scope=\"row\">{}</th>{}{}{}</tr>\n",
                            html_text(bucket_words(bucket.name, words)),
                            number_cell(std::to_string(bucket.invoices)),
                            number_cell(money(bucket.open, words)),
                            number_cell(share_text(bucket.open, currency.open, words)));
    }
    return table({{words.bucket},
                  {words.invoices, Cell::number},
                  {words.open, Cell::number},
                  {words.share, Cell::number}},
                 rows);
}

// The picture over the table: with amounts of any size both need the whole width.
std::string trend_part(const DashboardCurrency& currency, const DashboardWords& words) {
    if (currency.months.empty()) return {};
    const auto plain = [&](const Money& amount) {
        return number_cell(html_text(format_amount(amount, words.language)));
    };
    std::string rows;
    for (const DashboardMonth& month : currency.months) {
        rows += fmt::format("<tr><th scope=\"row\">{}</th>{}{}{}{}</tr>\n",
                            html_text(format_short_date(month.end, words.language)),
                            plain(month.open), plain(month.overdue),
                            number_cell(share_text(month.overdue, month.open, words)),
                            plain(month.cash_in));
    }
    const std::string id = "trend-" + std::string(currency.open.currency().code());
    return fmt::format("<h3>{}</h3>\n<div class=\"trend\">\n{}{}</div>\n", html_text(words.trend),
                       trend_chart(currency, words, id),
                       table({{words.month},
                              {words.open, Cell::number},
                              {words.overdue, Cell::number},
                              {words.share, Cell::number},
                              {words.cash_in, Cell::number}},
                             rows));
}

// Six shades; the number is always there too.
std::string heat_cell(int tenths, const DashboardWords& words) {
    constexpr int shade_width = 200;
    const int shade = tenths <= 0 ? 0 : std::min(5, 1 + tenths / shade_width);
    return fmt::format("<td class=\"number heat h{}\">{}</td>", shade,
                       tenths == 0 ? "" : html_text(tenths_text(tenths, words)));
}

std::string roll_part(const DashboardCurrency& currency, const DashboardWords& words) {
    if (currency.rolls.empty()) return {};
    std::vector<std::string> names;
    for (const DashboardRoll& roll : currency.rolls) {
        names.push_back(bucket_words(roll.bucket, words));
    }
    std::vector<Column> columns{{words.from_bucket}};
    for (const std::string& name : names) columns.push_back({name, Cell::number});
    for (const std::string_view exit : {words.paid, words.credited, words.written_off}) {
        columns.push_back({exit, Cell::number});
    }
    std::string rows;
    for (std::size_t i = 0; i < currency.rolls.size(); ++i) {
        rows += "<tr><th scope=\"row\">" + html_text(names[i]) + "</th>";
        for (const int share : currency.rolls[i].shares) rows += heat_cell(share, words);
        if (currency.rolls[i].shares.empty()) {
            rows += fmt::format("<td colspan=\"{}\"></td>", columns.size() - 1);
        }
        rows += "</tr>\n";
    }
    return fmt::format("<div class=\"rolls\">\n<h3>{}</h3>\n{}</div>\n", html_text(words.rolls),
                       table(columns, rows));
}

std::string currency_section(const DashboardCurrency& currency, const DashboardWords& words) {
    const std::string code(currency.open.currency().code());
    std::string content = figures(currency, words);
    if (!currency.buckets.empty()) {
        content += fmt::format(
            "<h3>{}</h3>\n<div class=\"aging\">\n{}{}</div>\n", html_text(words.aging),
            aging_chart(currency, words, "aging-" + code), aging_table(currency, words));
    }
    content += trend_part(currency, words) + roll_part(currency, words);
    return section(code, content);
}

std::string waiting_row(const DashboardWaiting& item, const DashboardWords& words) {
    const bool alert = item.kind != WaitingKind::task && item.kind != WaitingKind::approval;
    return fmt::format(
        "<tr><td><span class=\"mark{}\">{}</span> <span class=\"id\">{}</span></td>"
        "{}<td>{}</td>{}{}</tr>\n",
        alert ? " alert" : "", html_text(waiting_word(item.kind, words)), html_text(item.reference),
        customer_cell(item.name, item.customer), html_text(item.detail),
        number_cell(item.amount ? money(*item.amount, words) : ""),
        number_cell(item.since ? day(*item.since, words) : ""));
}

std::string waiting_section(const DashboardData& data, const DashboardWords& words) {
    if (data.waiting.empty()) return section(words.waiting, empty_line(words.nothing_waits));
    std::string rows;
    for (const DashboardWaiting& item : data.waiting) rows += waiting_row(item, words);
    rows += more_row(data.more_waiting, 5, "dunning report worklist", words);
    return section(words.waiting, table({{words.matter},
                                         {words.customer},
                                         {words.detail},
                                         {words.amount, Cell::number},
                                         {words.since, Cell::number}},
                                        rows));
}

std::string debtor_section(const DashboardData& data, const DashboardWords& words) {
    if (data.top_debtors.empty()) return section(words.top_debtors, empty_line(words.no_debtors));
    std::string rows;
    for (const DashboardDebtor& debtor : data.top_debtors) {
        rows += fmt::format("<tr>{}<td class=\"number strong\">{}</td>{}{}<td>{}</td></tr>\n",
                            customer_cell(debtor.name, debtor.customer),
                            money(debtor.overdue, words), number_cell(money(debtor.open, words)),
                            number_cell(std::to_string(debtor.max_days_overdue)),
                            html_text(debtor.class_name));
    }
    return section(words.top_debtors, table({{words.customer},
                                             {words.overdue, Cell::number},
                                             {words.open, Cell::number},
                                             {words.days_overdue, Cell::number},
                                             {words.class_name}},
                                            rows));
}

std::string promise_section(const DashboardData& data, const DashboardWords& words) {
    if (data.promises.empty()) return {};
    std::string rows;
    for (const DashboardPromise& promise : data.promises) {
        rows += fmt::format("<tr><td class=\"id\">{}</td>{}{}{}{}</tr>\n", html_text(promise.id),
                            customer_cell(promise.name, promise.customer),
                            number_cell(money(promise.amount, words)),
                            number_cell(money(promise.received, words)),
                            number_cell(day(promise.by, words)));
    }
    rows += more_row(data.more_promises, 5, "dunning report promises", words);
    return section(words.promises, table({{words.matter},
                                          {words.customer},
                                          {words.amount, Cell::number},
                                          {words.received, Cell::number},
                                          {words.pay_by, Cell::number}},
                                         rows));
}

std::string deadline_section(const DashboardData& data, const DashboardWords& words) {
    if (data.deadlines.empty()) return {};
    std::string rows;
    for (const DashboardDeadline& deadline : data.deadlines) {
        rows += fmt::format(
            "<tr><td class=\"id\">{}</td>{}{}{}<td><span class=\"mark{}\">{}</span></td></tr>\n",
            html_text(deadline.invoice), customer_cell(deadline.name, deadline.customer),
            number_cell(money(deadline.open, words)), number_cell(day(deadline.due, words)),
            deadline.missed ? " alert" : "",
            html_text(deadline.missed ? words.missed : words.near));
    }
    rows += more_row(data.more_deadlines, 5, "dunning report deadlines", words);
    return section(words.deadlines, table({{words.invoice},
                                           {words.customer},
                                           {words.open, Cell::number},
                                           {words.first_notice_by, Cell::number},
                                           {words.state}},
                                          rows));
}

std::string notice_row(const DashboardNotice& notice, const DashboardWords& words) {
    const bool alert = notice.state == "uncertain" || notice.state == "failed";
    return fmt::format(
        "<tr><td class=\"id\">{}</td>{}<td>{}</td><td>{}</td>{}<td><span class=\"mark{}\">{}</span>"
        "</td></tr>\n",
        html_text(notice.id), customer_cell(notice.name, notice.customer),
        html_text(notice.level_name), html_text(channel_word(notice.channel, words)),
        number_cell(money(notice.total, words)), alert ? " alert" : "",
        html_text(state_word(notice.state, words)));
}

std::string notice_section(const DashboardData& data, const DashboardWords& words) {
    if (data.notices.empty()) return section(words.notices, empty_line(words.no_notices));
    std::string rows;
    for (const DashboardNotice& notice : data.notices) rows += notice_row(notice, words);
    rows += more_row(data.more_notices, 6, "dunning notify list", words);
    return section(words.notices, table({{words.notice},
                                         {words.customer},
                                         {words.level},
                                         {words.channel},
                                         {words.total, Cell::number},
                                         {words.state}},
                                        rows));
}

// The policy in the page itself forbids everything but its own style, whatever a value contains.
std::string page_head(const DashboardData& data, const DashboardWords& words) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>{} - {}</title>\n<style>{}</style>\n</head>\n",
        words.language, html_text(data.book), to_text(data.as_of), dashboard_style);
}

}  // namespace

std::string render_dashboard(const DashboardData& data) {
    const DashboardWords& words = dashboard_words(data.language);
    std::string page = page_head(data, words);
    page +=
        fmt::format("<body>\n<main>\n<header>\n<h1>{}</h1>\n<p>{} &#183; {} {}</p>\n</header>\n",
                    html_text(data.book), html_text(words.title), html_text(words.as_of),
                    day(data.as_of, words));
    if (data.currencies.empty()) page += section(words.open, empty_line(words.nothing_open));
    for (const DashboardCurrency& currency : data.currencies) {
        page += currency_section(currency, words);
    }
    page += waiting_section(data, words) + promise_section(data, words) +
            deadline_section(data, words) + debtor_section(data, words) +
            notice_section(data, words);
    return page + "</main>\n</body>\n</html>\n";
}

}  // namespace dunning
