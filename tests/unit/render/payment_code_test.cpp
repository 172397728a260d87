#include "render/payment_code.h"

#include "notice_samples.h"

using namespace dunning;

namespace {

EpcTransfer transfer() {
    return {.name = "Max Mustermann",
            .iban = "DE89370400440532013000",
            .amount = "99.99 EUR"_money,
            .remittance = "Invoice 2026-001"};
}

SwissBill bill() {
    return {.iban = "CH5800791123000889012",
            .creditor = {.name = "Robert Schneider AG",
                         .street = "Rue du Lac",
                         .house = "1268",
                         .postal_code = "2501",
                         .city = "Biel",
                         .country = "CH"},
            .amount = "3949.75 CHF"_money,
            .debtor = BillAddress{.name = "Pia Rutschmann",
                                  .street = "Marktgasse",
                                  .house = "28",
                                  .postal_code = "9400",
                                  .city = "Rorschach",
                                  .country = "CH"},
            .message = "Bill no. 3139 for gardening work and disposal of waste material"};
}

std::string what(const Result<std::string>& result) {
    return result ? "accepted: " + *result : result.error().what;
}

NoticeSample with_code(PaymentCode code) {
    NoticeSample of = sample();
    of.policy.payment.code = code;
    return of;
}

NoticeSample swiss_sample() {
    NoticeSample of = with_code(PaymentCode::swiss);
    of.policy.book.country = "CH";
    of.policy.payment.iban = "CH58 0079 1123 0008 8901 2";
    of.policy.payment.address = "Rue du Lac 1268";
    of.policy.payment.postal_code = "2501";
    of.policy.payment.city = "Biel";
    of.notice.total = "95.35 CHF"_money;
    return of;
}

}  // namespace

TEST_CASE("EPC code: published examples") {
    CHECK(epc_payload(transfer()).value() ==
          "BCD\n002\n1\nSCT\n\nMax Mustermann\nDE89370400440532013000\nEUR99.99\n\n\n"
          "Invoice 2026-001");
    const EpcTransfer with_reference{.name = "Bei Spiel GmbH",
                                     .iban = "DE88200800000970375700",
                                     .amount = "1059.89 EUR"_money,
                                     .reference = "RF16 INV2 0260 001"};
    CHECK(epc_payload(with_reference).value() ==
          "BCD\n002\n1\nSCT\n\nBei Spiel GmbH\nDE88200800000970375700\nEUR1059.89\n\n"
          "RF16INV20260001");
}

TEST_CASE("EPC code: BIC in its line, IBAN without blanks, nothing after the last element") {
    EpcTransfer of = transfer();
    of.bic = "COBADEFFXXX";
    of.iban = "de89 3704 0044 0532 0130 00";
    of.amount = "12.30 EUR"_money;
    of.remittance = "";
    CHECK(epc_payload(of).value() ==
          "BCD\n002\n1\nSCT\nCOBADEFFXXX\nMax Mustermann\nDE89370400440532013000\nEUR12.30");
}

TEST_CASE("EPC code: what the standard forbids is refused") {
    const auto refused = [](auto change) {
        EpcTransfer of = transfer();
        change(of);
        return what(epc_payload(of));
    };
    CHECK(refused([](auto& of) { of.amount = "99.99 CHF"_money; }) ==
          "an EPC code is in EUR alone");
    CHECK(refused([](auto& of) { of.amount = "0.00 EUR"_money; }) ==
          "a payment code has an amount from 0.01 to 999999999.99");
    CHECK(refused([](auto& of) { of.amount = "1000000000.00 EUR"_money; }) ==
          "a payment code has an amount from 0.01 to 999999999.99");
    CHECK(refused([](auto& of) { of.name = std::string(71, 'x'); }) ==
          "the beneficiary is longer than 70 characters");
    CHECK(refused([](auto& of) { of.name = " \n"; }) == "the beneficiary has no name");
    CHECK(refused([](auto& of) { of.iban = "DE88370400440532013000"; }) == "the IBAN is not valid");
    CHECK(refused([](auto& of) { of.reference = "RF18539007547034"; }) ==
          "an EPC code has a reference or a remittance text, not both");
    CHECK(refused([](auto& of) {
              of.reference = "RF17539007547034";
              of.remittance = "";
          }) == "the reference is none of ISO 11649");
    CHECK(refused([](auto& of) { of.remittance = std::string(141, 'x'); }) ==
          "the remittance text is longer than 140 characters");
}

