#include "app/dashboard_parts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "app/load_position.h"
#include "app/rank_work.h"
#include "app/roll_book.h"
#include "app/trend_book.h"
#include "core/money_sums.h"
#include "core/month_step.h"

namespace dunning {
namespace {

constexpr int months_shown = 12;
constexpr std::size_t rows_shown = 20;

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

WaitingKind waiting_kind(WorkKind kind) {
    switch (kind) {
        case WorkKind::approval:
            return WaitingKind::approval;
        case WorkKind::uncertain_delivery:
        case WorkKind::failed_delivery:
            return WaitingKind::uncertain_delivery;
        case WorkKind::broken_promise:
            return WaitingKind::broken_promise;
        case WorkKind::broken_plan:
            return WaitingKind::broken_plan;
        case WorkKind::no_contact_point:
            return WaitingKind::no_contact_point;
        case WorkKind::task:
        case WorkKind::deadline:
        case WorkKind::limitation:
        case WorkKind::credit_record:
        case WorkKind::referral:
        case WorkKind::open_dispute:
        case WorkKind::credit_note:
        case WorkKind::unmatched_money:
        case WorkKind::credit:
        case WorkKind::review:
            return WaitingKind::task;
    }
    return WaitingKind::task;
}

// Leaves the rows that are shown, and tells of the others.
template <class Row, class Amount>
DashboardRest cut(std::vector<Row>& rows, Amount Row::*amount) {
    DashboardRest rest;
    if (rows.size() <= rows_shown) return rest;
    rest.items = rows.size() - rows_shown;
    MoneySums sums;
    for (const Row& row : std::span(rows).subspan(rows_shown)) {
        if (const std::optional<Money> money = row.*amount) add_to(sums, *money);
    }
    for (const auto& [currency, sum] : sums) rest.amounts.push_back(sum);
    rows.erase(rows.begin() + rows_shown, rows.end());
    return rest;
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

void add_last_run(DashboardData& data, const Ledger& ledger) {
    const auto run = ledger.last_run();
    if (!run) return;
    for (const NoticeSummary& notice : ledger.notices(run->id)) {
        data.notices.push_back({notice_code(notice.id), notice.customer, notice.customer_name,
                                notice.level_name, notice.channel, notice.total,
                                std::string(to_text(notice.state))});
    }
    std::ranges::reverse(data.notices);
    data.more_notices = cut(data.notices, &DashboardNotice::total);
}

void add_waiting(DashboardData& data, std::vector<WorkItem> items, const Currency& book_currency) {
    sort_by_value(items, book_currency);
    for (WorkItem& item : items) {
        data.waiting.push_back({waiting_kind(item.kind), std::move(item.reference),
                                std::move(item.customer), std::move(item.name),
                                std::move(item.detail), item.amount, item.since});
    }
    data.more_waiting = cut(data.waiting, &DashboardWaiting::amount);
}

void add_promises_due(DashboardData& data, const Ledger& ledger, const Policy& policy) {
    const auto names = names_by_code(ledger);
    for (const PauseRecord& record : ledger.all_pauses()) {
        if (record.kind != PauseKind::promise || record.from > data.as_of) continue;
        const PromiseView view = view_promise(ledger, policy, record, data.as_of);
        if (view.state.status != PromiseStatus::open) continue;
        data.promises.push_back({pause_code(record.kind, record.id), record.customer,
                                 names.at(record.customer), *record.amount, view.state.received,
                                 *record.until});
    }
    std::ranges::sort(data.promises, {}, [](const DashboardPromise& promise) {
        return std::tuple(promise.by, promise.id);
    });
    data.more_promises = cut(data.promises, &DashboardPromise::amount);
}

void add_deadlines_due(DashboardData& data, const std::vector<DeadlineRow>& pressing) {
    for (const DeadlineRow& row : pressing) {
        data.deadlines.push_back({row.invoice, row.customer, row.name, row.open, row.deadline.due,
                                  row.deadline.status == DeadlineStatus::missed});
    }
    data.more_deadlines = cut(data.deadlines, &DashboardDeadline::open);
}

}  // namespace dunning
