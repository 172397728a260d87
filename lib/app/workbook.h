// Workbooks (.xlsx): numbers are numbers, days are days, the header stays in sight, every column
// can be filtered, and charts are the spreadsheet program's own.
//
// The same sheets give the same bytes: the file says that it was made on 1 January 2000, its parts
// are of the day on which ZIP begins, and nothing in it is random. Amounts are stored as the double
// that is nearest to them, which a spreadsheet rounds back to the same digits up to 15 of them; an
// amount of more digits is written as text rather than as another amount. Text never becomes a
// formula. The library writes files only, so the bytes come by way of one in the folder for
// temporary files; whether that can be written is the one thing that can fail (FileError).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/sheet.h"

namespace dunning {

// REQUIRES: at least one sheet.
std::string workbook_of(const std::vector<Sheet>& sheets);

// Of one sheet that may be long: `rows` makes its rows, and hands on each. Those that `sheet` has
// come first.
using AddSheetRow = std::function<void(const std::vector<ReportCell>&)>;
std::string workbook_of(const Sheet& sheet, const std::function<void(const AddSheetRow&)>& rows);

}  // namespace dunning
