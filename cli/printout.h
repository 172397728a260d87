// Long output, printed as it is made: to stdout piece by piece, so that a list of any length needs
// little memory; into a file at the end, whole, as Session::print does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/session.h"

namespace dunning::cli {

class Printout {
  public:
    // A piece is worth a call of the system from so many bytes on.
    static constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

    // REQUIRES: the session outlives it.
    explicit Printout(Session& session);

    void add(std::string_view text);
    // Prints what is left. Called once, when nothing is added any more.
    void finish();

  private:
    Session& session_;
    const bool into_file_;
    std::string text_;
};

}  // namespace dunning::cli
