#include "channel/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

namespace dunning {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t output_limit = 64 * 1024;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor() : Descriptor(-1) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    int number() const { return number_; }
    bool good() const { return number_ >= 0; }

  private:
    int number_;
};

// A file without a name, at its beginning.
Descriptor file_with(std::string_view bytes) {
    Descriptor file(::memfd_create("document", MFD_CLOEXEC));
    while (file.good() && !bytes.empty()) {
        const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return Descriptor();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (file.good()) ::lseek(file.number(), 0, SEEK_SET);
    return file;
}

struct Pipe {
    Descriptor out;
    Descriptor in;
};

Pipe new_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {Descriptor(), Descriptor()};
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// What posix_spawn is told, freed in the end.
class Plan {
  public:
    Plan(int input, int output, const std::string& folder) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
        ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
        ::posix_spawnattr_init(&attributes_);
        // We ignore SIGPIPE; a program started by us must not inherit that.
        sigset_t all;
        ::sigfillset(&all);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        sigset_t none;
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~Plan() {
        ::posix_spawnattr_destroy(&attributes_);
        ::posix_spawn_file_actions_destroy(&actions_);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

  private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_of(const ProgramRun& run) {
    const auto has_name = [](std::string_view line, std::string_view name) {
        return line.starts_with(name) && line.substr(name.size()).starts_with('=');
    };
    std::vector<std::string> lines;
    for (char** line = ::environ; line != nullptr && *line != nullptr; ++line) {
        const bool hidden = std::ranges::any_of(
            run.hidden, [&](const std::string& name) { return has_name(*line, name); });
        const bool replaced = std::ranges::any_of(
            run.variables, [&](const auto& variable) { return has_name(*line, variable.first); });
        if (!hidden && !replaced) lines.emplace_back(*line);
    }
    for (const auto& [name, value] : run.variables) lines.push_back(name + "=" + value);
    return lines;
}

void read_what_is_there(const Descriptor& pipe, std::string& output) {
    char buffer[4096];
    for (;;) {
        const ssize_t size = ::read(pipe.number(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        const auto room = output_limit - std::min(output.size(), output_limit);
        output.append(buffer, std::min(static_cast<std::size_t>(size), room));
    }
}

// With everything that it has started.
void kill_group(pid_t process, int& status) {
    ::kill(-process, SIGKILL);
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
}

enum class Waited { ended, timed_out, stopped };

// Until the program has ended, its time is over or it must stop. Its end closes our pipe, which
// wakes us up; what it has started may hold the pipe open and live on, so we look at the program
// itself every now and then and do not wait for the end of the output.
Waited wait_for_end(pid_t process, const Pipe& pipe, const ProgramRun& run, std::string& output,
                    int& status) {
    constexpr int look_again_ms = 20;
    constexpr std::chrono::seconds patience(1);
    const auto deadline = Clock::now() + std::chrono::seconds(run.timeout_seconds);
    std::optional<Clock::time_point> stop_wanted;
    bool told_to_end = false;
    pollfd watched{pipe.out.number(), POLLIN, 0};
    while (Clock::now() < deadline) {
        ::poll(&watched, 1, look_again_ms);
        read_what_is_there(pipe.out, output);
        if ((watched.revents & POLLHUP) != 0) watched.fd = -1;
        if (::waitpid(process, &status, WNOHANG) == process) {
            return told_to_end && WIFSIGNALED(status) ? Waited::stopped : Waited::ended;
        }
        if (!stop_wanted && run.stop_wanted && run.stop_wanted()) stop_wanted = Clock::now();
        if (!stop_wanted || Clock::now() < *stop_wanted + patience) continue;
        if (Clock::now() >= *stop_wanted + 2 * patience) {
            kill_group(process, status);
            return Waited::stopped;
        }
        if (!std::exchange(told_to_end, true)) ::kill(-process, SIGTERM);
    }
    kill_group(process, status);
    return Waited::timed_out;
}

ProgramEnd not_started(const ProgramRun& run, int problem) {
    return {.how = ProgramEnd::How::not_started,
            .problem = fmt::format("{}: cannot be started: {}", run.program.front(),
                                   std::strerror(problem))};
}

}  // namespace

ProgramEnd run_program(const ProgramRun& run) {
    const Descriptor input = file_with(run.input);
    Pipe pipe = new_pipe();
    if (!input.good() || !pipe.out.good()) return not_started(run, errno);
    const std::string folder = run.folder.empty() ? "." : run.folder.string();
    const Plan plan(input.number(), pipe.in.number(), folder);
    std::vector<std::string> arguments = run.program;
    std::vector<std::string> variables = environment_of(run);
    pid_t process = 0;
    const int problem =
        ::posix_spawnp(&process, arguments.front().c_str(), plan.actions(), plan.attributes(),
                       pointers_to(arguments).data(), pointers_to(variables).data());
    if (problem != 0) return not_started(run, problem);
    pipe.in = Descriptor();
    ProgramEnd end;
    int status = 0;
    const Waited waited = wait_for_end(process, pipe, run, end.output, status);
    if (waited != Waited::ended) {
        end.how = waited == Waited::stopped ? ProgramEnd::How::stopped : ProgramEnd::How::timed_out;
        return end;
    }
    read_what_is_there(pipe.out, end.output);
    end.how = WIFSIGNALED(status) ? ProgramEnd::How::killed_by_signal : ProgramEnd::How::exited;
    end.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return end;
}

}  // namespace dunning
