// The outside world, handed to the program as values.
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

int columns(const std::map<std::string, std::string>& environment) {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const auto stated = environment.find("COLUMNS");
    const int value = stated == environment.end() ? 0 : std::atoi(stated->second.c_str());
    return value > 0 ? value : 100;
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);
    std::ios::sync_with_stdio(false);
    dunning::cli::install_interrupt_handlers();
    const dunning::SystemClock clock;
    auto environment = environment_variables();
    const int width = columns(environment);
    dunning::cli::World world{.in = std::cin,
                              .out = std::cout,
                              .err = std::cerr,
                              .clock = clock,
                              .environment = std::move(environment),
                              .in_is_terminal = ::isatty(STDIN_FILENO) != 0,
                              .out_is_terminal = ::isatty(STDOUT_FILENO) != 0,
                              .err_is_terminal = ::isatty(STDERR_FILENO) != 0,
                              .width = width};
    return dunning::cli::run(std::vector<std::string>(argv + 1, argv + argc), world);
}
