// The facts: what is owed, and what came in against it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/debt_kind.h"
#include "core/discount_terms.h"
#include "core/money.h"

namespace dunning {

// An invoice; or a charge, interest or costs that became part of the debt with a notice. A charge
// is never dunned alone and bears no interest.
struct Invoice {
    std::string number;    // unique in the book; of a charge "N000012-F"
    std::string customer;  // Customer::id
    Date issued;
    Date due;      // not before `issued`
    Money amount;  // not negative
    std::string reference = {};
    std::string description = {};
    DebtKind kind = DebtKind::principal;
    std::string charged_on = {};  // of a charge: the invoice that it is for; "" = the notice
    // For early payment. Nothing: the file does not say, as the book's own terms may; empty: none.
    std::optional<std::vector<DiscountTerms>> discounts = {};

    friend bool operator==(const Invoice&, const Invoice&) = default;
};

// Payments and credit notes settle invoices by the same rules, so they are one type: money in.
// A negative amount is a payment that went back. A waiver names the charge that it gives up, and
// never pays anything else; a negative one takes an earlier waiver of the charge back. A discount
// is what early payment has earned on the invoice that it names; it follows from the other facts.
enum class ReceiptKind { payment, credit, waiver, discount };

struct Receipt {
    ReceiptKind kind = ReceiptKind::payment;
    std::string id;             // unique among its kind
    std::string customer = {};  // may be empty for a payment that names an invoice, or nothing
    Date date;
    Money amount;                // not zero
    std::string invoice = {};    // the invoice that it names, known or not
    std::string reference = {};  // a structured reference, or free text
    std::string method = {};
    std::string description = {};
    std::string payer = {};          // who paid, as the bank writes the name
    std::string payer_account = {};  // from which IBAN or account number, without blanks
    std::string end_to_end_id = {};  // what the payer's own system called it

    friend bool operator==(const Receipt&, const Receipt&) = default;
};

std::string_view to_text(ReceiptKind kind);

}  // namespace dunning
