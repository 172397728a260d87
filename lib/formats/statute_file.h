// Statutes: what a law says of late payment, as an [interest] section with its articles.
//
//   title = "Germany, business customers"
//   binds = "debts of which no party is a consumer"
//   law   = ["BGB section 288(2): base rate + 9 points", ...]
//
//   [interest]
//   method = "reference"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

struct Statute {
    std::string name;  // "de-b2b"
    std::string title;
    std::string binds;  // whom
    std::vector<std::string> law = {};
    std::string_view text = {};  // of the whole file
};

// By name.
std::vector<Statute> shipped_statutes();
std::optional<Statute> find_statute(std::string_view name);

}  // namespace dunning
