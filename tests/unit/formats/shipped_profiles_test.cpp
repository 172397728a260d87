// Each shipped profile with a few rows as its program writes them, made for this test.
#include "formats/shipped_profiles.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "formats/profile_reader.h"
#include "formats/shipped_profile_files.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/collected_facts.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

ImportProfile shipped(const std::string& name) {
    const auto found = std::ranges::find(shipped_profiles(), name, &ImportProfile::name);
    REQUIRE_MESSAGE(found != shipped_profiles().end(), name);
    return *found;
}

TableRead read_as(const std::string& name, const std::string& text, Currency book) {
    const auto profile = shipped(name);
    auto read =
        read_file_text(import_kind_from(profile.kind).value(), text, profile, {.book = book});
    CHECK(read.problems == Lines{});
    return read;
}

// The facts, when there is no problem.
Lines facts(const std::string& name, const std::string& text, Currency book = "EUR"_currency) {
    return in_words(read_as(name, text, book));
}

}  // namespace

TEST_CASE("shipped profiles: every file is read without a problem, and says where it comes from") {
    std::size_t profiles = 0;
    for (const auto& file : shipped_profile_files) {
        CAPTURE(file.path);
        CHECK(file.contents.starts_with("# "));
        Diagnostics found;
        PolicyPlaces places{std::string(file.path)};
        const TomlFile source{std::string(file.path), file.contents, found, places};
        const auto table = parse_toml(source);
        REQUIRE(table);
        TomlSection root(source, *table);
        profiles += read_import_profiles(root).size();
        root.refuse_unknown();
        Lines problems;
        for (const auto& diagnostic : found.all()) problems.push_back(to_text(diagnostic));
        CHECK(problems == Lines{});
    }
    CHECK(shipped_profiles().size() == profiles);
}

TEST_CASE("shipped profiles: names are unique and in order, and each says what it is for") {
    std::string before;
    for (const auto& profile : shipped_profiles()) {
        CAPTURE(profile.name);
        CHECK(before < profile.name);
        before = profile.name;
        CHECK(profile.shipped);
        CHECK(!profile.about.empty());
        const bool is_draft = profile.name == "kingdee" || profile.name == "yonyou";
        CHECK(profile.draft == is_draft);
    }
}

TEST_CASE("xero: line items repeat the total, drafts and credit notes are left out") {
    const std::string rows =
        "Birch Ltd,B-1,PO 7,20/01/2026,19/02/2026,120.00,20.00,Desk,1,EUR,Sales invoice,Approved\n"
        "Birch Ltd,B-1,PO 7,20/01/2026,19/02/2026,120.00,20.00,Lamp,2,EUR,Sales invoice,Approved\n"
        "Ash Ltd,B-2,,21/01/2026,20/02/2026,50.00,50.00,Desk,1,USD,Sales invoice,Approved\n"
        "Ash Ltd,B-3,,21/01/2026,20/02/2026,50.00,50.00,Desk,1,USD,Sales invoice,Draft\n"
        "Ash Ltd,CN-1,,21/01/2026,20/02/2026,50.00,50.00,Desk,1,USD,Sales credit note,Approved\n";
    const Lines expected = {"B-1 Birch Ltd 2026-01-20 2026-02-19 120.00 EUR open 20.00",
                            "B-2 Ash Ltd 2026-01-21 2026-02-20 50.00 USD open 50.00"};
    CHECK(facts("xero",
                "ContactName,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,InvoiceAmountDue,"
                "Description,Quantity,Currency,Type,Status\n" +
                    rows) == expected);
    // With the stars of Xero's own import, and without the columns that only exports have.
    CHECK(facts("xero",
                "*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,"
                "*Description,Currency\n"
                "Birch Ltd,a@birch.example,B-1,,20/01/2026,19/02/2026,120.00,Desk,EUR\n"
                "Birch Ltd,a@birch.example,B-1,,20/01/2026,19/02/2026,120.00,Lamp,EUR\n") ==
          Lines{"B-1 Birch Ltd 2026-01-20 2026-02-19 120.00 EUR"});
}

