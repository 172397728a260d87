#include "text/json_writer.h"

#include <doctest/doctest.h>

#include <limits>

#include "support/literals.h"
#include "support/print.h"
#include "unit/text/death.h"

namespace dunning {
namespace {

using namespace literals;
using namespace std::string_literals;

template <class T>
concept Writable = requires(JsonWriter json, T content) {
    json.value(content);
};

static_assert(Writable<const char*> && Writable<bool> && Writable<std::optional<Money>>);
static_assert(!Writable<double> && !Writable<float> && !Writable<std::optional<double>*>);
static_assert(!Writable<char> && !Writable<int*> && !Writable<std::nullptr_t>);

std::string json_of(std::string_view text) {
    return JsonWriter().string(text).take();
}

TEST_CASE("json: an object is one line with its keys in the order written") {
    JsonWriter json;
    json.begin_object()
        .field("zeta", "last name first")
        .field("alpha", 12)
        .field("open", true)
        .key("lines")
        .begin_array()
        .integer(-1)
        .null()
        .boolean(false)
        .begin_object()
        .end_object()
        .end_array()
        .end_object();
    CHECK(json.take() ==
          R"({"zeta":"last name first","alpha":12,"open":true,"lines":[-1,null,false,{}]})");
}

TEST_CASE("json: every type of field is written as itself, and text is never 'true'") {
    const char* pointer = "pointer";
    const std::string text = "string";
    JsonWriter json;
    json.begin_object()
        .field("pointer", pointer)
        .field("text", text)
        .field("view", std::string_view("view"))
        .field("truth", false)
        .field("size", std::size_t{7})
        .field("least", std::numeric_limits<std::int64_t>::min())
        .field("amount", "1234.50 EUR"_money)
        .field("yen", "-1234 JPY"_money)
        .field("dinar", "0.005 KWD"_money)
        .field("due", "2026-11-21"_date)
        .field("paid", std::optional<Date>())
        .field("promised", std::optional<Date>("2026-12-01"_date))
        .field("note", std::optional<std::string>())
        .field("flag", std::optional<bool>(true))
        .field("level", std::optional<int>(2))
        .end_object();
    CHECK(json.take() ==
          R"({"pointer":"pointer","text":"string","view":"view","truth":false,"size":7,)"
          R"("least":-9223372036854775808,"amount":"1234.50","yen":"-1234","dinar":"0.005",)"
          R"("due":"2026-11-21","paid":null,"promised":"2026-12-01","note":null,"flag":true,)"
          R"("level":2})");
}

TEST_CASE("json: what JSON cannot hold is escaped, and UTF-8 stays as it is") {
    struct Case {
        std::string text;
        std::string_view json;
    };
    const Case cases[] = {
        {"", R"("")"},
        {"say \"hi\"", R"("say \"hi\"")"},
        {"a\\b/c", R"("a\\b/c")"},
        {"a\nb\tc\rd", R"("a\nb\tc\rd")"},
        {"\x01\x1F", R"("\u0001\u001F")"},
        {"a\0b"s, R"("a\u0000b")"},
        {"北京 Müller €", R"("北京 Müller €")"},
        {"M\xFCller", "\"M\uFFFDller\""},
        {"cut \xE5\x8C", "\"cut \uFFFD\uFFFD\""},
        {"\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.json);
        CHECK(json_of(each.text) == each.json);
    }
}

TEST_CASE("json: keys are escaped too") {
    JsonWriter json;
    json.begin_object().field("a\"\xFF", 1).end_object();
    CHECK(json.take() == "{\"a\\\"\uFFFD\":1}");
}

TEST_CASE("json: a value written before is put in as it is") {
    JsonWriter json;
    json.begin_object().key("detail").raw(R"({"level":2})").field("next", 1).end_object();
    CHECK(json.take() == R"({"detail":{"level":2},"next":1})");
}

TEST_CASE("json: parts of a value make the whole") {
    JsonWriter json;
    json.begin_object().key("rows").begin_array();
    std::string text = json.take_part();
    for (const int number : {1, 2}) {
        json.begin_object().field("n", number).end_object();
        text += json.take_part();
    }
    CHECK(json.take_part().empty());
    json.end_array().end_object();
    text += json.take_part();
    CHECK(text == R"({"rows":[{"n":1},{"n":2}]})");
}

TEST_CASE("json: a writer that was emptied starts anew") {
    JsonWriter json;
    json.begin_array().end_array();
    CHECK(json.take() == "[]");
    json.string("again");
    CHECK(json.take() == "\"again\"");
}

TEST_CASE("json: what would be no JSON is our mistake") {
    CHECK(dies([] { JsonWriter().begin_object().string("no key"); }));
    CHECK(dies([] { JsonWriter().begin_object().key("no value").end_object(); }));
    CHECK(dies([] { JsonWriter().begin_object().key("two").key("keys"); }));
    CHECK(dies([] { JsonWriter().begin_array().key("in an array"); }));
    CHECK(dies([] { JsonWriter().begin_array().end_object(); }));
    CHECK(dies([] { JsonWriter().end_array(); }));
    CHECK(dies([] { JsonWriter().integer(1).integer(2); }));
    CHECK(dies([] { JsonWriter().begin_array().take(); }));
    CHECK(dies([] { JsonWriter().take(); }));
    CHECK_FALSE(dies([] { JsonWriter().begin_array().integer(1).end_array().take(); }));
}

}  // namespace
}  // namespace dunning
