// From a notice to the bytes that go out.
//
//   email              message/rfc822 (.eml): plain text and HTML side by side, the payment code as
//                      a picture in it
//   letter             PDF (.pdf), see letter_pdf.h; readable as plain text
//   sms                one paragraph of plain text (.txt)
//   phone, visit, meeting, referral
//                      a task for a collector (.txt): the case, what to say and ask, how to log it
//
// Messages are written in the customer's language (see TemplateSet::language_for; an email says
// which in Content-Language). A task is in the book's language, for the collector, and its talking
// script in the customer's.
//
// Without a policy.mail_from an email comes from the book's name at no-reply@dunning.invalid, and
// no address to answer to is printed.
//
// Pure: the same notice gives the same bytes, whenever and wherever it is composed. The email's
// Message-ID and MIME boundary derive from the notice; its Date is the moment that is passed in.
#pragma once

#include <string>
#include <vector>

#include "core/document.h"
#include "core/notice.h"
#include "core/party.h"
#include "core/policy.h"
#include "render/template_set.h"

namespace dunning {

struct Letter;  // letter.h

// The referred-to values must outlive the context.
struct NoticeContext {
    std::string id;  // "N000001"
    const Notice& notice;
    const Customer& customer;
    const Policy& policy;
    // The Date of its email: the beginning of the notice's day where the book is, which never lies
    // in the future. "2026-03-31T00:00:00+02:00"
    std::string dated;
};

// The letter of a notice before it has pages.
Letter letter_of(const NoticeContext& context, const TemplateSet& templates);

// One document for notice.channel, then one for each of notice.also.
// REQUIRES: notice.wording is one of shipped_wordings().
std::vector<Document> compose_documents(const NoticeContext& context, const TemplateSet& templates);

}  // namespace dunning
