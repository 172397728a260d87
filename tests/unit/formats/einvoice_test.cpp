#include "formats/einvoice.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/check.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

struct Outcome {
    std::optional<EInvoice> invoice;
    Lines lines;  // the diagnostics
};

Outcome invoice_in(std::string_view xml, std::optional<int> terms_days = {}) {
    Diagnostics diagnostics;
    Outcome outcome;
    const auto document = XmlDocument::parse(xml, "i.xml", diagnostics);
    if (document && is_einvoice(document->root())) {
        outcome.invoice = read_einvoice(*document, "i.xml", diagnostics, terms_days);
    }
    for (const auto& diagnostic : diagnostics.all()) outcome.lines.push_back(to_text(diagnostic));
    return outcome;
}

// A fixture with one thing changed. REQUIRES: `from` stands in it once.
std::string with(std::string xml, std::string_view from, std::string_view to) {
    const auto at = xml.find(from);
    DUNNING_CHECK(at != std::string::npos && xml.find(from, at + 1) == std::string::npos);
    return xml.replace(at, from.size(), to);
}

const std::string ubl = R"(<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
         xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
         xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <b:ID>INV-108</b:ID>
  <b:IssueDate>2026-06-30</b:IssueDate>
  <b:DueDate>2026-07-20</b:DueDate>
  <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
  <b:DocumentCurrencyCode>NOK</b:DocumentCurrencyCode>
  <b:BuyerReference>Dept. 5</b:BuyerReference>
  <a:OrderReference><b:ID>PO-17</b:ID></a:OrderReference>
  <a:AccountingSupplierParty><a:Party>
    <a:PartyIdentification><b:ID>SELLER</b:ID></a:PartyIdentification>
  </a:Party></a:AccountingSupplierParty>
  <a:AccountingCustomerParty><a:Party>
    <b:EndpointID schemeID="0088">7300010000001</b:EndpointID>
    <a:PartyIdentification><b:ID>C-42</b:ID></a:PartyIdentification>
    <a:PartyName><b:Name>Fjord trading name</b:Name></a:PartyName>
    <a:PostalAddress>
      <b:StreetName>Storgata 1</b:StreetName>
      <b:AdditionalStreetName>2nd floor</b:AdditionalStreetName>
      <b:CityName>Bergen</b:CityName>
      <b:PostalZone>5003</b:PostalZone>
      <a:AddressLine><b:Line>Backyard</b:Line></a:AddressLine>
      <a:Country><b:IdentificationCode>NO</b:IdentificationCode></a:Country>
    </a:PostalAddress>
    <a:PartyTaxScheme><b:CompanyID>TAX9</b:CompanyID>
      <a:TaxScheme><b:ID>TAX</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyTaxScheme><b:CompanyID>NO999888777MVA</b:CompanyID>
      <a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity>
      <b:RegistrationName>Fjord AS</b:RegistrationName>
      <b:CompanyID>999888777</b:CompanyID>
    </a:PartyLegalEntity>
    <a:Contact>
      <b:Telephone>+47 55 00 00 00</b:Telephone>
      <b:ElectronicMail>post@fjord.example</b:ElectronicMail>
    </a:Contact>
  </a:Party></a:AccountingCustomerParty>
  <a:PaymentMeans>
    <b:PaymentMeansCode>30</b:PaymentMeansCode>
    <b:PaymentID>0003434323213231</b:PaymentID>
    <a:PayeeFinancialAccount><b:ID>NO93 8601 1117 947</b:ID></a:PayeeFinancialAccount>
  </a:PaymentMeans>
  <a:PaymentTerms><b:Note>2 % discount if paid within 2 days</b:Note></a:PaymentTerms>
  <a:LegalMonetaryTotal>
    <b:TaxInclusiveAmount currencyID="NOK">1801.78</b:TaxInclusiveAmount>
    <b:PrepaidAmount currencyID="NOK">1000.00</b:PrepaidAmount>
    <b:PayableAmount currencyID="NOK">801.78</b:PayableAmount>
  </a:LegalMonetaryTotal>
</Invoice>
)";

