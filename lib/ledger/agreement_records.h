// What the ledger keeps of agreements, of cases that were handed over, and of what was reported to
// a credit bureau.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/notice.h"
#include "core/pause.h"

namespace dunning {

using RowId = std::int64_t;

// A dispute, hold or promise as it was recorded.
struct PauseRecord {
    RowId id = 0;
    PauseKind kind = PauseKind::hold;
    std::string customer;
    std::string invoice = {};                    // "" = all of the customer's, or several
    std::vector<std::string> invoices = {};      // of a promise about several
    std::optional<Money> amount = {};            // of several payments: their sum
    std::vector<PromisedPayment> payments = {};  // of a promise of several
    Date from;
    std::optional<Date> until = {};
    std::string reason = {};
    std::string note = {};
    std::string owner = {};  // who looks after a dispute
    std::string actor = {};
    std::string given_id = {};       // of the file that it came with
    std::optional<Date> ended = {};  // the first day on which it no longer holds
    std::string outcome = {};
    std::optional<Date> pay_by = {};  // what was disputed is to be paid by then

    friend bool operator==(const PauseRecord&, const PauseRecord&) = default;
};

// The invoices that it is about, whether one or several; empty: all of the customer's.
std::vector<std::string> invoices_of(const PauseRecord& pause);

// A later due date that was granted; the latest of an invoice counts.
struct ExtensionRecord {
    RowId id = 0;
    std::string customer = {};
    std::string invoice;
    Date day;  // from which it counts
    Date due;
    std::string reason = {};
    std::string note = {};
    std::string actor = {};
};

enum class ReferralKind {
    agency,
    lawyer,
    court,
    arbitration,
    preservation,
    enforcement,
    assignment  // the debt was sold
};
std::string_view to_text(ReferralKind kind);
std::optional<ReferralKind> referral_kind_from(std::string_view word);

enum class ReferralDunning { stops, goes_on };

struct ReferralStep {
    std::string
        step;  // approved, refused, handed_over, filed, judgment, enforced, settled, note, closed
    Date day;
    Money cost;
    Money recovered;
    std::string note = {};
    std::string actor = {};
};

// A case that was handed over, or is proposed to be.
struct ReferralRecord {
    RowId id = 0;
    std::string customer;
    ReferralKind kind = ReferralKind::agency;
    std::string handled_by = {};
    Money amount;   // open when it was proposed
    Money charges;  // of it, interest and costs that notices had made part of the debt
    ReferralDunning dunning = ReferralDunning::stops;
    Date day;
    std::string note = {};
    std::string actor = {};
    std::vector<std::string> invoices = {};  // and charges
    std::vector<ReferralStep> steps = {};
};

std::string referral_code(RowId id);   // "E0001"
std::string extension_code(RowId id);  // "X0001"

enum class CreditRecordStep { reported, corrected, withdrawn };
std::string_view to_text(CreditRecordStep step);
std::optional<CreditRecordStep> credit_record_step_from(std::string_view word);

// What the bureau has as owed of an invoice after an entry; zero: it was taken out.
struct StatedDebt {
    std::string invoice;
    Money stated;

    friend bool operator==(const StatedDebt&, const StatedDebt&) = default;
};

// What a person did at a credit bureau. The program sends nothing there.
struct CreditRecord {
    RowId id = 0;
    std::string customer;
    CreditRecordStep step = CreditRecordStep::reported;
    std::string bureau = {};
    std::string reference = {};  // the bureau's own
    Date day;
    std::string note = {};
    std::string actor = {};
    std::optional<RowId> corrects = {};      // the entry that this one stands for
    std::optional<RowId> corrected_by = {};  // then it counts no more
    std::vector<StatedDebt> debts = {};
};

std::string credit_record_code(RowId id);  // "B0001"

struct PlanStep {
    std::string step;  // confirmed, cancelled, broken, completed
    Date day;
    std::string note = {};
    std::string actor = {};
};

// "offer", "agreement", "signed"
struct PlanDocument {
    std::string kind;
    Date day;
    std::string file_name;
    std::string bytes;
    std::string sha256;
};

// Which instalment a message is about; 0: the plan as a whole.
struct PlanMessage {
    RowId plan = 0;
    int n = 0;
    NoticeKind kind = NoticeKind::installment_reminder;
};

}  // namespace dunning
