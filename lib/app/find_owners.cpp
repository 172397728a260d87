#include "app/find_owners.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/ascii.h"
#include "core/number_finder.h"
#include "core/payment_reference.h"
#include "text/name_key.h"

namespace dunning {
namespace {

using Customers = std::set<RowId>;

// In capitals.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool goes_on = false;
    for (const char c : text) {
        const bool belongs = is_letter_or_digit(c);
        if (belongs && !goes_on) words.emplace_back();
        if (belongs) words.back() += upper(c);
        goes_on = belongs;
    }
    return words;
}

std::vector<std::string> reference_keys(const Receipt& receipt) {
    std::vector<std::string> keys = reference_keys_in(receipt.reference);
    for (std::string& key : reference_keys_in(receipt.description)) keys.push_back(std::move(key));
    return keys;
}

// Invoices by what a payment may call them.
class InvoiceOwners {
  public:
    void add(const Ledger::InvoiceName& invoice) {
        numbers_.emplace_back(invoice.number);
        owners_.push_back(invoice.customer);
        if (!invoice.reference.empty()) {
            references_[reference_key(invoice.reference)].insert(invoice.customer);
        }
    }

    // Once all of them are known.
    void complete() { finder_.emplace(std::move(numbers_)); }

    // REQUIRES: complete.
    Customers found_by(AllocationRule rule, const Receipt& receipt) const {
        switch (rule) {
            case AllocationRule::reference:
                return by_reference(receipt);
            case AllocationRule::invoice_number: {
                auto found = by_number(receipt.reference);
                return found.empty() ? by_number(receipt.description) : found;
            }
            case AllocationRule::end_to_end_id:
                return by_number(receipt.end_to_end_id);
            case AllocationRule::invoice:
            case AllocationRule::by_hand:
            case AllocationRule::exact_amount:
            case AllocationRule::sum:
            case AllocationRule::oldest_due:
            case AllocationRule::returned:
            case AllocationRule::discount:
                return {};
        }
        return {};
    }

  private:
    Customers by_reference(const Receipt& receipt) const {
        Customers found;
        for (const std::string& key : reference_keys(receipt)) {
            const auto match = references_.find(key);
            if (match != references_.end()) {
                found.insert(match->second.begin(), match->second.end());
            }
        }
        return found;
    }

    Customers by_number(std::string_view text) const {
        Customers found;
        if (text.empty() || owners_.empty()) return found;
        for (const FoundNumber& number : finder_->find(text)) {
            for (const std::size_t invoice : number.invoices) found.insert(owners_[invoice]);
        }
        return found;
    }

    std::unordered_map<std::string, Customers> references_;
    std::vector<std::string> numbers_;
    std::vector<RowId> owners_;  // of each number
    std::optional<NumberFinder> finder_;
};

// What is asked of the whole book for all payments at once: it is read one time, and only when some
// payment has a text or a name to look for.
class NamesOfTheBook {
  public:
    NamesOfTheBook(const Ledger& ledger, const std::vector<OwnerlessReceipt>& money) {
        for (const OwnerlessReceipt& each : money) want(each.receipt);
        if (needs_invoices_) read_invoices(ledger);
        if (!names_.empty()) read_customers(ledger);
        invoices_.complete();
    }

    const InvoiceOwners& invoices() const { return invoices_; }

    Customers by_name(const Receipt& receipt) const {
        const auto match = names_.find(name_key(receipt.payer));
        return match == names_.end() ? Customers() : match->second;
    }

  private:
    void want(const Receipt& receipt) {
        for (std::string& key : reference_keys(receipt)) wanted_.insert(std::move(key));
        if (const auto key = name_key(receipt.payer); !key.empty()) names_.try_emplace(key);
        needs_invoices_ = needs_invoices_ || !receipt.reference.empty() ||
                          !receipt.description.empty() || !receipt.end_to_end_id.empty();
    }

    void read_invoices(const Ledger& ledger) {
        ledger.for_each_invoice_name([&](Ledger::InvoiceName invoice) {
            if (!wanted_.contains(reference_key(invoice.reference))) invoice.reference = {};
            invoices_.add(invoice);
        });
    }

    void read_customers(const Ledger& ledger) {
        for (const CustomerName& customer : ledger.customer_names()) {
            const auto wanted = names_.find(name_key(customer.name));
            if (wanted != names_.end()) wanted->second.insert(customer.id);
        }
    }

    bool needs_invoices_ = false;
    std::unordered_set<std::string> wanted_;            // the references that some payment carries
    std::unordered_map<std::string, Customers> names_;  // the payers' names
    InvoiceOwners invoices_;
};

class OwnerSearch {
  public:
    OwnerSearch(const Ledger& ledger, const AllocationRules& rules,
                const std::vector<OwnerlessReceipt>& money)
        : ledger_(ledger), rules_(rules), names_(ledger, money) {}