const std::string credit_note = R"(<CreditNote
    xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2">
  <ID>018304 / 28865</ID>
  <IssueDate>2026-09-23</IssueDate>
  <CreditNoteTypeCode>381</CreditNoteTypeCode>
  <DocumentCurrencyCode>EUR</DocumentCurrencyCode>
  <BillingReference><InvoiceDocumentReference><ID>INV-7</ID></InvoiceDocumentReference></BillingReference>
  <AccountingCustomerParty><Party>
    <PartyName><Name>Kunde SA</Name></PartyName>
    <PartyTaxScheme><CompanyID>BE0000000295</CompanyID><TaxScheme><ID>VAT</ID></TaxScheme></PartyTaxScheme>
  </Party></AccountingCustomerParty>
  <PaymentMeans><PaymentMeansCode>1</PaymentMeansCode><PaymentID>010676609538</PaymentID></PaymentMeans>
  <LegalMonetaryTotal>
    <TaxInclusiveAmount currencyID="EUR">100.11</TaxInclusiveAmount>
    <PayableAmount currencyID="EUR">100.11</PayableAmount>
  </LegalMonetaryTotal>
</CreditNote>
)";

const std::string cii = R"(<?xml version='1.0' encoding='UTF-8'?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
    xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
    xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocument>
    <ram:ID>RE-20261121/508</ram:ID>
    <ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">20261121</udt:DateTimeString></ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>
      <ram:SellerTradeParty><ram:ID>SELLER</ram:ID></ram:SellerTradeParty>
      <ram:BuyerTradeParty>
        <ram:GlobalID schemeID="0088">4304171000002</ram:GlobalID>
        <ram:Name>Käufer &amp; Söhne GmbH</ram:Name>
        <ram:SpecifiedLegalOrganization><ram:ID>HRB 77</ram:ID></ram:SpecifiedLegalOrganization>
        <ram:DefinedTradeContact>
          <ram:TelephoneUniversalCommunication><ram:CompleteNumber>+49 30 1</ram:CompleteNumber></ram:TelephoneUniversalCommunication>
        </ram:DefinedTradeContact>
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>10115</ram:PostcodeCode>
          <ram:LineOne>Hauptstraße 5</ram:LineOne>
          <ram:CityName>Berlin</ram:CityName>
          <ram:CountryID>DE</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:URIUniversalCommunication><ram:URIID schemeID="EM">rechnung@kaeufer.example</ram:URIID></ram:URIUniversalCommunication>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">1/2/3</ram:ID></ram:SpecifiedTaxRegistration>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123456789</ram:ID></ram:SpecifiedTaxRegistration>
      </ram:BuyerTradeParty>
      <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO 4711</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>RE-20261121/508</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>58</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE88200800000970375700</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
      </ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:SpecifiedTradePaymentTerms>
        <ram:Description>Zahlbar ohne Abzug bis 12.12.2026</ram:Description>
        <ram:DueDateDateTime><udt:DateTimeString format="102">20261212</udt:DateTimeString></ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:GrandTotalAmount>571.04</ram:GrandTotalAmount>
        <ram:TotalPrepaidAmount>0.00</ram:TotalPrepaidAmount>
        <ram:DuePayableAmount>571.04</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
)";

Invoice invoice_of(const Outcome& outcome) {
    return std::get<Invoice>(outcome.invoice.value().document);
}

Receipt credit_of(const Outcome& outcome) {
    return std::get<Receipt>(outcome.invoice.value().document);
}

}  // namespace

TEST_CASE("e-invoice: a UBL invoice is owed at its payable amount") {
    const auto outcome = invoice_in(ubl);
    CHECK(outcome.lines == Lines{});
    CHECK(invoice_of(outcome) == Invoice{.number = "INV-108",
                                         .customer = "C-42",
                                         .issued = "2026-06-30"_date,
                                         .due = "2026-07-20"_date,
                                         .amount = "801.78 NOK"_money,
                                         .reference = "0003434323213231"});
    CHECK(outcome.invoice->buyer == Customer{.id = "C-42",
                                             .name = "Fjord AS",
                                             .country = "NO",
                                             .email = "post@fjord.example",
                                             .phone = "+47 55 00 00 00",
                                             .address = "Storgata 1\n2nd floor\nBackyard",
                                             .city = "Bergen",
                                             .postal_code = "5003"});
    CHECK(outcome.invoice->terms == "2 % discount if paid within 2 days");
    CHECK(outcome.invoice->discounts.empty());
    CHECK(outcome.invoice->syntax == "UBL Invoice");
    CHECK(outcome.invoice->type_code == "380");
    CHECK(outcome.invoice->buyer_reference == "Dept. 5");
    CHECK(outcome.invoice->order == "PO-17");
    CHECK(outcome.invoice->account == "NO9386011117947");
    CHECK_FALSE(outcome.invoice->direct_debit);
    CHECK(outcome.invoice->line == 2);
}

