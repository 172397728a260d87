// The invoices of a letter as a table over any number of pages, each with the headings.
#pragma once

#include "render/letter.h"
#include "render/page_flow.h"

namespace dunning {

// Columns are as wide as their widest cell; the first gets the rest, and breaks into lines. A row
// is as high as its text and never torn apart. REQUIRES: the letter has columns.
void add_invoice_table(PageFlow& flow, const Typesetter& typesetter, const Letter& letter);

}  // namespace dunning
