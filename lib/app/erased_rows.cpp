#include "app/erased_rows.h"

#include "ledger/erasure.h"

namespace dunning {

ErasedRows::ErasedRows(const Ledger& ledger)
    : ledger_(ledger), any_(Erasure::erased_anybody(ledger)) {}

Invoice ErasedRows::with_texts_left(Invoice invoice) const {
    const auto left = any_ ? Erasure::left_of_invoice(ledger_, invoice.number) : std::nullopt;
    if (!left) return invoice;
    invoice.reference = left->reference;
    invoice.description = left->description;
    return invoice;
}

Receipt ErasedRows::with_texts_left(Receipt receipt) const {
    const auto left =
        any_ ? Erasure::left_of_receipt(ledger_, receipt.kind, receipt.id) : std::nullopt;
    if (!left) return receipt;
    receipt.reference = left->reference;
    receipt.method = left->method;
    receipt.description = left->description;
    receipt.end_to_end_id = left->end_to_end_id;
    receipt.payer.clear();
    receipt.payer_account.clear();
    return receipt;
}

bool ErasedRows::has_contact(const std::string& id) const {
    return any_ && Erasure::is_contact_of_erased(ledger_, id);
}

bool ErasedRows::has_agreement(const std::string& id) const {
    return any_ && Erasure::is_agreement_of_erased(ledger_, id);
}

}  // namespace dunning
