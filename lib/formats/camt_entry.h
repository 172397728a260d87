// One booking of a camt statement (Ntry).
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string_view>

#include "core/date.h"
#include "formats/bank_statement.h"
#include "formats/camt_values.h"

namespace dunning {

struct CamtEntryContext {
    const CamtSource& source;
    std::string_view own_account;
    // For a pending entry without any day of its own.
    std::optional<Date> statement_day = {};
};

// Nothing, and at least one error, when it has no amount, no sign or no day.
std::optional<BankEntry> read_camt_entry(const CamtEntryContext& context,
                                         const pugi::xml_node& entry);

}  // namespace dunning
