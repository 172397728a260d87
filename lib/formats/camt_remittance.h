// What a payment is for, as camt files say it: structured references and free text.
#pragma once

#include <pugixml.hpp>
#include <string>

namespace dunning {

struct CamtRemittance {
    // The first creditor reference with right check digits; when none has, the first of all, since
    // not every country's check digits are known here.
    std::string reference = {};
    // The free text, then what else the structured blocks name (other references, invoice numbers,
    // remarks), then the bank's words about the transfer and about its return.
    std::string text = {};
};

CamtRemittance read_camt_remittance(const pugi::xml_node& transfer);

// All <Ustrd> as one text. Banks cut texts at 35, 70 or 140 characters, also inside a word: pieces
// of such a length go on without a blank, others with one.
std::string join_camt_pieces(const pugi::xml_node& remittance);

}  // namespace dunning
