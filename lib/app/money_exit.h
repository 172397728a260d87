// How money left what is owed: paid, credited, or written off. A write-off reaches the ledger as a
// credit note or a payment whose method or description says so; the policy knows the words.
#pragma once

#include <string_view>

#include "core/lateness.h"
#include "core/measures.h"
#include "core/policy.h"
#include "core/receivable.h"

namespace dunning {

RollMatrix::Exit money_exit(const ReportSettings& settings, ReceiptKind kind,
                            std::string_view method, std::string_view description);

// The same for what a customer's record counts. REQUIRES: the settings outlive it.
SettledByWords settled_by(const ReportSettings& settings);

}  // namespace dunning
