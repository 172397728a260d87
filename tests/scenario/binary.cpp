#include "scenario/binary.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "scenario/host_zone.h"

namespace dunning::scenario {
namespace {

// Output goes to a file and is read when the process has ended, so a full pipe can never stop it.
class Capture {
  public:
    Capture() : file_(std::tmpfile(), &std::fclose) {
        if (!file_) throw std::system_error(errno, std::generic_category(), "temporary file");
    }

    int descriptor() const { return fileno(file_.get()); }

    std::string text() const {
        std::string text;
        std::rewind(file_.get());
        for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) {
            text.push_back(static_cast<char>(c));
        }
        return text;
    }

  private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

// A list of C strings that ends with a null pointer, as processes are given it.
class CStrings {
  public:
    explicit CStrings(std::vector<std::string> texts) : texts_(std::move(texts)) {
        for (std::string& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    char* const* get() const { return pointers_.data(); }

  private:
    std::vector<std::string> texts_;
    std::vector<char*> pointers_;
};

CStrings arguments_of(const std::string& path, const Invocation& invocation) {
    std::vector<std::string> arguments = {path, "--clock", invocation.clock};
    arguments.insert(arguments.end(), invocation.arguments.begin(), invocation.arguments.end());
    return CStrings(std::move(arguments));
}

CStrings environment_of(const Invocation& invocation) {
    std::vector<std::string> variables = {std::string("TZ=") + host_zone};
    for (const auto& [name, value] : invocation.environment)
        variables.push_back(name + "=" + value);
    return CStrings(std::move(variables));
}

pid_t start(const std::string& path, const Invocation& invocation, int out, int err) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    pid_t process = 0;
    const int problem =
        posix_spawn(&process, path.c_str(), &actions, nullptr, arguments_of(path, invocation).get(),
                    environment_of(invocation).get());
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) throw std::system_error(problem, std::generic_category(), path);
    return process;
}

int status_of(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Program through_binary(const std::string& path) {
    return [absolute = std::filesystem::absolute(path).string()](const Invocation& invocation) {
        const Capture out;
        const Capture err;
        const int status =
            status_of(start(absolute, invocation, out.descriptor(), err.descriptor()));
        return Outcome{.out = out.text(), .err = err.text(), .status = status};
    };
}

}  // namespace dunning::scenario
