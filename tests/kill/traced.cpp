#include "kill/traced.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace dunning::kill_test {
namespace {

constexpr int could_not_trace = 126;
constexpr int could_not_start = 127;

enum class Tracing { off, on };

// Output goes to a file and is read when the process has ended, so a full pipe can never stop it.
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File temporary_file() {
    File file(std::tmpfile(), &std::fclose);
    if (!file) throw std::system_error(errno, std::generic_category(), "temporary file");
    return file;
}

std::string text_of(const File& file) {
    std::string text;
    std::rewind(file.get());
    for (int c = std::fgetc(file.get()); c != EOF; c = std::fgetc(file.get())) {
        text.push_back(static_cast<char>(c));
    }
    return text;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Between fork and exec only calls that are safe there.
[[noreturn]] void become(char* const* arguments, char* const* environment, int output,
                         Tracing tracing) {
    if (tracing == Tracing::on && ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) {
        _exit(could_not_trace);
    }
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execve(arguments[0], arguments, environment);
    _exit(could_not_start);
}

pid_t start(const std::vector<std::string>& command, const File& output, Tracing tracing) {
    std::vector<std::string> arguments = command;
    // The leak sanitizer of a debug build cannot work in a process that is traced.
    std::vector<std::string> variables = {"TZ=UTC", "ASAN_OPTIONS=detect_leaks=0"};
    const auto argument_list = pointers_to(arguments);
    const auto environment = pointers_to(variables);
    const int descriptor = fileno(output.get());
    const pid_t process = ::fork();
    if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process == 0) become(argument_list.data(), environment.data(), descriptor, tracing);
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    return status;
}

bool has_ended(int status) {
    return WIFEXITED(status) || WIFSIGNALED(status);
}

int shell_status(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// A stop at a system call, as PTRACE_O_TRACESYSGOOD marks it.
bool is_system_call(int status) {
    return WSTOPSIG(status) == (SIGTRAP | 0x80);
}

// Lets the process go on to the entry or the end of a system call, or to a signal, and hands on the
// signal that it stopped with before.
int step(pid_t process, long signal) {
    ptrace(PTRACE_SYSCALL, process, nullptr, signal);
    return wait_for(process);
}

// Until the process has ended, or the wanted call begins: then it is killed.
void follow(pid_t process, long kill_at, Ended& ended) {
    bool inside = false;
    long signal = 0;
    for (int status = step(process, 0);; status = step(process, signal)) {
        if (has_ended(status)) {
            ended.status = shell_status(status);
            return;
        }
        signal = is_system_call(status) ? 0 : WSTOPSIG(status);
        if (!is_system_call(status)) continue;
        inside = !inside;
        if (inside) ++ended.calls;
        if (inside && ended.calls == kill_at) {
            ::kill(process, SIGKILL);
            ended.status = shell_status(wait_for(process));
            ended.killed = true;
            return;
        }
    }
}

}  // namespace

Ended run(const std::vector<std::string>& command) {
    const File output = temporary_file();
    Ended ended;
    ended.status = shell_status(wait_for(start(command, output, Tracing::off)));
    ended.text = text_of(output);
    return ended;
}

Ended run_traced(const std::vector<std::string>& command, long kill_at) {
    const File output = temporary_file();
    const pid_t process = start(command, output, Tracing::on);
    const int first = wait_for(process);  // it stops at exec
    if (has_ended(first) && shell_status(first) == could_not_trace) throw NotPermitted();
    Ended ended;
    if (has_ended(first)) {
        ended.status = shell_status(first);
        return ended;
    }
    const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, process, nullptr, options) != 0) {
        ::kill(process, SIGKILL);
        wait_for(process);
        throw NotPermitted();
    }
    follow(process, kill_at, ended);
    ended.text = text_of(output);
    return ended;
}

}  // namespace dunning::kill_test