TEST_CASE("e-invoice: a CII invoice says the same at other places") {
    const auto outcome = invoice_in(cii);
    CHECK(outcome.lines == Lines{});
    CHECK(invoice_of(outcome) == Invoice{.number = "RE-20261121/508",
                                         .customer = "4304171000002",
                                         .issued = "2026-11-21"_date,
                                         .due = "2026-12-12"_date,
                                         .amount = "571.04 EUR"_money,
                                         .reference = "RE-20261121/508"});
    CHECK(outcome.invoice->buyer == Customer{.id = "4304171000002",
                                             .name = "Käufer & Söhne GmbH",
                                             .country = "DE",
                                             .email = "rechnung@kaeufer.example",
                                             .phone = "+49 30 1",
                                             .address = "Hauptstraße 5",
                                             .city = "Berlin",
                                             .postal_code = "10115"});
    CHECK(outcome.invoice->terms == "Zahlbar ohne Abzug bis 12.12.2026");
    CHECK(outcome.invoice->syntax == "CII");
    CHECK(outcome.invoice->buyer_reference == "04011000-12345-03");
    CHECK(outcome.invoice->order == "PO 4711");
    CHECK(outcome.invoice->account == "DE88200800000970375700");
}

TEST_CASE("e-invoice: a credit note's positive amount is a credit") {
    const auto outcome = invoice_in(credit_note);
    CHECK(outcome.lines == Lines{});
    CHECK(credit_of(outcome) == Receipt{.kind = ReceiptKind::credit,
                                        .id = "018304 / 28865",
                                        .customer = "BE0000000295",
                                        .date = "2026-09-23"_date,
                                        .amount = "100.11 EUR"_money,
                                        .invoice = "INV-7",
                                        .reference = "010676609538"});
    CHECK(outcome.invoice->buyer.name == "Kunde SA");
    const auto of_cii = invoice_in(with(cii, ">380<", ">381<"));
    CHECK(credit_of(of_cii).amount == "571.04 EUR"_money);
    CHECK(of_cii.lines == Lines{});
}

TEST_CASE("e-invoice: a negative invoice is a credit, a negative credit note is refused") {
    const std::string negative =
        with(with(with(ubl, ">1801.78<", ">-1801.78<"), ">1000.00<", ">-1000.00<"), ">801.78<",
             ">-801.78<");
    CHECK(credit_of(invoice_in(negative)).amount == "801.78 NOK"_money);
    CHECK(credit_of(invoice_in(with(negative, "<b:DueDate>2026-07-20</b:DueDate>", ""))).id ==
          "INV-108");
    const auto refused = invoice_in(with(credit_note, R"(PayableAmount currencyID="EUR">100.11)",
                                         R"(PayableAmount currencyID="EUR">-100.11)"));
    CHECK_FALSE(refused.invoice);
    REQUIRE(refused.lines.size() == 2);  // that the totals do not agree, and this
    CHECK(refused.lines[1] ==
          "i.xml:15:5: the credit note '018304 / 28865' has the negative amount -100.11: it may "
          "mean a credit or a debt\n    import it from a table, with the sign that you mean");
}

TEST_CASE("e-invoice: a credit that names several invoices names none") {
    const std::string reference =
        "<BillingReference><InvoiceDocumentReference><ID>INV-7</ID></InvoiceDocumentReference>"
        "</BillingReference>";
    std::string other = reference;
    other.replace(other.find('7'), 1, "8");
    const auto twice = invoice_in(with(credit_note, reference, reference + reference));
    CHECK(credit_of(twice).invoice == "INV-7");
    CHECK(twice.lines == Lines{});
    const auto several = invoice_in(with(credit_note, reference, reference + other));
    CHECK(credit_of(several).invoice == "");
    CHECK(several.lines.size() == 1);
    CHECK(credit_of(invoice_in(with(credit_note, reference, ""))).invoice == "");
}

