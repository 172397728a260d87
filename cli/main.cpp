// The outside world, handed to the program as values.
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

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

}  // namespace

int main(int argc, char** argv) {
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
