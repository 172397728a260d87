#include "app/rank_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace dunning {
namespace {

// "broken_promise" -> "broken promise"
std::string in_words(WorkKind kind) {
    std::string words(to_text(kind));
    std::ranges::replace(words, '_', ' ');
    return words;
}

// Valid as long as the item stays where it is.
std::string_view currency_of(const WorkItem& item) {
    return item.amount ? item.amount->currency().code() : std::string_view();
}

// The collector's items in the same currency.
bool same_pile(const WorkItem& item, const WorkItem& other) {
    return item.collector == other.collector && currency_of(item) == currency_of(other);
}

// What orders items by it: see the header. Valid as long as the item stays where it is.
auto value_of(const WorkItem& item, const Currency& book_currency) {
    using Text = std::string_view;
    const int rank = !item.amount ? 2 : item.amount->currency() == book_currency ? 0 : 1;
    return std::tuple(rank, currency_of(item), item.amount ? -item.amount->minor() : 0, item.kind,
                      Text(item.reference), Text(item.customer));
}

std::string waiting_for(const WorkItem& item, Date as_of) {
    if (!item.since) return {};
    const int days = as_of - *item.since;
    if (days <= 0) return " since today";
    return fmt::format(" for {} {}", days, days == 1 ? "day" : "days");
}

}  // namespace

void sort_by_value(std::vector<WorkItem>& items, const Currency& book_currency) {
    std::ranges::sort(items, {},
                      [&](const WorkItem& item) { return value_of(item, book_currency); });
}

void rank_work(std::vector<WorkItem>& items, const Currency& book_currency, Date as_of) {
    std::ranges::sort(items, {}, [&](const WorkItem& item) {
        return std::tuple(item.collector.empty(), std::string_view(item.collector),
                          value_of(item, book_currency));
    });
    for (auto pile = items.begin(); pile != items.end();) {
        const auto end = std::find_if_not(
            pile, items.end(), [&](const WorkItem& item) { return same_pile(item, *pile); });
        for (auto item = pile; item != end; ++item) {
            item->why = in_words(item->kind) + waiting_for(*item, as_of);
            if (!item->amount) continue;
            item->why += fmt::format(", {} of {} by amount", item - pile + 1, end - pile);
        }
        pile = end;
    }
}

}  // namespace dunning