TEST_CASE("quickbooks: open invoices by customer") {
    const auto found = read_as("quickbooks",
                               "Open Invoices,,,,,,\n"
                               "\"Jade River, Inc.\",,,,,,\n"
                               "\"As of Jan 31, 2026\",,,,,,\n"
                               "\n"
                               ",Date,Transaction type,Num,Due date,Amount,Open balance\n"
                               "Birch & Sons,,,,,,\n"
                               ",01/13/2026,Invoice,1021,02/12/2026,\"1,200.00\",200.00\n"
                               ",01/14/2026,Credit Memo,1022,01/14/2026,-50.00,-50.00\n"
                               "Total for Birch & Sons,,,,,\"$1,150.00\",$150.00\n"
                               "Ash:Branch,,,,,,\n"
                               ",01/15/2026,Invoice,1023,02/14/2026,10.00,10.00\n"
                               "Total for Ash:Branch,,,,,$10.00,$10.00\n"
                               "TOTAL,,,,,\"$1,160.00\",$160.00\n"
                               "\"Saturday, Jan 31, 2026 08:00 AM GMT-8\",,,,,,\n",
                               "USD"_currency);
    CHECK(in_words(found) ==
          Lines{"1021 Birch & Sons 2026-01-13 2026-02-12 1200.00 USD open 200.00",
                "1023 Ash:Branch 2026-01-15 2026-02-14 10.00 USD open 10.00",
                "credit 1022 Birch & Sons 2026-01-14 50.00 USD"});
    CHECK(found.report.totals == 3);
}

TEST_CASE("quickbooks: the ageing report names the customer in each row") {
    const auto found =
        read_as("quickbooks",
                "A/R Aging Detail Report,,,,,,,\n"
                ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n"
                "91 or more days past due,,,,,,,\n"
                ",10/31/2025,Invoice,1,Birch & Sons,11/30/2025,\"1,000.00\",800.00\n"
                ",10/31/2025,Payment,,Birch & Sons,10/31/2025,-5.00,-5.00\n"
                "Total for 91 or more days past due,,,,,,,795.00\n"
                "CURRENT,,,,,,,\n"
                ",01/14/2026,Invoice,2,Ash,02/14/2026,500.00,500.00\n"
                "Total for CURRENT,,,,,,,500.00\n",
                "USD"_currency);
    CHECK(in_words(found) == Lines{"1 Birch & Sons 2025-10-31 2025-11-30 1000.00 USD open 800.00",
                                   "2 Ash 2026-01-14 2026-02-14 500.00 USD open 500.00"});
    CHECK(found.report.left_out == 1);
}

TEST_CASE("quickbooks: an open balance alone stands for the amount") {
    const auto found = read_as("quickbooks",
                               ",Date,Transaction type,Num,Due date,Open balance\n"
                               "Birch & Sons,,,,,\n"
                               ",01/13/2026,Invoice,1021,02/12/2026,200.00\n"
                               "TOTAL,,,,,200.00\n",
                               "USD"_currency);
    CHECK(in_words(found) ==
          Lines{"1021 Birch & Sons 2026-01-13 2026-02-12 200.00 USD open 200.00"});
    CHECK(found.report.totals == 1);
}

TEST_CASE("profiles: headings in other letters, large or small, are the same") {
    CHECK(facts("invoiceninja",
                "CLIENT NAME,invoice invoice number,Invoice date,Invoice Due date,Invoice "
                "amount,INVOICE BALANCE\n"
                "Birch,0001,2026-01-05,2026-02-04,100,50\n") ==
          Lines{"0001 Birch 2026-01-05 2026-02-04 100.00 EUR open 50.00"});
    // As it is written goes first.
    CHECK(facts("invoiceninja",
                "Client Name,CLIENT NAME,Invoice Invoice Number,Invoice Date,Invoice Due "
                "Date,Invoice Amount\n"
                "Birch,Ash,0001,2026-01-05,2026-02-04,100\n") ==
          Lines{"0001 Birch 2026-01-05 2026-02-04 100.00 EUR"});
}

