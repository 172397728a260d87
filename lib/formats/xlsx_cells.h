// One sheet of an Excel workbook (.xlsx, Office Open XML) as rows of cells.
//
// Numbers come as exact decimals ("9000.55", never an exponent), days as "2026-01-31" (with
// "T09:30:00" when the cell has a time), true and false as such, errors as they stand ("#N/A").
// A formula counts for the result that is stored with it; one that no program has calculated yet
// comes as its own text ("=SUM(A1:A9)"). Of merged cells the first has the value. Hidden rows and
// columns are read like the others: a filter that was left on must not hide an invoice.
//
// `line` is the number of the row, `column` that of the cell. Rows that the file leaves out are
// skipped; empty cells at the end of a row are left out, but a row has at least one cell. The sheet
// is read as it is unpacked: memory is needed for the shared texts and one row.
//
// A fault of the file as a whole (damaged, encrypted, no such sheet) has line 0. Damage is known
// for certain only when the sheet has been read to its end, so nothing should be kept before that.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/zip_reader.h"
#include "text/cells.h"

namespace dunning {

inline constexpr int max_xlsx_rows = 1'048'576;
inline constexpr int max_xlsx_columns = 16'384;

struct XlsxOptions {
    // By its name, or by its number from 1 in the order of the workbook, hidden ones counted too;
    // empty: the first that is visible.
    std::string sheet = {};
    ZipLimits limits = {};
};

class XlsxCells final : public CellSource {
  public:
    // REQUIRES: `bytes` outlive the source.
    explicit XlsxCells(std::string_view bytes, const XlsxOptions& options = {});
    ~XlsxCells() override;

    bool next(CellRow& row) override;
    const std::optional<CellFault>& fault() const override { return fault_; }

    std::string_view sheet() const { return sheet_; }  // the name of the one that is read

  private:
    class Sheet;
    void open(std::string_view bytes, const XlsxOptions& options);

    std::unique_ptr<Sheet> reader_;  // none after the end and after a fault
    std::string sheet_;
    std::optional<CellFault> fault_;
};

}  // namespace dunning
