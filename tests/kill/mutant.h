// Programs with the faults that the sweeps are there to find.
#pragma once

#include <filesystem>
#include <string>

namespace dunning::kill_test {

// Each delivers one message into the folder unless a note there says that it has been.
//
// This one sends first and notes it afterwards.
void send_then_note(const std::filesystem::path& folder);
// This one never asks whether a write has worked.
void write_without_looking(const std::filesystem::path& folder);
// This one notes it durably and leaves the message to the cache.
void note_without_sync(const std::filesystem::path& folder);
// What has been delivered.
std::string delivered(const std::filesystem::path& folder);

}  // namespace dunning::kill_test
