#include "app/match_by_hand.h"

#include <fmt/format.h>

namespace dunning {
namespace {

Result<Money> rule(Ledger& ledger, const Policy& policy, const HandMatch& match, Money amount,
                   Commitment commitment, const Stamp& stamp) {
    auto transaction = ledger.begin_write();
    const auto ruled = ledger.rule(match.payment, match.invoice, amount, match.note, stamp);
    if (!ruled) return ruled.error();
    settle_touched(ledger, policy, stamp);
    const Money paid = ledger.allocated(match.payment, match.invoice);
    if (paid.is_zero() && amount.is_positive()) {
        return Fault{fmt::format("nothing of {} can be set against invoice {}", match.payment,
                                 match.invoice),
                     "dunning report unmatched shows what payments have left, dunning age --by "
                     "invoice what is open; import release takes an allocation back"};
    }
    if (paid < amount && match.amount) {
        return Fault{fmt::format("only {} of {} can be set against invoice {}", to_decimal(paid),
                                 to_decimal(amount), match.invoice),
                     "the payment has no more, or the invoice is not open by so much"};
    }
    if (commitment == Commitment::keep) transaction.commit();
    return paid;
}

}  // namespace

Result<Money> allocate_by_hand(Ledger& ledger, const Policy& policy, const HandMatch& match,
                               Commitment commitment, const Stamp& stamp) {
    const auto whole = ledger.amount_of_invoice(match.invoice);
    if (!whole) return Fault{fmt::format("no invoice '{}'", match.invoice)};
    const Money amount = match.amount.value_or(*whole);
    if (!amount.is_positive()) {
        return Fault{"the amount must be positive",
                     "to take an allocation back: dunning import release PAYMENT INVOICE"};
    }
    return rule(ledger, policy, match, amount, commitment, stamp);
}

Result<Money> release_by_hand(Ledger& ledger, const Policy& policy, const HandMatch& match,
                              Commitment commitment, const Stamp& stamp) {
    const auto whole = ledger.amount_of_invoice(match.invoice);
    if (!whole) return Fault{fmt::format("no invoice '{}'", match.invoice)};
    return rule(ledger, policy, match, Money::zero(whole->currency()), commitment, stamp);
}

Result<BatchRecord> undo_import(Ledger& ledger, const Policy& policy, std::string_view batch,
                                Commitment commitment, const Stamp& stamp) {
    auto transaction = ledger.begin_write();
    auto undone = ledger.undo_batch(batch, stamp);
    if (!undone) return undone.error();
    settle_touched(ledger, policy, stamp);
    if (commitment == Commitment::keep) transaction.commit();
    return undone;
}

}  // namespace dunning
