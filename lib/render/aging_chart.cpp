#include "render/aging_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/html_text.h"
#include "text/number_format.h"

namespace dunning {
namespace {

constexpr std::size_t row_height = 36;
constexpr std::size_t bar_height = 18;
constexpr std::size_t label_width = 120;
constexpr int longest_bar = 300;
constexpr std::size_t picture_width = 560;
constexpr std::size_t shades = 6;  // .s0 to .s5 of the style sheet

// The largest bucket has the longest bar, and any amount at all can be seen.
int bar_width(const Money& amount, std::int64_t largest_minor) {
    if (!amount.is_positive()) return 0;
    const auto width = divide_rounded(Wide{amount.minor()} * longest_bar, Wide{largest_minor},
                                      Rounding::half_away_from_zero);
    return std::max(2, static_cast<int>(width));
}

// The first bucket, not due, is calm; the others spread over the rest of the scale.
std::size_t shade_of(std::size_t bucket, std::size_t buckets) {
    if (bucket == 0) return 0;
    if (buckets <= 2) return shades - 1;
    return 1 + (bucket - 1) * (shades - 2) / (buckets - 2);
}

std::string bar_row(const DashboardBucket& bucket, std::size_t index, std::size_t buckets,
                    std::int64_t largest_minor, const DashboardWords& words) {
    const std::size_t top = index * row_height;
    const int width = bar_width(bucket.open, largest_minor);
    const std::size_t baseline = top + bar_height / 2 + 5 + 4;
    return fmt::format(
        "<text x=\"0\" y=\"{baseline}\">{label}</text>"
        "<rect class=\"s{shade}\" x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" "
        "rx=\"3\"/>"
        "<text class=\"amount\" x=\"{end}\" y=\"{baseline}\">{amount}</text>\n",
        fmt::arg("baseline", baseline),
        fmt::arg("label", html_text(bucket_words(bucket.name, words))),
        fmt::arg("shade", shade_of(index, buckets)), fmt::arg("left", label_width),
        fmt::arg("y", top + 4), fmt::arg("width", width), fmt::arg("height", bar_height),
        fmt::arg("end", label_width + static_cast<std::size_t>(width) + 10),
        fmt::arg("amount", html_text(format_amount(bucket.open, words.language))));
}

// The picture in words: "Not due CNY 1.00; 1–30 days CNY 2.00."
std::string description(const DashboardCurrency& currency, const DashboardWords& words) {
    std::string text(words.chart);
    for (const DashboardBucket& bucket : currency.buckets) {
        text += fmt::format(" {}: {};", bucket_words(bucket.name, words),
                            format_money(bucket.open, words.language));
    }
    return html_text(text);
}

}  // namespace

std::string aging_chart(const DashboardCurrency& currency, const DashboardWords& words,
                        const std::string& id) {
    std::int64_t largest_minor = 1;
    for (const DashboardBucket& bucket : currency.buckets) {
        largest_minor = std::max(largest_minor, bucket.open.minor());
    }
    std::string svg = fmt::format(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-text\" viewBox=\"0 0 {width} "
        "{height}\">\n"
        "<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-text\">{text}</desc>\n"
        "<rect class=\"base\" x=\"{left}\" y=\"0\" width=\"1\" height=\"{height}\"/>\n",
        fmt::arg("id", id), fmt::arg("width", picture_width),
        fmt::arg("height", currency.buckets.size() * row_height),
        fmt::arg("title", fmt::format("{} {}", words.aging, currency.open.currency().code())),
        fmt::arg("text", description(currency, words)), fmt::arg("left", label_width - 1));
    for (std::size_t index = 0; index < currency.buckets.size(); ++index) {
        svg +=
            bar_row(currency.buckets[index], index, currency.buckets.size(), largest_minor, words);
    }
    return svg + "</svg>\n";
}

std::string share_text(const Money& part, const Money& whole, const DashboardWords& words) {
    std::int64_t tenths = 0;
    if (whole.is_positive()) {
        tenths = divide_rounded(Wide{part.minor()} * 1000, Wide{whole.minor()},
                                Rounding::half_away_from_zero);
    }
    return tenths_text(tenths, words);
}

std::string tenths_text(std::int64_t tenths, const DashboardWords& words) {
    const std::string sign = tenths < 0 ? "-" : "";
    const std::int64_t size = tenths < 0 ? -tenths : tenths;
    const char mark = words.language == "de" ? ',' : '.';
    return fmt::format("{}{}{}{} %", sign, size / 10, mark, size % 10);
}

}  // namespace dunning