    // Stops at the first evidence that names anybody: a weaker one does not overrule it.
    OwnerCandidates search(OwnerlessReceipt money) const {
        OwnerCandidates answer = search_invoices(std::move(money));
        if (!answer.customers.empty()) return answer;
        const Receipt& receipt = answer.money.receipt;
        const auto is_it = [&](Customers found, std::string_view by) {
            if (found.empty()) return false;
            answer.customers.assign(found.begin(), found.end());
            answer.by = by;
            return true;
        };
        if (is_it(by_notice(receipt), "notice")) return answer;
        if (receipt.amount.is_negative() &&
            is_it(set_of(ledger_.customers_who_called_it(receipt.end_to_end_id)),
                  "end_to_end_id")) {
            return answer;
        }
        if (is_it(set_of(ledger_.customers_who_paid_from(receipt.payer_account)),
                  "payer_account")) {
            return answer;
        }
        if (!receipt.payer.empty()) is_it(names_.by_name(receipt), "payer");
        return answer;
    }

    // By what the money says of invoices alone.
    OwnerCandidates search_invoices(OwnerlessReceipt money) const {
        OwnerCandidates answer{.money = std::move(money)};
        for (const AllocationRule rule : rules_.order) {
            const Customers found = names_.invoices().found_by(rule, answer.money.receipt);
            if (found.empty()) continue;
            answer.customers.assign(found.begin(), found.end());
            answer.by = to_text(rule);
            break;
        }
        return answer;
    }

  private:
    static Customers set_of(const std::vector<RowId>& rows) { return {rows.begin(), rows.end()}; }

    // What a notice asks to quote when its invoices are too many: "N000012".
    Customers by_notice(const Receipt& receipt) const {
        Customers found;
        for (const std::string_view text :
             {std::string_view(receipt.reference), std::string_view(receipt.description)}) {
            for (const std::string& word : words_of(text)) {
                const auto row = row_of_code(word, 'N');
                const auto notice = row ? ledger_.notice(*row) : std::nullopt;
                if (!notice || notice_code(*row) != word) continue;
                if (const auto customer = ledger_.find_customer(notice->customer)) {
                    found.insert(*customer);
                }
            }
        }
        return found;
    }

    const Ledger& ledger_;
    const AllocationRules& rules_;
    NamesOfTheBook names_;
};

// The invoices that have come now, as money that was there before may name them.
class NewInvoices {
  public:
    explicit NewInvoices(const Ledger& ledger) {
        ledger.for_each_new_invoice_name([&](const Ledger::InvoiceName& invoice) {
            invoices_.add(invoice);
            if (!earliest_ || invoice.issued < *earliest_) earliest_ = invoice.issued;
        });
        invoices_.complete();
    }

    std::optional<Date> earliest_issued() const { return earliest_; }

    bool may_name_another(const Receipt& receipt, RowId owner, const AllocationRules& rules) const {
        return std::ranges::any_of(rules.order, [&](AllocationRule rule) {
            return std::ranges::any_of(invoices_.found_by(rule, receipt),
                                       [owner](RowId customer) { return customer != owner; });
        });
    }

  private:
    InvoiceOwners invoices_;
    std::optional<Date> earliest_;
};

// An owner was found by what was known. Where an invoice that comes later is what the money names,
// or might be, the owner is looked for again. Not of money older than all of the new invoices: that
// would read everything that was ever paid for each file.
void forget_doubtful_owners(Ledger& ledger, const AllocationRules& rules) {
    if (!ledger.has_found_owners()) return;
    const NewInvoices invoices(ledger);
    if (!invoices.earliest_issued()) return;
    std::vector<OwnerlessReceipt> doubtful;
    std::vector<RowId> owners;
    ledger.for_each_found_owner(*invoices.earliest_issued(),
                                [&](OwnerlessReceipt&& money, RowId owner) {
                                    if (!invoices.may_name_another(money.receipt, owner, rules)) {
                                        return;
                                    }
                                    doubtful.push_back(std::move(money));
                                    owners.push_back(owner);
                                });
    if (doubtful.empty()) return;
    const OwnerSearch search(ledger, rules, doubtful);
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
        const RowId receipt = doubtful[i].id;
        const OwnerCandidates found = search.search_invoices(std::move(doubtful[i]));
        // Where the policy's rules do not look at numbers, none of them names anybody.
        if (found.customers.empty() || found.customers == std::vector{owners[i]}) continue;
        ledger.forget_owner(receipt);
    }
}

}  // namespace

std::vector<OwnerCandidates> owner_candidates(const Ledger& ledger, const AllocationRules& rules) {
    std::vector<OwnerlessReceipt> money = ledger.receipts_without_owner();
    if (money.empty()) return {};
    const OwnerSearch search(ledger, rules, money);
    std::vector<OwnerCandidates> all;
    for (OwnerlessReceipt& each : money) all.push_back(search.search(std::move(each)));
    return all;
}

void find_owners(Ledger& ledger, const AllocationRules& rules) {
    forget_doubtful_owners(ledger, rules);
    // Who is found tells from which account he pays, and with that others are found.
    for (bool found = true; found;) {
        found = false;
        for (const OwnerCandidates& each : owner_candidates(ledger, rules)) {
            // Money that names an invoice waits for that invoice.
            if (each.customers.size() != 1 || !each.money.receipt.invoice.empty()) continue;
            ledger.give_owner(each.money.id, each.customers.front());
            found = true;
        }
    }
}

}  // namespace dunning
