#include "app/known_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <list>
#include <map>
#include <set>
#include <tuple>

#include "app/own_accounts.h"
#include "core/placeholder.h"
#include "core/sha256.h"
#include "formats/entry_likeness.h"

namespace dunning {
namespace {

// "camt.053" of "camt.053.001.08", "ofx" of "ofx 1.0.2".
std::string source_of(std::string_view format) {
    constexpr std::string_view iso = "camt.";
    if (format.starts_with(iso)) return std::string(format.substr(0, iso.size() + 3));
    return std::string(format.substr(0, format.find(' ')));
}

// What is known of an entry whose bank gives it no reference.
std::string contents_of(const BankEntry& entry) {
    std::string text = entry.text;
    for (const BankDetail& detail : entry.details) {
        text += '\n' + detail.end_to_end_id + '\n' + detail.counterparty + '\n' +
                detail.counterparty_account + '\n' + detail.reference + '\n' + detail.text;
    }
    constexpr std::size_t enough = 16;
    return fmt::format("{}/{}{}/{}", to_text(entry.booked), to_decimal(entry.amount),
                       entry.amount.currency().code(), sha256_hex(text).substr(0, enough));
}

std::string_view reference_of(const BankEntry& entry) {
    if (!entry.bank_reference.empty()) return entry.bank_reference;
    if (entry.details.size() == 1) return entry.details.front().bank_reference;
    return {};
}

// The name of each entry: unique in its account, and the same in every file of the kind.
class EntryNames {
  public:
    explicit EntryNames(const BankStatement& statement) {
        for (const BankEntry& entry : statement.entries) ++used_[reference_of(entry)];
    }

    // The bank's reference where it is one, else made of the entry's contents.
    void give(const BankEntry& entry, BankEntryName& name) {
        const auto reference = reference_of(entry);
        name.is_reference = !reference.empty() && used_[reference] == 1;
        if (!name.is_reference) return give_contents(entry, name);
        name.code = reference;
    }

    void give_contents(const BankEntry& entry, BankEntryName& name) {
        name.is_reference = false;
        name.code = contents_of(entry);
        const int occurrence = ++alike_[name.code];
        if (occurrence > 1) name.code += fmt::format("/{}", occurrence);
    }

  private:
    std::map<std::string_view, int> used_;
    std::map<std::string, int> alike_;
};

// What was transferred, whatever the bank kept for itself.
Money transferred(const BankDetail& detail) {
    const bool apart = detail.charges && detail.charges_included &&
                       detail.charges->currency() == detail.amount.currency();
    return apart ? detail.amount + *detail.charges : detail.amount;
}

class EntrySearch {
  public:
    EntrySearch(const Ledger& ledger, const BankStatement& statement, std::string source)
        : ledger_(ledger),
          statement_(statement),
          source_(std::move(source)),
          names_(statement),
          told_(statement.entries.size()) {}

    std::vector<ToldEntry> search() {
        for (std::size_t i = 0; i < told_.size(); ++i) find_by_name(i);
        for (std::size_t i = 0; i < told_.size(); ++i) {
            if (!told_[i].known) find_others_names(i);
        }
        for (const Likeness wanted :
             {Likeness::same_id, Likeness::same_words, Likeness::same_payer, Likeness::silent}) {
            for (const auto& [i, candidates] : unknown_) {
                if (!told_[i].known) choose(i, *candidates, wanted);
            }
        }
        return std::move(told_);
    }

  private:
    // Of one day and amount, that no entry of the statement has taken yet: they may be thousands.
    using Candidates = std::list<UnnamedBankEntry>;

    static bool is_it(const BankEntryRecord& known, const BankEntry& entry) {
        constexpr int days_of_correction = 7;
        if (known.details == BankEntryRecord::called_wrong) return true;
        return known.amount == entry.amount &&
               std::abs(known.booked - entry.booked) <= days_of_correction;
    }

    void find_by_name(std::size_t i) {
        const BankEntry& entry = statement_.entries[i];
        BankEntryName& name = told_[i].name;
        name.source = source_;
        name.account = statement_.account;
        names_.give(entry, name);
        auto known = ledger_.bank_entry(name.account, name.code);
        if (known && name.is_reference && !is_it(*known, entry)) {
            names_.give_contents(entry, name);
            known = ledger_.bank_entry(name.account, name.code);
        }
        if (!known || !taken_.insert(known->id).second) return;
        told_[i].known = std::move(known);
    }

