#include <doctest/doctest.h>

#include "unit/formats/read_text.h"

using namespace dunning;

namespace {

PaymentDetails payment_with(const std::string& keys) {
    const auto read = read_text("[book]\nname = \"Book\"\n" + least_policy + "[payment]\n" + keys);
    INFO((read.problems.empty() ? std::string() : read.problems.front()));
    REQUIRE(read.policy);
    return read.policy->payment;
}

// All that is wrong, with its place: the keys begin on line 10.
std::string problems_with(const std::string& keys, const std::string& name = "Book") {
    std::string all;
    const auto read =
        read_text("[book]\nname = \"" + name + "\"\n" + least_policy + "[payment]\n" + keys);
    for (const std::string& problem : read.problems) all += (all.empty() ? "" : "; ") + problem;
    return all;
}

}  // namespace

TEST_CASE("policy: the payment code, none unless one is named") {
    CHECK(payment_with("").code == PaymentCode::none);
    CHECK(payment_with("link = \"https://pay.example\"\nqr = \"link\"\n").code ==
          PaymentCode::link);
    CHECK(payment_with("iban = \"DE89370400440532013000\"\nqr = \"epc\"\n").code ==
          PaymentCode::epc);
    const PaymentDetails swiss = payment_with(
        "iban = \"CH58 0079 1123 0008 8901 2\"\nqr = \"swiss\"\naddress = \"Rue du Lac 1268\"\n"
        "postal_code = \"2501\"\ncity = \"Biel\"\ncountry = \"CH\"\n");
    CHECK(swiss.code == PaymentCode::swiss);
    CHECK(swiss.address == "Rue du Lac 1268");
    CHECK(swiss.postal_code == "2501");
    CHECK(swiss.city == "Biel");
    CHECK(swiss.country == "CH");
}

TEST_CASE("policy: a payment code without what it says is refused, with the key to set") {
    CHECK(problems_with("qr = \"link\"\n") ==
          "p.toml:10:6: qr 'link' needs a link (in [payment])\n    set `link` in [payment]");
    CHECK(problems_with("qr = \"epc\"\n") ==
          "p.toml:10:6: qr 'epc' needs an IBAN (in [payment])\n    set `iban` in [payment]");
    const std::string iban = "iban = \"DE89370400440532013000\"\n";
    CHECK(problems_with(iban + "qr = \"epc\"\n", "") ==
          "p.toml:11:6: qr 'epc' needs a beneficiary (in [payment])\n    set `beneficiary` in "
          "[payment]");
    CHECK(problems_with(iban + "qr = \"epc\"\n", std::string(71, 'x')) ==
          "p.toml:11:6: qr 'epc' needs a beneficiary of at most 70 characters (in [payment])\n"
          "    set `beneficiary` in [payment] to the account holder's name");
    CHECK(problems_with(iban + "qr = \"swiss\"\n") ==
          "p.toml:11:6: qr 'swiss' needs an IBAN of Switzerland or Liechtenstein (in [payment])\n"
          "    use \"epc\" or \"none\"");
    const std::string swiss_iban = "iban = \"ch5800791123000889012\"\nqr = \"swiss\"\n";
    CHECK(problems_with(swiss_iban) ==
          "p.toml:11:6: qr 'swiss' needs the beneficiary's address (in [payment])\n    set "
          "`postal_code` and `city` in [payment]");
    CHECK(problems_with(swiss_iban + "postal_code = \"2501\"\ncity = \"Biel\"\n") ==
          "p.toml:11:6: qr 'swiss' needs the beneficiary's country (in [payment])\n    set "
          "`country` in [payment] or in [book]");
}

TEST_CASE("policy: a wrong IBAN is said once, a wrong country too") {
    CHECK(problems_with("iban = \"DE88370400440532013000\"\nqr = \"epc\"\n") ==
          "p.toml:10:8: iban 'DE88370400440532013000' is not a valid IBAN (in [payment])\n"
          "    its check digits do not fit: compare it with your bank's paper");
    CHECK(problems_with("country = \"Schweiz\"\n") ==
          "p.toml:10:11: country 'Schweiz' is no country (in [payment])\n"
          "    as in CN, DE or GB (ISO 3166-1)");
    CHECK(problems_with("qr = \"giro\"\n") ==
          "p.toml:10:6: qr 'giro' is none of: none, link, epc, swiss (in [payment])");
}
