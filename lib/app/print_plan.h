// The offer and the agreement of a plan as PDF; what was printed is kept with the plan.
#pragma once

#include <string>
#include <string_view>

#include "app/load_position.h"
#include "core/document.h"
#include "ledger/ledger.h"
#include "render/plan_documents.h"

namespace dunning {

struct PrintedPlan {
    PlanDocument document;
    std::string readable;  // as plain text
};

// Composes it and keeps the bytes, in the caller's transaction. Refused: an agreement of a plan
// that is cancelled.
Result<PrintedPlan> print_plan(Ledger& ledger, const Policy& policy, const TemplateSet& templates,
                               std::string_view code, PlanPaper paper, const Stamp& stamp);

}  // namespace dunning