TEST_CASE("e-invoice: payable is gross less prepaid and rounding, or a warning (BR-CO-16)") {
    const auto outcome = invoice_in(with(ubl, ">1000.00<", ">900.00<"));
    CHECK(invoice_of(outcome).amount == "801.78 NOK"_money);
    CHECK(outcome.lines ==
          Lines{"i.xml:49:5: warning: the payable amount 801.78 is not the gross total 1801.78 "
                "less 900.00 prepaid and 0.00 for rounding, 901.78 (BR-CO-16)\n"
                "    the payable amount is taken, as the customer was told it"});
    const std::string rounded = with(
        with(ubl, ">801.78<", ">802.00<"), "<b:PayableAmount",
        R"(<b:PayableRoundingAmount currencyID="NOK">+.22</b:PayableRoundingAmount><b:PayableAmount)");
    CHECK(invoice_in(rounded).lines == Lines{});
    CHECK(invoice_of(invoice_in(rounded)).amount == "802.00 NOK"_money);
    const auto unreadable = invoice_in(with(ubl, ">1000.00<", ">much<"));
    CHECK(unreadable.invoice);
    CHECK(unreadable.lines.size() == 1);
    const auto alone = invoice_in(
        with(ubl, R"(<b:TaxInclusiveAmount currencyID="NOK">1801.78</b:TaxInclusiveAmount>)", ""));
    CHECK(alone.lines == Lines{});
}

TEST_CASE("e-invoice: nothing is payable, so there is no document") {
    const auto outcome =
        invoice_in(with(with(ubl, ">801.78<", ">0.00<"), ">1000.00<", ">1801.78<"));
    CHECK_FALSE(outcome.invoice);
    CHECK(outcome.lines ==
          Lines{"i.xml:49:5: warning: nothing is payable of 'INV-108': it is not imported"});
}

TEST_CASE("e-invoice: without a due date the terms in days decide, or it is refused (BR-CO-25)") {
    const std::string open = with(ubl, "<b:DueDate>2026-07-20</b:DueDate>", "");
    const auto refused = invoice_in(open);
    CHECK_FALSE(refused.invoice);
    CHECK(refused.lines ==
          Lines{"i.xml:2:1: 'INV-108' has no due date (BT-9); its terms say '2 % discount if paid "
                "within 2 days'\n    --terms-days N takes such invoices as due N days after their "
                "issue"});
    CHECK(invoice_of(invoice_in(open, 30)).due == "2026-07-30"_date);
    CHECK(invoice_of(invoice_in(open, 0)).due == "2026-06-30"_date);
    CHECK(invoice_of(invoice_in(ubl, 30)).due == "2026-07-20"_date);  // the file knows better
    CHECK_FALSE(invoice_in(with(open, "2026-06-30", "2199-12-31"), 1).invoice);
}

TEST_CASE("e-invoice: a due date stands at other places too") {
    const std::string means =
        with(with(ubl, "<b:DueDate>2026-07-20</b:DueDate>", ""), "<b:PaymentID>",
             "<b:PaymentDueDate>2026-07-15</b:PaymentDueDate><b:PaymentID>");
    CHECK(invoice_of(invoice_in(means)).due == "2026-07-15"_date);
    const std::string two = with(means, "<a:PaymentTerms>",
                                 "<a:PaymentTerms><b:PaymentDueDate>2026-07-31</b:PaymentDueDate>");
    CHECK(invoice_of(invoice_in(two)).due == "2026-07-31"_date);
    CHECK(invoice_in(two).lines.size() == 1);
    CHECK(invoice_of(invoice_in(with(ubl, "2026-07-20", "2026-06-30"))).due == "2026-06-30"_date);
}

