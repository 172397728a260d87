#include "text/cells.h"

#include <algorithm>

#include "text/trim.h"

namespace dunning {

bool CellRow::is_blank() const {
    return std::all_of(cells.begin(), cells.end(),
                       [](const Cell& cell) { return !cell.quoted && trimmed(cell.text).empty(); });
}

}  // namespace dunning