    void find_others_names(std::size_t i) {
        const BankEntry& entry = statement_.entries[i];
        const auto [found, is_new] = candidates_.try_emplace(
            {entry.booked, entry.amount.minor(), std::string(entry.amount.currency().code())});
        Candidates& candidates = found->second;
        if (is_new) {
            for (auto& each :
                 ledger_.bank_entries_without_name(entry.booked, entry.amount, source_)) {
                if (taken_.contains(each.entry.id) || !is_own_account(each.entry.account)) continue;
                candidates.push_back(std::move(each));
            }
        }
        if (!candidates.empty()) unknown_.emplace_back(i, &candidates);
    }

    // Asked for only when another file has told of the day and amount, which few entries see.
    bool is_own_account(const std::string& name) {
        if (accounts_.empty()) accounts_ = names_of_account(ledger_, statement_.account);
        return std::ranges::find(accounts_, name) != accounts_.end();
    }

    void choose(std::size_t i, Candidates& candidates, Likeness wanted) {
        const auto found = std::ranges::find_if(
            candidates, [&](const UnnamedBankEntry& each) { return likeness(i, each) == wanted; });
        if (found == candidates.end()) return;
        told_[i].known = std::move(found->entry);
        candidates.erase(found);
    }

    static bool names_payer(const std::optional<Receipt>& receipt) {
        return receipt && (!receipt->payer.empty() || !receipt->payer_account.empty() ||
                           !receipt->end_to_end_id.empty());
    }

    // A batch of which one side tells the transfers and the other none has nothing to compare; one
    // transfer of a payer is no batch.
    Likeness likeness(std::size_t i, const UnnamedBankEntry& candidate) const {
        const BankEntry& entry = statement_.entries[i];
        const BankEntryName& name = told_[i].name;
        if (name.is_reference && name.code == candidate.entry.code) return Likeness::same_id;
        const Receipt told = entry.details.size() != 1
                                 ? payment_of("", entry)
                                 : payment_of("", entry, entry.details.front());
        if (entry.details.size() > 1 || !candidate.receipt) {
            const bool is_of_one =
                entry.details.size() > 1 ? names_payer(candidate.receipt) : names_payer(told);
            return is_of_one ? Likeness::contradicts : Likeness::silent;
        }
        const Likeness found = likeness_of(*candidate.receipt, told);
        const bool references_differ = name.is_reference && candidate.has_reference;
        const bool is_batch = entry.details.empty() || candidate.entry.details == 0;
        if (found == Likeness::silent && references_differ && !is_batch) {
            return Likeness::contradicts;
        }
        return found;
    }

    const Ledger& ledger_;
    const BankStatement& statement_;
    const std::string source_;
    EntryNames names_;
    std::vector<ToldEntry> told_;
    std::set<RowId> taken_ = {};
    std::vector<std::string> accounts_ = {};  // names of the statement's
    std::map<std::tuple<Date, std::int64_t, std::string>, Candidates> candidates_ = {};
    std::vector<std::pair<std::size_t, Candidates*>> unknown_ = {};  // those that have any
};

}  // namespace

std::vector<ToldEntry> told_entries(const Ledger& ledger, const BankStatement& statement,
                                    std::string_view format) {
    return EntrySearch(ledger, statement, source_of(format)).search();
}

Receipt payment_of(std::string id, const BankEntry& entry) {
    return {.id = std::move(id),
            .date = entry.value,
            .amount = entry.amount,
            .method = "bank",
            .description = entry.text};
}

Receipt payment_of(std::string id, const BankEntry& entry, const BankDetail& detail) {
    Receipt receipt{.id = std::move(id),
                    .date = entry.value,
                    .amount = transferred(detail),
                    .reference = detail.reference,
                    .method = "bank",
                    .description = detail.text.empty() ? entry.text : detail.text,
                    .payer = detail.counterparty,
                    .payer_account = detail.counterparty_account,
                    .end_to_end_id = detail.end_to_end_id};
    drop_placeholders(receipt);
    return receipt;
}

}  // namespace dunning
