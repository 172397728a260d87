// Which year is played: the usual one, or that of DUNNING_SEED in the environment.
#pragma once

#include <cstdlib>

namespace dunning::simulation {

inline unsigned seed_of(unsigned usual) {
    const char* wanted = std::getenv("DUNNING_SEED");
    return wanted == nullptr ? usual : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
}

}  // namespace dunning::simulation
