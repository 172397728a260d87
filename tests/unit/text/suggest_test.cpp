#include "text/suggest.h"

#include <doctest/doctest.h>

namespace dunning {
namespace {

TEST_CASE("suggest: the nearest name within a third of the word's characters") {
    const std::vector<std::string> keys{"gap",    "grace_days", "level",
                                        "levels", "currency",   "客户名称"};
    struct Case {
        std::string_view word;
        std::optional<std::string> meant;
    };
    const Case cases[] = {
        {"gap", "gap"},
        {"gpa", "gap"},  // neighbours swapped are one mistake
        {"ga", "gap"},
        {"gaps", "gap"},
        {"gup", "gap"},
        {"pag", std::nullopt},  // two mistakes in three characters
        {"curency", "currency"},
        {"curerncy", "currency"},
        {"currrrency", "currency"},
        {"currrrrency", "currency"},
        {"crurecny", "currency"},  // two swaps in eight
        {"crnc", std::nullopt},
        {"grace-day", "grace_days"},
        {"客户名", "客户名称"},
        {"客戶名稱", std::nullopt},
        {"zzz", std::nullopt},
        {"", std::nullopt},
    };
    for (const Case& each : cases) {
        CAPTURE(each.word);
        CHECK(closest(each.word, keys) == each.meant);
    }
}

TEST_CASE("suggest: of equally near names the first, but a nearer one later") {
    CHECK(closest("bat", {"cat", "hat", "rat"}) == "cat");
    CHECK(closest("levels", {"level", "levels"}) == "levels");
}

TEST_CASE("suggest: one character in place of another is no likeness") {
    CHECK(closest("a", {"b"}) == std::nullopt);
    CHECK(closest("a", {"ab"}) == "ab");
    CHECK(closest("", {"b", ""}) == "");
    CHECK(closest("x", {}) == std::nullopt);
}

TEST_CASE("suggest: the question is put only when there is an answer") {
    CHECK(did_you_mean("gpa", {"gap"}) == "did you mean 'gap'?");
    CHECK(did_you_mean("interest", {"gap"}).empty());
}

}  // namespace
}  // namespace dunning
