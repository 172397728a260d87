// What people record: calls and other contacts, promises, disputes, holds, and how they ended.
#pragma once

#include "app/load_position.h"
#include "ledger/ledger.h"

namespace dunning {

// Each checks that customer and invoice are known and belong together, and writes one entry in the
// caller's transaction.
Result<RowId> record_contact(Ledger& ledger, const ContactRecord& record, const Stamp& stamp);
Result<RowId> record_pause(Ledger& ledger, const PauseRecord& pause, const Stamp& stamp);
// `code`: "D0003". The fault says why it cannot end (again).
Result<PauseRecord> end_pause(Ledger& ledger, std::string_view code, PauseKind kind,
                              std::string_view outcome, std::string_view note, const Stamp& stamp,
                              std::optional<Date> pay_by = {});

}  // namespace dunning
