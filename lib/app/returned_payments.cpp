#include "app/returned_payments.h"

#include <algorithm>
#include <set>

#include "app/known_entries.h"
#include "formats/entry_likeness.h"

namespace dunning {
namespace {

// Those of the id, up to the day and of the currency, that came in (1) or went back (-1); not
// negative, each once.
std::set<std::int64_t> amounts_called(const Ledger& ledger, const Receipt& like, int sign) {
    std::set<std::int64_t> amounts;
    if (like.end_to_end_id.empty()) return amounts;
    for (const Receipt& each : ledger.payments_called(like.end_to_end_id)) {
        const bool counts = each.date <= like.date && each.id != like.id &&
                            each.amount.currency() == like.amount.currency();
        const std::int64_t amount = sign * each.amount.minor();
        if (counts && amount > 0) amounts.insert(amount);
    }
    return amounts;
}

}  // namespace

std::optional<Money> paid_of_returned(const Ledger& ledger, const Receipt& gone) {
    const auto paid = amounts_called(ledger, gone, 1);
    if (paid.size() != 1) return std::nullopt;
    const std::int64_t charge = -gone.amount.minor() - *paid.begin();
    if (charge <= 0 || charge >= *paid.begin()) return std::nullopt;
    return Money(*paid.begin(), gone.amount.currency());
}

std::optional<BankEntry> as_cancelled_return(const Ledger& ledger, const BankEntry& entry) {
    const bool may_be = entry.status == EntryStatus::booked && entry.reversal &&
                        entry.amount.is_positive() && entry.details.size() == 1;
    if (!may_be) return std::nullopt;
    const Receipt came = payment_of("", entry, entry.details.front());
    const auto gone = amounts_called(ledger, came, -1);
    if (gone.size() != 1 || *gone.begin() > came.amount.minor()) return std::nullopt;
    BankEntry cancelling = entry;
    cancelling.cancels_return = true;
    BankDetail& detail = cancelling.details.front();
    if (*gone.begin() < came.amount.minor()) {
        detail.charges = Money(*gone.begin(), came.amount.currency()) - detail.amount;
        detail.charges_included = true;
    }
    return cancelling;
}

std::optional<Receipt> silently_returned(const Ledger& ledger, const BankEntry& debit) {
    const bool may_be = debit.status == EntryStatus::booked && !debit.reversal &&
                        debit.amount.is_negative() && debit.details.size() == 1;
    if (!may_be) return std::nullopt;
    const Receipt told = payment_of("", debit, debit.details.front());
    for (Receipt& paid :
         ledger.receipts_of_entries(debit.booked, days_of_silent_return, -debit.amount)) {
        const Likeness found = likeness_of(paid, told);
        if (found != Likeness::contradicts && found != Likeness::silent) return std::move(paid);
    }
    return std::nullopt;
}

}  // namespace dunning
