#include "app/roll_book.h"

#include <unordered_map>

#include "app/money_exit.h"

namespace dunning {
namespace {

struct Start {
    RollMatrix* matrix = nullptr;
    std::size_t bucket = 0;
    std::int64_t left_minor = 0;
    Date issued;
    Date due;
};

}  // namespace

std::map<FigureKey, RollMatrix> roll_matrices(const Ledger& ledger, const Policy& policy,
                                              const DayRange& between, const GroupOf& group_of) {
    std::map<FigureKey, RollMatrix> matrices;
    std::unordered_map<RowId, Start> starts;
    const auto bucket_of = [&](Date issued, Date due, Date day) {
        return policy.aging.bucket_of(days_past(issued, due, policy.aging_basis, day));
    };
    ledger.for_each_open_item(between.from, [&](const OpenAmount& item) {
        const FigureKey key{std::string(item.currency), group_of(item.customer)};
        RollMatrix& matrix = matrices.try_emplace(key, policy.aging.size()).first->second;
        starts.emplace(item.invoice, Start{&matrix, bucket_of(item.issued, item.due, between.from),
                                           item.open_minor, item.issued, item.due});
    });
    ledger.for_each_settlement({between.from + 1, between.to}, [&](const SettlementFact& fact) {
        const auto start = starts.find(fact.of.invoice);
        if (start == starts.end()) return;
        Start& from = start->second;
        const auto exit = money_exit(policy.report, fact.kind, fact.method, fact.description);
        from.matrix->leave(from.bucket, exit, fact.amount_minor);
        from.left_minor = add_minor(from.left_minor, -fact.amount_minor);
    });
    for (const auto& [invoice, start] : starts) {
        start.matrix->stay(start.bucket, bucket_of(start.issued, start.due, between.to),
                           start.left_minor);
    }
    return matrices;
}

}  // namespace dunning
