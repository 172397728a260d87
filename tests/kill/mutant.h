// A program with the fault that the sweep is there to find: it sends first and notes it afterwards.
#pragma once

#include <filesystem>
#include <string>

namespace dunning::kill_test {

// Delivers one message into the folder unless a note there says that it has.
void send_then_note(const std::filesystem::path& folder);
// What has been delivered.
std::string delivered(const std::filesystem::path& folder);

}  // namespace dunning::kill_test
