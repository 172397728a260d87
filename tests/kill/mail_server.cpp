#include "kill/mail_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "kill/book.h"

namespace dunning::kill_test {
namespace {

namespace fs = std::filesystem;

pid_t start(std::string script, std::string folder, int input) {
    std::string python = "/usr/bin/python3";
    char* const arguments[] = {python.data(), script.data(), folder.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    pid_t process = 0;
    const int problem =
        posix_spawn(&process, python.c_str(), &actions, nullptr, arguments, ::environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) throw std::runtime_error("the mail server cannot be started");
    return process;
}

int port_in(const fs::path& file) {
    for (int tries = 0; tries < 6000; ++tries) {
        int port = 0;
        if (std::ifstream(file) >> port) return port;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("the mail server does not listen");
}

}  // namespace

MailServer::MailServer(const std::string& script) : folder_(new_folder()) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    process_ = start(script, folder_.string(), ends[0]);
    ::close(ends[0]);
    input_ = ends[1];
    port_ = port_in(folder_ / "port");
}

MailServer::~MailServer() {
    ::close(input_);
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

int MailServer::taken() const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        count += entry.path().extension() == ".eml" ? 1 : 0;
    }
    return count;
}

}  // namespace dunning::kill_test
