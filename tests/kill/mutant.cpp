#include "kill/mutant.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace dunning::kill_test {

void send_then_note(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder / "note")) return;
    std::ofstream(folder / "outbox", std::ios::app) << "one message\n";
    std::ofstream(folder / "note") << "sent\n";
}

void write_without_looking(const std::filesystem::path& folder) {
    std::ofstream(folder / "outbox") << "one message\n";
}

void note_without_sync(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder / "note")) return;
    std::ofstream(folder / "outbox") << "one message\n";
    for (const auto& name : {folder / "note", folder}) {
        const bool is_folder = name == folder;
        const int file = ::open(name.c_str(), is_folder ? O_RDONLY : O_WRONLY | O_CREAT, 0600);
        if (file < 0) return;
        ::fsync(file);
        ::close(file);
    }
}

std::string delivered(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "outbox");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace dunning::kill_test
