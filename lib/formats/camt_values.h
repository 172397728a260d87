// The small values of camt files: amounts, days, signs, flags. Each problem is reported where the
// element begins, and nothing comes back.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/diagnostic.h"
#include "core/money.h"
#include "formats/xml_document.h"

namespace dunning {

// Where a value is read from, and where problems go.
struct CamtSource {
    const XmlDocument& document;
    Diagnostics& diagnostics;

    void error(const pugi::xml_node& at, std::string what, std::string remedy = {}) const;
    void doubt(const pugi::xml_node& at, std::string what, std::string remedy = {}) const;
    void warning(const pugi::xml_node& at, std::string what, std::string remedy = {}) const;
};

// A text from a file as a message shows it: in quotes, and cut when it is long.
std::string quoted(std::string_view text);

// <Amt Ccy="EUR">12.50</Amt>: never signed, a point before at most five decimals (ISO 20022,
// ActiveCurrencyAndAmount), of which those beyond the currency's must be zeros.
std::optional<Money> read_camt_amount(const CamtSource& source, const pugi::xml_node& amount);

// <CdtDbtInd>, the only sign that a camt file has: positive for CRDT.
std::optional<Money> with_camt_sign(const CamtSource& source, const pugi::xml_node& parent,
                                    std::optional<Money> amount);

// The civil day of <BookgDt><Dt> or <DtTm> as the bank writes it, whatever its zone. Nothing, and
// no problem, when there is neither.
std::optional<Date> read_camt_day(const CamtSource& source, const pugi::xml_node& choice);
// Of an element that is itself the day, "2026-11-21", or day and time, "2026-11-21T10:00:00Z".
std::optional<Date> read_camt_day_text(const CamtSource& source, const pugi::xml_node& day);

// <RvslInd>, <ChrgInclInd>, <LastPgInd>: nothing when the element is missing or empty.
std::optional<bool> read_camt_flag(const CamtSource& source, const pugi::xml_node& flag);

// "" for what only says that there is none: NOTPROVIDED and NONREF, however they are written.
std::string meaningful_reference(std::string_view text);

// An account number, without the blanks that are there for reading.
std::string without_spaces(std::string_view text);

}  // namespace dunning
