// Which entries of a statement the ledger knows already, whatever file has told of them.
//
// An entry is known by its account and the bank's reference (AcctSvcrRef, FITID), as long as amount
// and day fit: some banks give one reference again and again. Without one it is known by its day,
// amount, text and place among equal ones.
//
// Another kind of file may call the same entry otherwise, or give it no name at all, and may know
// the account by its number instead of its IBAN. So an entry is also one of the same account, day
// and amount that this kind of file has not named before, unless what both say of the payer
// and in the text contradicts. Each is taken once, the surest first: of two equal transfers the
// other file must tell of two. Where the bank's references differ, or nothing but day and amount is
// the same, only what agrees is one entry.
//
// One kind of file may tell of transfers singly that are one batch in another. So each transfer of
// a batch is looked for like an entry, by the bank's reference of it or by what both say of the
// payer; day and amount alone are not enough. A file tells of a batch either as a whole or singly:
// what it has told beside the batch is no part of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/bank_statement.h"
#include "ledger/ledger.h"

namespace dunning {

// An entry of a statement by the names that its file gives it.
struct ToldEntry {
    BankEntryName name;
    std::optional<BankEntryRecord> known = {};
    std::vector<ToldEntry> parts = {};  // of a batch that is not known by its transfers: each
};

// One for each entry of the statement, in its order. `format` as the file's reader names it.
std::vector<ToldEntry> told_entries(const Ledger& ledger, const BankStatement& statement,
                                    std::string_view format);

// What a transfer of a batch is called beside the batch, from 1 on; and the batch of what is called
// so, "" for anything else.
std::string code_of_part(std::string_view batch, int place);
std::string code_of_batch(std::string_view part);

// What the entry says as a payment: all of it when it is one transfer.
Receipt payment_of(std::string id, const BankEntry& entry);
// One transfer of it.
Receipt payment_of(std::string id, const BankEntry& entry, const BankDetail& detail);

}  // namespace dunning
