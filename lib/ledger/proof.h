// Proof: that the book is as it was written. See lib/ledger/sqlite/chain.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/ledger.h"

namespace dunning {

class Proof {
  public:
    // "42 5f0c...": how many entries the chain has, and the digest of the last one. Whoever keeps it
    // elsewhere can show later that nothing up to there was changed or left out.
    static std::string head(const Ledger& ledger);
    // Whether the chain has that entry; nothing when it is not the text of a head.
    static std::optional<bool> contains(const Ledger& ledger, std::string_view head);
};

}  // namespace dunning
