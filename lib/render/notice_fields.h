// What a template may say: the fields of each kind of text, and their values for one notice.
//
// Every value is one clean line (plain_line) in the notice's language, or empty when there is
// nothing to say; "0.00" of interest is empty, so that {{#interest}} asks whether there is any.
#pragma once

#include <string>

#include "core/party.h"
#include "render/notice_documents.h"
#include "render/template_set.h"
#include "text/message_template.h"

namespace dunning {

// Which names a text may use. Each kind of a notice has those of `facts`, but `phrase`.
enum class FieldSet {
    phrase,          // a counted phrase: count, one (it is 1), several (invoices), invoice
    facts,           // customer, amounts, dates, how to pay, the invoices
    invoice,         // one of the invoices
    wording,         // and the words chosen for this notice: you, claim, overdue_by, charges' terms
    notice,          // and the rendered wording: subject, opening, consequence, closing, charges
    task,            // and what a collector needs: talk, log_verb, conversation or referral
    statement,       // of a statement of account: customer, sums, buckets (statement_letter.h)
    statement_line,  // and of one of its lines or buckets
    dossier,         // book, customer, customer_id, date, count, and the list `files`
    plan,            // those of `notice` and of a plan: plan, count, covered, installments ...
};

const TemplateFields& fields_of(FieldSet set);

// One notice being written in one language for one channel.
struct NoticeWriting {
    const NoticeContext& context;
    const TemplateSet& templates;
    std::string language;
    Channel channel;

    // A file or a headed text of the notice's language, filled in.
    std::string rendered(const std::string& file, const TemplateData& data,
                         Escape escape = Escape::none) const {
        return templates.find(language, file).render(data, escape);
    }
};

// Where the channel reaches the customer: what the decision chose for the notice's own channel.
std::string address_for(const NoticeContext& context, Channel channel);

// "12 days", "1,234.50 EUR" on one line, "6.5": as the language writes them.
std::string days_in_words(const NoticeWriting& writing, int days);
std::string money_in_words(const NoticeWriting& writing, const Money& amount);
std::string rate_in_words(Rate rate, std::string_view language);

// The data of FieldSet::facts.
TemplateData notice_facts(const NoticeWriting& writing);

// The data of FieldSet::wording, and beside them the fields that only tasks use.
TemplateData wording_data(const NoticeWriting& writing);

}  // namespace dunning
