// Power loss: from what a run did to its files, what a disk may hold that lost its power in the
// middle.
//
// Data that was not synced is lost, there, or there in some sectors of 512 bytes; names that were
// not synced survive as the first few of them (each folder on its own, as POSIX allows). What was
// synced is there. From every such disk the next run must reach the end that nothing disturbed.
#pragma once

#include <filesystem>

#include "kill/sweep.h"

namespace dunning::kill_test {

// `points` disks, each from another moment and by other luck, and the same ones every time.
// `folder`: where the command works. `restore` and the rest of the trial as in sweep.
SweepResult sweep_power_loss(const Trial& trial, const std::filesystem::path& folder, int points);

}  // namespace dunning::kill_test
