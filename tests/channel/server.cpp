#include "channel/server.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "channel/program.h"

namespace dunning::channel_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Debian's own: others on the path may lack what it has.
constexpr const char* python = "/usr/bin/python3";
constexpr auto patience = 30s;

pid_t start(const std::vector<std::string>& command, int input) {
    std::vector<std::string> arguments = command;
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    pid_t process = 0;
    const int problem =
        posix_spawn(&process, pointers.front(), &actions, nullptr, pointers.data(), ::environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(problem == 0);
    return process;
}

std::vector<fs::path> files_of(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string take_line(std::string& text, const std::string& name) {
    const auto end = text.find('\n');
    std::string line = text.substr(0, end);
    REQUIRE(line.starts_with(name));
    text.erase(0, end + 1);
    return line.substr(name.size());
}

int count_lines(const fs::path& file, const std::string& wanted) {
    std::istringstream text(read_file(file));
    int count = 0;
    for (std::string line; std::getline(text, line);) count += line.starts_with(wanted) ? 1 : 0;
    return count;
}

}  // namespace

std::string read_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write_file(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    REQUIRE(stream.flush());
}

Server::Server(const std::string& script, const std::vector<std::string>& options) {
    std::vector<std::string> command = {python, std::string(DUNNING_TEST_SERVERS) + "/" + script,
                                        folder_.path().string()};
    command.insert(command.end(), options.begin(), options.end());
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    process_ = start(command, ends[0]);
    ::close(ends[0]);
    input_ = ends[1];
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!fs::exists(folder_ / "port")) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        REQUIRE(::waitpid(process_, nullptr, WNOHANG) == 0);
        std::this_thread::sleep_for(5ms);
    }
    port_ = std::stoi(read_file(folder_ / "port"));
}

void Server::end() {
    if (process_ == 0) return;
    ::close(input_);
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

Server::~Server() {
    end();
}

std::vector<TakenMail> MailServer::taken() const {
    std::vector<TakenMail> all;
    for (const fs::path& file : files_of(folder(), ".eml")) {
        std::string text = read_file(file);
        TakenMail mail;
        mail.from = take_line(text, "MAIL FROM ");
        mail.to = take_line(text, "RCPT TO ");
        mail.message = text;
        all.push_back(mail);
    }
    return all;
}

int MailServer::asked_for(const std::string& recipient) const {
    return count_lines(folder() / "log", "RCPT TO:<" + recipient + ">");
}

int MailServer::connections() const {
    return count_lines(folder() / "log", "EHLO");
}

std::vector<std::string> SmsGateway::requests() const {
    std::vector<std::string> all;
    for (const fs::path& file : files_of(folder(), ".request")) all.push_back(read_file(file));
    return all;
}

Certificate::Certificate()
    : file((folder / "certificate.pem").string()), key((folder / "key.pem").string()) {
    const ProgramEnd end =
        run_program({.program = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                 "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                                 "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1",
                                 "-keyout", key, "-out", file},
                     .timeout_seconds = 60});
    REQUIRE_MESSAGE((end.how == ProgramEnd::How::exited && end.status == 0), end.output);
}

}  // namespace dunning::channel_test
