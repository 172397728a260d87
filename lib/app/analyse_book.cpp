#include "app/analyse_book.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/paid_invoices.h"
#include "app/payment_record.h"
#include "app/reasons_told.h"
#include "app/roll_book.h"

namespace dunning {
namespace {

struct GroupSums {
    std::set<RowId> customers;
    int invoices = 0;
    std::int64_t open_minor = 0;
    std::int64_t overdue_minor = 0;
};
using SumsByKey = std::map<FigureKey, GroupSums>;
using GroupOfItem = std::function<std::optional<std::string>(const OpenAmount&, Date)>;

SumsByKey sums_on(const Ledger& ledger, const GroupOfItem& group_of, Date day) {
    SumsByKey sums;
    ledger.for_each_open_item(day, [&](const OpenAmount& item) {
        const auto group = group_of(item, day);
        if (!group) return;
        GroupSums& into = sums[{std::string(item.currency), *group}];
        into.customers.insert(item.customer);
        ++into.invoices;
        into.open_minor = add_minor(into.open_minor, item.open_minor);
        if (item.due < day) into.overdue_minor = add_minor(into.overdue_minor, item.open_minor);
    });
    return sums;
}

std::vector<SegmentRow> rows_of(const SumsByKey& now, const SumsByKey& before) {
    std::map<std::string, std::int64_t> overdue;
    std::map<FigureKey, SegmentRow> rows;
    const auto row_of = [&](const FigureKey& key) -> SegmentRow& {
        const Money zero = Money::zero(*Currency::from_code(key.currency));
        return rows
            .try_emplace(key, SegmentRow{.group = key.group,
                                         .currency = key.currency,
                                         .open = zero,
                                         .overdue = zero,
                                         .share = {},
                                         .open_before = zero,
                                         .overdue_before = zero})
            .first->second;
    };
    for (const auto& [key, sums] : now) {
        SegmentRow& row = row_of(key);
        row.customers = static_cast<int>(sums.customers.size());
        row.invoices = sums.invoices;
        row.open = Money(sums.open_minor, row.open.currency());
        row.overdue = Money(sums.overdue_minor, row.open.currency());
        overdue[key.currency] = add_minor(overdue[key.currency], sums.overdue_minor);
    }
    for (const auto& [key, sums] : before) {
        SegmentRow& row = row_of(key);
        row.invoices_before = sums.invoices;
        row.open_before = Money(sums.open_minor, row.open.currency());
        row.overdue_before = Money(sums.overdue_minor, row.open.currency());
    }
    std::vector<SegmentRow> ordered;
    for (auto& [key, row] : rows) {
        row.share = percent({row.overdue.minor(), overdue[key.currency]});
        ordered.push_back(std::move(row));
    }
    std::ranges::sort(ordered, {}, [](const SegmentRow& row) {
        return std::tuple(row.currency, -row.overdue.minor(), row.group);
    });
    return ordered;
}

struct CustomerGroup {
    std::string segment = {};
    std::string kind = {};
    std::string country = {};
    std::string collector = {};
};

std::unordered_map<RowId, CustomerGroup> customer_groups(const Ledger& ledger, SegmentBy by) {
    std::unordered_map<RowId, CustomerGroup> groups;
    if (by == SegmentBy::class_name) return groups;
    const bool is_in_list = by == SegmentBy::segment || by == SegmentBy::collector;
    std::map<std::string, Customer> customers;
    if (!is_in_list) {
        for (Customer& customer : ledger.customers()) {
            customers.emplace(customer.id, std::move(customer));
        }
    }
    for (const CustomerName& name : ledger.customer_names()) {
        CustomerGroup group{.segment = name.segment, .collector = name.collector};
        if (const auto found = customers.find(name.code); found != customers.end()) {
            group.kind = to_text(found->second.kind);
            group.country = found->second.country;
        }
        groups.emplace(name.id, std::move(group));
    }
    return groups;
}

std::string class_on(const Policy& policy, const OpenAmount& item, Date day) {
    if (item.due >= day) return "not_due";
    const OverdueClass* severity = class_of(policy.classes, day - item.due);
    return severity == nullptr ? "none" : severity->name;
}

// ---- behaviour

BehaviourRow behaviour_row(const CustomerName& name, const Lateness& lateness,
                           const PaymentRecord& record) {
    return {.customer = name.code,
            .name = name.name,
            .collector = name.collector,
            .lateness = lateness,
            .kind = behaviour_of(record),
            .record = in_words(record)};
}

int rank_of(PaymentTrend trend) {
    switch (trend) {
        case PaymentTrend::later:
            return 0;
        case PaymentTrend::steady:
            return 1;
        case PaymentTrend::earlier:
            return 2;
        case PaymentTrend::too_few:
            return 3;
    }
    return 3;
}

constexpr std::array all_segmentings{SegmentBy::segment, SegmentBy::class_name, SegmentBy::kind,
                                     SegmentBy::country, SegmentBy::collector};

}  // namespace

std::string_view to_text(SegmentBy by) {
    switch (by) {
        case SegmentBy::segment:
            return "segment";
        case SegmentBy::class_name:
            return "class";
        case SegmentBy::kind:
            return "kind";
        case SegmentBy::country:
            return "country";
        case SegmentBy::collector:
            return "collector";
    }
    return "segment";
}

std::optional<SegmentBy> segment_by_from(std::string_view text) {
    for (const SegmentBy by : all_segmentings) {
        if (to_text(by) == text) return by;
    }
    return std::nullopt;
}

std::vector<SegmentRow> analyse_segments(const Ledger& ledger, const Policy& policy, SegmentBy by,
                                         Date before, Date as_of) {
    const auto groups = customer_groups(ledger, by);
    const GroupOfItem group_of = [&](const OpenAmount& item,
                                     Date day) -> std::optional<std::string> {
        if (by == SegmentBy::class_name) return class_on(policy, item, day);
        const CustomerGroup& group = groups.at(item.customer);
        if (by == SegmentBy::kind) return group.kind;
        if (by == SegmentBy::country) return group.country;
        return by == SegmentBy::collector ? group.collector : group.segment;
    };
    return rows_of(sums_on(ledger, group_of, as_of), sums_on(ledger, group_of, before));
}

std::vector<SegmentRow> analyse_reasons(const Ledger& ledger, const Policy&, Date before,
                                        Date as_of) {
    const ReasonsTold told(ledger, as_of);
    const GroupOfItem group_of = [&](const OpenAmount& item,
                                     Date day) -> std::optional<std::string> {
        if (item.due >= day) return std::nullopt;
        return told.on(day, item.customer, item.invoice);
    };
    return rows_of(sums_on(ledger, group_of, as_of), sums_on(ledger, group_of, before));
}

std::vector<BehaviourRow> analyse_behaviour(const Ledger& ledger, const Policy& policy,
                                            Date as_of) {
    const auto paid = paid_invoices(ledger, policy, {as_of - behaviour_days, as_of});
    const Date middle = as_of - behaviour_days / 2;
    const std::vector<CustomerName> names = ledger.customer_names();
    const PaymentRecords records = load_payment_records(ledger, policy, names, as_of);
    std::vector<BehaviourRow> rows;
    for (const CustomerName& name : names) {
        const auto own = paid.find(name.id);
        if (own == paid.end()) continue;
        rows.push_back(
            behaviour_row(name, lateness_of(own->second, middle), record_of(records, name.code)));
    }
    std::ranges::sort(rows, {}, [](const BehaviourRow& row) {
        const Ratio usual = row.lateness.usual.value_or(Ratio{0, 1});
        return std::tuple(rank_of(row.lateness.trend), -rounded(usual, 1).value_or(0),
                          row.customer);
    });
    return rows;
}

}  // namespace dunning