TEST_CASE("odoo: by label and by technical name, credit notes are negative") {
    const Lines expected = {"INV/2026/0001 Birch GmbH 2026-01-05 2026-02-04 119.00 EUR open 19.00",
                            "credit RINV/2026/0001 Birch GmbH 2026-01-06 11.90 EUR"};
    CHECK(facts("odoo",
                "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Total in Currency "
                "Signed,Amount Due,Currency,Status\n"
                "INV/2026/0001,Birch GmbH,2026-01-05,2026-02-04,119.0,19.0,EUR,Posted\n"
                ",,,,,,,\n"
                "RINV/2026/0001,Birch GmbH,2026-01-06,2026-01-06,-11.9,11.9,EUR,Posted\n"
                "/,Birch GmbH,2026-01-07,2026-02-07,1.0,1.0,EUR,Draft\n"
                "INV/2026/0002,Birch GmbH,2026-01-08,2026-02-08,1.0,0.0,EUR,Cancelled\n") ==
          expected);
    CHECK(facts("odoo",
                "name,partner_id,invoice_date,invoice_date_due,amount_total_in_currency_signed,"
                "amount_residual,currency_id,move_type,state\n"
                "INV/2026/0001,Birch GmbH,2026-01-05,2026-02-04,119.0,19.0,EUR,out_invoice,posted\n"
                "RINV/2026/0001,Birch GmbH,2026-01-06,2026-01-06,-11.9,11.9,EUR,out_refund,posted\n"
                "BILL/2026/0001,Ash AG,2026-01-06,2026-01-06,5.0,5.0,EUR,in_invoice,posted\n") ==
          expected);
}

TEST_CASE("odoo: an amount due in the company's currency tells what is paid, and nothing else") {
    CHECK(facts("odoo",
                "Number,Partner,Invoice Date,Due Date,Total in Currency Signed,Amount Due Signed,"
                "Currency\n"
                "INV/1,Birch,2026-01-05,2026-02-04,119.0,0.0,USD\n"
                "INV/2,Birch,2026-01-05,2026-02-04,119.0,80.0,USD\n") ==
          Lines{"INV/2 Birch 2026-01-05 2026-02-04 119.00 USD"});
}

TEST_CASE("odoo-company: the company's currency, whatever the invoice is in") {
    CHECK(facts("odoo-company",
                "Number,Partner,Invoice/Bill Date,Due Date,Total Signed,Currency\n"
                "INV/1,Birch,2026-01-05,2026-02-04,119.0,USD\n") ==
          Lines{"INV/1 Birch 2026-01-05 2026-02-04 119.00 EUR"});
}

TEST_CASE("odoo-unsigned: the type says what is a credit note") {
    CHECK(facts("odoo-unsigned",
                "Number,Partner,Invoice/Bill Date,Due Date,Total,Amount Due,Currency,Type\n"
                "INV/1,Birch,2026-01-05,2026-02-04,119.0,119.0,USD,Customer Invoice\n"
                "RINV/1,Birch,2026-01-05,2026-01-05,19.0,0.0,USD,Customer Credit Note\n"
                "BILL/1,Ash,2026-01-05,2026-01-05,19.0,0.0,USD,Vendor Bill\n") ==
          Lines{"INV/1 Birch 2026-01-05 2026-02-04 119.00 USD open 119.00",
                "credit RINV/1 Birch 2026-01-05 19.00 USD"});
}

TEST_CASE("erpnext: sales invoices of the receivable report") {
    CHECK(facts("erpnext",
                "Posting Date,Party Type,Party,Receivable Account,Customer Name,Voucher "
                "Type,Voucher No,Due Date,Invoiced Amount,Paid Amount,Credit Note,Outstanding "
                "Amount,Age (Days),0-30,Currency\n"
                "2026-01-05,Customer,CUST-1,Debtors,Birch Ltd,Sales "
                "Invoice,SINV-1,2026-02-04,1190.0,190.0,0.0,1000.0,20,1000.0,INR\n"
                "2026-01-06,Customer,CUST-1,Debtors,Birch Ltd,Sales "
                "Invoice,SRET-1,2026-01-06,0.0,0.0,90.0,-90.0,19,-90.0,INR\n"
                "2026-01-07,Customer,CUST-1,Debtors,Birch Ltd,Payment "
                "Entry,PE-1,,0.0,50.0,0.0,-50.0,18,-50.0,INR\n"
                ",,,,,,,,,,,,,,\n"
                "'Total',,,,,,,,1190.0,240.0,90.0,860.0,,860.0,\n") ==
          Lines{"SINV-1 CUST-1 (Birch Ltd) 2026-01-05 2026-02-04 1190.00 INR open 1000.00"});
}

