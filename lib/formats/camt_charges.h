// Charges, as the entries and transfers of camt files name them (Chrgs).
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "core/money.h"
#include "formats/camt_values.h"

namespace dunning {

struct CamtCharges {
    std::optional<Money> total = {};    // positive; nothing when there are none
    std::optional<bool> included = {};  // ChrgInclInd, when the bank says so
};

// Of an <Ntry> or <TxDtls>. Version 02 repeats <Chrgs> with an <Amt> each; later versions have one
// with a total and records. Charges in several currencies are not added up: a warning, and nothing.
CamtCharges read_camt_charges(const CamtSource& source, const pugi::xml_node& parent);

}  // namespace dunning
