#include "cli/plan_papers.h"

#include <fmt/format.h>

#include <memory>

#include "app/print_plan.h"
#include "cli/session.h"

namespace dunning::cli {
namespace {

struct PaperOptions {
    std::string plan;
    bool text = false;
};

int run_paper(const PaperOptions& options, Session& session, PlanPaper paper) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const PrintedPlan printed = or_stop(print_plan(ledger, session.policy(), session.templates(),
                                                   options.plan, paper, session.stamp()));
    const bool keep = !options.text && !session.options().dry_run;
    if (keep) transaction.commit();
    session.print(options.text ? printed.readable : printed.document.bytes);
    return done;
}

void add_paper(CommandLine& plan, const std::shared_ptr<PaperOptions>& options,
               const std::string& name, const std::string& summary, PlanPaper paper) {
    plan.command({name, summary,
                  fmt::format("  dunning plan {0} P0001 --output {0}.pdf\n"
                              "  dunning plan {0} P0001 --text\n",
                              name)})
        .argument("PLAN", options->plan, "Its id")
        .flag("--text", options->text, "Its text instead of the PDF, for a look")
        .runs([options, paper](Session& session) { return run_paper(*options, session, paper); });
}

}  // namespace

void add_plan_papers(CommandLine& plan) {
    const auto options = std::make_shared<PaperOptions>();
    add_paper(plan, options, "offer", "The offer as a letter (PDF), in the customer's language",
              PlanPaper::offer);
    add_paper(plan, options, "agreement", "The agreement to sign (PDF)", PlanPaper::agreement);
}

}  // namespace dunning::cli
