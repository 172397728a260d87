// The transfers within a camt entry (TxDtls), and how their amounts come together in the entry.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "formats/bank_statement.h"
#include "formats/camt_values.h"

namespace dunning {

// What the transfers take over from the entry that holds them.
struct CamtEntryFacts {
    const CamtSource& source;
    pugi::xml_node node;  // <Ntry>
    Money amount;         // signed
    bool reversal = false;
    bool cancels_return = false;  // as BankEntry has it
    std::string_view own_account;
    int batch_size = 0;
};

struct CamtTransfers {
    std::vector<BankDetail> details = {};
    std::optional<Money> charges = {};  // those of the entry, when they are why it is not the sum
};

// Each <TxDtls>, with amounts that sum to the entry but for its charges; one made up when there are
// none and the entry is no batch. Nothing when the bank keeps the transfers of a batch back, or
// says several without their amounts (a warning).
CamtTransfers read_camt_transfers(const CamtEntryFacts& entry);

}  // namespace dunning
