#include "core/bank_account.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

TEST_CASE("bank account: an IBAN and the number at the bank are one account") {
    struct Case {
        const char* a;
        const char* b;
        bool same;
    };
    constexpr Case cases[] = {
        {"DE89370400440532013000", "DE89 3704 0044 0532 0130 00", true},
        {"DE89370400440532013000", "37040044/0532013000", true},
        {"DE89370400440532013000", "37040044/532013000", true},
        {"DE89370400440532013000", "532013000", true},
        {"DE89370400440532013000", "0532013000", true},
        {"DE89370400440532013000", "37040045/532013000", false},  // another bank
        {"DE89370400440532013000", "37040044/2013000", false},    // what stands between is no zero
        {"DE89370400440532013000", "13000", false},
        {"DE89370400440532013000", "DE02120300000000202051", false},
        {"DE02120300000000202051", "202051", true},
        {"DE02120300000000202051", "02051", false},
        {"NL77ABNA0574908765", "574908765", true},
        {"nl77 abna 0574 9087 65", "57.49.08.765", false},  // parts that no bank writes so
        {"CH9300762011623852957", "11623852957", true},
        {"12345678", "0012345678", true},
        {"37040044/0532013000", "532013000", true},
        {"37040044/0532013000", "12030000/532013000", false},
        {"12345678", "12345679", false},
        {"", "", true},
        {"", "12345678", false},
    };
    for (const Case& each : cases) {
        CAPTURE(each.a);
        CAPTURE(each.b);
        CHECK(is_same_account(each.a, each.b) == each.same);
        CHECK(is_same_account(each.b, each.a) == each.same);
    }
}

}  // namespace
