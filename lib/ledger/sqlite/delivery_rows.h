// Rows of documents and deliveries, as a night drafts them and as a failed delivery passes them on.
#pragma once

#include "ledger/sqlite/impl.h"

namespace dunning {

// The notice's own channel, or a task or message that goes with it.
enum class DeliveryPlace { own, beside };

struct NewDelivery {
    const DeliveryItem& item;
    DeliveryPlace place = DeliveryPlace::own;
    std::string_view draft_reason = {};
};

void insert_document(Connection& db, RowId notice, const Document& document);
// REQUIRES: its document is there.
void insert_delivery(Connection& db, const NewDelivery& delivery);

}  // namespace dunning