TEST_CASE("e-invoice: due before its issue is due on its issue") {
    const auto outcome = invoice_in(with(ubl, "2026-07-20", "2026-06-29"));
    CHECK(invoice_of(outcome).due == "2026-06-30"_date);
    CHECK(outcome.lines == Lines{"i.xml:7:3: warning: due 2026-06-29 is before issued 2026-06-30\n"
                                 "    it is taken as due on the day of its issue"});
}

TEST_CASE("e-invoice: dates are read in the form of their syntax") {
    CHECK(invoice_of(invoice_in(with(ubl, "2026-06-30", "2026-06-30+02:00"))).issued ==
          "2026-06-30"_date);
    CHECK(invoice_of(invoice_in(with(ubl, "2026-06-30", "2026-06-30Z"))).issued ==
          "2026-06-30"_date);
    for (const auto* bad : {"30.06.2026", "2026-02-30", "2026-06-30T00:00", "20260630", ""}) {
        CAPTURE(bad);
        CHECK_FALSE(invoice_in(with(ubl, "2026-06-30", bad)).invoice);
    }
    const auto in_cii = [](std::string_view element) {
        return invoice_in(with(cii, R"(format="102">20261121)", element));
    };
    CHECK(invoice_of(in_cii(R"(format="203">202611211530)")).issued == "2026-11-21"_date);
    CHECK(invoice_of(in_cii(">20261121")).issued == "2026-11-21"_date);
    for (const auto* bad : {R"(format="102">20261131)", R"(format="610">202611)",
                            R"(format="102">2026112112)", R"(format="101">20261121)"}) {
        CAPTURE(bad);
        CHECK_FALSE(in_cii(bad).invoice);
    }
}

TEST_CASE("e-invoice: the buyer is known by the first of four identifiers") {
    const std::string own = "<a:PartyIdentification><b:ID>C-42</b:ID></a:PartyIdentification>";
    const std::string without_own = with(ubl, own, "");
    CHECK(invoice_of(invoice_in(without_own)).customer == "NO999888777MVA");
    const std::string without_vat = with(with(without_own, "NO999888777MVA", ""), "TAX9", "");
    CHECK(invoice_of(invoice_in(without_vat)).customer == "999888777");
    const std::string endpoint_alone =
        with(without_vat, "<b:CompanyID>999888777</b:CompanyID>", "");
    CHECK(invoice_of(invoice_in(endpoint_alone)).customer == "7300010000001");
    const auto nobody = invoice_in(with(endpoint_alone, "7300010000001", ""));
    CHECK_FALSE(nobody.invoice);
    REQUIRE(nobody.lines.size() == 1);
    CHECK(nobody.lines[0].substr(0, 42) == "i.xml:15:30: the buyer has no identifier\n ");
    CHECK(invoice_of(invoice_in(with(
                         cii, R"(<ram:GlobalID schemeID="0088">4304171000002</ram:GlobalID>)", "")))
              .customer == "DE123456789");
}

TEST_CASE("e-invoice: the buyer's name is the registered one, else the trading name") {
    const std::string trading = with(ubl, "<b:RegistrationName>Fjord AS</b:RegistrationName>", "");
    CHECK(invoice_in(trading).invoice->buyer.name == "Fjord trading name");
    CHECK_FALSE(invoice_in(with(trading, "<b:Name>Fjord trading name</b:Name>", "")).invoice);
    CHECK(invoice_in(with(ubl, "Fjord AS", "Fjord\n      AS  &amp; Co")).invoice->buyer.name ==
          "Fjord AS  & Co");
}

TEST_CASE("e-invoice: contact details that cannot be used are left out with a warning") {
    const auto outcome =
        invoice_in(with(with(ubl, "post@fjord.example", "post at fjord"), ">NO<", ">Norway<"));
    REQUIRE(outcome.invoice);
    CHECK(outcome.invoice->buyer.email == "");
    CHECK(outcome.invoice->buyer.country == "");
    CHECK(outcome.lines.size() == 2);
}

