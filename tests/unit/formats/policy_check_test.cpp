#include "formats/policy_check.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

// Nothing is missing here, so that only what a test adds is found.
const std::string complete =
    "book = { name = \"X\" }\n"
    "channel = { email = { from = \"a@example.com\" } }\n"
    "payment = { account = \"1\", beneficiary = \"X\" }\n";

Lines check(const std::string& text, Date as_of = "2026-06-01"_date) {
    const auto read = read_text(text);
    INFO(doctest::toString(read.problems));
    REQUIRE(read.policy);
    Diagnostics diagnostics;
    check_policy(*read.policy, read.places, as_of, diagnostics);
    Lines found;
    for (const auto& diagnostic : diagnostics.all()) {
        const auto text_of = to_text(diagnostic);
        found.push_back(text_of.substr(0, text_of.find('\n')));
    }
    return found;
}

std::string level(const std::string& name, const std::string& after, const std::string& more = "") {
    return "[[procedure.level]]\nname = \"" + name + "\"\nafter = \"" + after +
           "\"\nchannels = [\"email\"]\npay_within = \"1d\"\n" + more;
}

const std::string start = complete + "[[procedure]]\nname = \"p\"\n";

}  // namespace

TEST_CASE("policy check: nothing to say about a good policy") {
    CHECK(check(start + level("a", "3d") + level("b", "10d")) == Lines{});
    CHECK(check(start + level("a", "10d") + level("b", "5d", "from = \"last_notice\"\n")) ==
          Lines{});
    CHECK(check(start + level("a", "3d") + level("b", "3wd", "gap = \"2d\"\n")) == Lines{});
}

TEST_CASE("policy check: hours that leave no contact, or the night alone") {
    const std::string levels = start + level("a", "3d");
    const auto with = [&](const std::string& contact) {
        return check("contact = { " + contact + " }\n" + levels);
    };
    CHECK(with("quiet_hours = [\"20:00\", \"09:00\"], rules = [\"us-reg-f\"]") == Lines{});
    CHECK(with("quiet_hours = [\"18:00\", \"19:00\"]") == Lines{});
    CHECK(with("quiet_hours = [\"22:00\", \"17:00\"]") == Lines{});  // in the evening
    CHECK(with("quiet_hours = [\"08:00\", \"21:00\"], rules = [\"us-reg-f\"]") ==
          Lines{"p.toml:1:27: warning: no hour of the day is left for messages and calls: "
                "us.regf.hours leaves 08:00 to 21:00, quiet_hours leaves 21:00 to 08:00"});
    CHECK(with("quiet_hours = [\"09:00\", \"20:00\"]") ==
          Lines{"p.toml:1:27: warning: messages and calls may go by night and not by day: "
                "quiet_hours leaves 20:00 to 09:00"});
    // A set that holds for consumers alone leaves them no hour.
    CHECK(with("quiet_hours = [\"06:00\", \"22:00\"], rules = [\"us-reg-f\"], "
               "rules_for = \"consumers\"")
              .size() == 1);
}

TEST_CASE("policy check: a cap on a channel that no level uses") {
    const auto with = [&](const std::string& cap, const std::string& more = "") {
        return check("contact = { caps = [{ " + cap + ", count = 3, within = \"7d\" }] }\n" + more +
                     start + level("a", "3d", "also = [\"phone\"]\n"));
    };
    CHECK(with("channel = \"email\"") == Lines{});
    CHECK(with("channel = \"phone\"") == Lines{});
    CHECK(with("channel = \"any\"") == Lines{});
    CHECK(with("channel = \"sms\"") ==
          Lines{"p.toml:1:33: warning: no level uses sms: the cap on it is for contacts that "
                "people log alone"});
    CHECK(with("channel = \"sms\"", "plan = { remind = \"3d\" }\n") == Lines{});
}

TEST_CASE("policy check: levels out of order are an error at their own place") {
    CHECK(
        check(start + level("a", "10d") + level("b", "10d")) ==
        Lines{
            "p.toml:13:9: levels out of order: 'b' comes 10d after the due date, 'a' before it 10d",
            "p.toml:13:9: warning: level 'b' may come 0 days after 'a', which gives 1d to pay"});
    CHECK(check(start + level("a", "9d") + level("n", "5d", "from = \"last_notice\"\n") +
                level("b", "8d"))
              .front()
              .find("levels out of order: 'b' comes 8d after the due date, 'a' before it 9d") !=
          std::string::npos);
}

TEST_CASE("policy check: gaps and times to pay that cannot be kept") {
    CHECK(check(start + level("a", "3d") + level("b", "5d", "gap = \"7d\"\n")) ==
          Lines{"p.toml:16:7: warning: level 'b' never comes on day 5: with its gap of 7d not "
                "before day 10"});
    CHECK(
        check(start +
              "[[procedure.level]]\nname = \"a\"\nafter = \"3d\"\nchannels = [\"email\"]\n" +
              level("b", "5d")) ==
        Lines{"p.toml:12:9: warning: level 'b' may come 2 days after 'a', which gives 7d to pay"});
}

