#include "app/doubtful_lumps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/check.h"
#include "core/money.h"
#include "core/subset_sum.h"

namespace dunning {
namespace {

using Sources = std::vector<std::string>;
using Entries = std::vector<BankEntryRecord>;

bool share_any(const Sources& a, const Sources& b) {
    return std::ranges::any_of(
        a, [&](const std::string& source) { return std::ranges::find(b, source) != b.end(); });
}

// Of one payer, whom some file names: then it is no sum of several.
bool has_payer(const Ledger& ledger, const BankEntryRecord& entry) {
    const auto receipt = ledger.receipt(ReceiptKind::payment, entry.account + "/" + entry.code);
    return !receipt || !receipt->payer.empty() || !receipt->payer_account.empty() ||
           !receipt->end_to_end_id.empty();
}

std::optional<Entries> adding_up_to(const Money& amount, const Entries& singles) {
    Entries smaller;
    std::vector<std::int64_t> amounts;
    Wide sum = 0;
    for (const BankEntryRecord& single : singles) {
        if (single.amount >= amount) continue;
        smaller.push_back(single);
        amounts.push_back(single.amount.minor());
        sum += single.amount.minor();
    }
    if (smaller.size() < 2 || sum < amount.minor()) return std::nullopt;
    if (sum == amount.minor()) return smaller;
    if (amounts.size() > most_amounts_summed) return std::nullopt;
    const SubsetSum found = find_subset(amounts, amount.minor());
    if (found.count != SubsetCount::one) return std::nullopt;
    Entries members;
    for (const std::size_t i : found.members) members.push_back(smaller[i]);
    return members;
}

}  // namespace

std::vector<DoubtfulLump> doubtful_lumps(const Ledger& ledger,
                                         std::span<const std::string> names_of_account, Date booked,
                                         const Currency& currency) {
    std::map<Sources, Entries> singles;  // by the kinds of files that tell of them
    std::vector<ToldBankEntry> entries = ledger.credits_of_day(booked, currency);
    std::erase_if(entries, [&](const ToldBankEntry& told) {
        return told.entry.details == BankEntryRecord::called_wrong ||
               std::ranges::find(names_of_account, told.entry.account) == names_of_account.end();
    });
    for (const ToldBankEntry& told : entries) {
        if (told.entry.details == 1) singles[told.sources].push_back(told.entry);
    }
    std::vector<DoubtfulLump> doubts;
    for (const ToldBankEntry& told : entries) {
        if (told.entry.details > 1) continue;
        Entries others;
        for (const auto& [sources, group] : singles) {
            if (!share_any(sources, told.sources))
                std::ranges::copy(group, std::back_inserter(others));
        }
        auto members = adding_up_to(told.entry.amount, others);
        if (!members || has_payer(ledger, told.entry)) continue;
        doubts.push_back({.lump = told.entry, .singles = std::move(*members)});
    }
    return doubts;
}

std::string to_text(const DoubtfulLump& doubt) {
    constexpr std::size_t most_named = 6;
    DUNNING_CHECK(doubt.singles.size() > 1);
    std::string named;
    for (std::size_t i = 0; i < std::min(doubt.singles.size(), most_named); ++i) {
        const BankEntryRecord& single = doubt.singles[i];
        if (i > 0) named += ", ";
        named += fmt::format("{} {}", single.code, to_decimal(single.amount));
    }
    if (doubt.singles.size() > most_named) named += " ...";
    return fmt::format(
        "the entry {} of {} may be the {} single entries of other files that add up "
        "to it: {}",
        doubt.lump.code, to_decimal(doubt.lump.amount), doubt.singles.size(), named);
}

}  // namespace dunning
