// Electronic invoices: UBL 2.1 (Invoice, CreditNote) and UN/CEFACT CII (Factur-X, ZUGFeRD 2, and
// the XML of XRechnung), as far as EN 16931 gives them to a ledger of receivables.
//
// What is owed is the payable amount (BT-115), not the gross total: what was prepaid is not owed
// any more. A negative payable amount is a credit; so is a credit note's positive one. The text of
// the terms stays as the creditor wrote it, in its language.
//
// Elements are found by local names, so prefixes and minor versions do not matter. Rules of
// EN 16931 that are held:
//
//   BR-CO-16  payable = gross - prepaid + rounding (BT-112 to BT-115): a warning, since the payable
//             amount is what the customer was told
//   BR-CO-25  a positive payable amount has a due date. Terms in words alone would do for the
//             standard, but a machine does not know what they mean: without a due date the invoice
//             is refused unless terms_days says when it is due
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/diagnostic.h"
#include "core/money.h"
#include "core/party.h"
#include "core/rate.h"
#include "core/receivable.h"
#include "formats/xml_document.h"

namespace dunning {

// A discount for early payment as German invoices write it within the terms:
// #SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=252.94#
struct EarlyPaymentDiscount {
    int days = 0;  // from the issue date
    Rate percent;
    std::optional<Money> base = {};  // of which it is taken; the payable amount when not said

    friend bool operator==(const EarlyPaymentDiscount&, const EarlyPaymentDiscount&) = default;
};

struct EInvoice {
    std::variant<Invoice, Receipt> document;  // a Receipt is a credit; its amount is positive
    Customer buyer;                           // its id is the document's customer
    std::string terms = {};                   // BT-20, all of it
    std::vector<EarlyPaymentDiscount> discounts = {};
    std::string syntax = {};           // "UBL Invoice", "UBL CreditNote", "CII"
    std::string type_code = {};        // BT-3: "380", "381"; "" when it is not given
    std::string buyer_reference = {};  // BT-10
    std::string order = {};            // BT-13, the buyer's purchase order
    std::string account = {};          // BT-84, the creditor's IBAN that the buyer was told
    // Collected by direct debit (BT-81 is 49 or 59): not to be dunned before the collection failed.
    bool direct_debit = false;
    int line = 0;  // of the document element
};

// Whether the document element is one of an electronic invoice, also of a version that
// read_einvoice then refuses by name.
bool is_einvoice(const pugi::xml_node& root);

// Nothing when there is an error, and when nothing is payable (a warning). Without a due date the
// invoice is due `terms_days` after its issue. Diagnostics carry the canonical field's name.
//
// The buyer's id is the first that is given of: the creditor's id for him (BT-46), his VAT id
// (BT-48), his registration (BT-47), his electronic address (BT-49).
// REQUIRES: is_einvoice(document.root()); terms_days, if given, is not negative.
std::optional<EInvoice> read_einvoice(const XmlDocument& document, const std::string& file,
                                      Diagnostics& diagnostics, std::optional<int> terms_days = {});

}  // namespace dunning
