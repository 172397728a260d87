// The customers that a transaction has asked for by their codes: their rows and currencies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/ledger.h"

namespace dunning {

struct KnownCustomer {
    RowId row = 0;
    std::optional<Currency> currency = {};  // of his own
};

class CustomerRows {
  public:
    // Customers come and go in other transactions, so nothing is kept beyond one.
    void begin() { is_kept_ = true; }
    void end() {
        is_kept_ = false;
        rows_.clear();
    }

    std::optional<KnownCustomer> find(std::string_view code) const {
        const auto found = rows_.find(code);
        if (found == rows_.end()) return std::nullopt;
        return found->second;
    }
    void add(std::string_view code, const KnownCustomer& customer) {
        if (!is_kept_) return;
        if (rows_.size() == most_kept) rows_.clear();
        rows_.emplace(code, customer);
    }
    // REQUIRES: called when the customer changes
    void forget(std::string_view code) {
        if (const auto found = rows_.find(code); found != rows_.end()) rows_.erase(found);
    }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    // A book of any size needs no more memory than this.
    static constexpr std::size_t most_kept = 1 << 17;

    bool is_kept_ = false;
    std::unordered_map<std::string, KnownCustomer, Hash, std::equal_to<>> rows_;
};

}  // namespace dunning
