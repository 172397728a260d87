// The world as the test has made it: every fact and every word of people, and what follows from
// them.
//
// Nothing here asks the ledger. An account as of a day is found by forgetting what is dated later
// and settling the rest from the first day on, by the rules of core/allocation.h with plain lists.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/party.h"
#include "core/plan.h"
#include "core/receivable.h"
#include "ledger/ledger.h"

namespace dunning::simulation {

// The invoices and receipts of one customer and currency.
struct AccountKey {
    std::string customer;
    std::string currency;
    friend auto operator<=>(const AccountKey&, const AccountKey&) = default;
};

struct AccountBook {
    std::vector<Invoice> invoices = {};
    std::vector<Receipt> receipts = {};
    std::vector<Plan> plans = {};  // those that were confirmed
};

// Facts that become known together.
struct Facts {
    std::vector<Customer> customers = {};
    std::vector<Invoice> invoices = {};
    std::vector<Receipt> receipts = {};
};

// An account as of a day, in minor units; invoices by number, all that were issued by the day.
struct Settled {
    std::map<std::string, std::int64_t> open;
    std::map<std::string, std::int64_t> paid;  // by payments and credit notes
    std::map<std::string, std::map<std::string, std::int64_t>> from_payments;  // by each payment
    std::int64_t on_account = 0;
};

Settled settle(const AccountBook& book, Date as_of);

class World {
  public:
    void add(const Facts& facts);
    // Confirmed, or cancelled since.
    void agree(const Plan& plan);

    const std::map<std::string, Customer>& customers() const { return customers_; }
    const std::map<AccountKey, AccountBook>& accounts() const { return accounts_; }
    const std::map<std::string, Invoice>& invoices() const { return invoices_; }
    // Payments that nobody owns: they name no customer and no known invoice of their currency.
    const std::vector<Receipt>& ownerless() const { return ownerless_; }

    static AccountKey account_of(const Invoice& invoice);
    const AccountBook& book_of(const Invoice& invoice) const;
    std::int64_t open_of(const Invoice& invoice, Date as_of) const;

    // How many receipts had been told of before this one, and at all.
    std::size_t place_of(const std::string& receipt) const { return places_.at(receipt); }
    std::size_t receipts_told() const { return places_.size(); }

    // What people have said, as the ledger took it.
    std::vector<PauseRecord> pauses;
    std::vector<Plan> plans;
    std::vector<ContactRecord> contacts;
    std::map<RowId, std::size_t> told_before;  // receipts, before each promise

  private:
    void add(const Invoice& invoice);
    void add(const Receipt& receipt);

    std::map<std::string, Customer> customers_;
    std::map<AccountKey, AccountBook> accounts_;
    std::map<std::string, Invoice> invoices_;
    std::vector<Receipt> ownerless_;
    std::map<std::string, std::size_t> places_;
};

}  // namespace dunning::simulation
