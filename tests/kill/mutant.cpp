#include "kill/mutant.h"

#include <fstream>
#include <sstream>

namespace dunning::kill_test {

void send_then_note(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder / "note")) return;
    std::ofstream(folder / "outbox", std::ios::app) << "one message\n";
    std::ofstream(folder / "note") << "sent\n";
}

std::string delivered(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "outbox");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace dunning::kill_test
