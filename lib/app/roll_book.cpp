#include "app/roll_book.h"

#include <utility>

#include "app/money_exit.h"

namespace dunning {

Rolls::Rolls(const Policy& policy, const DayRange& between, GroupOf group_of)
    : policy_(policy), between_(between), group_of_(std::move(group_of)) {}

std::size_t Rolls::bucket_of(Date issued, Date due, Date day) const {
    return policy_.aging.bucket_of(days_past(issued, due, policy_.aging_basis, day));
}

void Rolls::begin_with(const OpenAmount& item) {
    const FigureKey key{std::string(item.currency), group_of_(item.customer)};
    RollMatrix& matrix = matrices_.try_emplace(key, policy_.aging.size()).first->second;
    starts_.emplace(item.invoice, Start{&matrix, bucket_of(item.issued, item.due, between_.from),
                                        item.open_minor, item.issued, item.due});
}

void Rolls::settle(const SettlementFact& fact) {
    const auto start = starts_.find(fact.of.invoice);
    if (start == starts_.end()) return;
    Start& from = start->second;
    const auto exit = money_exit(policy_.report, fact.kind, fact.method, fact.description);
    from.matrix->leave(from.bucket, exit, fact.amount_minor);
    from.left_minor = add_minor(from.left_minor, -fact.amount_minor);
}

std::map<FigureKey, RollMatrix> Rolls::finish() {
    for (const auto& [invoice, start] : starts_) {
        start.matrix->stay(start.bucket, bucket_of(start.issued, start.due, between_.to),
                           start.left_minor);
    }
    return std::move(matrices_);
}

std::map<FigureKey, RollMatrix> roll_matrices(const Ledger& ledger, const Policy& policy,
                                              const DayRange& between, const GroupOf& group_of) {
    Rolls rolls(policy, between, group_of);
    ledger.for_each_open_item(between.from,
                              [&](const OpenAmount& item) { rolls.begin_with(item); });
    ledger.for_each_settlement({between.from + 1, between.to},
                               [&](const SettlementFact& fact) { rolls.settle(fact); });
    return rolls.finish();
}

}  // namespace dunning
