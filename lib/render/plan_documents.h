// What is written about a plan: the offer and the agreement to sign as letters, the reminder of an
// instalment and the thanks for a plan that was kept as messages. In the customer's language; every
// word comes from LANGUAGE/plan_*.txt. Pure.
#pragma once

#include <string>

#include "core/document.h"
#include "core/plan.h"
#include "render/letter.h"
#include "render/notice_documents.h"

namespace dunning {

enum class PlanPaper { offer, agreement };

// The referred-to values must outlive it.
struct PlanContext {
    const Plan& plan;
    const Customer& customer;
    const Policy& policy;
    Date date;
};

Letter plan_letter(PlanPaper paper, const PlanContext& context, const TemplateSet& templates);

// The notice of a message as far as its channel is chosen. REQUIRES of its kind: about a plan.
// `installment` is the one that it reminds of, 0 for thanks.
// REQUIRES: the channel is email, sms or letter.
Document plan_message(const NoticeContext& context, const Plan& plan, int installment,
                      const TemplateSet& templates);

}  // namespace dunning
