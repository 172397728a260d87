#include "app/dashboard_parts.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/list_deadlines.h"
#include "app/load_position.h"
#include "app/roll_book.h"
#include "app/trend_book.h"
#include "core/month_step.h"

namespace dunning {
namespace {

constexpr int months_shown = 12;
constexpr std::size_t most_rows = 20;

void count_invoices(std::vector<DashboardCurrency>& currencies, const Ledger& ledger,
                    const Policy& policy, Date as_of) {
    DashboardCurrency* into = nullptr;
    ledger.for_each_open_item(as_of, [&](const OpenAmount& item) {
        if (into == nullptr || into->open.currency().code() != item.currency) {
            const auto found = std::ranges::find_if(currencies, [&](const DashboardCurrency& each) {
                return each.open.currency().code() == item.currency;
            });
            if (found == currencies.end()) return;
            into = &*found;
        }
        const int past = days_past(item.issued, item.due, policy.aging_basis, as_of);
        ++into->buckets[policy.aging.bucket_of(past)].invoices;
    });
}

std::vector<DashboardMonth> months_of(const std::vector<MonthFigures>& figures) {
    std::vector<DashboardMonth> months;
    for (const MonthFigures& month : figures) {
        months.push_back({month.month.to, month.open, month.overdue, month.cash_in});
    }
    return months;
}

std::vector<DashboardRoll> rolls_of(const RollMatrix& matrix, const AgingProfile& profile) {
    std::vector<DashboardRoll> rolls;
    for (std::size_t from = 0; from < matrix.buckets(); ++from) {
        DashboardRoll roll{.bucket = profile.names()[from]};
        for (std::size_t column = 0; column < matrix.columns(); ++column) {
            const auto share = rounded(matrix.share(from, column), 1);
            if (share) roll.shares.push_back(static_cast<int>(*share));
        }
        rolls.push_back(std::move(roll));
    }
    return rolls;
}

std::map<std::string, std::string> names_by_code(const Ledger& ledger) {
    std::map<std::string, std::string> names;
    for (CustomerName& name : ledger.customer_names()) names.emplace(name.code, name.name);
    return names;
}

}  // namespace

void add_history(std::vector<DashboardCurrency>& currencies, const Ledger& ledger,
                 const Policy& policy, Date as_of) {
    if (currencies.empty()) return;
    count_invoices(currencies, ledger, policy, as_of);
    const auto trends = trend_book(ledger, policy, months_shown, as_of);
    const GroupOf all = [](RowId) { return std::string(); };
    const auto matrices = roll_matrices(ledger, policy, {months_before(as_of, 1), as_of}, all);
    for (DashboardCurrency& currency : currencies) {
        const std::string code(currency.open.currency().code());
        if (const auto trend = trends.find(code); trend != trends.end()) {
            currency.months = months_of(trend->second);
        }
        if (const auto matrix = matrices.find({code, ""}); matrix != matrices.end()) {
            currency.rolls = rolls_of(matrix->second, policy.aging);
        }
    }
}

std::vector<DashboardPromise> promises_due(const Ledger& ledger, const Policy& policy, Date as_of) {
    const auto names = names_by_code(ledger);
    std::vector<DashboardPromise> promises;
    for (const PauseRecord& record : ledger.all_pauses()) {
        if (record.kind != PauseKind::promise || record.from > as_of) continue;
        const PromiseView view = view_promise(ledger, policy, record, as_of);
        if (view.state.status != PromiseStatus::open) continue;
        promises.push_back({pause_code(record.kind, record.id), record.customer,
                            names.at(record.customer), *record.amount, view.state.received,
                            *record.until});
    }
    std::ranges::sort(promises, {}, [](const DashboardPromise& promise) {
        return std::tuple(promise.by, promise.id);
    });
    if (promises.size() > most_rows) promises.erase(promises.begin() + most_rows, promises.end());
    return promises;
}

std::vector<DashboardDeadline> deadlines_due(const Ledger& ledger, const Policy& policy,
                                             Date as_of) {
    std::vector<DashboardDeadline> deadlines;
    for (const DeadlineRow& row : list_deadlines(ledger, policy, as_of)) {
        const Deadline& deadline = row.deadline;
        const bool is_missed = deadline.status == DeadlineStatus::missed && !deadline.first_notice;
        if (!is_missed && deadline.status != DeadlineStatus::near) continue;
        deadlines.push_back(
            {row.invoice, row.customer, row.name, row.open, deadline.due, is_missed});
        if (deadlines.size() == most_rows) break;
    }
    return deadlines;
}

}  // namespace dunning
