#include "core/policy.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("find_profile: by its whole name, or nothing") {
    const Policy policy{
        .profiles = {{.name = "ibm", .kind = "invoices"}, {.name = "bank", .kind = "payments"}}};
    const ImportProfile* found = find_profile(policy, "bank");
    REQUIRE(found != nullptr);
    CHECK(found->kind == "payments");
    CHECK(find_profile(policy, "ban") == nullptr);
    CHECK(find_profile(policy, "Bank") == nullptr);
    CHECK(find_profile(policy, "") == nullptr);
    CHECK(find_profile(Policy{}, "bank") == nullptr);
}
