// The lock of a whole run, between two processes.
#include "ledger/ledger_lock.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;

namespace {

// Another process that holds the lock until it is killed.
class Holder {
  public:
    explicit Holder(const std::filesystem::path& ledger) {
        int ready[2];
        DUNNING_CHECK(::pipe(ready) == 0);
        child_ = ::fork();
        DUNNING_CHECK(child_ >= 0);
        if (child_ == 0) hold(ledger, ready[1]);
        ::close(ready[1]);
        char byte = 0;
        DUNNING_CHECK(::read(ready[0], &byte, 1) == 1);
        ::close(ready[0]);
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void kill() {
        if (child_ == 0) return;
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }

  private:
    [[noreturn]] static void hold(const std::filesystem::path& ledger, int ready) {
        try {
            const LedgerLock lock({.ledger = ledger, .holder = "pid 3207 'dunning notify'"});
            if (::write(ready, "x", 1) == 1) {
                while (true) ::pause();
            }
        } catch (...) {
        }
        ::_exit(1);
    }

    pid_t child_ = 0;
};

LedgerLock::Request request_for(const std::filesystem::path& ledger, int wait_seconds = 0) {
    return {.ledger = ledger, .holder = "me", .wait_seconds = wait_seconds};
}

}  // namespace

TEST_CASE("lock: one program at a time, and the other is told who") {
    const TemporaryFolder folder;
    const auto ledger = folder / "ledger.db";
    const Holder holder(ledger);
    std::string told;
    LedgerLock::Request request = request_for(ledger);
    request.on_wait = [&](const std::string& who) { told += who; };
    try {
        const LedgerLock lock(request);
        FAIL("the lock was given twice");
    } catch (const LedgerError& error) {
        CHECK(error.failure == LedgerFailure::busy);
        CHECK(
            std::string(error.what()) ==
            "the ledger is busy: pid 3207 'dunning notify' holds it, waited 0 s; nothing was done");
    }
    CHECK(told == "");  // there was no wait to tell of
}

TEST_CASE("lock: a wait is told once, and ends with the time allowed") {
    const TemporaryFolder folder;
    const auto ledger = folder / "ledger.db";
    const Holder holder(ledger);
    std::vector<std::string> told;
    LedgerLock::Request request = request_for(ledger, 1);
    request.on_wait = [&](const std::string& who) { told.push_back(who); };
    const auto start = std::chrono::steady_clock::now();
    CHECK(failure_of([&] { const LedgerLock lock(request); }) == LedgerFailure::busy);
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(900));
    CHECK(told == std::vector<std::string>{"pid 3207 'dunning notify'"});
}

TEST_CASE("lock: a holder that is killed holds nothing any more") {
    const TemporaryFolder folder;
    const auto ledger = folder / "ledger.db";
    Holder holder(ledger);
    CHECK(failure_of([&] { const LedgerLock lock(request_for(ledger)); }) == LedgerFailure::busy);
    holder.kill();
    CHECK_FALSE(failure_of([&] { const LedgerLock lock(request_for(ledger)); }).has_value());
}

TEST_CASE("lock: who waits gets it when the holder ends in the meantime") {
    const TemporaryFolder folder;
    const auto ledger = folder / "ledger.db";
    Holder holder(ledger);
    LedgerLock::Request request = request_for(ledger, 30);
    request.on_wait = [&](const std::string&) { holder.kill(); };
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(failure_of([&] { const LedgerLock lock(request); }).has_value());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("lock: a shorter name leaves nothing of the longer one before it") {
    const TemporaryFolder folder;
    const auto ledger = folder / "ledger.db";
    { const Holder holder(ledger); }
    const LedgerLock lock(request_for(ledger));
    try {
        const LedgerLock again(request_for(ledger));
        FAIL("the lock was given twice");
    } catch (const LedgerError& error) {
        CHECK(std::string(error.what()) ==
              "the ledger is busy: me holds it, waited 0 s; nothing was done");
    }
    struct stat info {};
    REQUIRE(::stat((ledger.string() + ".lock").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("lock: where no lock can be made, that is said") {
    const TemporaryFolder folder;
    CHECK(failure_of([&] { const LedgerLock lock(request_for(folder / "none" / "ledger.db")); }) ==
          LedgerFailure::write_failed);
}
