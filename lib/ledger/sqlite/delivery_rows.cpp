#include "ledger/sqlite/delivery_rows.h"

namespace dunning {

void insert_document(Connection& db, RowId notice, const Document& document) {
    auto query = db.query(R"sql(
        INSERT INTO document (notice_id, channel, media_type, extension, bytes, readable)
        VALUES (:notice, :channel, :media_type, :extension, :bytes, :readable))sql");
    query.bind(":notice", notice)
        .bind(":channel", to_text(document.channel))
        .bind(":media_type", document.media_type)
        .bind(":extension", document.extension)
        .bind_blob(":bytes", document.bytes)
        .bind(":readable", document.readable)
        .run();
}

void insert_delivery(Connection& db, const NewDelivery& delivery) {
    auto query = db.query(R"sql(
        INSERT INTO delivery (notice_id, channel, is_primary, recipient, state, draft_reason)
        VALUES (:notice, :channel, :is_primary, :recipient, :state, :draft_reason))sql");
    query.bind(":notice", delivery.item.notice)
        .bind(":channel", to_text(delivery.item.channel))
        .bind(":is_primary", delivery.place == DeliveryPlace::own ? 1 : 0)
        .bind(":recipient", delivery.item.recipient)
        .bind(":state", to_text(delivery.item.state))
        .bind(":draft_reason", delivery.draft_reason)
        .run();
}

}  // namespace dunning
