#include "app/known_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <tuple>

#include "app/own_accounts.h"
#include "core/ascii.h"
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

// The file tells of the transfers in it, which may be single entries in another.
bool is_told_in_parts(const BankEntry& entry) {
    return entry.details.size() > 1 || (entry.details.size() == 1 && entry.batch_size > 1);
}

// The name of each entry: unique in its account, and the same in every file of the kind.
class EntryNames {
  public:
    explicit EntryNames(const BankStatement& statement) {
        for (const BankEntry& entry : statement.entries) {
            ++used_[reference_of(entry)];
            if (!is_told_in_parts(entry)) continue;
            for (const BankDetail& detail : entry.details) ++used_in_parts_[detail.bank_reference];
        }
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

    // Banks also give each transfer the reference of its batch.
    void give_part(const BankDetail& detail, int place, const BankEntryName& whole,
                   BankEntryName& name) {
        const std::string& reference = detail.bank_reference;
        name.is_reference =
            !reference.empty() && used_in_parts_[reference] == 1 && !used_.contains(reference);
        name.code = name.is_reference ? reference : code_of_part(whole.code, place);
    }

  private:
    std::map<std::string_view, int> used_;
    std::map<std::string_view, int> used_in_parts_;
    std::map<std::string, int> alike_;
};

// What was transferred, whatever the bank kept for itself.
Money transferred(const BankDetail& detail) {
    const bool apart = detail.charges && detail.charges_included &&
                       detail.charges->currency() == detail.amount.currency();
    return apart ? detail.amount + *detail.charges : detail.amount;
}

// What is looked for: an entry, or one of the transfers in it.
struct Sought {
    const BankEntry& entry;
    const BankDetail* part = nullptr;  // nothing: the entry as a whole
    int place = 0;                     // of the part, from 1
    ToldEntry& told;
    const ToldEntry* whole = nullptr;  // of a part

    const Money& amount() const { return part ? part->amount : entry.amount; }
};

class EntrySearch {
  public:
    EntrySearch(const Ledger& ledger, const BankStatement& statement, std::string source)
        : ledger_(ledger),
          statement_(statement),
          source_(std::move(source)),
          names_(statement),
          told_(statement.entries.size()) {
        for (const BankEntry& entry : statement.entries) {
            amounts_.insert({entry.booked, entry.amount.minor()});
        }
    }

    std::vector<ToldEntry> search() {
        for (std::size_t i = 0; i < told_.size(); ++i) {
            sought_.push_back({.entry = statement_.entries[i], .told = told_[i]});
            find_by_name(sought_.back());
        }
        for (std::size_t i = 0; i < told_.size(); ++i) seek_parts(i);
        std::vector<std::pair<const Sought*, Candidates*>> unknown;
        for (const Sought& each : sought_) {
            if (each.told.known) continue;
            if (Candidates& others = candidates_for(each); !others.empty()) {
                unknown.emplace_back(&each, &others);
            }
        }
        for (const Likeness wanted :
             {Likeness::same_id, Likeness::same_words, Likeness::same_payer, Likeness::silent}) {
            for (const auto& [each, others] : unknown) {
                if (!each->told.known) choose(*each, *others, wanted);
            }
        }
        for (ToldEntry& told : told_) {
            if (is_known_by_transfers(told)) told.parts.clear();
        }
        return std::move(told_);
    }

  private:
    struct Candidate {
        UnnamedBankEntry other;
        bool is_part = false;  // of a batch in the files that told of it
    };
    // Of one day and amount, that no entry of the statement has taken yet: they may be thousands.
    using Candidates = std::list<Candidate>;

    static bool is_known_by_transfers(const ToldEntry& told) {
        return told.known && told.known->details > 1;
    }

    static bool is_it(const BankEntryRecord& known, const Sought& each) {
        constexpr int days_of_correction = 7;
        if (known.details == BankEntryRecord::called_wrong) return true;
        if (each.part && known.details > 1) return false;
        return known.amount == each.amount() &&
               std::abs(known.booked - each.entry.booked) <= days_of_correction;
    }

    void seek_parts(std::size_t i) {
        const BankEntry& entry = statement_.entries[i];
        ToldEntry& whole = told_[i];
        const bool counts = entry.status == EntryStatus::booked && is_told_in_parts(entry);
        if (!counts || is_known_by_transfers(whole)) return;
        whole.parts.resize(entry.details.size());
        int place = 0;
        for (const BankDetail& detail : entry.details) {
            ToldEntry& told = whole.parts[static_cast<std::size_t>(place)];
            sought_.push_back(
                {.entry = entry, .part = &detail, .place = ++place, .told = told, .whole = &whole});
            find_by_name(sought_.back());
        }
    }

    void find_by_name(const Sought& each) {
        BankEntryName& name = each.told.name;
        name.source = source_;
        name.account = statement_.account;
        if (each.part) {
            names_.give_part(*each.part, each.place, each.whole->name, name);
        } else {
            names_.give(each.entry, name);
        }
        auto known = ledger_.bank_entry(name.account, name.code);
        if (known && name.is_reference && !is_it(*known, each)) {
            give_other_name(each);
            known = ledger_.bank_entry(name.account, name.code);
        }
        if (!known || !taken_.insert(known->id).second) return;
        each.told.known = std::move(known);
    }