TEST_CASE("policy check: a procedure behind a wider one is never chosen") {
    const std::string narrow =
        "[[procedure]]\nname = \"n\"\nwhen = { kind = \"business\", segment = [\"r\"], "
        "min_open = \"10\" }\n" +
        level("a", "1d");
    const std::string wide =
        "[[procedure]]\nname = \"w\"\nwhen = { segment = [\"r\", \"s\"], min_open = \"5\" }\n" +
        level("a", "1d");
    const std::string last = "[[procedure]]\nname = \"p\"\n" + level("a", "1d");
    CHECK(check(complete + narrow + wide + last) == Lines{});
    CHECK(
        check(complete + wide + narrow + last) ==
        Lines{
            "p.toml:12:1: procedure 'n' is never chosen: 'w' before it fits all of its customers"});
}

TEST_CASE("policy check: a part of a trial leaves the others to the next procedure") {
    const auto part = [](const std::string& name, const std::string& when) {
        return "[[procedure]]\nname = \"" + name + "\"\nwhen = { " + when + " }\n" +
               level("a", "1d");
    };
    const std::string first = part("soft", "trial = \"tone\", part = \"1-50\"");
    const std::string rest = part("firm", "trial = \"tone\", part = \"51-100\"");
    const std::string last = "[[procedure]]\nname = \"p\"\n" + level("a", "1d");
    CHECK(check(complete + first + last) == Lines{});
    CHECK(check(complete + part("soft", "trial = \"tone\", part = \"1-100\"") + last).size() == 1);
    CHECK(check(complete + first + rest + last)
              .front()
              .find("procedure 'p' is never chosen: 'soft' and 'firm' before it fit all of its "
                    "customers") != std::string::npos);
    CHECK(check(complete + first + part("other", "trial = \"other\", part = \"51-100\"") + last) ==
          Lines{});
    CHECK(check(complete + first + part("few", "trial = \"tone\", part = \"11-20\"") + last)
              .front()
              .find("procedure 'few' is never chosen: 'soft' before it fits") != std::string::npos);
    CHECK(check(complete + part("n", "trial = \"tone\", part = \"1-50\", kind = \"business\"") +
                rest + last) == Lines{});
}

TEST_CASE("policy check: a calendar that ends now or soon") {
    const std::string text = start + level("a", "3d") + "[calendar]\nfiles = [\"cn\"]\n";
    CHECK(check(text, "2026-12-01"_date) == Lines{});  // 31 December is 30 days ahead
    CHECK(check(text, "2026-12-02"_date) ==
          Lines{"p.toml:11:1: warning: the calendar does not cover 2027: add that year's holidays "
                "to p.toml, "
                "[calendar] holidays (its files: cn) (needed within 30 days)"});
    CHECK(check(text, "2027-01-01"_date) == Lines{"p.toml:11:1: warning: the calendar does not "
                                                  "cover 2027: add that year's holidays to p.toml, "
                                                  "[calendar] holidays (its files: cn)"});
}

TEST_CASE("policy check: a deadline that level 1 cannot meet") {
    const auto with_class = [](const std::string& after) {
        return start + level("a", after) +
               "[[class]]\nname = \"mild\"\nfrom_day = 1\nfirst_notice_within = \"3wd\"\n";
    };
    CHECK(check(with_class("6d")) == Lines{});  // day 1, three working days and a weekend
    CHECK(check(with_class("7d")) == Lines{"p.toml:14:23: warning: class 'mild' asks for a first "
                                           "notice within 3wd of day 1, but level 'a' "
                                           "of procedure 'p' comes after 7d"});
}

TEST_CASE("policy check: what a notice would lack") {
    CHECK(check(least_policy) ==
          Lines{"p.toml: warning: no name of the book: a notice will not say who sends it",
                "p.toml: warning: no sender for email, though levels use that channel",
                "p.toml: warning: no account and no link: a notice will not say how to pay"});
}

TEST_CASE("policy check: parts of a level that do not fit together") {
    const auto found =
        check(start + level("a", "1d", "refer = \"legal\"\nletter = \"registered\"\n"));
    CHECK(found ==
          Lines{"p.toml:11:9: warning: level 'a' hands the case over without approval",
                "p.toml:12:10: warning: level 'a' has a kind of letter, but no letter among its "
                "channels"});
    CHECK(check(complete + "[[procedure]]\nname = \"s\"\nwhen = { max_open = \"50\" }\n" +
                level("a", "1d", "min_amount = \"50.01\"\n") + "[[procedure]]\nname = \"p\"\n" +
                level("a", "1d")) == Lines{"p.toml:12:14: warning: level 'a' can never be reached: "
                                           "its min_amount 50.01 is above max_open "
                                           "50.00 of procedure 's'"});
}
