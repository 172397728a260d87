#include "app/print_plan.h"

#include <fmt/format.h>

#include "app/manage_plan.h"
#include "core/sha256.h"
#include "render/letter_pdf.h"
#include "render/letter_text.h"

namespace dunning {

Result<PrintedPlan> print_plan(Ledger& ledger, const Policy& policy, const TemplateSet& templates,
                               std::string_view code, PlanPaper paper, const Stamp& stamp) {
    const auto view = find_plan(ledger, policy, code, stamp.as_of);
    if (!view) return view.error();
    const Plan& plan = view->record.plan;
    if (plan.cancelled) {
        return Fault{fmt::format("plan {} is cancelled", plan.id), "propose a new one"};
    }
    const Customer customer = ledger.customer(plan.customer).value();
    const Letter letter = plan_letter(
        paper, {.plan = plan, .customer = customer, .policy = policy, .date = stamp.as_of},
        templates);
    const std::string kind = paper == PlanPaper::offer ? "offer" : "agreement";
    PrintedPlan printed{.document = {.kind = kind,
                                     .day = stamp.as_of,
                                     .file_name = fmt::format("{}-{}.pdf", plan.id, kind),
                                     .bytes = letter_pdf(letter),
                                     .sha256 = {}},
                        .readable = letter_text(letter)};
    printed.document.sha256 = sha256_hex(printed.document.bytes);
    ledger.add_plan_document(view->record.id, printed.document, stamp);
    return printed;
}

}  // namespace dunning
