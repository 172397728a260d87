// The outside world, handed to the program as values.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/interrupt.h"

namespace {

std::map<std::string, std::string> environment_variables() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string line = *entry;
        const auto equals = line.find('=');
        if (equals != std::string::npos)
            variables[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return variables;
}

int terminal_width() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// A stream that was closed would lend its number to the next file that is opened, such as the lock:
// messages would be written into it, and data read from it. Opened the wrong way round, reading and
// writing still fail.
void occupy_closed_streams() {
    constexpr int wrong_way[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int stream = 0; stream <= STDERR_FILENO; ++stream) {
        if (::fcntl(stream, F_GETFD) >= 0) continue;
        if (::open("/dev/null", wrong_way[stream]) != stream) std::abort();
    }
}

}  // namespace

int main(int argc, char** argv) {
    occupy_closed_streams();
    ::umask(077);
    std::ios::sync_with_stdio(false);
    dunning::cli::install_interrupt_handlers();
    const dunning::SystemClock clock;
    dunning::cli::World world{.in = std::cin,
                              .out = std::cout,
                              .err = std::cerr,
                              .clock = clock,
                              .environment = environment_variables(),
                              .in_is_terminal = ::isatty(STDIN_FILENO) != 0,
                              .out_is_terminal = ::isatty(STDOUT_FILENO) != 0,
                              .err_is_terminal = ::isatty(STDERR_FILENO) != 0,
                              .width = terminal_width()};
    return dunning::cli::run(std::vector<std::string>(argv + 1, argv + argc), world);
}
