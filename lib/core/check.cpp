#include "core/check.h"

#include <cstdio>
#include <cstdlib>

namespace dunning {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "dunning: internal check failed at %s:%d: %s\n", file, line, condition);
    std::abort();
}

}  // namespace dunning