TEST_CASE("EPC code: lengths count characters, the whole counts bytes") {
    EpcTransfer of = transfer();
    of.name.clear();
    for (int n = 0; n < 70; ++n) of.name += "ü";
    CHECK(epc_payload(of).has_value());
    of.remittance.clear();
    for (int n = 0; n < 140; ++n) of.remittance += "ü";
    CHECK(what(epc_payload(of)) == "an EPC code has at most 331 bytes");
}

TEST_CASE("payment code: no name or text adds an element") {
    EpcTransfer of = transfer();
    of.name = "Max\nMustermann";
    of.remittance = "Invoice\r\n2026-001";
    CHECK(epc_payload(of).value() == epc_payload(transfer()).value());
    SwissBill swiss = bill();
    swiss.creditor.name = "Robert\nSchneider AG";
    swiss.message = "Bill no. 3139\nfor gardening work and disposal of waste material";
    CHECK(swiss_payload(swiss).value() == swiss_payload(bill()).value());
}

TEST_CASE("Swiss code: published examples") {
    CHECK(swiss_payload(bill()).value() ==
          "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\n"
          "Biel\nCH\n\n\n\n\n\n\n\n3949.75\nCHF\nS\nPia Rutschmann\nMarktgasse\n28\n9400\n"
          "Rorschach\nCH\nNON\n\nBill no. 3139 for gardening work and disposal of waste material\n"
          "EPD");
    SwissBill with_reference = bill();
    with_reference.iban = "CH4431999123000889012";
    with_reference.amount = "1949.75 CHF"_money;
    with_reference.debtor->name = "Pia-Maria Rutschmann-Schnyder";
    with_reference.debtor->street = "Grosse Marktgasse";
    with_reference.reference = "21 00000 00003 13947 14300 09017";
    with_reference.message = "Order dated 18.06.2020";
    CHECK(swiss_payload(with_reference).value() ==
          "SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\n"
          "Biel\nCH\n\n\n\n\n\n\n\n1949.75\nCHF\nS\nPia-Maria Rutschmann-Schnyder\n"
          "Grosse Marktgasse\n28\n9400\nRorschach\nCH\nQRR\n210000000003139471430009017\n"
          "Order dated 18.06.2020\nEPD");
    SwissBill creditor_reference = bill();
    creditor_reference.amount = "199.95 CHF"_money;
    creditor_reference.debtor = std::nullopt;
    creditor_reference.reference = "RF18 5390 0754 7034";
    creditor_reference.message = "";
    CHECK(swiss_payload(creditor_reference).value() ==
          "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\n"
          "Biel\nCH\n\n\n\n\n\n\n\n199.95\nCHF\n\n\n\n\n\n\n\nSCOR\nRF18539007547034\n\nEPD");
}

TEST_CASE("Swiss code: what the guidelines forbid is refused") {
    const auto refused = [](auto change) {
        SwissBill of = bill();
        change(of);
        return what(swiss_payload(of));
    };
    CHECK(refused([](auto& of) { of.iban = "CH4431999123000889012"; }) ==
          "a QR-IBAN takes payments with a QR reference alone");
    CHECK(refused([](auto& of) {
              of.iban = "CH4431999123000889012";
              of.reference = "RF18539007547034";
          }) == "a QR-IBAN takes payments with a QR reference alone");
    CHECK(refused([](auto& of) { of.reference = "210000000003139471430009017"; }) ==
          "a QR reference needs a QR-IBAN");
    CHECK(refused([](auto& of) { of.reference = "INV-1"; }) ==
          "the reference is neither a QR reference nor one of ISO 11649");
    CHECK(refused([](auto& of) { of.iban = "DE89370400440532013000"; }) ==
          "a QR-bill needs an IBAN of Switzerland or Liechtenstein");
    CHECK(refused([](auto& of) { of.amount = "1.00 USD"_money; }) == "a QR-bill is in CHF or EUR");
    CHECK(refused([](auto& of) { of.amount = "0.00 CHF"_money; }) ==
          "a payment code has an amount from 0.01 to 999999999.99");
    CHECK(refused([](auto& of) { of.creditor.city = ""; }) ==
          "the creditor lacks name, postcode or town");
    CHECK(refused([](auto& of) { of.creditor.country = "CHE"; }) ==
          "the creditor has no country of two letters");
    CHECK(refused([](auto& of) { of.debtor->name = "莲花"; }) ==
          "the debtor has characters that a QR-bill does not allow");
    CHECK(refused([](auto& of) { of.message = std::string(141, 'x'); }) ==
          "the message is longer than 140 characters");
}

