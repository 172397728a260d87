#include "ledger/ledger_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "ledger/ledger_error.h"

namespace dunning {
namespace {

std::string holder_in(int descriptor) {
    char text[256];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    if (size <= 0) return "another program";
    std::string holder(text, static_cast<std::size_t>(size));
    while (!holder.empty() && holder.back() == '\n') holder.pop_back();
    return holder;
}

bool try_lock(int descriptor, const std::filesystem::path& path) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK || errno == EINTR) return false;
    throw LedgerError(LedgerFailure::write_failed,
                      fmt::format("{}: cannot be locked: {}", path.string(), std::strerror(errno)));
}

void wait_for(int descriptor, const std::filesystem::path& path,
              const LedgerLock::Request& request) {
    const auto give_up =
        std::chrono::steady_clock::now() + std::chrono::seconds(request.wait_seconds);
    bool told = false;
    while (!try_lock(descriptor, path)) {
        const std::string holder = holder_in(descriptor);
        if (std::chrono::steady_clock::now() >= give_up) {
            throw LedgerError(
                LedgerFailure::busy,
                fmt::format("the ledger is busy: {} holds it, waited {} s; nothing was done",
                            holder, request.wait_seconds));
        }
        if (!told && request.on_wait) request.on_wait(holder);
        told = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

}  // namespace

LedgerLock::LedgerLock(const Request& request) {
    const std::filesystem::path path = request.ledger.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw LedgerError(
            LedgerFailure::write_failed,
            fmt::format("{}: cannot be opened: {}", path.string(), std::strerror(errno)));
    }
    try {
        wait_for(descriptor_, path, request);
    } catch (...) {
        ::close(descriptor_);
        throw;
    }
    // Only a courtesy to those who wait: a full disk must not stop a run here.
    const std::string text = request.holder + "\n";
    if (::ftruncate(descriptor_, 0) == 0) {
        [[maybe_unused]] const auto written = ::pwrite(descriptor_, text.data(), text.size(), 0);
    }
}

LedgerLock::~LedgerLock() {
    ::close(descriptor_);
}

}  // namespace dunning
