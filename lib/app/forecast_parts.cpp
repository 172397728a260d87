#include "app/forecast_parts.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "app/load_position.h"
#include "app/paid_invoices.h"
#include "core/behaviour.h"

namespace dunning {
namespace {

// Money that a customer has agreed to pay on a day, or disputes: then it has none.
struct Claimed {
    ForecastBasis basis = ForecastBasis::plan;
    std::string code;
    std::optional<Date> day = {};
    std::optional<Currency> currency = {};   // nothing: whatever the invoices are in
    std::optional<std::int64_t> minor = {};  // nothing: all of the invoices
    std::vector<std::string> invoices = {};  // empty: all of the customer's
};

// By the customers' codes, each customer's in the order in which they take their part of an item.
using ClaimedMoney = std::unordered_map<std::string, std::vector<Claimed>>;

void add_plan(const PlanView& view, Date as_of, ClaimedMoney& claimed) {
    const Plan& plan = view.record.plan;
    if (view.state.status != PlanStatus::active) return;
    for (const InstallmentState& state : view.state.installments) {
        const Money rest = state.installment.amount - state.paid;
        if (rest.minor() <= 0) continue;
        claimed[plan.customer].push_back({.basis = ForecastBasis::plan,
                                          .code = plan.id,
                                          .day = std::max(state.installment.due, as_of + 1),
                                          .currency = rest.currency(),
                                          .minor = rest.minor(),
                                          .invoices = plan.invoices});
    }
}

void add_promise(const PromiseView& view, Date as_of, ClaimedMoney& claimed) {
    const PauseRecord& record = view.record;
    if (view.state.status != PromiseStatus::open) return;
    auto payments = record.payments;
    if (payments.empty()) payments.push_back({*record.until, *record.amount});
    std::int64_t received = view.state.received.minor();
    for (const PromisedPayment& payment : payments) {
        const std::int64_t paid = std::clamp<std::int64_t>(received, 0, payment.amount.minor());
        received -= paid;
        if (paid == payment.amount.minor()) continue;
        claimed[record.customer].push_back({.basis = ForecastBasis::promise,
                                            .code = pause_code(record.kind, record.id),
                                            .day = std::max(payment.by, as_of + 1),
                                            .currency = payment.amount.currency(),
                                            .minor = payment.amount.minor() - paid,
                                            .invoices = invoices_of(record)});
    }
}

void add_dispute(const PauseRecord& record, ClaimedMoney& claimed) {
    Claimed dispute{.basis = ForecastBasis::disputed,
                    .code = pause_code(record.kind, record.id),
                    .invoices = invoices_of(record)};
    if (record.amount) {
        dispute.currency = record.amount->currency();
        dispute.minor = record.amount->minor();
    }
    claimed[record.customer].push_back(std::move(dispute));
}

ClaimedMoney claimed_on(const Ledger& ledger, const Policy& policy, Date as_of) {
    ClaimedMoney claimed;
    for (const PlanRecord& record : ledger.plans()) {
        if (record.plan.proposed <= as_of) {
            add_plan(view_plan(policy, record, as_of), as_of, claimed);
        }
    }
    for (const PauseRecord& record : ledger.all_pauses()) {
        const bool holds = record.from <= as_of && !(record.ended && *record.ended <= as_of);
        if (!holds) continue;
        if (record.kind == PauseKind::dispute) add_dispute(record, claimed);
        if (record.kind == PauseKind::promise) {
            add_promise(view_promise(ledger, policy, record, as_of), as_of, claimed);
        }
    }
    for (auto& [customer, all] : claimed) {
        std::ranges::stable_sort(all, {}, [](const Claimed& each) {
            return std::tuple(each.basis, each.day.value_or(Date{}));
        });
    }
    return claimed;
}

struct Item {
    RowId invoice = 0;
    Date due;
    Money open;
};

// The habits of a book, as they were known on a day.
class Habits {
  public:
    Habits(const Ledger& ledger, const Policy& policy, Date as_of) : as_of_(as_of), of_all_({}) {
        std::vector<int> of_all;
        for (const auto& [customer, paid] :
             paid_invoices(ledger, policy, {as_of - behaviour_days, as_of})) {
            std::vector<int> days;
            for (const PaidInvoice& invoice : paid) days.push_back(invoice.days_late());
            of_all.insert(of_all.end(), days.begin(), days.end());
            own_.emplace(customer, PaymentHabit(std::move(days)));
        }
        of_all_ = PaymentHabit(std::move(of_all));
    }

