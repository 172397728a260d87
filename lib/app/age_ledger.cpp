#include "app/age_ledger.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "app/load_position.h"
#include "core/check.h"

namespace dunning {
namespace {

// Minor units of one group and currency, while they are added up.
struct RowSums {
    std::vector<std::int64_t> buckets;
    std::int64_t overdue = 0;
    std::int64_t on_account = 0;
    int max_days_overdue = 0;
    std::size_t invoices = 0;
};

struct Group : RowSums {
    std::string_view name = {};  // of a customer
};

struct Totals : RowSums {
    std::size_t customers = 0;
};

using GroupKey = std::pair<std::string, std::string>;  // currency, key
using Groups = std::map<GroupKey, Group>;

class Ager {
  public:
    Ager(const Ledger& ledger, const Policy& policy, const AgeRequest& request, Date as_of)
        : ledger_(ledger),
          policy_(policy),
          request_(request),
          as_of_(as_of),
          names_(ledger.customer_names()) {
        report_.as_of = as_of;
        report_.request = request;
        if (!request.customer.empty()) only_ = ledger.find_customer(request.customer).value_or(-1);
    }

    AgeReport run() {
        load_early_dues();
        ledger_.for_each_open_item(as_of_, [&](const OpenAmount& item) {
            if (wanted(item.customer)) add(as_due(item));
        });
        flush_account();
        for (const AccountMoney& money : ledger_.on_account(as_of_)) {
            if (wanted(money.customer.value_or(0))) add(money);
        }
        name_invoices();
        finish();
        return std::move(report_);
    }

  private:
    void load_early_dues() {
        for (const auto& [invoice, due] : due_after_breach(ledger_, policy_, as_of_)) {
            early_dues_.emplace(ledger_.row_of_invoice(invoice).value(), due);
        }
    }

    // What a broken plan has made due counts from that day.
    OpenAmount as_due(const OpenAmount& item) const {
        if (early_dues_.empty()) return item;
        const auto found = early_dues_.find(item.invoice);
        if (found == early_dues_.end() || found->second >= item.due) return item;
        OpenAmount due = item;
        due.due = std::max(found->second, item.issued);
        return due;
    }

    bool wanted(RowId customer) const { return !only_ || *only_ == customer; }

    // Items come account by account, so the sums of an account are looked up once for all its
    // items.
    void add(const OpenAmount& item) {
        if (item.customer != account_customer_ || item.currency != account_currency_) {
            flush_account();
            account_customer_ = item.customer;
            account_currency_ = item.currency;
        }
        const int past = days_past(item.issued, item.due, request_.basis, as_of_);
        const int overdue = std::max(as_of_ - item.due, 0);
        const std::size_t bucket = request_.profile.bucket_of(past);
        if (request_.by == AgeBy::class_name) {
            add_to(group(item.currency, class_key(overdue)), bucket, item.open_minor, overdue);
        }
        add_to(account_, bucket, item.open_minor, overdue);
        if (request_.by == AgeBy::invoice) add_invoice(item, overdue, bucket);
    }

    void add_to(RowSums& sums, std::size_t bucket, std::int64_t minor, int overdue) const {
        if (sums.buckets.empty()) sums.buckets.resize(request_.profile.size());
        sums.buckets[bucket] = add_minor(sums.buckets[bucket], minor);
        if (overdue > 0) sums.overdue = add_minor(sums.overdue, minor);
        sums.max_days_overdue = std::max(sums.max_days_overdue, overdue);
        ++sums.invoices;
    }

    void merge(RowSums& into, const RowSums& from) const {
        if (into.buckets.empty()) into.buckets.resize(request_.profile.size());
        for (std::size_t i = 0; i < from.buckets.size(); ++i) {
            into.buckets[i] = add_minor(into.buckets[i], from.buckets[i]);
        }
        into.overdue = add_minor(into.overdue, from.overdue);
        into.on_account = add_minor(into.on_account, from.on_account);
        into.max_days_overdue = std::max(into.max_days_overdue, from.max_days_overdue);
        into.invoices += from.invoices;
    }

    void flush_account() {
        if (account_.invoices == 0) return;
        Totals& total = totals_[account_currency_];
        merge(total, account_);
        ++total.customers;
        if (request_.by != AgeBy::class_name && request_.by != AgeBy::invoice) {
            merge(group(account_currency_, account_customer_), account_);
        }
        account_ = {};
    }

    void add(const AccountMoney& money) {
        RowSums sums;
        sums.on_account = money.amount_minor;
        merge(totals_[money.currency], sums);
        if (request_.by == AgeBy::invoice || request_.by == AgeBy::class_name) return;
        account_currency_ = money.currency;
        merge(money.customer ? group(money.currency, *money.customer)
                             : group(money.currency, nobody()),
              sums);
    }

    // Money that nobody owns yet still has a currency.
    std::string nobody() const {
        return request_.by == AgeBy::currency ? account_currency_ : std::string();
    }

    RowSums& group(std::string_view currency, std::string key) {
        return groups_[GroupKey(currency, std::move(key))];
    }

    RowSums& group(std::string_view currency, RowId customer) {
        const CustomerName& name = name_of(customer);
        Group& found = groups_[GroupKey(currency, key_of(name))];
        if (request_.by == AgeBy::customer) found.name = name.name;
        return found;
    }

