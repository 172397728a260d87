// A letter laid out on A4 pages.
//
// The first page follows DIN 5008 form B, whose address shows in the window of a DL, C6/5 or C5
// envelope, the Chinese ZL (GB/T 1416) and the English DL among them: return line 45 to 50 mm from
// the top, remarks to 62.7, recipient to 90, information block from 50 mm at 125 mm from the left,
// text from 98.5; fold marks at 105 and 210, hole mark at 148.5. Every page has its number. A
// letter with a Swiss code ends with the payment slip at the foot of its last page.
#pragma once

#include <vector>

#include "render/letter.h"
#include "render/page_flow.h"

namespace dunning {

std::vector<Page> lay_out(const Letter& letter, const Typesetter& typesetter);

}  // namespace dunning
