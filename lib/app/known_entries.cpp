#include "app/known_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/own_accounts.h"
#include "formats/entry_likeness.h"
#include "text/sha256.h"

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
std::vector<ToldEntry> named_entries(const BankStatement& statement, const std::string& source) {
    std::map<std::string_view, int> used;
    for (const BankEntry& entry : statement.entries) ++used[reference_of(entry)];
    std::map<std::string, int> alike;
    std::vector<ToldEntry> told;
    for (const BankEntry& entry : statement.entries) {
        BankEntryName name{.source = source, .account = statement.account, .code = {}};
        const auto reference = reference_of(entry);
        name.is_reference = !reference.empty() && used[reference] == 1;
        if (name.is_reference) {
            name.code = reference;
        } else {
            name.code = contents_of(entry);
            const int occurrence = ++alike[name.code];
            if (occurrence > 1) name.code += fmt::format("/{}", occurrence);
        }
        told.push_back({.name = std::move(name)});
    }
    return told;
}

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
          told_(named_entries(statement, source_)) {}

    std::vector<ToldEntry> search() {
        for (std::size_t i = 0; i < told_.size(); ++i) find_by_name(i);
        find_others_names();
        for (const Likeness wanted : {Likeness::agrees, Likeness::silent}) {
            for (auto& [i, candidates] : unnamed_) {
                if (!told_[i].known) choose(i, candidates, wanted);
            }
        }
        return std::move(told_);
    }

  private:
    static bool is_it(const BankEntryRecord& known, const BankEntry& entry) {
        constexpr int days_of_correction = 7;
        if (known.details == BankEntryRecord::called_wrong) return true;
        return known.amount == entry.amount &&
               std::abs(known.booked - entry.booked) <= days_of_correction;
    }

    void find_by_name(std::size_t i) {
        const BankEntry& entry = statement_.entries[i];
        BankEntryName& name = told_[i].name;
        auto known = ledger_.bank_entry(name.account, name.code);
        if (known && !is_it(*known, entry) && name.is_reference) {
            name.code = contents_of(entry);
            name.is_reference = false;
            known = ledger_.bank_entry(name.account, name.code);
        }
        if (known) take(i, std::move(*known));
    }

    void take(std::size_t i, BankEntryRecord known) {
        taken_.insert(known.id);
        told_[i].known = std::move(known);
    }

    void find_others_names() {
        for (std::size_t i = 0; i < told_.size(); ++i) {
            if (told_[i].known) continue;
            const BankEntry& entry = statement_.entries[i];
            auto candidates =
                ledger_.bank_entries_without_name(entry.booked, entry.amount, source_);
            std::erase_if(candidates, [&](const UnnamedBankEntry& each) {
                return !is_own_account(each.entry.account);
            });
            if (!candidates.empty()) unnamed_.emplace(i, std::move(candidates));
        }
    }

    // Asked for only when another file has told of the day and amount, which few entries see.
    bool is_own_account(const std::string& name) {
        if (names_.empty()) names_ = names_of_account(ledger_, statement_.account);
        return std::ranges::find(names_, name) != names_.end();
    }

    void choose(std::size_t i, const std::vector<UnnamedBankEntry>& candidates, Likeness wanted) {
        for (const UnnamedBankEntry& each : candidates) {
            if (taken_.contains(each.entry.id) || likeness(i, each) != wanted) continue;
            take(i, each.entry);
            return;
        }
    }

    // A batch of which one side tells the transfers and the other none has nothing to compare, and
    // nothing that contradicts.
    Likeness likeness(std::size_t i, const UnnamedBankEntry& candidate) const {
        const BankEntry& entry = statement_.entries[i];
        if (entry.details.size() > 1 || !candidate.receipt) return Likeness::silent;
        const Receipt told = entry.details.empty() ? payment_of("", entry)
                                                   : payment_of("", entry, entry.details.front());
        const Likeness found = likeness_of(*candidate.receipt, told);
        const bool references_differ = told_[i].name.is_reference && candidate.has_reference;
        const bool is_batch = entry.details.empty() || candidate.entry.details == 0;
        if (found == Likeness::silent && references_differ && !is_batch) {
            return Likeness::contradicts;
        }
        return found;
    }

    const Ledger& ledger_;
    const BankStatement& statement_;
    const std::string source_;
    std::vector<ToldEntry> told_;
    std::set<RowId> taken_ = {};
    std::vector<std::string> names_ = {};  // of the statement's account
    std::map<std::size_t, std::vector<UnnamedBankEntry>> unnamed_ = {};
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
    return {.id = std::move(id),
            .date = entry.value,
            .amount = transferred(detail),
            .reference = detail.reference,
            .method = "bank",
            .description = detail.text.empty() ? entry.text : detail.text,
            .payer = detail.counterparty,
            .payer_account = detail.counterparty_account,
            .end_to_end_id = detail.end_to_end_id};
}

}  // namespace dunning
