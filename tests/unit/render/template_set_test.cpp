#include "render/template_set.h"

#include "notice_samples.h"
#include "render/sectioned_text.h"
#include "render/template_files.h"

using namespace dunning;

namespace {

// A shipped wording, as a user would copy it before changing a line.
const std::string own_reminder =
    "[subject]\nReminder {{notice}}\n\n[opening]\nHello {{customer}}\n\n[consequence]\n-\n\n"
    "[closing]\n-\n\n[sms]\n-\n\n[talk]\n-\n";

std::vector<std::string> faults(const std::map<std::string, std::string>& overrides) {
    Diagnostics diagnostics;
    CHECK_FALSE(TemplateSet::load(overrides, diagnostics).has_value());
    std::vector<std::string> places;
    for (const Diagnostic& each : diagnostics.all()) {
        places.push_back(each.place.file + ":" + std::to_string(each.place.line) + ":" +
                         std::to_string(each.place.column) + " " + each.what);
    }
    return places;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("templates: the shipped languages are complete and have no fault") {
    CHECK(shipped().languages() == std::vector<std::string>{"de", "en", "zh-CN"});
    for (const std::string& language : shipped().languages()) {
        for (const TemplateFile& file : template_files()) {
            for (const TemplateText& text : file.texts) {
                const std::string name =
                    text.heading.empty() ? file.name : file.name + "[" + text.heading + "]";
                CHECK_NOTHROW(static_cast<void>(shipped().find(language, name)));
            }
        }
    }
}

TEST_CASE(
    "templates: the language is the tag, then its primary subtag, then the book's, then English") {
    struct Case {
        const char* wanted;
        const char* book;
        const char* used;
    };
    for (const Case& each :
         {Case{"zh-CN", "en", "zh-CN"}, Case{"ZH_cn", "en", "zh-CN"}, Case{"zh", "en", "zh-CN"},
          Case{"zh-TW", "en", "zh-CN"}, Case{"de-AT", "en", "de"}, Case{"en-GB", "de", "en"},
          Case{"fr", "de", "de"}, Case{"", "zh", "zh-CN"}, Case{"fr", "pt-BR", "en"},
          Case{"", "", "en"}}) {
        CAPTURE(each.wanted);
        CHECK(shipped().language_for(each.wanted, each.book) == each.used);
    }
}

TEST_CASE("templates: an override takes the place of the shipped file, and of no other") {
    Diagnostics diagnostics;
    const auto set = TemplateSet::load({{"en/reminder.txt", own_reminder}}, diagnostics);
    REQUIRE(set.has_value());
    const auto english = sample();
    const auto documents = compose_documents(english.context(), *set);
    CHECK(contains(documents.at(0).bytes, "Subject: Reminder N000001\r\n"));
    CHECK(contains(documents.at(0).bytes, "Hello Lotus & Sons\r\n"));
    CHECK(diagnostics.empty());
}

TEST_CASE("templates: an unknown field is an error with its line and column in the file") {
    const auto found = faults(
        {{"en/reminder.txt", replaced(own_reminder, "Hello {{customer}}", "Hi {{custmer}}")}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("templates/en/reminder.txt:5:4 "));
}

TEST_CASE("templates: all faults of all files are told at once") {
    CHECK(faults({{"en/reminder.txt", replaced(own_reminder, "{{notice}}", "{{a}} {{b}}")},
                  {"de/final.txt", replaced(own_reminder, "{{customer}}", "{{c}}")}})
              .size() == 3);
}

TEST_CASE("templates: a heading that is missing, unknown or repeated, and text before the first") {
    CHECK(faults({{"en/reminder.txt", replaced(own_reminder, "[sms]\n-\n\n", "")}}) ==
          std::vector<std::string>{"templates/en/reminder.txt:0:0 heading '[sms]' is missing"});
    CHECK(faults({{"en/reminder.txt", own_reminder + "[footer]\n-\n"}}) ==
          std::vector<std::string>{"templates/en/reminder.txt:18:1 unknown heading '[footer]'"});
    CHECK(faults({{"en/reminder.txt", own_reminder + "[sms]\n-\n"}}) ==
          std::vector<std::string>{"templates/en/reminder.txt:18:1 heading '[sms]' stands twice"});
    CHECK(faults({{"en/reminder.txt", "Dear all\n" + own_reminder}}) ==
          std::vector<std::string>{"templates/en/reminder.txt:1:1 text before the first heading"});
}

TEST_CASE("templates: a file that no notice uses is refused rather than ignored") {
    const auto found = faults({{"en/remainder.txt", "-"}});
    REQUIRE(found.size() == 1);
    CHECK(contains(found[0], "no template has the name 'remainder.txt'"));
    CHECK(faults({{"reminder.txt", "-"}}).size() == 1);
    CHECK(faults({{"../en/reminder.txt", "-"}}).size() == 1);
}

TEST_CASE("templates: a new language needs every file") {
    const auto found = faults({{"fr/reminder.txt", own_reminder}});
    CHECK(found.size() == template_files().size() - 1);
    CHECK(found[0] == "templates/fr/notice.txt:0:0 the file is missing for language 'fr'");
}

TEST_CASE("templates: bytes that are no UTF-8 are refused with their line") {
    const auto found = faults({{"en/task.txt", "first\nsecond \xFF\n"}});
    CHECK(found == std::vector<std::string>{"templates/en/task.txt:2:0 is not UTF-8 text"});
}

TEST_CASE("sections: a heading is a line of its own in brackets") {
    const auto sections = split_sections("\n[one]\na [b]\n[Not] this\n\n\n[two]\r\nc\n");
    REQUIRE(sections.size() == 3);
    CHECK(sections[0].text.empty());
    CHECK(sections[1].name == "one");
    CHECK(sections[1].line == 2);
    CHECK(sections[1].text == "a [b]\n[Not] this");
    CHECK(sections[2].name == "two");
    CHECK(sections[2].line == 7);
    CHECK(sections[2].text == "c");
}
