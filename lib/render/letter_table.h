// Rows of a letter as a table over any number of pages, each with the headings.
#pragma once

#include "render/letter.h"
#include "render/page_flow.h"

namespace dunning {

struct LetterTable {
    const std::vector<LetterColumn>& columns;
    const std::vector<LetterRow>& rows;
};

// Columns are as wide as their widest cell; the first gets the rest, and breaks into lines. A row
// is as high as its text and never torn apart. REQUIRES: there are columns; what the table refers
// to stays until this returns.
void add_table(PageFlow& flow, const Typesetter& typesetter, const LetterTable& table);

}  // namespace dunning
