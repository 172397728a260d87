#include "kill/traced.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
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

// What is done at the system calls of a process: `entered` may kill it or change the call, and
// `left` may change what the program gets to see.
struct Observer {
    std::function<bool(pid_t, Ended&)> entered = [](pid_t, Ended&) { return true; };
    std::function<void(pid_t)> left = [](pid_t) {};
};

// Until the process has ended; `entered` has killed it when it answers false.
void follow(pid_t process, const Observer& observer, Ended& ended) {
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
        if (!inside) {
            observer.left(process);
            continue;
        }
        ++ended.calls;
        if (!observer.entered(process, ended)) {
            ended.status = shell_status(wait_for(process));
            ended.killed = true;
            return;
        }
    }
}

Ended run_observed(const std::vector<std::string>& command, const Observer& observer) {
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
    follow(process, observer, ended);
    ended.text = text_of(output);
    return ended;
}

#if defined(__x86_64__)

using Registers = user_regs_struct;

Registers registers_of(pid_t process) {
    Registers registers = {};
    if (ptrace(PTRACE_GETREGS, process, nullptr, &registers) != 0) throw NotPermitted();
    return registers;
}

void set(pid_t process, const Registers& registers) {
    if (ptrace(PTRACE_SETREGS, process, nullptr, &registers) != 0) throw NotPermitted();
}

long call_of(const Registers& registers) {
    return static_cast<long>(registers.orig_rax);
}

bool opens_to_write(unsigned long long flags) {
    return (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
}

bool changes_files(const Registers& registers) {
    switch (call_of(registers)) {
        case SYS_write:
            return registers.rdi > STDERR_FILENO;
        case SYS_open:
            return opens_to_write(registers.rsi);
        case SYS_openat:
            return opens_to_write(registers.rdx);
        case SYS_pwrite64:
        case SYS_fsync:
        case SYS_fdatasync:
        case SYS_ftruncate:
        case SYS_link:
        case SYS_linkat:
        case SYS_rename:
        case SYS_renameat:
        case SYS_renameat2:
        case SYS_unlink:
        case SYS_unlinkat:
        case SYS_mkdir:
        case SYS_mkdirat:
            return true;
        default:
            return false;
    }
}

void skip_call(pid_t process, Registers registers) {
    registers.orig_rax = static_cast<unsigned long long>(-1);
    set(process, registers);
}

void answer(pid_t process, long long result) {
    Registers registers = registers_of(process);
    registers.rax = static_cast<unsigned long long>(result);
    set(process, registers);
}

ChangeMade change_of(pid_t process, const Registers& registers) {
    return {.process = process,
            .call = call_of(registers),
            .arguments = {registers.rdi, registers.rsi, registers.rdx, registers.r10},
            .result = static_cast<long long>(registers.rax)};
}

#else

// Where calls and their arguments stand is known of one kind of processor.
struct Registers {};
Registers registers_of(pid_t) {
    throw NotPermitted();
}
bool changes_files(const Registers&) {
    return false;
}
void skip_call(pid_t, const Registers&) {}
void answer(pid_t, long long) {}
ChangeMade change_of(pid_t, const Registers&) {
    return {};
}

#endif

}  // namespace

Ended run(const std::vector<std::string>& command) {
    const File output = temporary_file();
    Ended ended;
    ended.status = shell_status(wait_for(start(command, output, Tracing::off)));
    ended.text = text_of(output);
    return ended;
}

Ended run_traced(const std::vector<std::string>& command, long kill_at) {
    return run_observed(command, {.entered = [kill_at](pid_t process, Ended& ended) {
                            if (ended.calls != kill_at) return true;
                            ::kill(process, SIGKILL);
                            return false;
                        }});
}

Ended run_failing(const std::vector<std::string>& command, const Failing& failing) {
    bool fails = false;
    const auto entered = [&](pid_t process, Ended& ended) {
        const Registers registers = registers_of(process);
        if (!changes_files(registers)) return true;
        ++ended.changes;
        fails = ended.changes == failing.at ||
                (failing.and_all_later && failing.at > 0 && ended.changes > failing.at);
        if (fails) skip_call(process, registers);
        return true;
    };
    const auto left = [&](pid_t process) {
        if (fails) answer(process, -failing.error);
        fails = false;
    };
    return run_observed(command, {.entered = entered, .left = left});
}

Ended run_watched(const std::vector<std::string>& command,
                  const std::function<void(const ChangeMade&)>& watch) {
    const auto left = [&](pid_t process) {
        const Registers registers = registers_of(process);
        if (!changes_files(registers)) return;
        const ChangeMade change = change_of(process, registers);
        if (change.result >= 0) watch(change);
    };
    return run_observed(command, {.left = left});
}

}  // namespace dunning::kill_test
