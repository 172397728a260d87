// The lock of a whole run: one import or notify at a time works on a ledger.
//
// A kernel lock (flock) on LEDGER.lock: it ends with the process, also with SIGKILL, so there are
// no stale locks and nothing to remove by hand. The file names its holder for those who wait.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace dunning {

class LedgerLock {
  public:
    struct Request {
        std::filesystem::path ledger;
        std::string holder;  // "pid 3207 'dunning notify' since 2026-11-21T02:00:00Z"
        int wait_seconds = 30;
        // Called once, with the holder's words, before waiting begins.
        std::function<void(const std::string&)> on_wait = {};
    };

    // Throws LedgerError{busy} when the wait runs out, {write_failed} when the lock cannot be made.
    explicit LedgerLock(const Request& request);
    ~LedgerLock();
    LedgerLock(const LedgerLock&) = delete;
    LedgerLock& operator=(const LedgerLock&) = delete;

  private:
    int descriptor_ = -1;
};

}  // namespace dunning
