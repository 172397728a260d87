#include "channel/outbox_mailbox.h"

#include <fstream>
#include <set>

#include "channel/mailbox_file.h"
#include "channel/parcel.h"
#include "channel/print.h"
#include "channel/server.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::channel_test;
using namespace dunning::literals;

namespace {

std::string files_in(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.insert(entry.path().filename().string());
    }
    return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

TEST_CASE("mailbox: a message begins with its notice and the day, and ends with an empty line") {
    CHECK(mailbox_entry("N000012", "2026-03-05"_date, "Subject: a\r\n\r\nText\r\n") ==
          "From N000012 Thu Mar  5 00:00:00 2026\nSubject: a\n\nText\n\n");
    CHECK(
        mailbox_entry("N1", "2024-12-31"_date, "").starts_with("From N1 Tue Dec 31 00:00:00 2024"));
    CHECK(
        mailbox_entry("N1", "2027-08-01"_date, "").starts_with("From N1 Sun Aug  1 00:00:00 2027"));
}

TEST_CASE(
    "mailbox: a line that would begin a message is quoted, and one that is quoted once more") {
    CHECK(
        mailbox_entry("N1", "2026-03-05"_date,
                      "From me\nfrom me\n>From me\n>>From me\n> From me\n From me\nend")
            .ends_with("\n>From me\nfrom me\n>>From me\n>>>From me\n> From me\n From me\nend\n\n"));
}

TEST_CASE("outbox mailbox: the file is there when the night is complete, and not before") {
    const TemporaryFolder folder;
    OutboxMailbox mailbox(folder / "outbox", "2026-03-31"_date);
    OnItsWay first;
    OnItsWay second{.key = "N000002"};
    CHECK(first.by(mailbox, "a@c.example").outcome == DeliveryOutcome::sent);
    CHECK(second.by(mailbox, "b@c.example").detail == "2026-03-31.mbox");
    CHECK(files_in(folder / "outbox/email") == ".mbox.tmp");
    CHECK_FALSE(mailbox.finish_group().has_value());
    CHECK(files_in(folder / "outbox/email") == "2026-03-31.mbox");
    const auto file = folder / "outbox/email/2026-03-31.mbox";
    CHECK(read_file(file) == mailbox_entry("N000001", "2026-03-31"_date, small_mail) +
                                 mailbox_entry("N000002", "2026-03-31"_date, small_mail));
    CHECK(keys_in_mailbox(file) == std::set<std::string>{"N000001", "N000002"});
}

TEST_CASE("outbox mailbox: a second run of the day has a file of its own, and knows the first") {
    const TemporaryFolder folder;
    for (const std::string key : {"N000001", "N000002", "N000003"}) {
        OutboxMailbox mailbox(folder / "outbox", "2026-03-31"_date);
        CHECK_FALSE(mailbox.has_already(key));
        CHECK(mailbox.has_already("N000001") == (key != "N000001"));
        OnItsWay on_its_way{.key = key};
        on_its_way.by(mailbox, "a@c.example");
        CHECK_FALSE(mailbox.finish_group().has_value());
    }
    CHECK(files_in(folder / "outbox/email") ==
          "2026-03-31-2.mbox 2026-03-31-3.mbox 2026-03-31.mbox");
}

TEST_CASE("outbox mailbox: a run that ends before the night is complete leaves nothing") {
    const TemporaryFolder folder;
    {
        OutboxMailbox mailbox(folder / "outbox", "2026-03-31"_date);
        OnItsWay().by(mailbox, "a@c.example");
    }
    CHECK(files_in(folder / "outbox/email") == "");
    OutboxMailbox mailbox(folder / "outbox", "2026-03-31"_date);
    CHECK_FALSE(mailbox.has_already("N000001"));
    CHECK_FALSE(mailbox.finish_group().has_value());
    CHECK(files_in(folder / "outbox/email") == "");
}

TEST_CASE(
    "outbox mailbox: where nothing can be written each document is told so, and none is sent") {
    const TemporaryFolder folder;
    std::ofstream(folder / "outbox") << "a file";
    OutboxMailbox mailbox(folder / "outbox", "2026-03-31"_date);
    const Delivery delivery = OnItsWay().by(mailbox, "a@c.example");
    CHECK(delivery.outcome == DeliveryOutcome::unwritable);
    CHECK(delivery.detail.find("cannot be made") != std::string::npos);
}
