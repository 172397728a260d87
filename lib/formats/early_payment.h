// Discounts for early payment within the words of an invoice's terms, and decimals of XML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/einvoice.h"

namespace dunning {

struct EarlyPaymentTerms {
    std::vector<EarlyPaymentDiscount> discounts = {};
    std::vector<std::string> unreadable = {};  // what begins like one and is none
};

// XRechnung writes each on a line of its own; where line ends were lost they are found all the
// same. #VERZUG# lines, which are of interest, are no discounts.
EarlyPaymentTerms early_payment_discounts(std::string_view terms, Currency currency);

// An xs:decimal ("+5", ".50", "5.") as parse_money and parse_rate read it; other text unchanged.
std::string machine_decimal(std::string_view text);

}  // namespace dunning
