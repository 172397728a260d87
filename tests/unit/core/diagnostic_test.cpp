#include "core/diagnostic.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

std::string all_whats(const Diagnostics& diagnostics) {
    std::string whats;
    for (const Diagnostic& diagnostic : diagnostics.all()) whats += diagnostic.what + " ";
    return whats;
}

}  // namespace

TEST_CASE("diagnostic: file, line and column, then the remedy on a line of its own") {
    CHECK(to_text(Diagnostic{.place = {"invoices.csv", 17, 5},
                             .what = "amount '12,5O' is not a number",
                             .remedy = "write it as 12.50"}) ==
          "invoices.csv:17:5: amount '12,5O' is not a number\n    write it as 12.50");
}

TEST_CASE("diagnostic: what is known of the place is shown") {
    const auto shown = [](const Place& place) {
        return to_text(Diagnostic{.place = place, .what = "broken"});
    };
    CHECK(shown({"a.csv", 3, 1}) == "a.csv:3:1: broken");
    CHECK(shown({"a.csv", 3, 0}) == "a.csv:3: broken");
    CHECK(shown({"a.csv", 0, 0}) == "a.csv: broken");
}

TEST_CASE("diagnostic: a warning says so") {
    CHECK(to_text(Diagnostic{
              .severity = Severity::warning, .place = {"a.csv", 3, 1}, .what = "no rows"}) ==
          "a.csv:3:1: warning: no rows");
}

TEST_CASE("diagnostics: warnings are no errors") {
    Diagnostics diagnostics;
    CHECK(diagnostics.empty());
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.warning({"a.csv", 1, 1}, "odd");
    CHECK_FALSE(diagnostics.empty());
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.error({"a.csv", 2, 1}, "wrong", "mend it", "amount");
    CHECK(diagnostics.has_errors());
    CHECK(diagnostics.all().back() == Diagnostic{.severity = Severity::error,
                                                 .place = {"a.csv", 2, 1},
                                                 .what = "wrong",
                                                 .remedy = "mend it",
                                                 .field = "amount"});
}

TEST_CASE("diagnostics: sorted by place, and as found where the place is the same") {
    Diagnostics diagnostics;
    diagnostics.error({"b.csv", 1, 1}, "7");
    diagnostics.error({"a.csv", 10, 2}, "5");
    diagnostics.error({"a.csv", 9, 3}, "3");
    diagnostics.warning({"a.csv", 9, 3}, "4");
    diagnostics.error({"a.csv", 10, 12}, "6");
    diagnostics.error({"a.csv", 9, 2}, "2");
    diagnostics.error({"a.csv", 0, 0}, "1");
    diagnostics.sort();
    CHECK(all_whats(diagnostics) == "1 2 3 4 5 6 7 ");
}