TEST_CASE("Swiss text: Latin letters and the euro sign, no other scripts") {
    CHECK(is_swiss_text(""));
    CHECK(is_swiss_text("Zürich Œuvre Łódź Șerban 5 €"));
    CHECK_FALSE(is_swiss_text("莲花"));
    CHECK_FALSE(is_swiss_text("Ωmega"));
    CHECK_FALSE(is_swiss_text("a\tb"));
    CHECK_FALSE(is_swiss_text("\xFF"));
}

TEST_CASE("notice's code: none when the policy wants none") {
    CHECK_FALSE(payment_code(sample().context()).has_value());
}

TEST_CASE("notice's code: the link") {
    CHECK(payment_code(with_code(PaymentCode::link).context()) ==
          NoticeCode{PaymentCode::link, "https://pay.jade.example/C001/INV-1"});
}

TEST_CASE("notice's code: EPC with one invoice's reference, else with the text to quote") {
    NoticeSample of = with_code(PaymentCode::epc);
    CHECK(payment_code(of.context())->payload ==
          "BCD\n002\n1\nSCT\nCOBADEFFXXX\nJade River Trading Co., Ltd.\nDE89370400440532013000\n"
          "EUR95.35\n\n\nINV-1");
    of.notice.lines.at(0).reference = "RF18 5390 0754 7034";
    CHECK(payment_code(of.context())->payload.ends_with("EUR95.35\n\nRF18539007547034"));
    of.notice.lines.push_back(sample_line("INV-2", "2026-11-09", 12));
    CHECK(
        payment_code(of.context())->payload.ends_with("EUR95.35\n\n\nRF18 5390 0754 7034, INV-2"));
}

TEST_CASE("notice's code: the book's name stands in for the beneficiary's") {
    NoticeSample of = with_code(PaymentCode::epc);
    of.policy.payment.beneficiary = "";
    of.policy.book.name = "Book Ltd";
    CHECK(contains(payment_code(of.context())->payload, "\nBook Ltd\n"));
}

TEST_CASE("notice's code: a claim in another currency gets none") {
    NoticeSample of = with_code(PaymentCode::epc);
    of.notice.total = "95.35 USD"_money;
    CHECK_FALSE(payment_code(of.context()).has_value());
    NoticeSample swiss = swiss_sample();
    swiss.notice.total = "95.35 USD"_money;
    CHECK_FALSE(payment_code(swiss.context()).has_value());
}

TEST_CASE("notice's code: Swiss, with the debtor when his address is complete") {
    NoticeSample of = swiss_sample();
    of.customer.country = "GB";
    CHECK(payment_code(of.context())->payload ==
          "SPC\n0200\n1\nCH5800791123000889012\nS\nJade River Trading Co., Ltd.\n"
          "Rue du Lac 1268\n\n2501\nBiel\nCH\n\n\n\n\n\n\n\n95.35\nCHF\nS\nLotus & Sons\n"
          "12 Canal Street\n\nLS1 4AB\nLeeds\nGB\nNON\n\nINV-1\nEPD");
    of.customer.postal_code = "";
    CHECK(contains(payment_code(of.context())->payload, "CHF\n\n\n\n\n\n\n\nNON\n"));
}

TEST_CASE("notice's code: a QR-IBAN needs one invoice with a QR reference") {
    NoticeSample of = swiss_sample();
    of.policy.payment.iban = "CH4431999123000889012";
    CHECK_FALSE(payment_code(of.context()).has_value());
    of.notice.lines.at(0).reference = "210000000003139471430009017";
    CHECK(contains(payment_code(of.context())->payload, "\nQRR\n210000000003139471430009017\n"));
    of.notice.lines.push_back(sample_line("INV-2", "2026-11-09", 12));
    CHECK_FALSE(payment_code(of.context()).has_value());
}
