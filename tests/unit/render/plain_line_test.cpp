#include "render/plain_line.h"

#include <doctest/doctest.h>

#include "render/html_text.h"

using namespace dunning;

TEST_CASE("plain line: whatever an import contained becomes one clean line") {
    struct Case {
        std::string given;
        std::string line;
    };
    for (const Case& each : {Case{"", ""}, Case{"  two   words \t", "two words"},
                             Case{"Lotus\r\nBcc: x@evil.example", "Lotus Bcc: x@evil.example"},
                             Case{std::string("a\0b", 3), "a b"}, Case{"a\x1B[31mred", "a [31mred"},
                             Case{"\u202Egnp.exe", "gnp.exe"}, Case{"a\u2028b", "a b"},
                             Case{"a\xFF"
                                  "b",
                                  "a\uFFFDb"},
                             Case{"截至今日\n仍未收到", "截至今日仍未收到"},
                             Case{"截至\nINV-1", "截至 INV-1"}, Case{"截至 今日", "截至 今日"}}) {
        CHECK(plain_line(each.given) == each.line);
    }
}

TEST_CASE("html text: markup from data is shown, never obeyed") {
    CHECK(html_text("<script>\"a\" & 'b'</script>\n") ==
          "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
}
