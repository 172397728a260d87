// What a workbook says beside the cells of its sheets: which sheets there are, how numbers are
// shown, and the texts that cells refer to by number (ECMA-376 part 1, 18.2, 18.4 and 18.8).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "formats/xlsx_number.h"
#include "formats/xml_scanner.h"
#include "formats/zip_reader.h"

namespace dunning {

// A part of the archive as XML, one event after another.
class XlsxPart {
  public:
    // REQUIRES: the archive outlives the part and stays where it is.
    static Result<XlsxPart> open(ZipArchive& archive, const std::string& name);

    XmlScanner& xml() { return *xml_; }
    XmlScanner::Event next() { return xml_->next(); }
    Fault fault() const;  // REQUIRES: an event was `failed`

  private:
    XlsxPart(std::string name, ZipEntry entry);

    std::string name_;
    std::unique_ptr<ZipEntry> entry_;  // where they stand is known to the scanner
    std::unique_ptr<XmlScanner> xml_;
};

// The text of `<si>` or `<is>`: all its runs joined, without the readings of East Asian characters.
class XlsxRichText {
  public:
    void clear();
    void take(const XmlScanner& xml, XmlScanner::Event event);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
    bool is_in_text_ = false;
    bool is_in_reading_ = false;
};

// Control characters come as "_x000D_" (ECMA-376 part 1, 22.9.2.19), an underscore that would be
// mistaken for such as "_x005F_".
std::string decode_xlsx_escapes(const std::string& text);

class XlsxStrings {
  public:
    static constexpr std::size_t max_count = 50'000'000;

    static Result<XlsxStrings> read(ZipArchive& archive, const std::string& part);

    std::size_t count() const { return ends_.size(); }
    std::string_view at(std::size_t index) const;  // REQUIRES: index < count()

  private:
    std::string all_;  // one text after another: a million small strings cost five times as much
    std::vector<std::uint32_t> ends_;
};

struct XlsxStyle {
    XlsxNumberKind kind = XlsxNumberKind::number;
    int padded_digits = 0;
};

Result<std::vector<XlsxStyle>> read_xlsx_styles(ZipArchive& archive, const std::string& part);

struct XlsxSheet {
    std::string name;
    std::string part;  // empty for a sheet that holds no cells, such as a chart
    bool is_hidden = false;
};

struct XlsxWorkbook {
    std::vector<XlsxSheet> sheets = {};
    XlsxEpoch epoch = XlsxEpoch::year_1900;
    std::string styles_part = {};   // empty: none
    std::string strings_part = {};  // empty: none
};

Result<XlsxWorkbook> read_xlsx_workbook(ZipArchive& archive);

}  // namespace dunning
