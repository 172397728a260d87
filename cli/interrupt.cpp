#include "cli/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

#include "cli/exit_code.h"

namespace dunning::cli {
namespace {

// A signal handler can reach nothing but globals.
std::atomic<bool> gentle{false};
std::atomic<bool> wanted{false};

void on_signal(int) {
    if (!gentle.load()) ::_exit(interrupted);
    wanted.store(true);
}

}  // namespace

void install_interrupt_handlers() {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    // A reader that closes the pipe is seen at the next write, so that no work in between is cut
    // short.
    std::signal(SIGPIPE, SIG_IGN);
    // So is a limit on the size of files: the write fails, and the message says so.
    std::signal(SIGXFSZ, SIG_IGN);
}

FinishDocumentFirst::FinishDocumentFirst() {
    wanted.store(false);
    gentle.store(true);
}
FinishDocumentFirst::~FinishDocumentFirst() {
    gentle.store(false);
}
bool FinishDocumentFirst::interrupted() {
    return wanted.load();
}

}  // namespace dunning::cli
