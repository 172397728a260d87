// The payment part and receipt of a QR-bill, which fill the lowest 105 mm of an A4 page.
//
// Measures, sizes of letters, headings and their order are those of the Swiss Implementation
// Guidelines QR-bill 2.3 (sections 3 and 6) and their style guide: receipt 62 mm, payment part
// 148 mm, the code 46 mm with its cross; IBAN and references in groups, amounts with a blank
// between thousands; lines and the advice to separate where nothing is perforated. The headings are
// fixed by the standard in German, French and Italian; all other languages have the English ones.
#pragma once

#include <string>
#include <string_view>

#include "render/page_flow.h"
#include "render/payment_code.h"

namespace dunning {

inline constexpr double swiss_slip_height = millimetres(105);
inline constexpr double swiss_slip_top = page_height - swiss_slip_height;
// Above it stands the advice to separate.
inline constexpr double swiss_slip_advice = millimetres(5);

// "1 590.00"
std::string slip_amount(const Money& amount);
// "21 00000 00003 13947 14300 09017", and by fours those of ISO 11649: "RF18 5390 0754 7034"
std::string slip_reference(std::string_view reference);

// Below swiss_slip_top - swiss_slip_advice the page must be empty; what is there already of marks
// at fixed places is taken away. REQUIRES: the bill is one that swiss_payload takes.
void add_swiss_slip(Page& page, const SwissBill& bill, std::string_view language);

}  // namespace dunning
