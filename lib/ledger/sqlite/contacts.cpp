// Contacts: what was said, written and tried, either way.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

const std::string select_contact = R"sql(
    SELECT contact.id, ifnull(contact.code, ''), customer.code, contact.at, contact.channel,
           contact.direction, contact.outcome, ifnull(invoice.number, ''), contact.reason,
           contact.note, contact.collector, contact.evidence, contact.address, contact.until_day,
           contact.day, contact.batch_id, contact.line, contact.word, contact.person,
           contact.corrects, correction.id
    FROM contact
    JOIN customer ON customer.id = contact.customer_id
    LEFT JOIN invoice ON invoice.id = contact.invoice_id
    LEFT JOIN contact correction ON correction.corrects = contact.id
)sql";
const std::string newest_first = " ORDER BY contact.at DESC, contact.id DESC";
const std::string select_contacts_of =
    select_contact +
    "WHERE contact.customer_id IN (SELECT value FROM json_each(:customers)) "
    "AND correction.id IS NULL" +
    newest_first;
const std::string select_contacts_of_one =
    select_contact + "WHERE contact.customer_id = :customer AND correction.id IS NULL" +
    newest_first;
const std::string select_all_contacts_of =
    select_contact + "WHERE contact.customer_id = :customer" + newest_first;
const std::string select_contact_by_id = select_contact + "WHERE contact.id = :id";
const std::string select_contact_by_code = select_contact + "WHERE contact.code = :code";

struct StoredContact {
    ContactRecord record;
    RowSource source;
};

template <class T>
T known_word(const std::optional<T>& word) {
    DUNNING_CHECK(word.has_value());  // nothing else is ever written
    return *word;
}

StoredContact contact_from(const Query& row) {
    const Contact contact{.id = row.text(1),
                          .customer = row.text(2),
                          .at = {row.integer(3)},
                          .channel = known_word(channel_from(row.text_view(4))),
                          .direction = known_word(direction_from(row.text_view(5))),
                          .outcome = known_word(contact_outcome_from(row.text_view(6))),
                          .invoice = row.text(7),
                          .reason = row.text(8),
                          .note = row.text(9),
                          .collector = row.text(10),
                          .evidence = row.text(11),
                          .address = row.text(12),
                          .until = row.optional_date(13),
                          .word = row.text(17),
                          .person = row.text(18)};
    const auto optional_row = [&](int column) {
        return row.is_null(column) ? std::nullopt : std::optional<RowId>(row.integer(column));
    };
    return {{.id = row.integer(0),
             .contact = contact,
             .day = row.date(14),
             .corrects = optional_row(19),
             .corrected = optional_row(20)},
            {.batch = row.integer(15), .line = row.small(16)}};
}

std::vector<ContactRecord> contacts_from(Query& query) {
    std::vector<ContactRecord> all;
    while (query.next()) all.push_back(contact_from(query).record);
    return all;
}

void insert_contact(Connection& db, const ContactRecord& record, RowId customer,
                    std::optional<RowId> invoice, const RowSource& source, Instant recorded_at) {
    const Contact& contact = record.contact;
    auto query = db.query(R"sql(
        INSERT INTO contact (code, customer_id, invoice_id, at, day, channel, direction, outcome,
                             reason, note, collector, evidence, address, until_day, batch_id, line,
                             recorded_at, word, person, corrects)
        VALUES (:code, :customer, :invoice, :at, :day, :channel, :direction, :outcome, :reason,
                :note, :collector, :evidence, :address, :until, :batch, :line, :recorded_at, :word,
                :person, :corrects))sql");
    query.bind(":customer", customer)
        .bind(":invoice", invoice)
        .bind(":at", contact.at.seconds)
        .bind(":day", record.day)
        .bind(":channel", to_text(contact.channel))
        .bind(":direction", to_text(contact.direction))
        .bind(":outcome", to_text(contact.outcome))
        .bind(":reason", contact.reason)
        .bind(":note", contact.note)
        .bind(":collector", contact.collector)
        .bind(":evidence", contact.evidence)
        .bind(":address", contact.address)
        .bind(":until", contact.until)
        .bind(":line", source.line)
        .bind(":recorded_at", recorded_at.seconds)
        .bind(":word", contact.word)
        .bind(":person", contact.person)
        .bind(":corrects", record.corrects);
    if (!contact.id.empty()) query.bind(":code", contact.id);
    if (source.batch != 0) query.bind(":batch", source.batch);
    query.run();
}

}  // namespace

