// The time zone of the host that scenarios run on: one where it is already tomorrow at the default
// clock (UTC+14), so that a program which asks the host what day it is prints another day and
// fails.
#pragma once

namespace dunning::scenario {

inline constexpr const char* host_zone = "Pacific/Kiritimati";

}  // namespace dunning::scenario
