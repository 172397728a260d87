// The business terms of a UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2 and XRechnung.
#include <algorithm>
#include <string>
#include <string_view>

#include "core/ascii.h"
#include "formats/einvoice_fields.h"
#include "formats/xml_document.h"

namespace dunning {
namespace {

std::string_view attribute_of(const pugi::xml_node& node, const char* name) {
    return node.attribute(name).value();
}

pugi::xml_node date_string(const pugi::xml_node& parent) {
    return first_with_text(
        {child(parent, "DateTimeString"), child(parent, "DateString"), child(parent, "DateTime")});
}

// "20260131" in the formats that begin so (UNTDID 2379: 102, and 203 and 204 with a time), written
// as "2026-01-31"; anything else as it stands.
std::string day_of(const pugi::xml_node& node) {
    const auto text = text_of(node);
    const auto format = attribute_of(node, "format");
    const bool is_known = format.empty() || format == "102" || format == "203" || format == "204";
    const auto day = text.substr(0, 8);
    const bool is_day = day.size() == 8 && are_digits(day);
    if (!is_known || !is_day || (text.size() > 8 && format != "203" && format != "204")) {
        return std::string(text);
    }
    std::string iso(day);
    iso.insert(6, "-").insert(4, "-");
    return iso;
}

// The VAT id (scheme VA) among the tax registrations, else the first of them.
pugi::xml_node tax_id(const pugi::xml_node& party) {
    pugi::xml_node vat;
    pugi::xml_node any;
    for_each_child(party, "SpecifiedTaxRegistration", [&](const pugi::xml_node& registration) {
        const auto id = child(registration, "ID");
        if (!any) any = id;
        if (!vat && attribute_of(id, "schemeID") == "VA") vat = id;
    });
    return vat ? vat : any;
}

void read_buyer(const pugi::xml_node& agreement, EInvoiceFields& fields) {
    const auto party = child(agreement, "BuyerTradeParty");
    const auto legal = child(party, "SpecifiedLegalOrganization");
    const auto endpoint = descend(party, {"URIUniversalCommunication", "URIID"});
    const auto contact = child(party, "DefinedTradeContact");
    const auto address = child(party, "PostalTradeAddress");
    const bool is_email = attribute_of(endpoint, "schemeID") == "EM";
    fields.buyer = party;
    fields.buyer_ids = {child(party, "ID"), child(party, "GlobalID"), tax_id(party),
                        child(legal, "ID"), endpoint};
    fields.buyer_name =
        first_with_text({child(party, "Name"), child(legal, "TradingBusinessName")});
    fields.email = first_with_text({descend(contact, {"EmailURIUniversalCommunication", "URIID"}),
                                    is_email ? endpoint : pugi::xml_node()});
    fields.phone = descend(contact, {"TelephoneUniversalCommunication", "CompleteNumber"});
    fields.address_lines = {child(address, "LineOne"), child(address, "LineTwo"),
                            child(address, "LineThree")};
    fields.city = child(address, "CityName");
    fields.postal_code = child(address, "PostcodeCode");
    fields.country = child(address, "CountryID");
}

void read_payment(const pugi::xml_node& settlement, EInvoiceFields& fields) {
    for_each_child(settlement, "SpecifiedTradePaymentTerms", [&](const pugi::xml_node& terms) {
        for_each_child(terms, "Description",
                       [&](const pugi::xml_node& node) { fields.terms.push_back(node); });
        const auto due = date_string(child(terms, "DueDateDateTime"));
        if (due) fields.due.push_back({due, day_of(due)});
    });
    for_each_child(
        settlement, "SpecifiedTradeSettlementPaymentMeans",
        [&](const pugi::xml_node& means) { fields.means.push_back(child(means, "TypeCode")); });
    for_each_child(settlement, "PaymentReference",
                   [&](const pugi::xml_node& node) { fields.payment_ids.push_back(node); });
    fields.account = descend(settlement, {"SpecifiedTradeSettlementPaymentMeans",
                                          "PayeePartyCreditorFinancialAccount", "IBANID"});
    for_each_child(settlement, "InvoiceReferencedDocument", [&](const pugi::xml_node& document) {
        fields.credited_invoices.push_back(child(document, "IssuerAssignedID"));
    });
}

}  // namespace

EInvoiceFields cii_fields(const pugi::xml_node& root) {
    EInvoiceFields fields;
    fields.syntax = "CII";
    const auto document = child(root, "ExchangedDocument");
    fields.number = child(document, "ID");
    const auto issued = date_string(child(document, "IssueDateTime"));
    fields.issued = {issued, day_of(issued)};
    fields.type_code = child(document, "TypeCode");
    fields.is_credit_note = is_credit_note_code(text_of(fields.type_code));
    const auto transaction = child(root, "SupplyChainTradeTransaction");
    const auto agreement = child(transaction, "ApplicableHeaderTradeAgreement");
    const auto settlement = child(transaction, "ApplicableHeaderTradeSettlement");
    fields.currency = child(settlement, "InvoiceCurrencyCode");
    const auto total = child(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation");
    fields.gross = child(total, "GrandTotalAmount");
    fields.prepaid = child(total, "TotalPrepaidAmount");
    fields.rounding = child(total, "RoundingAmount");
    fields.payable = child(total, "DuePayableAmount");
    fields.buyer_reference = child(agreement, "BuyerReference");
    fields.order = descend(agreement, {"BuyerOrderReferencedDocument", "IssuerAssignedID"});
    read_payment(settlement, fields);
    read_buyer(agreement, fields);
    return fields;
}

}  // namespace dunning
