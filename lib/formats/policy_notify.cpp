// [allocation], [notify]
#include <algorithm>

#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr Word<AllocationRule> rules[] = {{"reference", AllocationRule::reference},
                                          {"invoice_number", AllocationRule::invoice_number},
                                          {"end_to_end_id", AllocationRule::end_to_end_id},
                                          {"exact_amount", AllocationRule::exact_amount},
                                          {"sum", AllocationRule::sum},
                                          {"oldest_due", AllocationRule::oldest_due}};

constexpr Word<DebtKind> settled[] = {{"costs", DebtKind::costs},
                                      {"interest", DebtKind::interest},
                                      {"principal", DebtKind::principal}};

constexpr Word<Entry> entries[] = {{"step", Entry::step}, {"fit", Entry::fit}};
constexpr Word<Grouping> groupings[] = {{"customer", Grouping::customer},
                                        {"invoice", Grouping::invoice}};
constexpr Word<PauseKind> pauses[] = {{"dispute", PauseKind::dispute},
                                      {"hold", PauseKind::hold},
                                      {"promise", PauseKind::promise},
                                      {"plan", PauseKind::plan},
                                      {"referral", PauseKind::referral}};

std::optional<SettlementOrder> read_settles(const TomlValue& value) {
    const auto order = value.words<DebtKind>(settled);
    if (!order) return std::nullopt;
    SettlementOrder all{};
    if (order->size() != all.size()) {
        value.problem("does not name each kind of debt once",
                      "as in [\"costs\", \"interest\", \"principal\"]");
        return std::nullopt;
    }
    std::ranges::copy(*order, all.begin());
    return all;
}

}  // namespace

void read_allocation(TomlSection& root, Policy& policy) {
    auto section = root.section("allocation");
    if (!section) return;
    section->take("order", policy.allocation.order,
                  [](const TomlValue& value) { return value.words<AllocationRule>(rules); });
    section->take("settles", policy.allocation.settles, read_settles);
    section->take("tolerance", policy.tolerance, [&](const TomlValue& value) {
        return value.money_of_book(policy.book.currency);
    });
    section->refuse_unknown();
}

void read_notify(TomlSection& root, Policy& policy) {
    auto section = root.section("notify");
    if (!section) return;
    auto& notify = policy.notify;
    section->take_word<Entry, Entry>("entry", notify.entry, entries);
    section->take_word<Grouping, Grouping>("group", notify.group, groupings);
    section->take("net_credits", notify.net_credits, &TomlValue::truth);
    section->take("clock_stops", notify.clock_stops,
                  [](const TomlValue& value) { return value.words<PauseKind>(pauses); });
    section->take("max_notices", notify.max_notices,
                  [](const TomlValue& value) { return value.whole_number({}); });
    section->take("max_total", notify.max_total, [&](const TomlValue& value) {
        return value.money_of_book(policy.book.currency);
    });
    section->take("max_data_age", notify.max_data_age, &TomlValue::duration);
    section->refuse_unknown();
}

}  // namespace dunning
