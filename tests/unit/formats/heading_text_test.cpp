#include "formats/heading_text.h"

#include <doctest/doctest.h>

#include <string>

namespace dunning {
namespace {

// "name|mark", or "" when the heading says no currency.
std::string parts_of(std::string_view heading) {
    const auto parts = money_heading(heading);
    return parts ? std::string(parts->name) + "|" + std::string(parts->mark) : "";
}

}  // namespace

TEST_CASE("headings: blanks, punctuation and large letters do not tell them apart") {
    for (const auto* heading : {"invoiceno", "Invoice No.", "invoice_no", "*INVOICE-NO*"}) {
        CHECK(folded_heading(heading) == "invoiceno");
    }
    CHECK(folded_heading("Fälligkeit") == "fälligkeit");
    CHECK(folded_heading("FÄLLIGKEIT") == "fälligkeit");
    CHECK(folded_heading("＊金额：") == "金额");
    CHECK(folded_heading("（折扣）") == "折扣");
    CHECK(folded_heading("").empty());
}

TEST_CASE("headings: Chinese is compared in its simplified characters") {
    CHECK(folded_heading("發票號碼") == "发票号码");
    CHECK(folded_heading("客戶編號") == "客户编号");
    CHECK(folded_heading("開票日期") == "开票日期");
    CHECK(folded_heading("應收單號") == "应收单号");
    CHECK(folded_heading("未核銷餘額") == "未核销余额");
    CHECK(folded_heading("發票 No.") == "发票no");
    CHECK(folded_heading("発行") == "発行");  // Japanese stays as it is
}

TEST_CASE("headings: in which currency the amounts of a column are") {
    CHECK(parts_of("金额（元）") == "金额|元");
    CHECK(parts_of("金额(人民币)") == "金额|人民币");
    CHECK(parts_of("Betrag (EUR)") == "Betrag|EUR");
    CHECK(parts_of("Betrag [€] ") == "Betrag|€");
    CHECK(parts_of("Amount in USD") == "Amount|USD");
    CHECK(parts_of("Total amount in £") == "Total amount|£");
    for (const auto* other :
         {"金额（万元）", "Betrag (brutto)", "Amount EUR", "Paid in full", "(EUR)", "Betrag (EUR",
          "Betrag )", "Amount in", "Betrag ()", "()", ")", ""}) {
        CAPTURE(other);
        CHECK(parts_of(other).empty());
    }
}

}  // namespace dunning
