#include "core/hand_rulings.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace dunning {

HandRulings::HandRulings(std::vector<Ruling> rulings, std::size_t receipts, std::size_t invoices)
    : rulings_(std::move(rulings)) {
    for (const Ruling& ruling : rulings_) {
        DUNNING_CHECK(ruling.receipt < receipts && ruling.invoice < invoices);
        DUNNING_CHECK(ruling.amount_minor >= 0);
    }
    std::ranges::stable_sort(rulings_, {}, &Ruling::receipt);
}

bool HandRulings::any_on(std::size_t receipt, std::size_t invoice) const {
    return !none() &&
           std::ranges::find(of(receipt), invoice, &Ruling::invoice) != of(receipt).end();
}

std::span<const Ruling> HandRulings::of(std::size_t receipt) const {
    return {std::ranges::lower_bound(rulings_, receipt, {}, &Ruling::receipt),
            std::ranges::upper_bound(rulings_, receipt, {}, &Ruling::receipt)};
}

std::span<Ruling> HandRulings::of(std::size_t receipt) {
    return {std::ranges::lower_bound(rulings_, receipt, {}, &Ruling::receipt),
            std::ranges::upper_bound(rulings_, receipt, {}, &Ruling::receipt)};
}

}  // namespace dunning
