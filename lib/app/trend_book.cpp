#include "app/trend_book.h"

#include <algorithm>

#include "app/money_exit.h"

namespace dunning {
namespace {

struct MonthSums {
    std::int64_t open = 0;
    std::int64_t overdue = 0;
    std::int64_t invoiced = 0;
    std::int64_t cash_in = 0;
};

std::vector<DayRange> months_up_to(Date as_of, int count) {
    std::vector<DayRange> months;
    Date last = as_of;
    for (int i = 0; i < count; ++i) {
        const Date first = last - (last.day() - 1);
        months.push_back({first, last});
        last = first - 1;
    }
    std::ranges::reverse(months);
    return months;
}

class TrendBuilder {
  public:
    TrendBuilder(const Ledger& ledger, const Policy& policy, int months, Date as_of)
        : ledger_(ledger), policy_(policy), months_(months_up_to(as_of, months)) {}

    std::map<std::string, std::vector<MonthFigures>> build() {
        const DayRange all{months_.front().from, months_.back().to};
        ledger_.for_each_open_item(all.to, [&](const OpenAmount& item) {
            add_open(sums(item.currency), item.issued, item.due, all.to + 1, item.open_minor);
        });
        ledger_.for_each_settled_amount(all, [&](const SettledAmount& settled) {
            add_open(sums(settled.of.currency), settled.of.issued, settled.of.due, settled.day,
                     settled.amount_minor);
        });
        ledger_.for_each_invoice_issued(all, [&](const InvoiceFact& invoice) {
            std::int64_t& into = sums(invoice.currency)[month_of(invoice.issued)].invoiced;
            into = add_minor(into, invoice.amount_minor);
        });
        ledger_.for_each_receipt(all, [&](const ReceiptFact& receipt) {
            const auto exit =
                money_exit(policy_.report, receipt.kind, receipt.method, receipt.description);
            if (exit != RollMatrix::paid) return;
            std::int64_t& into = sums(receipt.currency)[month_of(receipt.day)].cash_in;
            into = add_minor(into, receipt.amount_minor);
        });
        return figures();
    }

  private:
    std::vector<MonthSums>& sums(std::string_view currency) {
        if (last_ == nullptr || currency != last_currency_) {
            last_currency_ = std::string(currency);
            last_ = &sums_[last_currency_];
            last_->resize(months_.size());
        }
        return *last_;
    }

    std::size_t month_of(Date day) const {
        const auto after = std::ranges::upper_bound(months_, day, {}, &DayRange::from);
        return static_cast<std::size_t>(after - months_.begin()) - 1;
    }

    // Money that was open from the day of issue to the day before `until`.
    void add_open(std::vector<MonthSums>& into, Date issued, Date due, Date until,
                  std::int64_t minor) const {
        for (std::size_t i = months_.size(); i-- > 0;) {
            const Date end = months_[i].to;
            if (end >= until) continue;
            if (end < issued) return;
            into[i].open = add_minor(into[i].open, minor);
            if (due < end) into[i].overdue = add_minor(into[i].overdue, minor);
        }
    }

    std::map<std::string, std::vector<MonthFigures>> figures() const {
        std::map<std::string, std::vector<MonthFigures>> all;
        for (const auto& [code, months] : sums_) {
            const Currency currency = *Currency::from_code(code);
            for (std::size_t i = 0; i < months.size(); ++i) {
                all[code].push_back({months_[i], Money(months[i].open, currency),
                                     Money(months[i].overdue, currency),
                                     Money(months[i].invoiced, currency),
                                     Money(months[i].cash_in, currency)});
            }
        }
        return all;
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const std::vector<DayRange> months_;
    std::map<std::string, std::vector<MonthSums>> sums_;
    std::string last_currency_;
    std::vector<MonthSums>* last_ = nullptr;
};

}  // namespace

std::map<std::string, std::vector<MonthFigures>> trend_book(const Ledger& ledger,
                                                            const Policy& policy, int months,
                                                            Date as_of) {
    return TrendBuilder(ledger, policy, months, as_of).build();
}

}  // namespace dunning
