#include "app/measure_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <unordered_map>

#include "app/list_deadlines.h"
#include "app/load_position.h"
#include "app/money_exit.h"

namespace dunning {
namespace {

constexpr int months_looked_back = 36;  // of sales, for the count-back

struct PlanCount {
    int active = 0;
    int completed = 0;
    int broken = 0;
    Wide due_minor = 0;   // instalments that were due by the end
    Wide paid_minor = 0;  // of each, what is paid of it
};

// What went in, for one currency and group.
struct Figures {
    std::int64_t begin_minor = 0;
    std::int64_t open_minor = 0;
    std::int64_t current_minor = 0;
    std::int64_t sales_minor = 0;
    std::vector<MonthSales> months = {};  // the newest first
    WeightedDays to_pay = {};
    WeightedDays beyond_terms = {};
    PromiseCount promises = {};
    PlanCount plans = {};
    int disputes = 0;
    std::int64_t disputed_days = 0;
    std::int64_t oldest_dispute = 0;
    std::int64_t disputed_minor = 0;
    int deadlines_kept = 0;
    int deadlines_missed = 0;
    std::optional<RollMatrix> rolls = {};
};

using FiguresByKey = std::map<FigureKey, Figures>;

// The month that ends with the period first, from its first day; then whole months.
std::vector<DayRange> months_back(Date end) {
    std::vector<DayRange> months;
    Date last = end;
    for (int i = 0; i < months_looked_back; ++i) {
        const Date first = last - (last.day() - 1);
        months.push_back({first, last});
        last = first - 1;
    }
    return months;
}

class Gatherer {
  public:
    Gatherer(const Ledger& ledger, const Policy& policy, const DayRange& period, MeasureBy by)
        : ledger_(ledger),
          policy_(policy),
          period_(period),
          months_(months_back(period.to)),
          group_of_(grouping_by(ledger, by)),
          rolls_(policy, {period.from - 1, period.to}, group_of_) {}

    // The days whose open items it asks for.
    std::set<Date> days(MeasureSet set) const {
        if (set == MeasureSet::sales_outstanding) return {period_.to};
        return {period_.from - 1, period_.to};
    }
    DayRange sales_days() const {
        return {std::min(months_.back().from, period_.from), period_.to};
    }

    // REQUIRES: all of each are handed on before finish().
    void take_open(const OpenAmount& item, Date day, MeasureSet set) {
        if (day == period_.to) add_open(item);
        if (set == MeasureSet::all && day == period_.from - 1) add_begin(item);
    }
    void take_sale(const InvoiceFact& invoice) {
        if (sales_days().contains(invoice.issued)) add_sale(invoice);
    }

    FiguresByKey finish(MeasureSet set) {
        drop_empty_months();
        if (set == MeasureSet::all) {
            add_payments();
            for (auto& [key, matrix] : rolls_.finish()) book_[key].rolls = std::move(matrix);
            add_promises();
            add_plans();
            add_disputes();
            add_deadlines();
        }
        return std::move(book_);
    }

  private:
    Figures& at(std::string_view currency, RowId customer) {
        FigureKey key{std::string(currency), group_of_(customer)};
        if (last_ == nullptr || last_->first != key) {
            last_ = &*book_.try_emplace(std::move(key)).first;
        }
        return last_->second;
    }
    Figures& at(const Money& amount, const std::string& customer) {
        return at(amount.currency().code(), ledger_.find_customer(customer).value_or(0));
    }

    void add_begin(const OpenAmount& item) {
        Figures& figures = at(item.currency, item.customer);
        figures.begin_minor = add_minor(figures.begin_minor, item.open_minor);
        rolls_.begin_with(item);
    }

    void add_open(const OpenAmount& item) {
        Figures& figures = at(item.currency, item.customer);
        figures.open_minor = add_minor(figures.open_minor, item.open_minor);
        if (item.due < period_.to) return;
        figures.current_minor = add_minor(figures.current_minor, item.open_minor);
    }

