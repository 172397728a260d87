#pragma once

namespace dunning {

struct Twice {
    int of_ledger = 0;
};

}  // namespace dunning
