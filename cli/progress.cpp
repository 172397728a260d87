#include "cli/progress.h"

#include <fmt/format.h>

#include <ostream>

namespace dunning::cli {
namespace {

constexpr std::chrono::milliseconds first_after{1000};
constexpr std::chrono::milliseconds then_every{200};
constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

Progress::Progress(Session& session, std::string what)
    : session_(session), what_(std::move(what)), next_(Clock::now() + first_after) {
    wanted_ = session.world().err_is_terminal && !session.options().quiet;
}

Progress::~Progress() {
    if (shown_) session_.world().err << clear_line << std::flush;
}

void Progress::reached(std::size_t count) {
    if (!wanted_ || Clock::now() < next_) return;
    next_ = Clock::now() + then_every;
    shown_ = true;
    session_.world().err << clear_line << fmt::format("{} {}", count, what_) << std::flush;
}

}  // namespace dunning::cli
