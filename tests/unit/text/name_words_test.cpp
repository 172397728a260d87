// Names in free text.
#include "text/name_words.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

std::string without_name(std::string_view name, std::string_view text) {
    NameWords words;
    words.add(name);
    return words.without(text, "-");
}

}  // namespace

TEST_CASE("name words: each word, in any case, with and without marks, next to what is no letter") {
    CHECK(without_name("Anna Müller", "invoice of Anna") == "invoice of -");
    CHECK(without_name("Anna Müller", "MUELLER, ANNA / 2026") == "-, - / 2026");
    CHECK(without_name("Anna Müller", "to anna@mueller.example, Müllers order") ==
          "to -@-.example, - order");
    CHECK(without_name("Anna Müller", "Annahme, Annas") == "Annahme, -");
    CHECK(without_name("Anna Müller-Lüdenscheid", "Frau LÜDENSCHEID") == "Frau -");
}

TEST_CASE("name words: short words stay, and so does what is no name") {
    CHECK(without_name("Bo Li", "Bo Li bought a sofa") == "Bo Li bought a sofa");
    CHECK(without_name("Ann", "Ann") == "-");
    CHECK(without_name("", "anything") == "anything");
    CHECK(without_name("...", "a...b") == "a...b");
}

TEST_CASE("name words: Chinese names stand within other text") {
    CHECK(without_name("王小明", "王小明的发票") == "-的发票");
    CHECK(without_name("王小明", "退款给王小明先生") == "退款给-先生");
    CHECK(without_name("王", "王先生") == "王先生");
}

TEST_CASE("name words: bytes that are no text are left alone") {
    CHECK(without_name("Anna",
                       "\xff"
                       "Anna\xfe") == "\xff-\xfe");
}
