// The bytes of an import file, made into what a reader takes: a table, an XML document, or the text
// of a bank's own format. What it is comes from its contents, never from its name.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "core/import_profile.h"
#include "formats/file_kind.h"
#include "formats/table_reader.h"
#include "formats/xml_document.h"
#include "text/charset.h"

namespace dunning {

struct InputFile {
    FileKind kind = FileKind::csv;
    std::string source_format = "csv";  // as the report names it
    std::string encoding = "UTF-8";
    // One of these, by `kind`.
    std::optional<TableFile> table = {};
    std::optional<XmlDocument> xml = {};
    std::string_view text = {};  // MT940, OFX, BAI2

    std::optional<DecodedText> decoded = {};  // what `text` and `table` look into
};

// Nothing, and a diagnostic that says what the file is, when no reader takes it. `profile` tells
// the encoding and the sheet, if it does. REQUIRES: `bytes` outlive the result.
std::unique_ptr<InputFile> open_input(std::string_view bytes, const std::string& file,
                                      const ImportProfile& profile, Diagnostics& diagnostics);

}  // namespace dunning
