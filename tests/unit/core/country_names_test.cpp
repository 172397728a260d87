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
