#include "render/trend_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/html_text.h"
#include "text/number_format.h"

namespace dunning {
namespace {

constexpr int picture_width = 560;
constexpr int picture_height = 264;
constexpr int highest_bar = 180;
constexpr int baseline = 210;
constexpr int legend_line = 258;

int bar_height(const Money& amount, std::int64_t largest_minor) {
    if (!amount.is_positive()) return 0;
    const auto height = divide_rounded(Wide{amount.minor()} * highest_bar, Wide{largest_minor},
                                       Rounding::half_away_from_zero);
    return std::max(2, static_cast<int>(height));
}

std::string bar(const char* style, int left, int width, int height) {
    return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
                       style, left, baseline - height, width, height);
}

// Overdue stands in front of open, money in beside them.
std::string month_bars(const DashboardMonth& month, int left, int width, std::int64_t largest) {
    const int bar_width = std::max(3, width * 2 / 5);
    std::string svg = bar("s0", left, bar_width, bar_height(month.open, largest));
    svg += bar("s4", left, bar_width, bar_height(month.overdue, largest));
    svg += bar("cash", left + bar_width + 2, bar_width, bar_height(month.cash_in, largest));
    svg +=
        fmt::format("<text class=\"amount\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                    left + bar_width, baseline + 18, month.end.month());
    return svg;
}

std::string legend(const DashboardWords& words) {
    struct Entry {
        const char* style;
        std::string_view word;
    };
    std::string svg;
    int left = 0;
    for (const Entry& entry :
         {Entry{"s0", words.open}, Entry{"s4", words.overdue}, Entry{"cash", words.cash_in}}) {
        svg += fmt::format(
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" rx=\"2\"/>"
            "<text x=\"{}\" y=\"{}\">{}</text>\n",
            entry.style, left, legend_line - 11, left + 18, legend_line, html_text(entry.word));
        left += picture_width / 3;
    }
    return svg;
}

std::string description(const DashboardCurrency& currency, const DashboardWords& words) {
    std::string text(words.trend_chart);
    for (const DashboardMonth& month : currency.months) {
        text += fmt::format(" {}: {}, {}, {};", format_short_date(month.end, words.language),
                            format_money(month.open, words.language),
                            format_money(month.overdue, words.language),
                            format_money(month.cash_in, words.language));
    }
    return html_text(text);
}

}  // namespace

std::string trend_chart(const DashboardCurrency& currency, const DashboardWords& words,
                        const std::string& id) {
    std::int64_t largest = 1;
    for (const DashboardMonth& month : currency.months) {
        largest = std::max({largest, month.open.minor(), month.cash_in.minor()});
    }
    std::string svg = fmt::format(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-text\" viewBox=\"0 0 {width} "
        "{height}\">\n<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-text\">{text}"
        "</desc>\n<rect class=\"base\" x=\"0\" y=\"{line}\" width=\"{width}\" height=\"1\"/>\n",
        fmt::arg("id", id), fmt::arg("width", picture_width), fmt::arg("height", picture_height),
        fmt::arg("title",
                 html_text(fmt::format("{} {}", words.trend, currency.open.currency().code()))),
        fmt::arg("text", description(currency, words)), fmt::arg("line", baseline));
    const int step = picture_width / static_cast<int>(currency.months.size());
    int left = step / 10;
    for (const DashboardMonth& month : currency.months) {
        svg += month_bars(month, left, step, largest);
        left += step;
    }
    return svg + legend(words) + "</svg>\n";
}

}  // namespace dunning
