#pragma once

namespace dunning {

struct Twice {
    int of_app = 0;
};

}  // namespace dunning
