// What went back of customers' payments, where only the ledger knows what had been paid.
//
// A bank books what goes back with its own charge in one sum. Where it does not say what the charge
// was, the payment does that bears the same end-to-end id: what is more than that is the bank's.
#pragma once

#include <optional>

#include "formats/bank_statement.h"
#include "ledger/ledger.h"

namespace dunning {

// Of more than was paid, what was paid; nothing when the ledger does not know it for sure: payments
// of several amounts bear the id, or the rest is as much as the payment and no charge. REQUIRES:
// the receipt is negative.
std::optional<Money> paid_of_returned(const Ledger& ledger, const Receipt& gone);

// Money in that the bank marks as coming back, where the ledger knows that a payment with its
// end-to-end id had gone back before: the same entry, as what cancels the return, and of the amount
// that had gone back. Nothing for all others.
std::optional<BankEntry> as_cancelled_return(const Ledger& ledger, const BankEntry& entry);

// A payment of up to so many days before that a debit without any mark may have taken back: of its
// amount, and of the same payer or with the same words.
inline constexpr int days_of_silent_return = 60;
std::optional<Receipt> silently_returned(const Ledger& ledger, const BankEntry& debit);

}  // namespace dunning