RowId Ledger::add_contact(const ContactRecord& contact, const Stamp& stamp) {
    Connection& db = impl_->db;
    const auto customer = find_customer(contact.contact.customer);
    DUNNING_CHECK(customer.has_value());  // the use case has looked it up
    insert_contact(db, contact, *customer, invoice_of_entry(db, contact.contact.invoice), {},
                   stamp.recorded_at);
    const RowId id = db.last_inserted();
    add_event(stamp, "contact_recorded", fmt::format("contact {}", id));
    return id;
}

Result<Recorded> Ledger::put(const ContactRecord& record, const RowSource& source,
                             const Stamp& stamp) {
    Connection& db = impl_->db;
    const Contact& contact = record.contact;
    const auto customer = find_customer(contact.customer);
    if (!customer) return unknown_customer(contact.customer);
    if (!contact.invoice.empty()) {
        const auto owner = customer_of_invoice(contact.invoice);
        if (!owner || *owner != contact.customer) {
            return Fault{owner ? fmt::format("invoice {} is customer {}'s, not {}'s",
                                             contact.invoice, *owner, contact.customer)
                               : fmt::format("invoice '{}' is not known", contact.invoice),
                         owner ? "name the customer's own invoice, or leave the column empty"
                               : "import the invoices first, or leave the column empty",
                         "invoice"};
        }
    }
    auto known = db.query(select_contact_by_code.c_str());
    if (known.bind(":code", contact.id).next()) {
        const StoredContact stored = contact_from(known);
        const bool same_file = stored.source.batch == source.batch;
        if (stored.record.contact == contact) {
            return same_file ? Recorded::repeated : Recorded::known;
        }
        if (same_file) return stated_before("contact", contact.id, stored.source.line);
        return Fault{fmt::format("contact {} is known with other contents", contact.id),
                     "what was recorded of a contact stays: add a new one that corrects it", "id"};
    }
    if (contact.at > stamp.recorded_at) {
        return Fault{
            fmt::format("contact {} has not come yet: {}", contact.id, to_text(contact.at)),
            "a file tells what has happened; correct the time or its zone", "at"};
    }
    insert_contact(db, record, *customer, invoice_of_entry(db, contact.invoice), source,
                   stamp.recorded_at);
    return Recorded::added;
}

std::vector<ContactRecord> Ledger::contacts(const std::vector<RowId>& customers) const {
    auto query = impl_->db.query(select_contacts_of.c_str());
    query.bind_rows(":customers", customers);
    return contacts_from(query);
}

std::vector<ContactRecord> Ledger::contacts_and_corrected(RowId customer) const {
    auto query = impl_->db.query(select_all_contacts_of.c_str());
    query.bind(":customer", customer);
    return contacts_from(query);
}

std::optional<ContactRecord> Ledger::contact(RowId id) const {
    auto query = impl_->db.query(select_contact_by_id.c_str());
    if (!query.bind(":id", id).next()) return std::nullopt;
    return contact_from(query).record;
}

std::vector<ContactEvent> Ledger::contact_events(RowId customer) const {
    std::vector<ContactEvent> events;
    auto contacts = impl_->db.query(select_contacts_of_one.c_str());
    contacts.bind(":customer", customer);
    for (const ContactRecord& record : contacts_from(contacts)) {
        const Contact& contact = record.contact;
        if (contact.channel == Channel::note) continue;
        events.push_back({.channel = contact.channel,
                          .direction = contact.direction,
                          .outcome = contact.outcome,
                          .day = record.day,
                          .at = contact.at,
                          .invoice = contact.invoice,
                          .address = contact.address,
                          .until = contact.until});
    }
    auto query = impl_->db.query(R"sql(
        SELECT delivery_step.channel, delivery_step.day
        FROM notice
        JOIN delivery_step ON delivery_step.notice_id = notice.id
        WHERE notice.customer_id = :customer AND delivery_step.step = 'sent')sql");
    query.bind(":customer", customer);
    while (query.next()) {
        const Channel channel = known_word(channel_from(query.text_view(0)));
        // A task is no contact before somebody has recorded what came of it.
        if (!is_task(channel)) events.push_back({.channel = channel, .day = query.date(1)});
    }
    return events;
}

}  // namespace dunning
