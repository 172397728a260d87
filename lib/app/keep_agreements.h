// What is agreed beside plans, as the policy allows it: promises, the end of disputes, later due
// dates. Each checks, and writes one entry in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/load_position.h"
#include "ledger/ledger.h"

namespace dunning {

// REQUIRES: a promise with an amount and a last day. Refused: to one who has not kept as many as
// the policy allows, later than it allows, and more than is open of what the promise is about, less
// what running promises about it still have to bring.
Result<RowId> record_promise(Ledger& ledger, const Policy& policy, const PauseRecord& promise,
                             const Stamp& stamp);

// How often the customer's word was not kept, of the promises given within `broken_within`.
int broken_promises(const Ledger& ledger, const Policy& policy, RowId customer, Date as_of);

// The promises found broken on a later day than `night` and not after `as_of`, in words. Without a
// night, all that were not kept, but for those that a file has told of.
std::vector<std::string> broken_promises_since(std::optional<Date> night, const Ledger& ledger,
                                               const Policy& policy, Date as_of);

struct DisputeEnd {
    std::string code;                 // "D0003"
    std::string outcome;              // credit, rejected, withdrawn
    std::optional<Date> pay_by = {};  // none: as the policy says
    std::string note = {};
};

// What was disputed is not dunned before the fresh day to pay by has passed.
Result<PauseRecord> resolve_dispute(Ledger& ledger, const Policy& policy, const DisputeEnd& end,
                                    const Stamp& stamp);

// Refused: an invoice that is paid, and a day that is no later than the one it has.
Result<RowId> extend_due_date(Ledger& ledger, const ExtensionRecord& extension, const Stamp& stamp);

}  // namespace dunning
