// The next channel of a notice, when the one it was to go by has failed for good: the level's
// `channels`, of a message about a plan `remind_by`, are tried in their order, as when it was
// decided.
#pragma once

#include <optional>

#include "core/document.h"
#include "ledger/ledger.h"
#include "render/template_set.h"

namespace dunning {

struct NextDelivery {
    DeliveryItem item;
    Document document;  // the same notice, with the same wording and amounts
};

// Nothing when no further channel reaches the customer, or the policy has that level no more.
// REQUIRES: `failed` is a delivery of the notice's own channel.
std::optional<NextDelivery> next_delivery(const Ledger& ledger, const Policy& policy,
                                          const TemplateSet& templates, const DeliveryItem& failed,
                                          Date as_of);

}  // namespace dunning