    void add_sale(const InvoiceFact& invoice) {
        const auto month_number = [](Date day) { return day.year() * 12 + day.month(); };
        Figures& figures = at(invoice.currency, invoice.customer);
        if (period_.contains(invoice.issued)) {
            figures.sales_minor = add_minor(figures.sales_minor, invoice.amount_minor);
        }
        if (invoice.issued < months_.back().from) return;
        if (figures.months.empty()) {
            for (const DayRange& month : months_) figures.months.push_back({0, month.days()});
        }
        const auto back =
            static_cast<std::size_t>(month_number(period_.to) - month_number(invoice.issued));
        std::int64_t& sales = figures.months[back].sales_minor;
        sales = add_minor(sales, invoice.amount_minor);
    }

    void drop_empty_months() {
        for (auto& [key, figures] : book_) {
            while (!figures.months.empty() && figures.months.back().sales_minor == 0) {
                figures.months.pop_back();
            }
        }
    }

    // Money alone: a credit note is no payment.
    void add_payments() {
        ledger_.for_each_settlement(period_, [&](const SettlementFact& fact) {
            rolls_.settle(fact);
            const auto exit = money_exit(policy_.report, fact.kind, fact.method, fact.description);
            if (exit != RollMatrix::paid) return;
            Figures& figures = at(fact.of.currency, fact.of.customer);
            figures.to_pay.add(fact.amount_minor, fact.day - fact.of.issued);
            figures.beyond_terms.add(fact.amount_minor, fact.day - fact.of.due);
        });
    }

    // A promise counts on the first day after its grace: then everybody knows whether it was kept.
    void add_promises() {
        for (const PauseRecord& record : ledger_.all_pauses()) {
            if (record.kind != PauseKind::promise || !record.until || !record.amount) continue;
            const Date last = *record.until + policy_.agreements.promise.grace_days;
            if (!period_.contains(last + 1)) continue;
            const PromiseView view = view_promise(ledger_, policy_, record, last + 1);
            const bool was_kept = view.state.status == PromiseStatus::kept;
            if (!was_kept && !is_breach(view.state.status)) continue;
            const std::int64_t received =
                view_promise(ledger_, policy_, record, last).state.received.minor();
            const std::int64_t promised = record.amount->minor();
            PromiseCount& count = at(*record.amount, record.customer).promises;
            ++count.due;
            count.kept += was_kept ? 1 : 0;
            count.promised_minor += promised;
            count.received_minor += std::clamp<std::int64_t>(received, 0, promised);
        }
    }

    void add_plans() {
        for (PlanRecord& record : ledger_.plans()) {
            const auto confirmed = record.plan.confirmed;
            if (!confirmed || *confirmed > period_.to) continue;
            const PlanView view = view_plan(policy_, std::move(record), period_.to);
            PlanCount& count = at(view.record.plan.principal, view.record.plan.customer).plans;
            const PlanStatus status = view.state.status;
            count.active += status == PlanStatus::active ? 1 : 0;
            count.completed += status == PlanStatus::completed ? 1 : 0;
            count.broken += status == PlanStatus::broken ? 1 : 0;
            for (const InstallmentState& state : view.state.installments) {
                if (state.installment.due > period_.to) continue;
                count.due_minor += state.installment.amount.minor();
                count.paid_minor += state.paid.minor();
            }
        }
    }

    void add_disputes() {
        for (const PauseRecord& record : ledger_.all_pauses()) {
            const bool is_open = record.kind == PauseKind::dispute && record.from <= period_.to &&
                                 (!record.ended || *record.ended > period_.to);
            if (!is_open) continue;
            const auto amount =
                record.amount ? record.amount : ledger_.amount_of_invoice(record.invoice);
            if (!amount) continue;
            Figures& figures = at(*amount, record.customer);
            const std::int64_t age = period_.to - record.from;
            ++figures.disputes;
            figures.disputed_days += age;
            figures.oldest_dispute = std::max(figures.oldest_dispute, age);
            figures.disputed_minor = add_minor(figures.disputed_minor, amount->minor());
        }
    }