    const CustomerName& name_of(RowId customer) const {
        const auto found = std::ranges::lower_bound(names_, customer, {}, &CustomerName::id);
        DUNNING_CHECK(found != names_.end() && found->id == customer);
        return *found;
    }

    const std::string& key_of(const CustomerName& name) const {
        switch (request_.by) {
            case AgeBy::collector:
                return name.collector;
            case AgeBy::segment:
                return name.segment;
            case AgeBy::currency:
                return account_currency_;
            case AgeBy::customer:
            case AgeBy::invoice:
            case AgeBy::class_name:
                return name.code;
        }
        return name.code;
    }

    std::string class_key(int days_overdue) const {
        if (days_overdue <= 0) return "not_due";
        const OverdueClass* severity = class_of(policy_.classes, days_overdue);
        return severity == nullptr ? "none" : severity->name;
    }

    std::string class_name(int days_overdue) const {
        const OverdueClass* severity = class_of(policy_.classes, days_overdue);
        return severity == nullptr ? std::string() : severity->name;
    }

    void add_invoice(const OpenAmount& item, int overdue, std::size_t bucket) {
        const Currency currency = *Currency::from_code(item.currency);
        const CustomerName& customer = name_of(item.customer);
        invoice_rows_.push_back(item.invoice);
        report_.invoices.push_back({.invoice = {},
                                    .customer = customer.code,
                                    .name = customer.name,
                                    .reference = {},
                                    .issued = item.issued,
                                    .due = item.due,
                                    .amount = Money::zero(currency),
                                    .open = Money(item.open_minor, currency),
                                    .days_overdue = overdue,
                                    .bucket = bucket,
                                    .class_name = class_name(overdue)});
    }

    void name_invoices() {
        for (std::size_t i = 0; i < report_.invoices.size(); ++i) {
            InvoiceDetail detail = ledger_.invoice_detail(invoice_rows_[i]);
            AgeInvoiceRow& row = report_.invoices[i];
            row.invoice = std::move(detail.number);
            row.reference = std::move(detail.reference);
            row.amount = Money(detail.amount_minor, row.open.currency());
        }
        std::ranges::sort(report_.invoices, {}, [](const AgeInvoiceRow& row) {
            return std::tuple(row.open.currency(), row.due, -row.open.minor(),
                              std::string_view(row.invoice));
        });
    }

    std::vector<Money> buckets_of(const RowSums& sums, Currency currency) const {
        std::vector<Money> buckets;
        for (std::size_t i = 0; i < request_.profile.size(); ++i) {
            buckets.emplace_back(sums.buckets.empty() ? 0 : sums.buckets[i], currency);
        }
        return buckets;
    }

    static Money open_of(const RowSums& sums, Currency currency) {
        std::int64_t open = 0;
        for (const std::int64_t bucket : sums.buckets) open = add_minor(open, bucket);
        return {open, currency};
    }

    // Most overdue money first; they come by currency and key.
    std::vector<const Groups::value_type*> ordered() const {
        std::vector<const Groups::value_type*> all;
        all.reserve(groups_.size());
        for (const auto& group : groups_) all.push_back(&group);
        std::ranges::stable_sort(all, {}, [](const Groups::value_type* group) {
            return std::tuple(std::string_view(group->first.first), -group->second.overdue);
        });
        return all;
    }

    void finish() {
        report_.rows.reserve(groups_.size());
        for (const Groups::value_type* group : ordered()) {
            const auto& [key, sums] = *group;
            const Currency currency = *Currency::from_code(key.first);
            report_.rows.push_back({.key = key.second,
                                    .name = std::string(sums.name),
                                    .currency = currency,
                                    .buckets = buckets_of(sums, currency),
                                    .open = open_of(sums, currency),
                                    .overdue = Money(sums.overdue, currency),
                                    .on_account = Money(sums.on_account, currency),
                                    .max_days_overdue = sums.max_days_overdue,
                                    .class_name = class_name(sums.max_days_overdue),
                                    .invoices = sums.invoices});
        }
        for (const auto& [code, sums] : totals_) {
            const Currency currency = *Currency::from_code(code);
            report_.totals.push_back({.currency = currency,
                                      .buckets = buckets_of(sums, currency),
                                      .open = open_of(sums, currency),
                                      .overdue = Money(sums.overdue, currency),
                                      .on_account = Money(sums.on_account, currency),
                                      .invoices = sums.invoices,
                                      .customers = sums.customers});
        }
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const AgeRequest& request_;
    const Date as_of_;
    std::unordered_map<RowId, Date> early_dues_;
    std::optional<RowId> only_;
    const std::vector<CustomerName> names_;
    RowId account_customer_ = -1;
    std::string account_currency_;
    RowSums account_;
    Groups groups_;
    std::map<std::string, Totals> totals_;
    std::vector<RowId> invoice_rows_;
    AgeReport report_;
};

}  // namespace

std::string_view to_text(AgeBy by) {
    switch (by) {
        case AgeBy::customer:
            return "customer";
        case AgeBy::invoice:
            return "invoice";
        case AgeBy::class_name:
            return "class";
        case AgeBy::collector:
            return "collector";
        case AgeBy::currency:
            return "currency";
        case AgeBy::segment:
            return "segment";
    }
    return "customer";
}

AgeReport age_ledger(const Ledger& ledger, const Policy& policy, const AgeRequest& request,
                     Date as_of) {
    return Ager(ledger, policy, request, as_of).run();
}

}  // namespace dunning