TEST_CASE("sap: invoices and credit notes by document type, and the total at the end") {
    const auto found = read_as(
        "sap",
        "Company Code,Customer,Customer Account: Name 1,Document Date,Document Currency "
        "Value,Reference,Document Number,Document Type,Posting Date,Document Currency "
        "Key,Accounting "
        "Clerk,Net Due Date\n"
        "1000,0000100023,Birch Corp,9/26/2025,\"30,213.31\",90001234,1800000011,RV,9/26/2025,USD,"
        "AB,10/26/2025\n"
        "1000,0000100023,Birch Corp,9/27/2025,\"-1,213.31\",90001235,1600000012,DG,9/27/2025,USD,"
        "AB,9/27/2025\n"
        ",,,,\"29,000.00\",,,,,USD,,\n",
        "EUR"_currency);
    CHECK(in_words(found) ==
          Lines{"1800000011 0000100023 (Birch Corp) 2025-09-26 2025-10-26 30213.31 USD",
                "credit 1600000012 0000100023 2025-09-27 1213.31 USD"});
    CHECK(found.invoices[0].value.reference == "90001234");
    CHECK(found.report.totals == 1);
}

TEST_CASE("sap-local: the list between ruler lines, without payments and clearings") {
    CHECK(
        facts("sap-local",
              "Customer Line Items\n\n"
              "-----------------------------------------------------------------------------\n"
              "|Account|Document Number|Document Type|Document Date|Net Due Date|Amount in Local "
              "Currency|\n"
              "-----------------------------------------------------------------------------\n"
              "|100023 |1800000011     |RV           |26.09.2025   |26.10.2025  |     30.213,31 |\n"
              "|100023 |1400000013     |DZ           |28.09.2025   |28.09.2025  |        100,00-|\n"
              "|100023 |1600000012     |DG           |27.09.2025   |27.09.2025  |      1.213,31-|\n"
              "-----------------------------------------------------------------------------\n"
              "|       |               |             |             |            |     28.900,00 "
              "|\n") == Lines{"1800000011 100023 2025-09-26 2025-10-26 30213.31 EUR",
                              "credit 1600000012 100023 2025-09-27 1213.31 EUR"});
}

namespace {

const std::string datev_bookings =
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne "
    "BU-Schl\xFCssel);Belegdatum;Belegfeld 1;Buchungstext;F\xE4lligkeit\r\n"
    "119,00;\"S\";\"\";10000;8400;2202;\"RE-1\";\"Stuhl\";\r\n"
    "10,70;\"S\";\"\";10000;8300;2202;\"RE-1\";\"Buch\";\r\n"
    "1.190,00;\"S\";\"USD\";10001;8400;102;\"RE-2\";\"Tisch\";15032018\r\n"
    "19,00;\"H\";\"\";10000;8400;2302;\"GU-1\";\"R\xFC"
    "ckgabe\";\r\n"
    "50,00;\"H\";\"\";10000;1200;2402;\"RE-1\";\"Zahlung\";\r\n"
    "24,95;\"H\";\"\";1200;4940;2102;\"\";\"Fachbuch\";\r\n";

std::string datev_line(const std::string& digits) {
    return "\"EXTF\";700;21;\"Buchungsstapel\";9;20180306102500000;;\"XY\";\"\";\"\";1001;456;"
           "20180101;" +
           digits + ";20180201;20180228;\"\";\"\";1;;0;\"EUR\";\"\"\r\n";
}

}  // namespace

TEST_CASE("datev: what debtors owe, with the year and the currency of the first line") {
    const auto found = read_as("datev", datev_line("4") + datev_bookings, "CNY"_currency);
    CHECK(in_words(found) == Lines{"RE-1 10000 2018-02-22 2018-03-24 129.70 EUR",
                                   "RE-2 10001 2018-02-01 2018-03-15 1190.00 USD",
                                   "credit GU-1 10000 2018-02-23 19.00 EUR"});
    CHECK(found.invoices[0].value.description == "Stuhl");
    CHECK(found.report.left_out == 2);
}

TEST_CASE("datev: longer accounts are another ledger's, where 12000 is the bank") {
    const auto found =
        read_file_text(ImportKind::invoices, datev_line("5") + datev_bookings, shipped("datev"));
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].find("cell 14 is '5', and profile 'datev' is for files where it is '4' "
                                 "(general ledger accounts of four digits)") != std::string::npos);
    CHECK(found.invoices.empty());
}

