// Of most customers there are invoices and payments on record and nothing else that could move a
// limitation. Their items are read in one pass; the others' come with their positions.
#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "app/list_agreements.h"
#include "core/check.h"
#include "ledger/customer_file.h"

namespace dunning {
namespace {

struct PlainItem {
    RowId invoice = 0;
    RowId customer = 0;
    Money open;
    Date due;
};

class PlainItems {
  public:
    PlainItems(const Ledger& ledger, const Policy& policy, const std::unordered_set<RowId>& others,
               std::optional<int> within_days, Date as_of)
        : ledger_(ledger),
          policy_(policy),
          within_days_(within_days),
          as_of_(as_of),
          consumers_(CustomerFile::consumers(ledger)) {
        const auto charges = ledger.charge_rows();
        ledger.for_each_open_item(as_of, [&](const OpenAmount& item) {
            if (item.due >= as_of || others.contains(item.customer)) return;
            if (charges.contains(item.invoice)) return;
            // Payments only lengthen the time.
            if (within_days && !is_asked(limitation_by(base_of(item.customer, item.due)))) return;
            const Currency currency = *Currency::from_code(item.currency);
            items_.push_back(
                {item.invoice, item.customer, Money(item.open_minor, currency), item.due});
        });
        std::ranges::sort(items_, {}, &PlainItem::invoice);
        load_payments();
    }

    // Ascending by the invoices' rows.
    std::vector<LimitationRow> rows() const {
        const std::vector<CustomerName> names = ledger_.customer_names();
        std::vector<LimitationRow> rows;
        std::vector<RowId> invoices;
        auto payment = payments_.begin();
        for (const PlainItem& item : items_) {
            LimitationBase base = base_of(item.customer, item.due);
            std::vector<MoneyIn> paid;
            for (; payment != payments_.end() && payment->invoice == item.invoice; ++payment) {
                paid.push_back(payment->money);
            }
            base.restarts = part_payments(std::move(paid));
            const Limitation limitation = limitation_by(base);
            if (!is_asked(limitation)) continue;
            const auto name = std::ranges::lower_bound(names, item.customer, {}, &CustomerName::id);
            invoices.push_back(item.invoice);
            rows.push_back({.invoice = {},
                            .customer = name->code,
                            .name = name->name,
                            .collector = name->collector,
                            .open = item.open,
                            .due = item.due,
                            .limitation = limitation,
                            .days_left = limitation.last_day - as_of_});
        }
        auto row = rows.begin();
        ledger_.for_each_invoice_detail(
            invoices, [&](InvoiceDetail detail) { (row++)->invoice = std::move(detail.number); });
        return rows;
    }

  private:
    struct Payment {
        RowId invoice = 0;
        MoneyIn money;
    };

    LimitationBase base_of(RowId customer, Date due) const {
        return {.due = due,
                .debtor = consumers_.contains(customer) ? CustomerKind::consumer
                                                        : CustomerKind::business};
    }

    Limitation limitation_by(const LimitationBase& base) const {
        auto limitation = limitation_of(base, policy_.agreements.limitation.law, policy_.calendar);
        DUNNING_CHECK(limitation.has_value());
        return std::move(*limitation);
    }

    bool is_asked(const Limitation& limitation) const {
        return !within_days_ || limitation.last_day - as_of_ <= *within_days_;
    }

    void load_payments() {
        std::vector<RowId> invoices;
        invoices.reserve(items_.size());
        for (const PlainItem& item : items_) invoices.push_back(item.invoice);
        CustomerFile::for_each_payment(ledger_, invoices, as_of_,
                                       [&](RowId invoice, const MoneyIn& money) {
                                           payments_.push_back({invoice, money});
                                       });
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const std::optional<int> within_days_;
    const Date as_of_;
    const std::unordered_set<RowId> consumers_;
    std::vector<PlainItem> items_;        // ascending by invoice
    std::vector<Payment> payments_ = {};  // likewise
};

}  // namespace

std::vector<LimitationRow> list_limitations(const Ledger& ledger, const Policy& policy, Date as_of,
                                            std::optional<int> within_days) {
    std::vector<LimitationRow> rows;
    if (policy.agreements.limitation.law == LimitationLaw::none) return rows;
    const auto others = CustomerFile::customers_with_acts(ledger);
    rows = PlainItems(ledger, policy, others, within_days, as_of).rows();
    for_each_overdue_of(ledger, policy, others, as_of, [&](const OverdueBatch& batch) {
        std::ranges::copy_if(limitations_of(ledger, policy, batch, as_of), std::back_inserter(rows),
                             [&](const LimitationRow& row) {
                                 return !within_days || row.days_left <= *within_days;
                             });
    });
    std::ranges::sort(rows, {}, [](const LimitationRow& row) {
        return std::tie(row.limitation.last_day, row.invoice);
    });
    return rows;
}

}  // namespace dunning
