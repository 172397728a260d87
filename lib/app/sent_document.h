// A notice's documents as they were handed over: of what went out, the very bytes.
//
// They are those of the draft but for one header. A mail server is given a message once, and its
// Date says when (RFC 5322 section 3.6.1: when it was ready to enter the mail delivery system), be
// that days after the draft: the claim before the hand-over keeps the moment. What may be handed
// over again, because it stays on this machine, must be the same file each time, so it keeps the
// Date of the draft, the beginning of the notice's day.
#pragma once

#include <string_view>
#include <vector>

#include "core/document.h"
#include "ledger/ledger.h"

namespace dunning {

// The step of a delivery whose detail is that moment, as the book's clock shows it; "": the Date of
// the draft.
inline constexpr std::string_view claiming = "claimed";

Document as_handed_over(const Ledger& ledger, const DeliveryItem& item);
std::vector<Document> documents_as_handed_over(const Ledger& ledger, RowId notice);

}  // namespace dunning