TEST_CASE("datev-customers: debtors of the master data, with their names of three kinds") {
    const auto found = read_as(
        "datev-customers",
        "\"EXTF\";700;16;\"Debitoren/Kreditoren\";5;20180306102500000;;\"XY\";\"\";\"\";"
        "1001;456;20180101;4;;;\"\"\r\n"
        "Konto;Name (Adressatentyp Unternehmen);Name (Adressatentyp nat\xFCrl. Person);Name "
        "(Adressatentyp keine Angabe);Stra\xDF"
        "e;Postleitzahl;Ort;Land;Telefon;E-Mail;Sprache;"
        "Kreditlimit (Debitor);F\xE4lligkeit in Tagen (Debitor)\r\n"
        "10000;\"\";\"Musterfrau\";\"\";\"Am Weg "
        "1\";\"50999\";\"K\xF6ln\";\"DE\";\"0221\";\"m@example.de\";1;;\r\n"
        "10001;\"Birke GmbH\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";5;1.500,00;30\r\n"
        "70001;\"Lieferant GmbH\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";;;\r\n",
        "EUR"_currency);
    REQUIRE(found.customers.size() == 2);
    CHECK(found.customers[0].value == Customer{.id = "10000",
                                               .name = "Musterfrau",
                                               .language = "de",
                                               .country = "DE",
                                               .email = "m@example.de",
                                               .phone = "0221",
                                               .address = "Am Weg 1",
                                               .city = "Köln",
                                               .postal_code = "50999"});
    CHECK(found.customers[1].value == Customer{.id = "10001",
                                               .name = "Birke GmbH",
                                               .language = "en",
                                               .credit_limit = "1500.00 EUR"_money,
                                               .terms_days = 30});
}

TEST_CASE("zoho: 19 digits stay, line items repeat the total") {
    const std::string row =
        "2026-01-28,2520018000000073144,INV-1,Sent,Birch,Birch Inc,2520018000000073035,2026-02-27,"
        "PO 5,USD,Hammer,25.50,489.75,89.75\n";
    CHECK(facts("zoho",
                "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Company "
                "Name,Customer ID,Due Date,PurchaseOrder,Currency Code,Item Name,Item "
                "Total,Total,Balance\n" +
                    row + row +
                    "2026-01-28,2520018000000073145,INV-2,Void,Birch,Birch "
                    "Inc,2520018000000073035,2026-02-27,,USD,Hammer,25.50,1.00,0.00\n") ==
          Lines{"INV-1 2520018000000073035 (Birch) 2026-01-28 2026-02-27 489.75 USD open 89.75"});
}

TEST_CASE("invoiceninja4: a title above the headings, dollars, one row per line item") {
    CHECK(facts("invoiceninja4",
                "\"Invoice Ninja v4.5.17 - January 31, 2026\",,,,,,,,,\n"
                ",,,,,,,,,\n"
                "INVOICES,,,,,,,,,\n"
                "Client,Email,Invoice Number,Amount,Paid,PO Number,Status,Invoice Date,Due "
                "Date,Item Product\n"
                "Birch,a@b.example,0001,\"$1,013.50\",$5.01,,Partial,2026-01-05,2026-02-04,Desk\n"
                "Birch,a@b.example,0001,\"$1,013.50\",$5.01,,Partial,2026-01-05,2026-02-04,Lamp\n"
                "Birch,a@b.example,0002,$1.00,$0.00,,Draft,2026-01-05,2026-02-04,Lamp\n",
                "USD"_currency) ==
          Lines{"0001 Birch 2026-01-05 2026-02-04 1013.50 USD open 1008.49"});
}

TEST_CASE("invoiceninja: the headings of version 5") {
    CHECK(facts("invoiceninja",
                "Client Name,Invoice Invoice Number,Invoice Date,Invoice Due Date,Invoice "
                "Amount,Invoice Balance,Invoice PO Number\n"
                "Birch,0001,2026-01-05,2026-02-04,100,50,1234\n") ==
          Lines{"0001 Birch 2026-01-05 2026-02-04 100.00 EUR open 50.00"});
}

TEST_CASE("shopify: orders with their terms, the rows of further line items are left out") {
    const auto found = read_as(
        "shopify",
        "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Billing "
        "Name,Billing Company,Cancelled at,Outstanding Balance,Id,Next Payment Due At\n"
        "#1001,a@birch.example,pending,USD,120.00,2026-01-05 10:20:30 -0500,Desk,Ann,Birch "
        "Inc,,120.00,4501,2026-02-04 00:00:00 -0500\n"
        "#1001,a@birch.example,,,,2026-01-05 10:20:30 -0500,Lamp,,,,,,\n"
        "#1002,b@ash.example,paid,USD,5.00,2026-01-06 10:20:30 -0500,Lamp,Bea,,,0.00,4502,\n"
        "#1003,b@ash.example,pending,USD,5.00,2026-01-06 10:20:30 -0500,Lamp,Bea,,2026-01-07 "
        "10:20:30 -0500,5.00,4503,\n"
        "#1004,b@ash.example,voided,USD,5.00,2026-01-06 10:20:30 -0500,Lamp,Bea,,,0.00,4504,\n",
        "EUR"_currency);
    CHECK(in_words(found) == Lines{"#1001 Birch Inc 2026-01-05 2026-02-04 120.00 USD open 120.00",
                                   "#1002 Bea 2026-01-06 2026-01-06 5.00 USD open 0.00"});
    CHECK(found.report.left_out == 3);
}

