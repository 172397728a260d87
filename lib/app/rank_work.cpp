#include "app/rank_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace dunning {
namespace {

// "broken_promise" -> "broken promise"
std::string in_words(WorkKind kind) {
    std::string words(to_text(kind));
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string currency_of(const WorkItem& item) {
    return item.amount ? std::string(item.amount->currency().code()) : std::string();
}

// Of the collector's items in the same currency.
using Pile = std::pair<std::string, std::string>;

Pile pile_of(const WorkItem& item) {
    return {item.collector, currency_of(item)};
}

std::string waiting_for(const WorkItem& item, Date as_of) {
    if (!item.since) return {};
    const int days = as_of - *item.since;
    if (days <= 0) return " since today";
    return fmt::format(" for {} {}", days, days == 1 ? "day" : "days");
}

}  // namespace

void rank_work(std::vector<WorkItem>& items, const Currency& book_currency, Date as_of) {
    const auto currency_rank = [&](const WorkItem& item) {
        if (!item.amount) return 2;
        return item.amount->currency() == book_currency ? 0 : 1;
    };
    std::ranges::sort(items, {}, [&](const WorkItem& item) {
        return std::tuple(item.collector.empty(), item.collector, currency_rank(item),
                          currency_of(item), item.amount ? -item.amount->minor() : 0, item.kind,
                          item.reference, item.customer);
    });
    std::map<Pile, int> sizes;
    for (const WorkItem& item : items) ++sizes[pile_of(item)];
    std::map<Pile, int> places;
    for (WorkItem& item : items) {
        const Pile pile = pile_of(item);
        item.why = in_words(item.kind) + waiting_for(item, as_of);
        if (!item.amount) continue;
        item.why += fmt::format(", {} of {} by amount", ++places[pile], sizes[pile]);
    }
}

}  // namespace dunning
