// What a customer quotes when paying, and where they can pay online.
#pragma once

#include <string>

#include "render/notice_documents.h"

namespace dunning {

// What lets the payment find its invoices again, see [allocation] order: an invoice's reference,
// else its number; several joined with ", ". When they exceed the 140 characters of a SEPA
// remittance line (EPC217-08, AT-05), the customer's id and the notice's.
std::string payment_reference(const NoticeContext& context);

// The policy's link with {customer}, {reference}, {amount} and {currency} filled in,
// percent-encoded (RFC 3986 section 2.1). The reference is the invoice's when the notice has one,
// else the notice's id. Empty without a link.
std::string payment_link(const NoticeContext& context);

}  // namespace dunning
