#include "app/age_ledger.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

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

// Views of names that the report's customers, the policy and the request have.
struct Group : RowSums {
    Currency currency;
    RowId customer = 0;  // when they are customers
    std::string_view key = {};
    std::string_view name = {};  // of a customer
};

struct Totals : RowSums {
    std::size_t customers = 0;
};

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
        if (request.by == AgeBy::customer) groups_.reserve(names_.size());
        if (!request.customer.empty()) only_ = ledger.find_customer(request.customer).value_or(-1);
    }

    AgeReport run() {
        load_early_dues();
        ledger_.for_each_open_item(as_of_, [&](const OpenAmount& item) {
            if (wanted(item.customer)) add(as_due(item));
        });
        flush_account();
        accounts_ = groups_.size();
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
        if (item.customer != account_customer_ || item.currency != account_currency_.code()) {
            flush_account();
            account_customer_ = item.customer;
            if (item.currency != account_currency_.code()) {
                account_currency_ = *Currency::from_code(item.currency);
            }
        }
        const int past = days_past(item.issued, item.due, request_.basis, as_of_);
        const int overdue = std::max(as_of_ - item.due, 0);
        const std::size_t bucket = request_.profile.bucket_of(past);
        if (request_.by == AgeBy::class_name) {
            add_to(group(account_currency_, class_key(overdue)), bucket, item.open_minor, overdue);
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
        if (request_.by == AgeBy::customer) {
            const CustomerName& name = name_of(account_customer_);
            groups_.push_back(
                {std::move(account_), account_currency_, account_customer_, name.code, name.name});
        } else if (request_.by != AgeBy::class_name && request_.by != AgeBy::invoice) {
            merge(group(account_currency_, key_of(name_of(account_customer_))), account_);
        }
        account_ = {};
    }

    void add(const AccountMoney& money) {
        const Currency currency = *Currency::from_code(money.currency);
        RowSums sums;
        sums.on_account = money.amount_minor;
        merge(totals_[currency], sums);
        if (request_.by == AgeBy::invoice || request_.by == AgeBy::class_name) return;
        if (request_.by == AgeBy::customer) {
            merge(account_of(money.customer.value_or(0), currency), sums);
        } else {
            // Money that nobody owns yet still has a currency.
            merge(group(currency, money.customer ? key_of(name_of(*money.customer)) : ""), sums);
        }
    }

    // Groups of customers are few.
    RowSums& group(const Currency& currency, std::string_view key) {
        const auto [found, is_new] = index_.try_emplace({currency, key}, groups_.size());
        if (is_new) groups_.push_back({{}, currency, 0, key});
        return groups_[found->second];
    }

    // Accounts with open items come first, in the order in which the ledger has them; then those
    // that have money alone. 0: nobody's.
    RowSums& account_of(RowId customer, const Currency& currency) {
        const auto accounts = std::span(groups_).first(accounts_);
        const auto found = std::ranges::lower_bound(
            accounts, std::pair(customer, currency), {},
            [](const Group& group) { return std::pair(group.customer, group.currency); });
        if (found != accounts.end() && found->customer == customer && found->currency == currency) {
            return *found;
        }
        Group only_money{{}, currency, customer};
        if (customer != 0) {
            only_money.key = name_of(customer).code;
            only_money.name = name_of(customer).name;
        }
        groups_.push_back(std::move(only_money));
        return groups_.back();
    }

    const CustomerName& name_of(RowId customer) const {
        const auto found = std::ranges::lower_bound(names_, customer, {}, &CustomerName::id);
        DUNNING_CHECK(found != names_.end() && found->id == customer);
        return *found;
    }

    // By currency there is nothing else to tell groups apart.
    std::string_view key_of(const CustomerName& name) const {
        switch (request_.by) {
            case AgeBy::collector:
                return name.collector;
            case AgeBy::segment:
                return name.segment;
            case AgeBy::currency:
                return {};
            case AgeBy::customer:
            case AgeBy::invoice:
            case AgeBy::class_name:
                return name.code;
        }
        return name.code;
    }

    std::string_view class_key(int days_overdue) const {
        if (days_overdue <= 0) return "not_due";
        const OverdueClass* severity = class_of(policy_.classes, days_overdue);
        return severity == nullptr ? "none" : std::string_view(severity->name);
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

    // In the order of the invoices' table, then in that of the report.
    void name_invoices() {
        if (report_.invoices.empty()) return;
        std::vector<std::pair<RowId, std::size_t>> places;
        places.reserve(invoice_rows_.size());
        for (std::size_t i = 0; i < invoice_rows_.size(); ++i) {
            places.emplace_back(invoice_rows_[i], i);
        }
        std::ranges::sort(places);
        std::ranges::sort(invoice_rows_);
        auto place = places.begin();
        ledger_.for_each_invoice_detail(invoice_rows_, [&](InvoiceDetail detail) {
            AgeInvoiceRow& row = report_.invoices[(place++)->second];
            row.invoice = std::move(detail.number);
            row.reference = std::move(detail.reference);
            row.amount = Money(detail.amount_minor, row.open.currency());
        });
        std::ranges::sort(report_.invoices, {}, [](const AgeInvoiceRow& row) {
            return std::tuple(row.open.currency(), row.due, -row.open.minor(),
                              std::string_view(row.invoice));
        });
    }

    std::vector<Money> buckets_of(const RowSums& sums, Currency currency) const {
        std::vector<Money> buckets;
        buckets.reserve(request_.profile.size());
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

    // Most overdue money first.
    std::vector<const Group*> ordered() const {
        std::vector<const Group*> all;
        all.reserve(groups_.size());
        for (const Group& group : groups_) all.push_back(&group);
        std::ranges::sort(all, {}, [](const Group* group) {
            return std::tuple(group->currency, -group->overdue, group->key);
        });
        return all;
    }

    void finish() {
        report_.rows.reserve(groups_.size());
        for (const Group* group : ordered()) {
            const Currency& currency = group->currency;
            const std::string_view key =
                request_.by == AgeBy::currency ? currency.code() : group->key;
            report_.rows.push_back({.key = std::string(key),
                                    .name = std::string(group->name),
                                    .currency = currency,
                                    .buckets = buckets_of(*group, currency),
                                    .open = open_of(*group, currency),
                                    .overdue = Money(group->overdue, currency),
                                    .on_account = Money(group->on_account, currency),
                                    .max_days_overdue = group->max_days_overdue,
                                    .class_name = class_name(group->max_days_overdue),
                                    .invoices = group->invoices});
        }
        for (const auto& [currency, sums] : totals_) {
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
    Currency account_currency_ = policy_.book.currency;
    RowSums account_;
    std::vector<Group> groups_;
    std::size_t accounts_ = 0;  // of the groups, when they are customers: those with open items
    std::map<std::pair<Currency, std::string_view>, std::size_t> index_;  // of other groups
    std::map<Currency, Totals> totals_;
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
