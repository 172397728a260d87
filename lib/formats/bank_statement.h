// What banks say: statements with their entries, whatever the format.
//
// camt.052, .053 and .054, MT940, OFX and BAI2 all become these values; what they mean for the
// ledger is decided once, in one place, for all of them. Amounts are signed by what happened to the
// account: money in is positive. Nothing is left out: entries that are pending, charges and debits
// are here too, marked as what they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"

namespace dunning {

// One transfer within an entry. A batch entry has many, or none when the bank keeps them back; an
// entry without details of its own in the file gets exactly one, made of what the entry says,
// unless it is a batch of several.
struct BankDetail {
    Money amount;                   // signed as the entry; what was booked, not what was instructed
    std::string counterparty = {};  // the payer of money in, the payee of money out; the ultimate
                                    // debtor's name when the bank gives one
    std::string counterparty_account = {};  // its IBAN or account number, without blanks
    std::string end_to_end_id = {};         // "" for NOTPROVIDED and NONREF
    std::string bank_reference = {};        // AcctSvcrRef, TxId, FITID, the bank's part of :61:
    std::string reference = {};      // the structured creditor reference (RF, QRR, KID …), or ""
    std::string text = {};           // free remittance text, its pieces joined as the format says
    std::string return_reason = {};  // "AC06", "MD06", or the bank's words
    bool returned = false;  // takes an earlier transfer back, whatever the entry around it does
    // That the bank took in or beside the amount; negative where it gives them back, with a return
    // that is cancelled.
    std::optional<Money> charges = {};
    // The amount contains the charges: 53.00 taken back are 50.00 and charges of 3.00; 95.00 came
    // in of 100.00 that were paid. What was transferred is then amount + charges, for either sign.
    bool charges_included = false;
    int line = 0;
};

enum class EntryStatus { booked, pending };

struct BankEntry {
    Date booked;
    Date value;             // the day on which it counts; the booking day when the bank names none
    Money amount;           // signed
    bool reversal = false;  // takes an earlier entry back: RvslInd, RC and RD, a return code
    // Money in that takes back that a customer's payment went back: a direct debit of ours that was
    // returned has been paid after all.
    bool cancels_return = false;
    EntryStatus status = EntryStatus::booked;
    std::string bank_reference = {};
    std::string corrects = {};  // the bank's reference of the entry that this one takes back (OFX)
    std::string type = {};      // "PMNT-RCDT-ESCT", "NTRF", "CREDIT", "195"
    std::string text = {};      // what the bank says of the entry as a whole
    int batch_size = 0;         // how many transfers the bank says it holds; 0: it does not say
    std::optional<Money> charges = {};  // taken from the sum of several transfers; not negative
    std::vector<BankDetail> details = {};
    int line = 0;
    int column = 0;
};

struct BankStatement {
    std::string account = {};  // IBAN or number, without blanks
    Currency currency = *Currency::from_code("EUR");
    std::string id = {};        // the bank's id of the statement
    std::string sequence = {};  // its number in the year, "12" or "12/1", as the bank writes it
    std::optional<Date> from = {};
    std::optional<Date> to = {};
    std::optional<Money> opening = {};
    std::optional<Money> closing = {};
    std::vector<BankEntry> entries = {};
    int line = 0;
};

struct BankFile {
    std::string format = {};  // "camt.053.001.08", "mt940", "ofx 1.0.2", "bai2"
    std::string encoding = "UTF-8";
    std::vector<BankStatement> statements = {};
};

}  // namespace dunning