TEST_CASE("stripe: invoices in lower-case currencies, due when made if no day is stated") {
    CHECK(facts("stripe",
                "id,Amount Due,Amount Paid,Currency,Customer,Customer Name,Date (UTC),Due Date "
                "(UTC),Number,Status,Total\n"
                "in_1,100.00,0.00,usd,cus_1,Birch Inc,2026-01-05 23:10,2026-02-04 23:10,ABC-0001,"
                "open,100.00\n"
                "in_2,1000,1000,jpy,cus_2,Ash KK,2026-01-06 23:10,,ABC-0002,paid,1000\n"
                "in_3,5.00,0.00,usd,cus_2,Ash KK,2026-01-06 23:10,,,draft,5.00\n") ==
          Lines{"ABC-0001 cus_1 (Birch Inc) 2026-01-05 2026-02-04 100.00 USD open 100.00",
                "ABC-0002 cus_2 (Ash KK) 2026-01-06 2026-01-06 1000 JPY open 0"});
}

TEST_CASE("stripe-payments: only what came in and stayed") {
    CHECK(
        facts(
            "stripe-payments",
            "id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Fee,Status,"
            "Customer ID,Customer Email\n"
            "ch_1,Invoice ABC-0001,2026-01-05 "
            "10:20:30,100.00,0.00,usd,3.20,Paid,cus_1,a@b.example\n"
            "ch_2,Invoice ABC-0002,2026-01-05 "
            "10:20:30,100.00,40.00,usd,3.20,Paid,cus_1,a@b.example\n"
            "ch_3,Invoice ABC-0003,2026-01-05 "
            "10:20:30,100.00,0.00,usd,0.00,Failed,cus_1,a@b.example\n"
            "ch_4,Invoice ABC-0004,2026-01-05 10:20:30,100.00,100.00,usd,3.20,Refunded,cus_1,\n") ==
        Lines{"payment ch_1 cus_1 2026-01-05 100.00 USD from a@b.example"});
}

TEST_CASE("alipay: padded cells below a long preamble, only money that came in") {
    std::string preamble = "------------------------\n导出信息：\n支付宝账户：a@example.com\n";
    for (int i = 0; i < 20; ++i) preamble += "特别提示，本回单内容可表明支付宝受理了相应支付交易\n";
    const auto found = read_as(
        "alipay",
        preamble +
            "-----------支付宝（中国）网络技术有限公司  电子客户回单-----------\n"
            "交易时间            ,交易分类  ,交易对方      ,对方账号  ,商品说明 ,收/支   ,金额     "
            ",收/付款方式 ,交易状态  ,交易订单号     ,商家订单号  ,备注    ,\n"
            "2026-01-12 21:32:14 ,转账红包  ,翠河贸易      ,ab***@x.cn ,转账    ,收入    ,2228.50  "
            ",余额        ,交易成功  ,202601120011\t,M-7\t,    ,\n"
            "2026-01-11 21:32:14 ,日用百货  ,某店          ,/         ,商品    ,支出    ,49.74    "
            ",余额        ,交易成功  ,202601110011\t,\t,    ,\n"
            "2026-01-10 21:32:14 ,退款      ,某店          ,/         ,退款    ,不计收支,16.03    "
            ",余额        ,退款成功  ,202601100011\t,\t,    ,\n"
            "2026-01-09 21:32:14 ,转账红包  ,翠河贸易      ,/         ,转账    ,收入    ,5.00     "
            ",余额        ,交易关闭  ,202601090011\t,\t,    ,\n",
        "EUR"_currency);
    CHECK(in_words(found) == Lines{"payment 202601120011 - 2026-01-12 2228.50 CNY from 翠河贸易"});
    CHECK(found.receipts[0].value.reference == "转账");
    CHECK(found.receipts[0].value.end_to_end_id == "M-7");
    CHECK(found.receipts[0].value.method == "Alipay");
    CHECK(found.report.left_out == 3);
}

