// Rate files: the shipped reference rates, and how any table of rates is read.
//
//   title         = "ECB main refinancing operations"
//   source        = "European Central Bank, key interest rates"   # of rows without one of their
//   own reference_day = "half_year_first"   # own_day | half_year_first | half_year_eve verified =
//   "2025-12-22"        # the last row held on that day rows          = [["2025-06-11", "2.15"],
//   ["2026-02-11", "2.00", "press release of ..."]]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rate_table.h"
#include "formats/toml_section.h"

namespace dunning {

// "ecb-mro", "de-basiszins", ...
std::vector<std::string> shipped_rate_table_names();

// REQUIRES: it is shipped.
RateTable shipped_rate_table(std::string_view name);

// The keys of a table but for its name. Rows may come in any order, each day once.
void read_rate_table(TomlSection& section, RateTable& table);

}  // namespace dunning
