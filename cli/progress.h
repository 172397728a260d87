// How far a long command is, on stderr: only when a person sits there, and only after a second.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/session.h"

namespace dunning::cli {

class Progress {
  public:
    // `what` is counted: "rows of open.csv".
    Progress(Session& session, std::string what);
    ~Progress();  // takes the line away
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void reached(std::size_t count);

  private:
    using Clock = std::chrono::steady_clock;

    Session& session_;
    std::string what_;
    bool wanted_ = false;
    bool shown_ = false;
    Clock::time_point next_;
};

}  // namespace dunning::cli
