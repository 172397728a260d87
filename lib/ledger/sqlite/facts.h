// What the files about facts share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

// Keeps what is known of a field that the source says nothing of.
template <class Fact>
struct UnsaidFields {
    Fact& told;
    const Fact& known;
    const RowSource& source;

    template <class Value>
    const UnsaidFields& keep(std::string_view field, Value Fact::*member) const {
        if (source.says && !source.says(field)) told.*member = known.*member;
        return *this;
    }
};

// The column that a difference stands in.
std::string field_of(std::string_view difference);

Fault unknown_customer(std::string_view code);

// A file has stated a fact twice, in different words.
Fault stated_before(std::string_view kind, std::string_view code, int line);

// What money that names an invoice asks of it.
struct NamedInvoice {
    RowId id = 0;
    RowId customer = 0;
    Currency currency;
    Date issued = {};
    std::int64_t open_minor = 0;
    bool has_discounts = false;  // then money may settle more than it is
};

// An invoice's terms of early payment, as this ledger has written them.
std::vector<DiscountTerms> discounts_from_row(std::string_view text, Currency currency);

// Nothing when it is not known.
std::optional<NamedInvoice> find_invoice(Connection& db, std::string_view number);

// The invoice that an entry is about; nothing for "". REQUIRES: the use case has looked it up.
std::optional<RowId> invoice_of_entry(Connection& db, std::string_view number);

// REQUIRES: there is such a customer.
std::string code_of_customer(Connection& db, RowId customer);

// Of each that was asked for, as far as they are known and not withdrawn.
std::unordered_map<RowId, Customer> customers_by_row(Connection& db,
                                                     const std::vector<RowId>& customers);

// Of each that was asked for: see Ledger::contact_standing.
std::unordered_map<RowId, ContactStanding> contact_standings(Connection& db,
                                                             const std::vector<RowId>& customers,
                                                             Date as_of);

}  // namespace dunning
