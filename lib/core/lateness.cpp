#include "core/lateness.h"

#include <algorithm>

namespace dunning {
namespace {

constexpr int enough = 3;
constexpr int week = 7;

// In halves of a day, so that the middle of two days is a whole number.
std::optional<int> median_halves(std::vector<int> days) {
    if (days.empty()) return std::nullopt;
    std::ranges::sort(days);
    const std::size_t middle = days.size() / 2;
    if (days.size() % 2 == 1) return 2 * days[middle];
    return days[middle - 1] + days[middle];
}

std::optional<Ratio> as_ratio(const std::optional<int>& halves) {
    if (!halves) return std::nullopt;
    return Ratio{*halves, 2};
}

PaymentTrend trend_of(int difference_halves) {
    if (difference_halves > 2 * week) return PaymentTrend::later;
    return difference_halves < -2 * week ? PaymentTrend::earlier : PaymentTrend::steady;
}

}  // namespace

void InvoiceSettlement::add(Date day, std::int64_t amount_minor, SettledBy by) {
    settled_minor_ += amount_minor;
    if (by == SettledBy::write_off) written_off_minor_ += amount_minor;
    if (by != SettledBy::money) return;
    if (day_ != day) {
        if (money_of_day_minor_ > 0) day_before_ = day_;
        money_of_day_minor_ = 0;
        day_ = day;
    }
    money_minor_ += amount_minor;
    money_of_day_minor_ += amount_minor;
}

std::optional<Date> InvoiceSettlement::paid(std::int64_t invoice_minor) const {
    const bool is_paid =
        settled_minor_ == invoice_minor && money_minor_ > 0 && written_off_minor_ <= money_minor_;
    if (!is_paid) return std::nullopt;
    return money_of_day_minor_ > 0 ? day_ : day_before_;
}

std::string_view to_text(PaymentTrend trend) {
    switch (trend) {
        case PaymentTrend::too_few:
            return "too_few";
        case PaymentTrend::earlier:
            return "earlier";
        case PaymentTrend::steady:
            return "steady";
        case PaymentTrend::later:
            return "later";
    }
    return "too_few";
}

Lateness lateness_of(const std::vector<PaidInvoice>& invoices, Date middle) {
    Lateness result{.invoices = static_cast<int>(invoices.size())};
    std::vector<int> all;
    std::vector<int> before;
    std::vector<int> lately;
    for (const PaidInvoice& invoice : invoices) {
        const int days = invoice.days_late();
        result.late += days > 0 ? 1 : 0;
        all.push_back(days);
        (invoice.paid < middle ? before : lately).push_back(days);
    }
    const bool is_enough = std::ssize(before) >= enough && std::ssize(lately) >= enough;
    const auto halves_before = median_halves(std::move(before));
    const auto halves_lately = median_halves(std::move(lately));
    result.usual = as_ratio(median_halves(std::move(all)));
    result.before = as_ratio(halves_before);
    result.lately = as_ratio(halves_lately);
    if (is_enough) result.trend = trend_of(*halves_lately - *halves_before);
    return result;
}

}  // namespace dunning
