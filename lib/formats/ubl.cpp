// The business terms of a UBL 2.1 Invoice or CreditNote.
#include <string>
#include <string_view>
#include <vector>

#include "formats/einvoice_fields.h"
#include "formats/xml_document.h"

namespace dunning {
namespace {

void append_all(std::vector<pugi::xml_node>& nodes, const pugi::xml_node& parent,
                std::string_view name) {
    for_each_child(parent, name, [&](const pugi::xml_node& node) { nodes.push_back(node); });
}

// An xs:date may carry a zone, "2026-01-31+01:00"; the day is the one that is written.
std::string day_of(const pugi::xml_node& node) {
    constexpr std::size_t day_size = 10;
    const auto text = text_of(node);
    const auto zone = text.size() > day_size ? text.substr(day_size) : std::string_view();
    const bool has_zone =
        zone == "Z" || (zone.size() == 6 && zone[3] == ':' && (zone[0] == '+' || zone[0] == '-'));
    return std::string(has_zone ? text.substr(0, day_size) : text);
}

// The VAT id among the tax ids, else the first of them.
pugi::xml_node tax_id(const pugi::xml_node& party) {
    pugi::xml_node vat;
    pugi::xml_node any;
    for_each_child(party, "PartyTaxScheme", [&](const pugi::xml_node& scheme) {
        const auto id = child(scheme, "CompanyID");
        if (!any) any = id;
        if (!vat && text_at(scheme, {"TaxScheme", "ID"}) == "VAT") vat = id;
    });
    return vat ? vat : any;
}

void read_buyer(const pugi::xml_node& root, EInvoiceFields& fields) {
    const auto party = descend(root, {"AccountingCustomerParty", "Party"});
    const auto legal = child(party, "PartyLegalEntity");
    const auto endpoint = child(party, "EndpointID");
    const auto contact = child(party, "Contact");
    const auto address = child(party, "PostalAddress");
    fields.buyer = party;
    fields.buyer_ids = {descend(party, {"PartyIdentification", "ID"}), tax_id(party),
                        child(legal, "CompanyID"), endpoint};
    fields.buyer_name =
        first_with_text({child(legal, "RegistrationName"), descend(party, {"PartyName", "Name"})});
    const bool is_email = std::string_view(endpoint.attribute("schemeID").value()) == "EM";
    fields.email =
        first_with_text({child(contact, "ElectronicMail"), is_email ? endpoint : pugi::xml_node()});
    fields.phone = child(contact, "Telephone");
    fields.address_lines = {child(address, "StreetName"), child(address, "AdditionalStreetName"),
                            descend(address, {"AddressLine", "Line"})};
    fields.city = child(address, "CityName");
    fields.postal_code = child(address, "PostalZone");
    fields.country = descend(address, {"Country", "IdentificationCode"});
}

// A credit note has its due date, if any, with the means (EN 16931-3-2); so have old invoices.
std::vector<EInvoiceDate> due_dates(const pugi::xml_node& root) {
    std::vector<pugi::xml_node> nodes;
    append_all(nodes, root, "DueDate");
    if (!nodes.empty()) return {{nodes.front(), day_of(nodes.front())}};
    for (const std::string_view parent : {"PaymentMeans", "PaymentTerms"}) {
        for_each_child(root, parent, [&](const pugi::xml_node& node) {
            append_all(nodes, node, "PaymentDueDate");
        });
    }
    std::vector<EInvoiceDate> dates;
    for (const auto& node : nodes) dates.push_back({node, day_of(node)});
    return dates;
}

void read_payment(const pugi::xml_node& root, EInvoiceFields& fields) {
    for_each_child(root, "PaymentTerms",
                   [&](const pugi::xml_node& terms) { append_all(fields.terms, terms, "Note"); });
    for_each_child(root, "PaymentMeans", [&](const pugi::xml_node& means) {
        append_all(fields.means, means, "PaymentMeansCode");
        append_all(fields.payment_ids, means, "PaymentID");
    });
    fields.account = descend(root, {"PaymentMeans", "PayeeFinancialAccount", "ID"});
    for_each_child(root, "BillingReference", [&](const pugi::xml_node& reference) {
        append_all(fields.credited_invoices, child(reference, "InvoiceDocumentReference"), "ID");
    });
}

}  // namespace

EInvoiceFields ubl_fields(const pugi::xml_node& root) {
    EInvoiceFields fields;
    const bool is_credit_note = local_name(root) == "CreditNote";
    fields.syntax = is_credit_note ? "UBL CreditNote" : "UBL Invoice";
    fields.number = child(root, "ID");
    const auto issued = child(root, "IssueDate");
    fields.issued = {issued, day_of(issued)};
    fields.due = due_dates(root);
    fields.type_code = child(root, is_credit_note ? "CreditNoteTypeCode" : "InvoiceTypeCode");
    fields.is_credit_note = is_credit_note || is_credit_note_code(text_of(fields.type_code));
    fields.currency = child(root, "DocumentCurrencyCode");
    const auto total = child(root, "LegalMonetaryTotal");
    fields.gross = child(total, "TaxInclusiveAmount");
    fields.prepaid = child(total, "PrepaidAmount");
    fields.rounding = child(total, "PayableRoundingAmount");
    fields.payable = child(total, "PayableAmount");
    fields.buyer_reference = child(root, "BuyerReference");
    fields.order = descend(root, {"OrderReference", "ID"});
    read_payment(root, fields);
    read_buyer(root, fields);
    return fields;
}

}  // namespace dunning
