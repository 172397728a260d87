// The program: arguments in, bytes out, an exit status. Everything that the outside world gives it
// comes through World, so the whole program runs inside a test.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "app/clock.h"

namespace dunning::cli {

struct World {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    const Clock& clock;
    std::map<std::string, std::string> environment = {};
    bool in_is_terminal = false;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    int width = 0;  // of the terminal in columns; 0: no terminal
};

// `arguments` without the program's own name. Returns the exit status; never throws.
int run(const std::vector<std::string>& arguments, World& world);

}  // namespace dunning::cli