    // The bank has used its reference before, for something else.
    void give_other_name(const Sought& each) {
        BankEntryName& name = each.told.name;
        if (!each.part) return names_.give_contents(each.entry, name);
        name.is_reference = false;
        name.code = code_of_part(each.whole->name.code, each.place);
    }

    Candidates& candidates_for(const Sought& each) {
        const Money& amount = each.amount();
        const Date booked = each.entry.booked;
        const auto [found, is_new] = candidates_.try_emplace(
            {booked, amount.minor(), std::string(amount.currency().code())});
        if (!is_new) return found->second;
        for (auto& other : ledger_.bank_entries_without_name(booked, amount, source_)) {
            if (taken_.contains(other.entry.id) || !is_own_account(other.entry.account)) continue;
            const auto batch = batch_of(other.entry);
            // The statement tells of the batch as a whole.
            if (batch && amounts_.contains({batch->booked, batch->amount.minor()})) continue;
            found->second.push_back({.other = std::move(other), .is_part = batch.has_value()});
        }
        return found->second;
    }

    // The batch that the entry is a transfer of, in the files that told of it first.
    std::optional<BankEntryRecord> batch_of(const BankEntryRecord& part) const {
        const auto code = code_of_batch(part.code);
        if (code.empty()) return std::nullopt;
        auto batch = ledger_.bank_entry(part.account, code);
        return batch && batch->details > 1 ? std::move(batch) : std::nullopt;
    }

    // Asked for only when another file has told of the day and amount, which few entries see.
    bool is_own_account(const std::string& name) {
        if (accounts_.empty()) accounts_ = names_of_account(ledger_, statement_.account);
        return std::ranges::find(accounts_, name) != accounts_.end();
    }

    void choose(const Sought& each, Candidates& candidates, Likeness wanted) {
        const auto found = std::ranges::find_if(candidates, [&](const Candidate& candidate) {
            return likeness(each, candidate) == wanted;
        });
        if (found == candidates.end()) return;
        each.told.known = std::move(found->other.entry);
        candidates.erase(found);
    }

    static bool names_payer(const std::optional<Receipt>& receipt) {
        return receipt && (!receipt->payer.empty() || !receipt->payer_account.empty() ||
                           !receipt->end_to_end_id.empty());
    }

    Likeness likeness(const Sought& each, const Candidate& candidate) const {
        if (!each.part) return likeness_of_whole(each, candidate);
        const UnnamedBankEntry& other = candidate.other;
        if (!other.receipt) return Likeness::contradicts;
        const bool is_beside = each.whole->known &&
                               ledger_.are_told_by_one_kind(each.whole->known->id, other.entry.id);
        if (is_beside) return Likeness::contradicts;
        return surely(likeness_of(*other.receipt, payment_of("", each.entry, *each.part)));
    }

    // Equal day and amount are no evidence between a transfer of a batch and a single entry: the
    // batch may be all that a file with both of them tells of the one.
    static Likeness surely(Likeness found) {
        return found == Likeness::silent ? Likeness::contradicts : found;
    }

    // A batch of which one side tells the transfers and the other none has nothing to compare; one
    // transfer of a payer is no batch.
    Likeness likeness_of_whole(const Sought& each, const Candidate& candidate) const {
        const BankEntry& entry = each.entry;
        const UnnamedBankEntry& other = candidate.other;
        const BankEntryName& name = each.told.name;
        if (name.is_reference && name.code == other.entry.code) return Likeness::same_id;
        const Receipt told = entry.details.size() != 1
                                 ? payment_of("", entry)
                                 : payment_of("", entry, entry.details.front());
        if (entry.details.size() > 1 || !other.receipt) {
            const bool is_of_one =
                entry.details.size() > 1 ? names_payer(other.receipt) : names_payer(told);
            return is_of_one ? Likeness::contradicts : Likeness::silent;
        }
        const Likeness found = likeness_of(*other.receipt, told);
        if (candidate.is_part) return surely(found);
        const bool references_differ = name.is_reference && other.has_reference;
        const bool is_batch = entry.details.empty() || other.entry.details == 0;
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
    std::deque<Sought> sought_ = {};  // the entries, then the transfers of batches
    std::set<std::pair<Date, std::int64_t>> amounts_ = {};  // of the entries
    std::set<RowId> taken_ = {};
    std::vector<std::string> accounts_ = {};  // names of the statement's
    std::map<std::tuple<Date, std::int64_t, std::string>, Candidates> candidates_ = {};
};

}  // namespace

std::string code_of_part(std::string_view batch, int place) {
    return fmt::format("{}#{}", batch, place);
}

std::string code_of_batch(std::string_view part) {
    const auto mark = part.rfind('#');
    const bool is_part = mark != std::string_view::npos && are_digits(part.substr(mark + 1));
    return is_part ? std::string(part.substr(0, mark)) : "";
}

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