    void add_deadlines() {
        for_each_deadline(ledger_, policy_, period_.to, [&](const ItemDeadline& item) {
            Figures& figures = at(item.open.currency().code(), item.customer);
            const DeadlineStatus status = item.deadline.status;
            figures.deadlines_kept += status == DeadlineStatus::kept ? 1 : 0;
            figures.deadlines_missed += status == DeadlineStatus::missed ? 1 : 0;
        });
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const DayRange period_;
    const std::vector<DayRange> months_;
    const GroupOf group_of_;
    Rolls rolls_;
    FiguresByKey book_;
    FiguresByKey::value_type* last_ = nullptr;  // mostly the next one's, too
};

// Of each period. What two of them ask for is read once: the day on which one ends is the day
// before the other begins, and both look back over much the same sales.
std::vector<FiguresByKey> gather(const Ledger& ledger, const Policy& policy,
                                 const std::vector<DayRange>& periods,
                                 const MeasureRequest& request) {
    std::deque<Gatherer> gatherers;
    std::set<Date> days;
    for (const DayRange& period : periods) {
        days.merge(gatherers.emplace_back(ledger, policy, period, request.by).days(request.set));
    }
    for (const Date day : days) {
        ledger.for_each_open_item(day, [&](const OpenAmount& item) {
            for (Gatherer& each : gatherers) each.take_open(item, day, request.set);
        });
    }
    DayRange sales = gatherers.front().sales_days();
    for (const Gatherer& each : gatherers) {
        sales = {std::min(sales.from, each.sales_days().from),
                 std::max(sales.to, each.sales_days().to)};
    }
    ledger.for_each_invoice_issued(sales, [&](const InvoiceFact& invoice) {
        for (Gatherer& each : gatherers) each.take_sale(invoice);
    });
    std::vector<FiguresByKey> books;
    for (Gatherer& each : gatherers) books.push_back(each.finish(request.set));
    return books;
}

struct Value {
    ReportCell value;
    std::string inputs;
};

std::string amount(std::int64_t minor, const Currency& currency) {
    return to_decimal(Money(minor, currency));
}

// Sums of many amounts may be wider than one; only their print is.
std::string wide_amount(Wide minor, const Currency& currency) {
    return amount(divide_rounded(minor, 1, Rounding::down), currency);
}

using Measure = Value (*)(const Figures&, const DayRange&, const Currency&);

SalesPeriod sales_period(const Figures& figures, const DayRange& period) {
    return {figures.open_minor, figures.current_minor, figures.sales_minor, period.days()};
}

std::string sales_inputs(const Figures& figures, const DayRange& period, const Currency& currency) {
    return fmt::format("open={} current={} sales={} days={}", amount(figures.open_minor, currency),
                       amount(figures.current_minor, currency),
                       amount(figures.sales_minor, currency), period.days());
}

Value dso(const Figures& figures, const DayRange& period, const Currency& currency) {
    return {ratio_cell(simple_dso(sales_period(figures, period)), 2),
            sales_inputs(figures, period, currency)};
}

Value best_dso(const Figures& figures, const DayRange& period, const Currency& currency) {
    return {ratio_cell(best_possible_dso(sales_period(figures, period)), 2),
            sales_inputs(figures, period, currency)};
}

Value delinquent(const Figures& figures, const DayRange& period, const Currency& currency) {
    return {ratio_cell(average_days_delinquent(sales_period(figures, period)), 2),
            sales_inputs(figures, period, currency)};
}

Value count_back(const Figures& figures, const DayRange&, const Currency& currency) {
    const CountBack result = count_back_dso(figures.open_minor, figures.months);
    std::string months;
    const std::size_t used = std::min<std::size_t>(
        figures.months.size(), static_cast<std::size_t>(result.whole_months) + 1);
    for (std::size_t i = 0; i < used; ++i) {
        months +=
            fmt::format("{}{}/{}d", i == 0 ? "" : " ",
                        amount(figures.months[i].sales_minor, currency), figures.months[i].days);
    }
    return {
        figures.open_minor == 0 && figures.months.empty() ? ReportCell()
                                                          : ratio_cell(result.days, 2),
        fmt::format("open={} months=[{}]{}", amount(figures.open_minor, currency), months,
                    result.is_lower_bound ? " at least: sales end before the open amount" : "")};
}

Value cei(const Figures& figures, const DayRange& period, const Currency& currency) {
    const int months = months_in(period);
    return {
        ratio_cell(collection_effectiveness({figures.begin_minor, figures.sales_minor,
                                             figures.open_minor, figures.current_minor, months}),
                   2),
        fmt::format("begin={} sales={} months={} end={} end_current={}",
                    amount(figures.begin_minor, currency), amount(figures.sales_minor, currency),
                    months, amount(figures.open_minor, currency),
                    amount(figures.current_minor, currency))};
}

Value weighted(const WeightedDays& days, const Currency& currency) {
    return {ratio_cell(days.average(), 2),
            fmt::format("paid={}", wide_amount(days.amount, currency))};
}

Value days_to_pay(const Figures& figures, const DayRange&, const Currency& currency) {
    return weighted(figures.to_pay, currency);
}

Value beyond_terms(const Figures& figures, const DayRange&, const Currency& currency) {
    return weighted(figures.beyond_terms, currency);
}

Value cure(const Figures& figures, const DayRange&, const Currency& currency) {
    if (!figures.rolls) return {};
    std::int64_t overdue = 0;
    for (std::size_t from = 1; from < figures.rolls->buckets(); ++from) {
        overdue = add_minor(overdue, figures.rolls->row_sum(from));
    }
    return {ratio_cell(figures.rolls->cure_rate(), 2),
            fmt::format("overdue_at_begin={}", amount(overdue, currency))};
}

Value kept_by_count(const Figures& figures, const DayRange&, const Currency&) {
    return {ratio_cell(figures.promises.by_count(), 2),
            fmt::format("kept={} due={}", figures.promises.kept, figures.promises.due)};
}

Value kept_by_value(const Figures& figures, const DayRange&, const Currency& currency) {
    return {ratio_cell(figures.promises.by_value(), 2),
            fmt::format("received={} promised={}",
                        wide_amount(figures.promises.received_minor, currency),
                        wide_amount(figures.promises.promised_minor, currency))};
}

Value plans_paid(const Figures& figures, const DayRange&, const Currency& currency) {
    const PlanCount& plans = figures.plans;
    return {
        ratio_cell(percent({plans.paid_minor, plans.due_minor}), 2),
        fmt::format("paid={} due={} active={} completed={} broken={}",
                    wide_amount(plans.paid_minor, currency), wide_amount(plans.due_minor, currency),
                    plans.active, plans.completed, plans.broken)};
}

Value dispute_age(const Figures& figures, const DayRange&, const Currency& currency) {
    return {ratio_cell({figures.disputed_days, figures.disputes}, 1),
            fmt::format("disputes={} disputed={} oldest={}", figures.disputes,
                        amount(figures.disputed_minor, currency), figures.oldest_dispute)};
}

Value deadlines(const Figures& figures, const DayRange&, const Currency&) {
    const int known = figures.deadlines_kept + figures.deadlines_missed;
    return {ratio_cell(percent({figures.deadlines_kept, known}), 2),
            fmt::format("kept={} missed={}", figures.deadlines_kept, figures.deadlines_missed)};
}

struct Definition {
    const char* name;
    const char* unit;
    const char* formula;
    Measure measure;
    MeasureSet set = MeasureSet::all;
};

constexpr Definition definitions[] = {
    {"dso", "days", "open / sales * days", dso, MeasureSet::sales_outstanding},
    {"dso_count_back", "days",
     "days of the latest months whose sales the open amount covers + rest / sales of the next * "
     "its days",
     count_back, MeasureSet::sales_outstanding},
    {"best_possible_dso", "days", "current / sales * days", best_dso,
     MeasureSet::sales_outstanding},
    {"average_days_delinquent", "days", "dso - best_possible_dso", delinquent,
     MeasureSet::sales_outstanding},
    {"days_to_pay", "days", "sum(paid * (day paid - day issued)) / sum(paid)", days_to_pay},
    {"days_beyond_terms", "days", "sum(paid * (day paid - day due)) / sum(paid)", beyond_terms},
    {"collection_effectiveness", "%",
     "(begin + sales/months - end) / (begin + sales/months - end_current) * 100", cei},
    {"cure_rate", "%",
     "of what was overdue at the begin: paid, credited or not overdue at the end / all * 100",
     cure},
    {"promises_kept_by_count", "%", "kept / due * 100", kept_by_count},
    {"promises_kept_by_value", "%", "sum(min(received in time, promised)) / sum(promised) * 100",
     kept_by_value},
    {"plan_performance", "%", "paid of instalments due / instalments due * 100", plans_paid},
    {"dispute_age", "days", "sum(days open) / disputes open at the end", dispute_age},
    {"deadlines_kept", "%", "kept / (kept + missed) * 100, of what is overdue at the end",
     deadlines},
};

ReportCell change_of(const ReportCell& value, const ReportCell& previous) {
    const auto* now = std::get_if<Decimal>(&value);
    const auto* then = std::get_if<Decimal>(&previous);
    if (now == nullptr || then == nullptr) return {};
    return Decimal{now->scaled - then->scaled, now->places};
}

}  // namespace

std::string_view to_text(MeasureBy by) {
    switch (by) {
        case MeasureBy::book:
            return "book";
        case MeasureBy::segment:
            return "segment";
        case MeasureBy::collector:
            return "collector";
    }
    return "book";
}

int months_in(const DayRange& period) {
    const Date next = period.to + 1;
    int months = 0;
    while (period.from.plus_months(months + 1) <= next) ++months;
    const int rest = next - period.from.plus_months(months);
    constexpr int half_a_month = 15;
    return std::max(1, months + (rest > half_a_month ? 1 : 0));
}

DayRange period_before(const DayRange& period) {
    const Date last = period.from - 1;
    const int months = months_in(period);
    const bool is_whole = period.from.plus_months(months) == period.to + 1;
    if (is_whole) return {period.from.plus_months(-months), last};
    return {period.from - period.days(), last};
}

GroupOf grouping_by(const Ledger& ledger, MeasureBy by) {
    if (by == MeasureBy::book) return [](RowId) { return std::string(); };
    auto groups = std::make_shared<std::unordered_map<RowId, std::string>>();
    for (CustomerName& name : ledger.customer_names()) {
        groups->emplace(name.id,
                        std::move(by == MeasureBy::segment ? name.segment : name.collector));
    }
    return [groups](RowId customer) {
        const auto found = groups->find(customer);
        return found == groups->end() ? std::string() : found->second;
    };
}

std::vector<MeasureRow> measure_book(const Ledger& ledger, const Policy& policy,
                                     const MeasureRequest& request) {
    std::vector<DayRange> periods{request.period};
    if (request.compare) periods.push_back(*request.compare);
    const std::vector<FiguresByKey> books = gather(ledger, policy, periods, request);
    const FiguresByKey& book = books.front();
    const FiguresByKey before = request.compare ? books.back() : FiguresByKey();
    std::vector<MeasureRow> rows;
    for (const auto& [key, figures] : book) {
        const Currency currency = *Currency::from_code(key.currency);
        const auto then = before.find(key);
        for (const Definition& definition : definitions) {
            if (request.set != MeasureSet::all && request.set != definition.set) continue;
            Value value = definition.measure(figures, request.period, currency);
            ReportCell previous;
            if (then != before.end()) {
                previous = definition.measure(then->second, *request.compare, currency).value;
            }
            rows.push_back({definition.name, key.currency, key.group, value.value, previous,
                            change_of(value.value, previous), definition.unit, definition.formula,
                            value.inputs});
        }
    }
    return rows;
}

}  // namespace dunning
