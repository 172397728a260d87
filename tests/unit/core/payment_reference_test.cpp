#include "core/payment_reference.h"

#include <doctest/doctest.h>

using namespace dunning;

using Keys = std::vector<std::string>;

TEST_CASE("payment reference: a creditor reference has right check digits of 02 to 98") {
    for (const auto* valid :
         {"RF18539007547034", "RF18 5390 0754 70Y", "RF49N73GBST73AKL38ZX", "RF08 B370 0321",
          "RF44 all lower case", "RF19N8BG33KQ9HSS7BG", "RF040", "RF91B334BOPQE39D902DC",
          "RF341234561", "RF74001", "RF16INV20260001", "RF462026000123"}) {
        CAPTURE(valid);
        CHECK(is_creditor_reference(valid));
        CHECK(scheme_of(valid) == ReferenceScheme::creditor_reference);
    }
    for (const auto* invalid : {"RF17539007547034", "RF04", "RF20.0000.3", "RF00539007547034",
                                "RF0072", "RF0154", "RF991X", "", "RF", "RF18", "FR18539007547034",
                                "RF1853900754703400000000000000000000000000000"}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_creditor_reference(invalid));
    }
}

TEST_CASE("payment reference: a Swiss QR reference has 27 digits, the last one a check digit") {
    for (const auto* valid : {"210000000003139471430009017", "12 34560 00000 00129 11462 90514",
                              "000000000002015110002913192", "000000000000000000001234565"}) {
        CAPTURE(valid);
        CHECK(is_swiss_qr_reference(valid));
        CHECK(scheme_of(valid) == ReferenceScheme::swiss_qr);
    }
    for (const auto* invalid :
         {"210000000003139471430009016", "000000000000000000000000000",
          "000000000000000000000000003", "2100000000031394714300090", "21000000000313947143000901A",
          "0210000000003139471430009017", ""}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_swiss_qr_reference(invalid));
    }
}

TEST_CASE("payment reference: a KID has a check digit by MOD10 or by MOD11") {
    for (const auto* valid : {"12344", "12343", "2345676", "23456767", "0044555258", "0365327",
                              "40-", "2707841373001170014"}) {
        CAPTURE(valid);
        CHECK(is_norwegian_kid(valid));
    }
    for (const auto* invalid : {"0044555251", "12345", "1", "", "00", "4-0", "-", "0-",
                                "12345678901234567890123456", "123a"}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_norwegian_kid(invalid));
    }
    CHECK(scheme_of("40-") == ReferenceScheme::norwegian_kid);
}

TEST_CASE("payment reference: a viitenumero has 4 to 20 digits with weights 7, 3 and 1") {
    for (const auto* valid :
         {"12345672", "1231234", "12312 34", "234096783", "1232", "00000000000012345672"}) {
        CAPTURE(valid);
        CHECK(is_finnish_reference(valid));
        CHECK(scheme_of(valid) == ReferenceScheme::finnish);
    }
    for (const auto* invalid :
         {"12345673", "123", "0000", "000000000000012345672", "", "1232A", "0013"}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_finnish_reference(invalid));
    }
}

TEST_CASE("payment reference: a Belgian reference ends in its first ten digits mod 97") {
    for (const auto* valid : {"+++010/1234/56732+++", "***010/1234/56732***", "010123456732",
                              "010/1234/56732", "123456789002", "+++010123456732+++"}) {
        CAPTURE(valid);
        CHECK(is_belgian_ogm(valid));
        CHECK(scheme_of(valid) == ReferenceScheme::belgian_ogm);
    }
    CHECK(is_belgian_ogm("000000009797"));  // a remainder of 0 is written 97
    for (const auto* invalid : {"+++010/1234/56733+++", "+++010/1234/56732", "010-1234-56732",
                                "000000009700", "000000000000", "01012345673", "++++++", ""}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_belgian_ogm(invalid));
    }
}

TEST_CASE("payment reference: what no scheme knows has none") {
    for (const auto* text : {"", " ", "INV-2026-0042", "Order 7", "2026", "0000"}) {
        CAPTURE(text);
        CHECK_FALSE(scheme_of(text));
    }
}

TEST_CASE("payment reference: one reference has one key, however it is written") {
    struct Case {
        std::string_view text;
        std::string_view key;
    };
    for (const auto& [text, key] : {
             Case{"rf18 5390 0754 7034", "RF18539007547034"},
             Case{"RF18\xC2\xA0"
                  "5390\t0754\n7034",
                  "RF18539007547034"},
             Case{"RF85 1234 5672", "12345672"},
             Case{"RF8512345672", "12345672"},
             Case{"12345672", "12345672"},
             Case{"0000 0012 3456 72", "12345672"},
             Case{"RF411231234", "1231234"},
             Case{"12312 34", "1231234"},
             Case{"+++010/1234/56732+++", "010123456732"},
             Case{"*** 010 / 1234 / 56732 ***", "010123456732"},
             Case{"010123456732", "010123456732"},
             Case{"00 00000 00000 00000 00012 34565", "1234565"},
             Case{"000000000002015110002913192", "2015110002913192"},
             Case{"0365327", "0365327"},
             Case{"40-", "40-"},
             Case{"Order 0042/a", "ORDER0042/A"},
             Case{"RF17 5390 0754 7034", "RF17539007547034"},
             Case{"+++010/1234/56733+++", "+++010/1234/56733+++"},
             Case{"M\xC3\xBCller 7", "M\xC3\xBCLLER7"},
             Case{"000000000000000000000000000", "000000000000000000000000000"},
             Case{" \t", ""},
         }) {
        CAPTURE(text);
        CHECK(reference_key(text) == key);
        CHECK(reference_key(key) == key);
    }
}

