// Fees as the policy writes them, wherever it has one: a level's, the tiers', a law's lump sum.
#pragma once

#include "core/fee.h"
#include "formats/toml_section.h"

namespace dunning {

// A rate that may be zero but not below it.
std::optional<Rate> read_positive_rate(const TomlValue& value);

// "20.00"; { percent = "2.0", minimum = "5.00", maximum = "50.00", per = "invoice" }; or bands,
// [{ below = "1000.00", fee = "40.00" }, { fee = "70.00" }].
std::optional<FeeTerms> read_fee(TomlSection& section, std::string_view key, Currency book);

// [[fee_tier]] and the keys of [fees] that say how they are used.
void read_fee_tiers(TomlSection& root, Currency book, FeeTerms& fees);

}  // namespace dunning
