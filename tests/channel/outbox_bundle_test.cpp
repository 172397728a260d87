#include "channel/outbox_bundle.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <set>

#include "channel/parcel.h"
#include "channel/print.h"
#include "channel/server.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::channel_test;
using namespace dunning::literals;

namespace {

// Without qpdf: what was merged, in words.
OutboxBundle::Files merged_in_words(const std::vector<OutboxBundle::Letter>& letters) {
    OutboxBundle::Files files{.pdf = "PDF of", .index = "notice,to\n"};
    for (const auto& letter : letters) {
        files.pdf += " " + letter.bytes;
        files.index += letter.key + "," + letter.to + "\n";
    }
    return files;
}

OutboxBundle bundle_in(const TemporaryFolder& folder) {
    return OutboxBundle(folder / "outbox", "2026-03-31"_date, merged_in_words);
}

OnItsWay letter_of(const std::string& key) {
    return {.document = {Channel::letter, "application/pdf", "pdf", "letter " + key}, .key = key};
}

std::string names_in(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.insert(entry.path().filename().string());
    }
    return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

TEST_CASE("outbox bundle: the letters of a night in one file, and who stands in it") {
    const TemporaryFolder folder;
    OutboxBundle bundle = bundle_in(folder);
    auto first = letter_of("N000001");
    auto second = letter_of("N000002");
    CHECK(first.by(bundle, "Kai 5").outcome == DeliveryOutcome::sent);
    CHECK(second.by(bundle, "Markt 1").detail == "2026-03-31.pdf");
    CHECK(first.last_bytes == 1);
    CHECK(names_in(folder / "outbox/letter") == "");  // not before the night is complete
    CHECK_FALSE(bundle.finish_group().has_value());
    CHECK(names_in(folder / "outbox/letter") == "2026-03-31.csv 2026-03-31.pdf");
    CHECK(read_file(folder / "outbox/letter/2026-03-31.pdf") ==
          "PDF of letter N000001 letter N000002");
    CHECK(read_file(folder / "outbox/letter/2026-03-31.csv") ==
          "notice,to\nN000001,Kai 5\nN000002,Markt 1\n");
    CHECK_FALSE(bundle.finish_group().has_value());  // nothing is left to be written
    CHECK(names_in(folder / "outbox/letter") == "2026-03-31.csv 2026-03-31.pdf");
}

TEST_CASE(
    "outbox bundle: the next letters of the day have a file of their own, and know the first") {
    const TemporaryFolder folder;
    for (const std::string key : {"N000001", "N000002"}) {
        OutboxBundle bundle = bundle_in(folder);
        CHECK_FALSE(bundle.has_already(key));
        CHECK(bundle.has_already("N000001") == (key == "N000002"));
        auto letter = letter_of(key);
        letter.by(bundle, "Kai 5");
        CHECK_FALSE(bundle.finish_group().has_value());
    }
    CHECK(names_in(folder / "outbox/letter") ==
          "2026-03-31-2.csv 2026-03-31-2.pdf 2026-03-31.csv 2026-03-31.pdf");
}

TEST_CASE("outbox bundle: an index without its letters counts nothing and is written over") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "outbox/letter");
    write_file(folder / "outbox/letter/2026-03-31.csv", "notice,to\nN000001,Kai 5\n");
    OutboxBundle bundle = bundle_in(folder);
    CHECK_FALSE(bundle.has_already("N000001"));
    auto letter = letter_of("N000001");
    letter.by(bundle, "Markt 1");
    CHECK_FALSE(bundle.finish_group().has_value());
    CHECK(names_in(folder / "outbox/letter") == "2026-03-31.csv 2026-03-31.pdf");
    CHECK(read_file(folder / "outbox/letter/2026-03-31.csv") == "notice,to\nN000001,Markt 1\n");
}

TEST_CASE("outbox bundle: where nothing can be written none of the letters is sent") {
    const TemporaryFolder folder;
    write_file(folder / "outbox", "a file");
    OutboxBundle refused = bundle_in(folder);
    CHECK(letter_of("N000001").by(refused, "Kai 5").outcome == DeliveryOutcome::unwritable);

    const TemporaryFolder second;
    OutboxBundle bundle(second / "outbox", "2026-03-31"_date, merged_in_words);
    CHECK(letter_of("N000001").by(bundle, "Kai 5").outcome == DeliveryOutcome::sent);
    std::filesystem::remove_all(second / "outbox/letter");
    const auto problem = bundle.finish_group();
    REQUIRE(problem.has_value());
    CHECK(problem->outcome == DeliveryOutcome::unwritable);
}

TEST_CASE("outbox: what a killed run left under hidden names goes, and nothing else") {
    const TemporaryFolder folder;
    for (const char* const name :
         {"email/.N000001.tmp", "email/.mbox.tmp", "letter/.letters.tmp", "task/.N000001.tmp",
          "sms/.keep", "sms/N000002.txt", "elsewhere/.other.tmp"}) {
        const auto file = folder / "outbox" / name;
        std::filesystem::create_directories(file.parent_path());
        write_file(file, "half");
    }
    remove_leftovers(folder / "outbox");
    CHECK(names_in(folder / "outbox/email") == "");
    CHECK(names_in(folder / "outbox/letter") == "");
    CHECK(names_in(folder / "outbox/task") == "");
    CHECK(names_in(folder / "outbox/sms") == ".keep N000002.txt");
    CHECK(names_in(folder / "outbox/elsewhere") == ".other.tmp");
    remove_leftovers(folder / "nowhere");
}