TEST_CASE("payment reference: references are found in a free text") {
    struct Case {
        std::string_view text;
        Keys keys;
    };
    for (const auto& [text, keys] : {
             Case{"", {}},
             Case{"Rechnung 42 vom 3.5.", {}},
             Case{"RF18539007547034", {"RF18539007547034"}},
             Case{"ref:rf18 5390 0754 7034, thanks", {"RF18539007547034"}},
             Case{"/RFB/RF18539007547034/TXT/", {"RF18539007547034"}},
             Case{"RF18 5390 0754 7034 Rechnung 12", {"RF18539007547034"}},
             Case{"RF08 B370 0321", {"RF08B3700321"}},
             Case{"RF85 1234 5672 and 12345672", {"12345672"}},
             Case{"XRF18539007547034", {}},
             Case{"RF18539007547034X", {}},
             Case{"RF17539007547034", {}},
             Case{"\xE5\x8F\x91\xE7\xA5\xA8RF18539007547034", {"RF18539007547034"}},
             Case{"QRR 21 00000 00003 13947 14300 09017.", {"210000000003139471430009017"}},
             Case{"ESR000000000000000000001234565 x", {"1234565"}},
             Case{"2100000000031394714300090171", {}},
             Case{"1210000000003139471430009017", {}},
             Case{"21 00000 00003 13947 14300 090171", {}},
             Case{"21 00000 00003 13947 14300", {}},
             Case{"+++010/1234/56732+++ and ***123/4567/89002***",
                  {"010123456732", "123456789002"}},
             Case{"+++ 010/1234/56732 +++", {"010123456732"}},
             Case{"++++010/1234/56732++++", {"010123456732"}},
             Case{"betaling 010/1234/56732", {"010123456732"}},
             Case{"010/1234/567321", {}},
             Case{"9010/1234/56732", {}},
             Case{"010123456732", {}},  // a bare number could be anything
             Case{"12345672 2345676", {}},
             Case{"+++", {}},
             Case{"+++010/1234/56732", {"010123456732"}},
         }) {
        CAPTURE(text);
        CHECK(references_in(text) == keys);
    }
}

TEST_CASE("payment reference: what an invoice's own reference is compared with") {
    struct Case {
        std::string_view text;
        Keys keys;
    };
    for (const auto& [text, keys] : {
             Case{"", {}},
             Case{"2345676", {"2345676"}},
             Case{"KID 2345676", {"KID2345676", "2345676"}},
             Case{"KID: 2345676, takk", {"KID:2345676,TAKK", "2345676"}},
             Case{"2345677 takk", {"2345677TAKK"}},  // its check digit is wrong
             Case{"viite 123 45672", {"VIITE12345672", "12345672"}},
             Case{"x2345676 2345676y", {"X23456762345676Y"}},
             Case{"mede 010123456732", {"MEDE010123456732", "010123456732"}},
         }) {
        CAPTURE(text);
        CHECK(reference_keys_in(text) == keys);
    }
}

TEST_CASE("payment reference: any bytes are searched") {
    const std::string text =
        "RF18 5390 0754 7034 21 00000 00003 13947 14300 09017 +++010/1234/56732+++";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        CHECK(references_in(std::string_view(text).substr(0, size)).size() <= 3);
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char byte : std::string_view("\0 +0R\x80\xFF", 7)) {
            std::string damaged = text;
            damaged[at] = byte;
            CHECK(references_in(damaged).size() <= 3);
            CHECK(reference_keys_in(damaged).size() <= 20);
            CHECK_FALSE(reference_key(damaged).empty());
        }
    }
}

TEST_CASE("account number: an IBAN has its country's length and right check digits") {
    for (const auto* valid :
         {"DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819",
          "GB82WEST12345698765432", "FR1420041010050500013M02606", "CH9300762011623852957",
          "LI21088100002324013AA", "NO9386011117947", "FI2112345600000785", "NL91ABNA0417164300",
          "BE72000000001616", "SE4550000000058398257466", "de89370400440532013000"}) {
        CAPTURE(valid);
        CHECK(is_iban(valid));
    }
    for (const auto* invalid :
         {"NL18INGB00012345678", "CH1111111111111111111", "", "DE89", "DE8937040044053201300",
          "DE88370400440532013000", "DE89370400440532013O00"}) {
        CAPTURE(invalid);
        CHECK_FALSE(is_iban(invalid));
    }
}

TEST_CASE("account number: a QR-IBAN is Swiss and has an institution of 30000 to 31999") {
    CHECK(is_qr_iban("CH4431999123000889012"));
    CHECK(is_qr_iban("CH44 3199 9123 0008 8901 2"));
    CHECK_FALSE(is_qr_iban("CH5800791123000889012"));
    CHECK_FALSE(is_qr_iban("CH3709000000304442225"));
    CHECK_FALSE(is_qr_iban("CH4431999123000889013"));
    CHECK_FALSE(is_qr_iban("DE89370400440532013000"));
}

TEST_CASE("account number: an American routing number has weights 3, 7 and 1") {
    CHECK(is_us_routing_number("111000025"));
    CHECK_FALSE(is_us_routing_number("112000025"));
    CHECK_FALSE(is_us_routing_number("000000000"));
    CHECK_FALSE(is_us_routing_number("11100002"));
}

TEST_CASE("account number: a Chinese credit code has 18 characters and a check character") {
    CHECK(is_chinese_credit_code("91110000600037341L"));
    CHECK_FALSE(is_chinese_credit_code("A1110000600037341L"));
    CHECK_FALSE(is_chinese_credit_code("91110000600037341M"));
    CHECK_FALSE(is_chinese_credit_code("9111000060003734IL"));
    CHECK_FALSE(is_chinese_credit_code(""));
}