TEST_CASE("e-invoice: the first of two different payment references is used") {
    const std::string id = "<b:PaymentID>0003434323213231</b:PaymentID>";
    CHECK(invoice_in(with(ubl, id, id + id)).lines == Lines{});
    CHECK(invoice_in(with(ubl, id, id + "<b:PaymentID>0003 4343 2321 3231</b:PaymentID>")).lines ==
          Lines{});
    const auto two = invoice_in(with(ubl, id, id + "<b:PaymentID>other</b:PaymentID>"));
    CHECK(invoice_of(two).reference == "0003434323213231");
    CHECK(two.lines == Lines{"i.xml:42:48: warning: a second payment reference 'other' beside "
                             "'0003434323213231'\n    the first is used"});
    CHECK(invoice_of(invoice_in(with(ubl, id, ""))).reference == "");
}

TEST_CASE("e-invoice: a direct debit is told from a transfer") {
    const auto means = [](std::string_view code) {
        return invoice_in(with(ubl, ">30<", fmt::format(">{}<", code))).invoice->direct_debit;
    };
    CHECK(means("49"));
    CHECK(means("59"));
    CHECK_FALSE(means("58"));
    CHECK_FALSE(means("1"));
    CHECK(invoice_in(with(cii, ">58<", ">59<")).invoice->direct_debit);
}

TEST_CASE("e-invoice: its discounts are the invoice's terms of early payment") {
    const auto terms_of = [](std::string_view terms) -> std::string {
        const auto outcome = invoice_in(with(ubl, "2 % discount if paid within 2 days", terms));
        REQUIRE(outcome.invoice.has_value());
        const auto& invoice = std::get<Invoice>(outcome.invoice->document);
        if (!invoice.discounts) return "says nothing";
        return to_text(*invoice.discounts, invoice.amount.currency());
    };
    CHECK(terms_of("netto 30") == "says nothing");
    CHECK(terms_of("#SKONTO#TAGE=7#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2.25#") ==
          "3.0% 7d, 2.25% 14d");
    // 2.25 % of 252.94 alone are 5.69115.
    CHECK(terms_of("#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=252.94#") == "5.69 14d");
}

TEST_CASE("e-invoice: discounts are read where German terms have them") {
    const auto discounts = [](std::string_view terms) {
        const auto outcome = invoice_in(with(ubl, "2 % discount if paid within 2 days", terms));
        std::string result;
        for (const auto& discount : outcome.invoice.value().discounts) {
            result += fmt::format("{} {}", discount.days, to_text(discount.percent));
            if (discount.base) result += " of " + to_decimal(*discount.base);
            result += "; ";
        }
        return result + std::to_string(outcome.lines.size());
    };
    CHECK(discounts("#SKONTO#TAGE=14#PROZENT=2.00#\n") == "14 2.0; 0");
    CHECK(discounts(
              "#SKONTO#TAGE=7#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2,25#BASISBETRAG=252.94#") ==
          "7 3.0; 14 2.25 of 252.94; 0");
    CHECK(discounts("#SKONTO#TAGE=7#PROZENT=3# #SKONTO#TAGE=14#PROZENT=2# netto 30") ==
          "7 3.0; 14 2.0; 0");
    CHECK(discounts("Danke! #VERZUG#TAGE=14#PROZENT=9.00#") == "0");
    CHECK(discounts("#SKONTO#TAGE=14#") == "1");
    CHECK(discounts("#SKONTO#TAGE=14#PROZENT=2.00") == "1");
    CHECK(discounts("#SKONTO#TAGE=x#PROZENT=2.00#") == "1");
    CHECK(discounts("#SKONTO#TAGE=14#PROZENT=200#") == "1");
    CHECK(discounts("#SKONTO#TAGE=14#PROZENT=0#") == "1");
    CHECK(discounts("#SKONTO#TAGE=14#PROZENT=2#ART=9#") == "1");
    CHECK(discounts("#SKONTO#") == "1");
}

TEST_CASE("e-invoice: a corrected invoice warns that two are owed") {
    const auto outcome = invoice_in(
        with(with(ubl, ">380<", ">384<"), "  <a:AccountingSupplierParty>",
             "<a:BillingReference><a:InvoiceDocumentReference><b:ID>INV-100</b:ID>"
             "</a:InvoiceDocumentReference></a:BillingReference><a:AccountingSupplierParty>"));
    CHECK(invoice_of(outcome).amount == "801.78 NOK"_money);
    CHECK(outcome.lines.size() == 1);
}

