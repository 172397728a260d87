// Aging of the whole ledger as of a day, added up in one pass over the open items.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/aging.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

enum class AgeBy { customer, invoice, class_name, collector, currency, segment };
std::string_view to_text(AgeBy by);

struct AgeRequest {
    AgeBy by = AgeBy::customer;
    AgingBasis basis = AgingBasis::due;
    AgingProfile profile = {};
    std::string customer = {};  // "" = all
};

// A group of open items: a customer, class, collector, currency or segment. Money of one currency.
struct AgeRow {
    std::string key;   // the customer's id, the class's name, ...; "" = nobody's yet
    std::string name;  // of a customer
    Currency currency;
    std::vector<Money> buckets;
    Money open;
    Money overdue;
    Money on_account;
    int max_days_overdue = 0;
    std::string class_name;  // of the oldest item
    std::size_t invoices = 0;
};

struct AgeInvoiceRow {
    std::string invoice;
    std::string customer;
    std::string name;
    std::string reference;
    Date issued;
    Date due;
    Money amount;
    Money open;
    int days_overdue = 0;
    std::size_t bucket = 0;
    std::string class_name;
};

struct AgeTotal {
    Currency currency;
    std::vector<Money> buckets;
    Money open;
    Money overdue;
    Money on_account;
    std::size_t invoices = 0;
    std::size_t customers = 0;  // with open items
};

// Rows: most overdue money first within each currency, then by key. Currencies in alphabetical
// order.
struct AgeReport {
    Date as_of;
    AgeRequest request;
    std::vector<AgeRow> rows;             // unless by invoice
    std::vector<AgeInvoiceRow> invoices;  // by invoice: the longest overdue first
    std::vector<AgeTotal> totals;
};

AgeReport age_ledger(const Ledger& ledger, const Policy& policy, const AgeRequest& request,
                     Date as_of);

}  // namespace dunning
