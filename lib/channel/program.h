// Another program, started without a shell: each argument is one argument whatever is in it.
//
// It has its own process group and no descriptor of ours but its standard ones. Its input is a
// complete file from the start, so that our own end in the middle cannot cut a message short. After
// its time it is killed with everything that it has started. When a stop is wanted it has a second
// to end by itself, and one more after SIGTERM, which its whole group gets.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/channel_settings.h"

namespace dunning {

struct ProgramRun {
    ProgramLine program;
    std::string_view input = {};
    // Where relative paths in the policy begin.
    std::filesystem::path folder = ".";
    // Added to our own environment, of which `hidden` is left out: passwords of other channels.
    std::vector<std::pair<std::string, std::string>> variables = {};
    std::vector<std::string> hidden = {};
    int timeout_seconds = 30;
    std::function<bool()> stop_wanted = {};  // see Parcel
};

struct ProgramEnd {
    // stopped: it was ended because a stop was wanted, and did not say by a status how far it was.
    enum class How { exited, killed_by_signal, timed_out, stopped, not_started };
    How how = How::exited;
    int status = 0;            // of an exit; the number of a signal
    std::string output = {};   // of both streams, any bytes, at most 64 KiB
    std::string problem = {};  // why it could not be started
};

ProgramEnd run_program(const ProgramRun& run);

}  // namespace dunning