TEST_CASE("e-invoice: what must be there is asked for at its place") {
    struct Case {
        std::string_view from;
        std::string_view to;
        std::string_view line;
    };
    for (const auto& [from, to, line] : {
             Case{"<b:ID>INV-108</b:ID>", "", "i.xml:2:1: the number (BT-1) is missing"},
             Case{"2026-06-30", "30 June",
                  "i.xml:6:3: the issue date (BT-2) '30 June' is not a date of the ledger"},
             Case{">801.78<", "><", "i.xml:49:5: the payable amount (BT-115) is missing"},
             Case{">801.78<", ">801,78<",
                  "i.xml:49:5: the payable amount (BT-115): '801,78' is "
                  "not a number"},
             Case{">801.78<", ">801.785<",
                  "i.xml:49:5: the payable amount (BT-115): '801.785' has "
                  "more decimal places than NOK (2)"},
             Case{">NOK<", ">XYZ<", "i.xml:9:3: 'XYZ' is not a currency of ISO 4217"},
             Case{">NOK<", ">EUR<",
                  "i.xml:49:5: the payable amount is in 'NOK', the document in EUR"},
             Case{">INV-108<", ">INV<b:X/>108<",
                  "i.xml:5:3: the element b:ID is not one piece of text"},
             Case{"Fjord AS",
                  "Fjord\xE2\x80\xAE"
                  "AS",
                  "i.xml:32:7: 'Fjord\\u{202E}AS' contains a control character"},
         }) {
        CAPTURE(to);
        const auto outcome = invoice_in(with(ubl, from, to));
        CHECK_FALSE(outcome.invoice);
        REQUIRE(outcome.lines.size() == 1);
        CHECK(outcome.lines[0].substr(0, outcome.lines[0].find('\n')) == line);
    }
    CHECK(invoice_of(invoice_in(with(ubl, "INV-108", "INV<!-- -->-108"))).number == "INV-108");
    CHECK(invoice_in(with(ubl, ">NOK<", "><")).invoice);  // the amounts say it
    CHECK_FALSE(invoice_in(with(ubl, "INV-108", std::string(201, '7'))).invoice);
}

TEST_CASE("e-invoice: known by its document element") {
    const auto is = [](std::string_view xml) {
        Diagnostics diagnostics;
        return is_einvoice(XmlDocument::parse(xml, "i.xml", diagnostics).value().root());
    };
    CHECK(is(ubl));
    CHECK(is(credit_note));
    CHECK(is(cii));
    CHECK(is("<Invoice><LegalMonetaryTotal/></Invoice>"));
    CHECK(is(R"(<u:Invoice xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>)"));
    CHECK_FALSE(is("<Invoice/>"));
    CHECK_FALSE(
        is(R"(<u:Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>)"));
    CHECK_FALSE(is("<Document/>"));
}

TEST_CASE("e-invoice: ZUGFeRD 1 is refused by its name") {
    const auto outcome =
        invoice_in("<rsm:CrossIndustryDocument xmlns:rsm='urn:ferd:invoice:1p0'/>");
    CHECK_FALSE(outcome.invoice);
    CHECK(outcome.lines ==
          Lines{"i.xml:1:1: an invoice of ZUGFeRD 1, which is older than EN 16931\n"
                "    export it as ZUGFeRD 2 (Factur-X), XRechnung or UBL"});
}

TEST_CASE("e-invoice: a file that is cut or damaged is read or refused, never more") {
    for (const auto& xml : {ubl, cii, credit_note}) {
        for (std::size_t size = 0; size < xml.size(); ++size) {
            const auto outcome = invoice_in(std::string_view(xml).substr(0, size));
            if (size + 1 < xml.size()) CHECK_FALSE(outcome.invoice);
        }
        constexpr std::string_view bytes("\0<&9\xFF", 5);
        for (std::size_t at = 0; at < xml.size(); ++at) {
            std::string damaged = xml;
            damaged[at] = bytes[at % bytes.size()];
            const auto outcome = invoice_in(damaged, 30);
            if (outcome.invoice) CHECK_FALSE(outcome.invoice->buyer.id.empty());
        }
    }
}
