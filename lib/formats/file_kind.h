// What a file is, by its content alone: names lie (an HTML page called invoices.xls).
//
// Text is recognised in UTF-8 and its like and in UTF-16, with or without a byte order mark and
// after blanks. What is nothing else is taken for CSV.
#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"

namespace dunning {

enum class FileKind {
    csv,
    xlsx,
    json,        // one value
    json_lines,  // an object on each of at least two lines
    xml,         // also the XML Spreadsheet of Excel 2003
    mt940,       // also MT942
    ofx,         // SGML or XML
    bai2,
    old_xls,  // any compound file that is not encrypted_workbook
    encrypted_workbook,
    html,
    pdf,
    zip,
    gzip,
    binary,  // has NUL bytes and is none of the others
    empty,   // nothing but blanks
};

FileKind file_kind(std::string_view bytes);

// What to say of a kind that no reader takes, and what helps.
std::optional<Fault> why_not_readable(FileKind kind);

}  // namespace dunning
