#include "text/message_template.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "unit/text/death.h"

namespace dunning {
namespace {

TemplateFields letter_fields() {
    return TemplateFields()
        .scalars({"customer", "total", "reason"})
        .flag("last_notice")
        .list("lines", {"number", "amount"})
        .list("charges", {"amount", "label"});
}

TemplateData letter_data() {
    return {.values = {{"customer", "Acme"},
                       {"total", "EUR 30.00"},
                       {"reason", ""},
                       {"last_notice", ""}},
            .lists = {{"lines",
                       {{.values = {{"number", "R1"}, {"amount", "10.00"}}, .lists = {}},
                        {.values = {{"number", "R2"}, {"amount", "20.00"}}, .lists = {}}}},
                      {"charges", {}}}};
}

std::string rendered(std::string_view text, const TemplateData& data = letter_data(),
                     Escape escape = Escape::none) {
    std::vector<TemplateFault> faults;
    const auto letter = MessageTemplate::parse(text, letter_fields(), faults);
    REQUIRE(letter.has_value());
    REQUIRE(faults.empty());
    return letter->render(data, escape);
}

// "line:column: what", one a line.
std::string faults_of(std::string_view text) {
    std::vector<TemplateFault> faults;
    const bool parsed = MessageTemplate::parse(text, letter_fields(), faults).has_value();
    CHECK(parsed == faults.empty());
    std::string out;
    for (const TemplateFault& fault : faults) {
        out += fmt::format("{}:{}: {}\n", fault.line, fault.column, fault.what);
    }
    return out;
}

std::string first_remedy(std::string_view text) {
    std::vector<TemplateFault> faults;
    REQUIRE_FALSE(MessageTemplate::parse(text, letter_fields(), faults).has_value());
    return faults.front().remedy;
}

TEST_CASE("template: values, lists and conditions") {
    TemplateData with_reason = letter_data();
    with_reason.values["reason"] = "two months late";
    with_reason.values["last_notice"] = "yes";

    CHECK(rendered("") == "");
    CHECK(rendered("no tags, { } and }} are text") == "no tags, { } and }} are text");
    CHECK(rendered("Dear {{customer}}, {{ total }}.") == "Dear Acme, EUR 30.00.");
    CHECK(rendered("{{#lines}}{{number}}={{amount}};{{/lines}}") == "R1=10.00;R2=20.00;");
    CHECK(rendered("{{#lines}}{{customer}}/{{number}} {{/lines}}") == "Acme/R1 Acme/R2 ");
    CHECK(rendered("{{#charges}}{{label}}{{/charges}}{{^charges}}none{{/charges}}") == "none");
    CHECK(rendered("{{^lines}}none{{/lines}}") == "");
    CHECK(rendered("a{{#reason}} ({{reason}}){{/reason}}{{^reason}} -{{/reason}}") == "a -");
    CHECK(rendered("a{{#reason}} ({{reason}}){{/reason}}{{^reason}} -{{/reason}}", with_reason) ==
          "a (two months late)");
    CHECK(rendered("{{#last_notice}}Last.{{/last_notice}}") == "");
    CHECK(rendered("{{#last_notice}}Last.{{/last_notice}}", with_reason) == "Last.");
    CHECK(rendered("a{{! a remark\nof two lines }}b") == "ab");
    CHECK(rendered("a{{reason}}b") == "ab");
}

TEST_CASE("template: an entry's own name hides the outer one, and only inside") {
    const auto fields = TemplateFields().scalar("amount").list("lines", {"amount"});
    const TemplateData data{.values = {{"amount", "all"}},
                            .lists = {{"lines", {{.values = {{"amount", "one"}}, .lists = {}}}}}};
    std::vector<TemplateFault> faults;
    const auto letter = MessageTemplate::parse(
        "{{amount}} {{#lines}}{{amount}}{{/lines}} {{amount}}", fields, faults);
    REQUIRE(letter.has_value());
    CHECK(letter->render(data, Escape::none) == "all one all");
}

TEST_CASE("template: a line with nothing but a section tag or a remark vanishes") {
    struct Case {
        std::string_view text;
        std::string_view rendered;
    };
    const Case cases[] = {
        {"a\n{{#lines}}\n- {{number}}\n{{/lines}}\nb\n", "a\n- R1\n- R2\nb\n"},
        {"a\r\n{{#lines}}\r\n- {{number}}\r\n{{/lines}}\r\nb", "a\r\n- R1\r\n- R2\r\nb"},
        {"a\n  {{#lines}}\t\n{{number}}\n  {{/lines}}  ", "a\nR1\nR2\n"},
        {"a\n{{#reason}}\nhidden\n{{/reason}}\nb\n", "a\nb\n"},
        {"a\n{{^reason}}\nshown\n{{/reason}}\nb\n", "a\nshown\nb\n"},
        {"a\n{{! remark }}\nb", "a\nb"},
        {"{{! two\nlines }}\nb", "b"},
        // Lines that hold more stay, whatever the values are.
        {"a\n{{reason}}\nb", "a\n\nb"},
        {"a\n{{#reason}}x{{/reason}}\nb", "a\n\nb"},
        {"a\n{{^reason}} {{/reason}}\nb", "a\n \nb"},
        {"{{#lines}}\n\n{{number}}\n{{/lines}}\n", "\nR1\n\nR2\n"},
        {"{{#lines}}\n{{reason}}\n{{/lines}}\n.", "\n\n."},
        {"a {{! x }}\n{{#lines}}.{{/lines}} {{! y }}\nb", "a \n.. \nb"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(rendered(each.text) == each.rendered);
    }
}

TEST_CASE("template: a value is never read as a template, nor as HTML") {
    TemplateData data = letter_data();
    data.values["customer"] = "{{total}} {{#lines}} <b>\"A\" & 'B'</b> {{{";
    data.values["reason"] = "{{/reason}}";
    CHECK(rendered("{{customer}}|{{#reason}}{{reason}}{{/reason}}", data) ==
          "{{total}} {{#lines}} <b>\"A\" & 'B'</b> {{{|{{/reason}}");
    CHECK(rendered("<i>{{customer}}</i>", data, Escape::html) ==
          "<i>{{total}} {{#lines}} &lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt; {{{</i>");
}

TEST_CASE("template: line ends in values and Chinese text stay") {
    TemplateData data = letter_data();
    data.values["customer"] = "北京\n\n创新";
    data.values["total"] = " ";
    CHECK(rendered("{{#customer}}\n{{customer}}\n{{total}}\n{{/customer}}\n", data) ==
          "北京\n\n创新\n \n");
}

TEST_CASE("template: faults have the line and the column of their tag") {
    struct Case {
        std::string_view text;
        std::string_view faults;
    };
    const Case cases[] = {
        {"Dear {{custmer}}", "1:6: unknown name 'custmer'\n"},
        {"a\n北京 {{ totl }}\n{{xyz}}", "2:4: unknown name 'totl'\n3:1: unknown name 'xyz'\n"},
        {"a\r\n\r\nü{{x y}}", "3:2: unknown name 'x y'\n"},
        {"{{number}}", "1:1: unknown name 'number'\n"},
        {"{{^lines}}{{number}}{{/lines}}", "1:11: unknown name 'number'\n"},
        {"{{#lines}}{{label}}{{/lines}}", "1:11: unknown name 'label'\n"},
        {"{{.}}", "1:1: unknown name '.'\n"},
        {"{{#nope}}{{/nope}}", "1:1: unknown name 'nope'\n"},
        {"{{lines}}", "1:1: 'lines' is a list and cannot be printed as a whole\n"},
        {"{{last_notice}}", "1:1: 'last_notice' is a condition and has no text\n"},
        {"{{#lines}}{{#lines}}{{/lines}}{{/lines}}",
         "1:11: the list 'lines' is repeated inside itself\n"},
        {"a\n {{#reason}}b", "2:2: the section 'reason' is never closed\n"},
        {"a{{/reason}}", "1:2: '{{/reason}}' closes no open section\n"},
        {"{{#reason}}\n{{#lines}}\n{{/reason}}\n{{total}}",
         "3:1: '{{/reason}}' where '{{/lines}}' was expected\n"},
        {"{{#reason}}{{/total}}{{/reason}}",
         "1:12: '{{/total}}' where '{{/reason}}' was expected\n"},
        {"x {{total", "1:3: a tag that is never closed\n"},
        {"x {{total\n{{reason}} {{bad}}",
         "1:3: a tag that is never closed\n2:12: unknown name 'bad'\n"},
        {"{{total {{reason}}", "1:1: a tag that is never closed\n"},
        {"{{", "1:1: a tag that is never closed\n"},
        {"{{! remark", "1:1: a tag that is never closed\n"},
        {"{{}}{{ }}", "1:1: a tag without a name\n1:5: a tag without a name\n"},
        {"{{#}}", "1:1: a tag without a name\n"},
        {"{{>head}}", "1:1: '{{>head}}': a template cannot include another\n"},
        {"a {{=<% %>=}} b", "1:3: the delimiters of tags cannot be changed\n"},
        {"{{{total}}}",
         "1:1: 'total' would be printed unescaped, so that a customer's name could become HTML of "
         "the message\n"},
        {"{{& total}}",
         "1:1: 'total' would be printed unescaped, so that a customer's name could become HTML of "
         "the message\n"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(faults_of(each.text) == each.faults);
    }
}

TEST_CASE("template: faults say what to do") {
    CHECK(first_remedy("{{custmer}}") == "did you mean 'customer'?");
    CHECK(first_remedy("{{#lines}}{{amuont}}{{/lines}}") == "did you mean 'amount'?");
    CHECK(first_remedy("{{number}}") ==
          "it belongs to 'lines': write it inside {{#lines}} ... {{/lines}}");
    CHECK(first_remedy("{{xyz}}") ==
          "known here: charges, customer, last_notice, lines, reason, total");
    CHECK(first_remedy("{{#reason}}") == "add {{/reason}} where it ends");
    CHECK(first_remedy("\n {{#reason}}{{#lines}}{{/reason}}{{/lines}}") ==
          "the section 'lines' opened at 2:13 must be closed first");
    CHECK(first_remedy("{{{total}}}") ==
          "write {{total}}; it is escaped where the message is HTML");
}

TEST_CASE("template: faults are added to those that are there") {
    std::vector<TemplateFault> faults{{.line = 9, .column = 9, .what = "before", .remedy = ""}};
    CHECK_FALSE(MessageTemplate::parse("{{x}}", letter_fields(), faults).has_value());
    REQUIRE(faults.size() == 2);
    CHECK(faults.front().what == "before");
}

TEST_CASE("template: data that lacks a declared name is our mistake") {
    std::vector<TemplateFault> faults;
    const auto letter = MessageTemplate::parse("{{customer}}{{#lines}}{{amount}}{{/lines}}",
                                               letter_fields(), faults);
    REQUIRE(letter.has_value());
    const auto render_without = [&](auto change) {
        TemplateData data = letter_data();
        change(data);
        return dies([&] { static_cast<void>(letter->render(data, Escape::none)); });
    };
    CHECK_FALSE(render_without([](TemplateData&) {}));
    CHECK(render_without([](TemplateData& data) { data.values.erase("customer"); }));
    CHECK(render_without([](TemplateData& data) { data.values.erase("last_notice"); }));
    CHECK(render_without([](TemplateData& data) { data.lists.erase("charges"); }));
    CHECK(
        render_without([](TemplateData& data) { data.lists["lines"][1].values.erase("amount"); }));
}

TEST_CASE("template: one template renders any number of messages") {
    std::vector<TemplateFault> faults;
    const auto letter = MessageTemplate::parse("{{customer}} & co", letter_fields(), faults);
    REQUIRE(letter.has_value());
    TemplateData other = letter_data();
    other.values["customer"] = "B&B";
    CHECK(letter->render(other, Escape::html) == "B&amp;B & co");
    CHECK(letter->render(other, Escape::none) == "B&B & co");
    CHECK(letter->render(letter_data(), Escape::html) == "Acme & co");
}

}  // namespace
}  // namespace dunning
