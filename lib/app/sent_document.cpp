#include "app/sent_document.h"

#include "render/mail_date.h"

namespace dunning {
namespace {

Document with_moment_of_claim(const Ledger& ledger, RowId notice, Document document) {
    if (document.channel != Channel::email) return document;
    const auto moment = ledger.last_step({.notice = notice, .channel = Channel::email}, claiming);
    if (moment && !moment->empty()) {
        document.bytes = with_mail_date(std::move(document.bytes), *moment);
    }
    return document;
}

}  // namespace

Document as_handed_over(const Ledger& ledger, const DeliveryItem& item) {
    return with_moment_of_claim(ledger, item.notice, ledger.document(item.notice, item.channel));
}

std::vector<Document> documents_as_handed_over(const Ledger& ledger, RowId notice) {
    std::vector<Document> documents = ledger.documents(notice);
    for (Document& document : documents) {
        document = with_moment_of_claim(ledger, notice, std::move(document));
    }
    return documents;
}

}  // namespace dunning
