// Cases that are handed over: proposed, approved by a person, followed to their end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/load_position.h"
#include "ledger/ledger.h"

namespace dunning {

enum class ReferralStatus { proposed, refused, active, closed };
std::string_view to_text(ReferralStatus status);

// How a case stands, and what it has cost and brought.
struct ReferralView {
    ReferralRecord record;
    ReferralStatus status = ReferralStatus::proposed;
    std::string last_step;  // "proposed" or the latest of its steps
    Money cost;
    Money recovered;
};

ReferralView view_referral(ReferralRecord record, Date as_of);

struct ReferralProposal {
    std::string customer;
    ReferralKind kind = ReferralKind::agency;
    std::string handled_by = {};
    std::optional<Currency> currency = {};
    std::vector<std::string> invoices = {};  // and charges; empty: everything overdue
    ReferralDunning dunning = ReferralDunning::stops;
    std::string note = {};
};

// With an invoice go the interest and costs that notices have charged on it, and with everything
// that is overdue all such charges. A debt that is sold is not dunned any more, whatever was
// wished.
Result<RowId> propose_referral(Ledger& ledger, const Policy& policy,
                               const ReferralProposal& proposal, const Stamp& stamp);

// Refused: a step before the approval or after the end, an approval of what another approved case
// has, and one by the person who has proposed it, where the policy wants a second one.
Result<ReferralView> step_referral(Ledger& ledger, const Policy& policy, std::string_view code,
                                   ReferralStep step, const Stamp& stamp);

Result<ReferralView> find_referral(const Ledger& ledger, std::string_view code, Date as_of);

}  // namespace dunning
