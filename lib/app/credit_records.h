// Credit records: which debts a person may report to a credit bureau, which are there, and which
// entries are not true any more and have to be corrected.
//
// The program sends nothing to a bureau. It says by the rules of `[credit_record]` what may be
// reported, keeps what a person has recorded of it, and finds from payments, disputes and the
// limitation period what is wrong there since, and by when it is to be put right.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy.h"
#include "core/result.h"
#include "ledger/ledger.h"

namespace dunning {

enum class CreditRecordStatus {
    to_correct,  // the bureau's entry is not true any more
    to_report,   // the rules allow it, and it has not been reported
    reported,
    corrected
};
std::string_view to_text(CreditRecordStatus status);

// One invoice at the bureau, or on its way there.
struct CreditRecordRow {
    CreditRecordStatus status = CreditRecordStatus::to_report;
    std::string invoice;
    std::string customer;
    std::string name = {};
    std::string collector = {};
    Money open;    // of the invoice itself, on the day
    Money stated;  // what the bureau has as owed of it
    Money truth;   // what it should have: less than stated of an entry that is to be corrected
    std::string bureau = {};
    std::string entry = {};          // "B0001": the latest that says so
    std::optional<Date> since = {};  // reported, corrected, or not true since then
    std::optional<Date> by = {};     // to be corrected by then
    std::string why = {};            // the steps that were taken, or what is not true any more
};

// What is to be corrected first, by its day; then what may be reported, what is there, what was
// corrected; within each by customer and invoice.
//
// An invoice may be reported when each rule of the policy is met, nothing makes dunning wait for it
// (a dispute of any part, a hold, a promise or plan that is kept, a case), it can still be
// enforced, and it was never disputed, unless the customer took that back. Reminders count that
// went out after its due date, as it was extended, and neither came back nor were taken back. An
// entry is not true any more once less is open than it says, the invoice is disputed, it can no
// longer be enforced, or its due date was extended beyond the day of the entry.
std::vector<CreditRecordRow> list_credit_records(const Ledger& ledger, const Policy& policy,
                                                 Date as_of);
// Of those what is there, true or not: of one customer, or of all.
std::vector<CreditRecordRow> reported_debts(const Ledger& ledger, const Policy& policy, Date as_of,
                                            std::optional<RowId> customer = {});

struct CreditRecordRequest {
    std::string customer;
    CreditRecordStep step = CreditRecordStep::reported;
    // Empty: all that may be reported, or is to be corrected.
    std::vector<std::string> invoices = {};
    std::string bureau = {};  // "": the policy's; of a correction that of the entry
    std::string reference = {};
    std::string note = {};
    std::string corrects = {};  // "B0001": the entry that this one stands for
};

struct RecordedCredit {
    CreditRecord record;
    std::vector<std::string> remarks =
        {};  // what was recorded although the rules do not have it so
};

// What a person did at the bureau. It happened, so it is recorded also where the rules would not
// have had it, with a remark. Refused: nothing to record, an invoice that is not open or reported
// already, one to be corrected that is not there.
Result<RecordedCredit> record_credit(Ledger& ledger, const Policy& policy,
                                     const CreditRecordRequest& request, const Stamp& stamp);

// An entry that was a mistake counts no more.
Result<CreditRecord> withdraw_credit_record(Ledger& ledger, std::string_view code,
                                            const std::string& note, const Stamp& stamp);

}  // namespace dunning
