#include "app/find_owners.h"

#include <algorithm>
#include <iterator>
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

// Whose it may be, and by what: see OwnerCandidates.
struct Owners {
    Customers customers = {};
    std::string_view by = {};
    bool may_be_anything = false;  // digits in the text, and no word that says what they number
};

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
    Owners found_by(AllocationRule rule, const Receipt& receipt) const {
        switch (rule) {
            case AllocationRule::reference:
                return {.customers = by_reference(receipt)};
            case AllocationRule::invoice_number: {
                Owners found = by_number(receipt.reference);
                if (!found.customers.empty() && !found.may_be_anything) return found;
                Owners more = by_number(receipt.description);
                const bool more_is_sure = !more.customers.empty() && !more.may_be_anything;
                return found.customers.empty() || more_is_sure ? more : found;
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

    // A number that says what it is goes before one that may be anything.
    Owners by_number(std::string_view text) const {
        Owners sure;
        Owners unsure{.may_be_anything = true};
        if (text.empty() || owners_.empty()) return sure;
        for (const FoundNumber& number : finder_->find(text)) {
            Customers& found = (number.may_be_anything ? unsure : sure).customers;
            for (const std::size_t invoice : number.invoices) found.insert(owners_[invoice]);
        }
        return sure.customers.empty() ? unsure : sure;
    }

    std::unordered_map<std::string, Customers> references_;
    std::vector<std::string> numbers_;
    std::vector<RowId> owners_;  // of each number
    std::optional<NumberFinder> finder_;
};

// Whom money itself names. The invoices of the whole book are read one time for all payments, and
// only when some payment has a text to look for.
class StatedOwners {
  public:
    StatedOwners(const Ledger& ledger, const AllocationRules& rules,
                 const std::vector<OwnerlessReceipt>& money)
        : ledger_(ledger), rules_(rules) {
        bool any_text = false;
        std::unordered_set<std::string> wanted;  // the references that some payment carries
        for (const OwnerlessReceipt& each : money) {
            const Receipt& receipt = each.receipt;
            for (std::string& key : reference_keys(receipt)) wanted.insert(std::move(key));
            any_text = any_text || !receipt.reference.empty() || !receipt.description.empty() ||
                       !receipt.end_to_end_id.empty();
        }
        if (any_text) {
            ledger.for_each_invoice_name([&](Ledger::InvoiceName invoice) {
                if (!wanted.contains(reference_key(invoice.reference))) invoice.reference = {};
                invoices_.add(invoice);
            });
        }
        invoices_.complete();
    }

    // Stops at the first evidence that names anybody: a weaker one does not overrule it.
    Owners of(const Receipt& receipt) const {
        Owners owners = by_invoices(receipt);
        if (!owners.customers.empty() && !owners.may_be_anything) return owners;
        Customers noticed = by_notice(receipt);
        return noticed.empty() ? owners : Owners{std::move(noticed), "notice"};
    }

    Owners by_invoices(const Receipt& receipt) const {
        Owners unsure;
        for (const AllocationRule rule : rules_.order) {
            Owners found = invoices_.found_by(rule, receipt);
            if (found.customers.empty()) continue;
            found.by = to_text(rule);
            if (!found.may_be_anything) return found;
            if (unsure.customers.empty()) unsure = std::move(found);
        }
        return unsure;
    }

  private:
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
    InvoiceOwners invoices_;
};

PayerEvidence payer_of(const Receipt& receipt) {
    return {.account = receipt.payer_account,
            .name = receipt.payer,
            .returned_id = receipt.amount.is_negative() ? receipt.end_to_end_id : ""};
}

// Who it is by who paid, of these payers. The customers' names, former ones too, are read one time,
// and only when some payer has a name.
class PayingOwners {
  public:
    PayingOwners(const Ledger& ledger, const std::vector<PayerEvidence>& payers) : ledger_(ledger) {
        for (const PayerEvidence& payer : payers) {
            want(payer.name);
            for (const std::string& name : names_on(payer.account)) want(name);
        }
        if (by_name_.empty()) return;
        for (const CustomerName& customer : ledger.customer_names()) add(customer);
        for (const CustomerName& customer : ledger.former_customer_names()) add(customer);
    }

    Owners of(const PayerEvidence& payer) {
        if (!payer.returned_id.empty()) {
            Customers called = set_of(ledger_.customers_who_called_it(payer.returned_id));
            if (!called.empty()) return {std::move(called), "end_to_end_id"};
        }
        Customers paid = set_of(ledger_.customers_who_paid_from(payer.account));
        Customers named = called(payer.name);
        if (paid.empty()) {
            if (!named.empty()) return {std::move(named), "payer"};
            return {called_on(payer.account), "payer_account"};
        }
        const bool speaks_for_another =
            !named.empty() &&
            std::ranges::none_of(named, [&](RowId customer) { return paid.contains(customer); });
        if (speaks_for_another) paid.merge(named);
        return {std::move(paid), "payer_account"};
    }

  private:
    static Customers set_of(const std::vector<RowId>& rows) { return {rows.begin(), rows.end()}; }

    void want(std::string_view name) {
        if (auto key = name_key(name); !key.empty()) by_name_.try_emplace(std::move(key));
    }

    void add(const CustomerName& customer) {
        const auto wanted = by_name_.find(name_key(customer.name));
        if (wanted != by_name_.end()) wanted->second.insert(customer.id);
    }

    const std::vector<std::string>& names_on(const std::string& account) {
        const auto [known, is_new] = names_on_.try_emplace(account);
        if (is_new && !account.empty()) known->second = ledger_.payers_of_account(account);
        return known->second;
    }

    Customers called(std::string_view name) const {
        const auto match = by_name_.find(name_key(name));
        return match == by_name_.end() ? Customers() : match->second;
    }

    Customers called_on(const std::string& account) {
        Customers all;
        for (const std::string& name : names_on(account)) all.merge(called(name));
        return all;
    }

    const Ledger& ledger_;
    std::unordered_map<std::string, Customers> by_name_;                  // of the names that pay
    std::unordered_map<std::string, std::vector<std::string>> names_on_;  // by account
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

    Customers named_by(const Receipt& receipt, const AllocationRules& rules) const {
        Customers named;
        for (const AllocationRule rule : rules.order) {
            named.merge(invoices_.found_by(rule, receipt).customers);
        }
        return named;
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
    const auto look_at = [&](OwnerlessReceipt&& money, RowId owner, OwnerEvidence evidence) {
        const Customers named = invoices.named_by(money.receipt, rules);
        const bool is_known = evidence == OwnerEvidence::stated && named == Customers{owner};
        if (named.empty() || is_known) return;
        doubtful.push_back(std::move(money));
        owners.push_back(owner);
    };
    ledger.for_each_found_owner(*invoices.earliest_issued(), look_at);
    if (doubtful.empty()) return;
    const StatedOwners stated(ledger, rules, doubtful);
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
        const Owners found = stated.by_invoices(doubtful[i].receipt);
        // Where the policy's rules do not look at numbers, none of them names anybody.
        if (found.customers.empty()) continue;
        if (found.customers != Customers{owners[i]}) {
            ledger.forget_owner(doubtful[i].id);
        } else if (!found.may_be_anything) {
            ledger.confirm_owner(doubtful[i].id);
        }
    }
}

// Of whom who paid says something else than before, now that more is known of the account or of
// names. Whether there were any.
bool forget_doubtful_payers(Ledger& ledger) {
    const auto in_question = ledger.owners_in_question();
    if (in_question.empty()) return false;
    std::vector<PayerEvidence> payers;
    for (const FoundOwner& found : in_question) payers.push_back(found.payer);
    PayingOwners paying(ledger, payers);
    bool any = false;
    for (const FoundOwner& found : in_question) {
        const Customers paid = paying.of(found.payer).customers;
        const bool holds = found.evidence == OwnerEvidence::digits
                               ? paid.empty() || paid.contains(found.customer)
                               : paid == Customers{found.customer};
        if (holds) continue;
        ledger.forget_owners_by(found);
        any = true;
    }
    return any;
}

// Money that states nothing, but perhaps has digits that are some customers' invoices.
struct SilentMoney {
    OwnerlessReceipt money;
    Customers by_digits;
};

// What is left is silent. Such as names an invoice waits for that invoice.
std::vector<SilentMoney> find_stated_owners(Ledger& ledger, const AllocationRules& rules) {
    std::vector<OwnerlessReceipt> money = ledger.receipts_without_owner();
    if (money.empty()) return {};
    const StatedOwners stated(ledger, rules, money);
    std::vector<SilentMoney> silent;
    for (OwnerlessReceipt& each : money) {
        if (!each.receipt.invoice.empty()) continue;
        Owners found = stated.of(each.receipt);
        if (found.customers.empty() || found.may_be_anything) {
            silent.push_back({std::move(each), std::move(found.customers)});
        } else if (found.customers.size() == 1) {
            ledger.give_owner(each.id, *found.customers.begin(), OwnerEvidence::stated);
        }
    }
    return silent;
}

// What the digits say, where who paid says nothing else; where they speak for different customers,
// all of those.
Owners both_of(Customers by_digits, Owners paid) {
    if (by_digits.empty()) return paid;
    if (paid.customers.empty())
        return {std::move(by_digits), to_text(AllocationRule::invoice_number)};
    Customers common;
    std::ranges::set_intersection(by_digits, paid.customers, std::inserter(common, common.begin()));
    if (common.empty()) {
        common = std::move(by_digits);
        common.merge(paid.customers);
    }
    return {std::move(common), paid.by};
}

// Whose a payment is tells whose it is that went back: they may come in any order.
void find_silent_owners(Ledger& ledger, std::vector<SilentMoney> silent) {
    std::vector<PayerEvidence> payers;
    for (const SilentMoney& each : silent) payers.push_back(payer_of(each.money.receipt));
    PayingOwners paying(ledger, payers);
    const auto find = [&](const SilentMoney& each) {
        const Owners paid = paying.of(payer_of(each.money.receipt));
        const Customers found = both_of(each.by_digits, paid).customers;
        if (found.size() != 1) return false;
        const bool paid_alone = paid.customers.size() == 1;
        if (!paid_alone && each.by_digits.size() != 1) return false;
        ledger.give_owner(each.money.id, *found.begin(),
                          paid_alone ? OwnerEvidence::payer : OwnerEvidence::digits);
        return true;
    };
    while (std::erase_if(silent, find) > 0) {
    }
}

}  // namespace

std::vector<OwnerCandidates> owner_candidates(const Ledger& ledger, const AllocationRules& rules) {
    std::vector<OwnerlessReceipt> money = ledger.receipts_without_owner();
    if (money.empty()) return {};
    const StatedOwners stated(ledger, rules, money);
    std::vector<PayerEvidence> payers;
    for (const OwnerlessReceipt& each : money) payers.push_back(payer_of(each.receipt));
    PayingOwners paying(ledger, payers);
    std::vector<OwnerCandidates> all;
    for (OwnerlessReceipt& each : money) {
        Owners owners = stated.of(each.receipt);
        if (owners.customers.empty() || owners.may_be_anything) {
            owners = both_of(std::move(owners.customers), paying.of(payer_of(each.receipt)));
        }
        all.push_back({.money = std::move(each),
                       .customers = {owners.customers.begin(), owners.customers.end()},
                       .by = std::string(owners.customers.empty() ? "" : owners.by)});
    }
    return all;
}

void find_owners(Ledger& ledger, const AllocationRules& rules) {
    forget_doubtful_owners(ledger, rules);
    do {
        auto silent = find_stated_owners(ledger, rules);
        bool any_forgotten = false;
        while (forget_doubtful_payers(ledger)) any_forgotten = true;
        if (any_forgotten) silent = find_stated_owners(ledger, rules);
        if (silent.empty()) return;
        find_silent_owners(ledger, std::move(silent));
        // Whose a payment is now tells whose it was that went back before.
    } while (forget_doubtful_payers(ledger));
}

}  // namespace dunning
