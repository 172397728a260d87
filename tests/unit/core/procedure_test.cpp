// Which procedure a customer is dunned by.
#include "core/decision.h"

#include <doctest/doctest.h>

#include "support/builders.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/core/nights.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

TEST_CASE("procedure_for: the first whose `when` fits") {
    const auto position = acme()
                              .owes("60.00 EUR"_money, due(due_friday - 40))
                              .owes("40.00 EUR"_money, due(due_friday - 1))
                              .owes("900.00 EUR"_money, due(due_friday))
                              .customer([](Customer& customer) {
                                  customer.segment = "retail";
                                  customer.country = "DE";
                              });
    struct Row {
        const char* what;
        ProcedureFilter when;
        bool fits;
    };
    const Row rows[] = {
        {"no limits", {}, true},
        {"kind", {.kind = CustomerKind::business}, true},
        {"other kind", {.kind = CustomerKind::consumer}, false},
        {"segment", {.segment = {"export", "retail"}}, true},
        {"other segment", {.segment = {"export"}}, false},
        {"country", {.country = {"AT", "DE"}}, true},
        {"other country", {.country = {"AT"}}, false},
        {"class of the oldest", {.class_name = {"moderate"}}, true},
        {"class of a younger one", {.class_name = {"mild"}}, false},
        {"min of what is overdue", {.min_open = "100.00 EUR"_money}, true},
        {"min above it", {.min_open = "100.01 EUR"_money}, false},
        {"max of what is overdue", {.max_open = "100.00 EUR"_money}, true},
        {"max below it", {.max_open = "99.99 EUR"_money}, false},
        {"min in another currency", {.min_open = "1.00 USD"_money}, false},
        {"max in another currency", {.max_open = "9999.00 USD"_money}, false},
        {"all of them",
         {.kind = CustomerKind::business, .segment = {"retail"}, .country = {"DE"}},
         true},
        {"one of them not",
         {.kind = CustomerKind::business, .segment = {"retail"}, .country = {"AT"}},
         false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Policy policy = two_levels();
        policy.classes = {{.name = "mild", .from_day = 1}, {.name = "moderate", .from_day = 31}};
        policy.procedures.insert(policy.procedures.begin(),
                                 {.name = "special", .when = row.when, .levels = {}});
        CHECK(procedure_for(policy, position, due_friday).name ==
              (row.fits ? "special" : "standard"));
    }
}

TEST_CASE("procedure_for: a rest below the tolerance makes no class and no amount") {
    Policy policy = two_levels();
    policy.classes = {{.name = "mild", .from_day = 1}, {.name = "moderate", .from_day = 31}};
    policy.procedures.insert(policy.procedures.begin(),
                             {.name = "special", .when = {.class_name = {"moderate"}}});
    const auto position = acme()
                              .owes("0.50 EUR"_money, due(due_friday - 40))
                              .owes("40.00 EUR"_money, due(due_friday - 4));
    CHECK(procedure_for(policy, position, due_friday).name == "special");
    policy.tolerance = "1.00 EUR"_money;
    CHECK(procedure_for(policy, position, due_friday).name == "standard");
}

TEST_CASE("procedure_for: the last one takes everybody, and the decision says which it was") {
    Policy policy = two_levels();
    policy.procedures.front().when.kind = CustomerKind::consumer;
    CHECK(procedure_for(policy, acme(), due_friday).name == "standard");
    CHECK(decide(acme_owes_120(), {.policy = policy}, due_friday + 3).procedure == "standard");
}