TEST_CASE("wechat: amounts with the yen sign, a slash for nothing") {
    const auto found = read_as(
        "wechat",
        "微信支付账单明细,,,,,,,,,,\n微信昵称：[某],,,,,,,,,,\n,,,,,,,,,,\n"
        "----------------------微信支付账单明细列表--------------------,,,,,,,,,,\n"
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,"
        "备注\n"
        "2026-01-12 21:32:14,转账,翠河贸易,转账备注:发票1,收入,¥28.16,/,已存入零钱,"
        "\"1000050001\t\",\"10001\t\",\"/\"\n"
        "2026-01-11 21:32:14,商户消费,某店,\"饮料\",支出,¥3.00,零钱,支付成功,\"4200001\t\","
        "\"2\t\",\"/\"\n"
        "2026-01-10 21:32:14,零钱提现,某银行,\"/\",/,¥500.00,某银行,提现已到账,\"4200002\t\","
        "\"3\t\",\"/\"\n",
        "EUR"_currency);
    CHECK(in_words(found) == Lines{"payment 1000050001 - 2026-01-12 28.16 CNY from 翠河贸易"});
    CHECK(found.receipts[0].value.reference == "转账备注:发票1");
}

TEST_CASE("kingdee: a list under its title, names of currencies in words") {
    CHECK(
        facts(
            "kingdee",
            "应收账款明细表\n导出时间：2026-01-31 10:00\n\n"
            "单据日期,单据编号,客户名称,币别,单据金额,已收金额,未收金额,到期日,单据状态\n"
            "2026/1/5,AR00000001,翠河贸易,人民币,\"1,200.00\",200.00,\"1,000.00\",2026/2/4,已审核\n"
            "2026/1/6,AR00000002,翠河贸易,美元,50.00,0.00,50.00,2026/2/5,已审核\n"
            "2026/1/6,AR00000003,翠河贸易,美元,50.00,0.00,50.00,2026/2/5,暂存\n"
            "合计,,,,\"1,300.00\",200.00,\"1,100.00\",,\n") ==
        Lines{"AR00000001 翠河贸易 2026-01-05 2026-02-04 1200.00 CNY open 1000.00",
              "AR00000002 翠河贸易 2026-01-06 2026-02-05 50.00 USD open 50.00"});
}

TEST_CASE("yonyou: codes before names, amounts in the document's currency") {
    CHECK(facts("yonyou",
                "单据编号,单据日期,到期日,客户编码,客户名称,币种,原币金额,本币金额,原币余额\n"
                "YS0001,2026-01-05,2026-02-04,C001,翠河贸易,人民币,1200.00,1200.00,1000.00\n") ==
          Lines{"YS0001 C001 (翠河贸易) 2026-01-05 2026-02-04 1200.00 CNY open 1000.00"});
}

TEST_CASE("an unknown file that a shipped profile understands is told so") {
    struct Case {
        ImportKind kind;
        std::string header;
        std::string profile;
    };
    const std::vector<Case> cases = {
        {ImportKind::invoices,
         "*ContactName,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,Currency\n", "xero"},
        {ImportKind::invoices,
         "Client,Email,Invoice Number,Amount,Paid,PO Number,Status,Invoice Date,Due Date\n",
         "invoiceninja4"},
        {ImportKind::invoices,
         ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n",
         "quickbooks"},
        {ImportKind::payments, "交易时间,交易对方,商品,收/支,金额(元),当前状态,交易单号\n",
         "wechat"},
        {ImportKind::payments, "交易时间,交易对方,收/支,金额,交易状态,交易订单号\n", "alipay"},
        {ImportKind::invoices, datev_line("4") + datev_bookings, "datev"},
    };
    for (const auto& [kind, header, profile] : cases) {
        CAPTURE(profile);
        const auto found = read_file_text(kind, header);
        REQUIRE(found.problems.size() == 1);
        CHECK(found.problems[0].find("\n    it looks like what profile '" + profile +
                                     "' reads: dunning import " + std::string(to_text(kind)) +
                                     " f.csv --profile " + profile) != std::string::npos);
    }
    CHECK(read_file_text(ImportKind::invoices, "a,b,c\n").problems[0].find("profile '") ==
          std::string::npos);
}
