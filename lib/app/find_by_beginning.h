// Customers and invoices by the beginning of what they are called, as somebody types it who has
// the customer on the telephone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

// The id itself; else the one customer whose id begins with the text, or the name, or a word of it,
// or an open invoice, whatever the case. Several are refused with the candidates.
Result<std::string> find_customer_by_beginning(const Ledger& ledger, std::string_view text);

// The number itself; else the one invoice that begins with the text, or whose number ends with it
// after a sign that is no digit or letter ("17" for "R-17"). `customer`: of this one, "" = any.
Result<std::string> find_invoice_by_beginning(const Ledger& ledger, std::string_view text,
                                              const std::string& customer);

// Each of them so.
Result<std::vector<std::string>> find_invoices_by_beginning(const Ledger& ledger,
                                                            const std::vector<std::string>& texts,
                                                            const std::string& customer);

// What an entry is about: a customer, or one of its invoices.
struct Subject {
    std::string customer;
    std::string invoice = {};  // "" = the customer
};

// What is called exactly so, else what alone begins so: customers before invoices.
Result<Subject> find_customer_or_invoice(const Ledger& ledger, std::string_view text);

struct Candidate {
    std::string code;
    std::string name;
};

// For completion: their numbers, those that are open first.
std::vector<std::string> invoices_beginning(const Ledger& ledger, std::string_view text);

// For completion: ids that begin with the text, then those whose name does.
std::vector<Candidate> customers_beginning(const Ledger& ledger, std::string_view text);

}  // namespace dunning
