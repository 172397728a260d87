#include "core/country_names.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("countries: an envelope has the name in capitals, and the code where there is none") {
    CHECK(country_on_envelope("FR") == "FRANCE");
    CHECK(country_on_envelope("AD") == "ANDORRA");
    CHECK(country_on_envelope("ZW") == "ZIMBABWE");
    CHECK(country_on_envelope("US") == "UNITED STATES OF AMERICA");
    CHECK(country_on_envelope("XX") == "XX");
    CHECK(country_on_envelope("") == "");
}

TEST_CASE("countries: a code that is none is told from one, and the usual mistakes are known") {
    CHECK(is_country("AD"));
    CHECK(is_country("GB"));
    CHECK(is_country("XK"));
    CHECK(is_country("ZW"));
    for (const char* const code : {"", "UK", "EL", "EU", "ZZ", "de", "DEU"}) {
        CAPTURE(code);
        CHECK_FALSE(is_country(code));
    }
    CHECK(country_remedy("UK") == "did you mean 'GB'?");
    CHECK(country_remedy("ZZ") == "as in CN, DE or GB (ISO 3166-1)");
}