    ForecastPart part_of(RowId customer, const Item& item) const {
        ForecastPart part{
            .customer = customer, .invoice = item.invoice, .due = item.due, .amount = item.open};
        const int late = as_of_ - item.due;
        const auto own = own_.find(customer);
        if (own != own_.end()) part.usual = own->second.beyond(late);
        part.basis = ForecastBasis::customer;
        if (!part.usual) {
            part.usual = of_all_.beyond(late);
            part.basis = part.usual ? ForecastBasis::book : ForecastBasis::unknown;
        }
        if (part.usual) part.expected = item.due + part.usual->days;
        return part;
    }

  private:
    Date as_of_;
    std::unordered_map<RowId, PaymentHabit> own_ = {};
    PaymentHabit of_all_;
};

class Forecasting {
  public:
    Forecasting(const Ledger& ledger, const Policy& policy, Date as_of)
        : ledger_(ledger),
          habits_(ledger, policy, as_of),
          claimed_(claimed_on(ledger, policy, as_of)) {
        if (claimed_.empty()) return;
        for (const CustomerName& name : ledger.customer_names()) {
            if (claimed_.contains(name.code)) codes_.emplace(name.id, name.code);
        }
    }

    std::vector<ForecastPart> run(Date as_of) {
        ledger_.for_each_open_item(as_of, [&](const OpenAmount& open) {
            const bool same = !items_.empty() && customer_ == open.customer &&
                              items_.front().open.currency().code() == open.currency;
            if (!same) forecast_customer();
            customer_ = open.customer;
            const Money amount(open.open_minor, *Currency::from_code(open.currency));
            items_.push_back({.invoice = open.invoice, .due = open.due, .open = amount});
        });
        forecast_customer();
        return std::move(parts_);
    }

  private:
    // Of one customer in one currency.
    void forecast_customer() {
        std::ranges::sort(items_, {},
                          [](const Item& item) { return std::tuple(item.due, item.invoice); });
        if (const auto code = codes_.find(customer_); code != codes_.end()) {
            const auto numbers = numbers_of_items();
            for (const Claimed& claimed : claimed_.at(code->second)) take(claimed, numbers);
        }
        for (const Item& item : items_) {
            if (!item.open.is_zero()) parts_.push_back(habits_.part_of(customer_, item));
        }
        items_.clear();
    }

    // Few customers have agreed to anything, and few of their items are open.
    std::vector<std::string> numbers_of_items() const {
        std::vector<std::string> numbers;
        for (const Item& item : items_) {
            numbers.push_back(ledger_.invoice_detail(item.invoice).number);
        }
        return numbers;
    }

    // From what is still unclaimed of the items, the longest due first.
    void take(const Claimed& claimed, const std::vector<std::string>& numbers) {
        if (items_.empty()) return;
        const Currency currency = items_.front().open.currency();
        if (claimed.currency && *claimed.currency != currency) return;
        std::int64_t left = claimed.minor.value_or(max_amount_minor);
        for (std::size_t i = 0; i < items_.size() && left > 0; ++i) {
            const bool is_meant =
                claimed.invoices.empty() ||
                std::ranges::find(claimed.invoices, numbers[i]) != claimed.invoices.end();
            Item& item = items_[i];
            const std::int64_t part = std::min(left, item.open.minor());
            if (!is_meant || part <= 0) continue;
            left -= part;
            item.open -= Money(part, currency);
            parts_.push_back({.customer = customer_,
                              .invoice = item.invoice,
                              .due = item.due,
                              .amount = Money(part, currency),
                              .expected = claimed.day,
                              .basis = claimed.basis,
                              .agreement = claimed.code});
        }
    }

    const Ledger& ledger_;
    const Habits habits_;
    const ClaimedMoney claimed_;
    std::unordered_map<RowId, std::string> codes_ = {};  // of customers who claim something
    RowId customer_ = 0;
    std::vector<Item> items_ = {};
    std::vector<ForecastPart> parts_ = {};
};

}  // namespace

std::string_view to_text(ForecastBasis basis) {
    switch (basis) {
        case ForecastBasis::plan:
            return "plan";
        case ForecastBasis::promise:
            return "promise";
        case ForecastBasis::customer:
            return "customer";
        case ForecastBasis::book:
            return "book";
        case ForecastBasis::disputed:
            return "disputed";
        case ForecastBasis::unknown:
            return "unknown";
    }
    return "unknown";
}

std::vector<ForecastPart> forecast_parts(const Ledger& ledger, const Policy& policy, Date as_of) {
    return Forecasting(ledger, policy, as_of).run(as_of);
}

}  // namespace dunning
