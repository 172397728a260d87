// Which column of a table serves which field of ours.
//
// A profile's `columns` decide for the fields that they name (headings compared after trim and NFC,
// as they are written and else without regard to large and small letters; of several the first that
// the file has), `constants` give fixed values; every other
// field is found by its own name, then by its aliases. One column may serve several fields of a
// profile; one that the profile has claimed is not found by alias a second time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "core/import_profile.h"
#include "formats/canonical_fields.h"
#include "formats/facts.h"
#include "text/cells.h"

namespace dunning {

struct FieldSource {
    std::string_view field;
    FieldType type = FieldType::text;
    std::optional<std::size_t> column = {};  // from 0; none: the file does not have it
    std::vector<std::size_t> further = {};   // of a text: asked in turn when that one is blank
    std::string heading = {};                // as the file writes it, for messages
    std::optional<std::string> constant = {};
    std::string date_format = {};           // of a date: "" = ISO 8601
    std::optional<char> decimal_mark = {};  // of an amount or number: none = the machine form
    std::string currency_mark = {};  // of an amount: in what its heading says that it is
    // What the profile says of the file's words; lives as long as the profile.
    const WordMeanings* words = nullptr;
};

// What a row says when it is read as the header.
struct HeaderMatch {
    struct Missing {
        std::string field;
        std::vector<std::string> headings = {};  // that the profile names for it
    };
    std::vector<FieldSource> sources = {};
    std::vector<Missing> missing = {};         // required, or named by the profile
    std::vector<std::size_t> duplicates = {};  // columns that say what an earlier one says
    std::size_t recognised = 0;                // fields that have a column

    bool complete() const { return missing.empty() && duplicates.empty(); }
};

// A column with a heading that serves no field.
struct UnreadColumn {
    std::size_t column = 0;  // from 0
    std::string heading = {};
    std::string meant = {};  // the field that it is mistyped for perhaps; "" when none is near
};

class TableColumns {
  public:
    static HeaderMatch match(const CellRow& header, ImportKind kind, const ImportProfile& profile);
    // REQUIRES: the match is complete.
    TableColumns(const CellRow& header, HeaderMatch match);

    std::size_t width() const { return headings_.size(); }  // cells in the header
    std::size_t named_width() const;  // the same without those at its end that are blank
    const std::string& heading(std::size_t column) const { return headings_[column]; }
    const std::vector<FieldSource>& sources() const { return sources_; }
    std::vector<FieldSource>& sources() { return sources_; }
    // REQUIRES: `field` is a field of the kind.
    const FieldSource& of(std::string_view field) const;
    // Nothing when the kind has no such field.
    const FieldSource* find(std::string_view field) const;
    // The columns that the profile names beside our fields, the sign's and the filters': the first
    // of these headings that the file has.
    std::optional<std::size_t> column_of(const std::vector<std::string>& headings) const;
    // Among the first `count` columns, those that nothing is read from. What a profile's sign and
    // filters read is not asked for.
    std::vector<UnreadColumn> unread(std::size_t count, ImportKind kind) const;

  private:
    std::vector<FieldSource> sources_;
    std::vector<std::string> headings_;
};

// What is wrong with the header, in one diagnostic for all that is missing: what was recognised,
// what was not, and as remedy the headings that are meant perhaps ("" when none is near).
void report_header(const CellRow& header, const HeaderMatch& match, const std::string& file,
                   Diagnostics& diagnostics);

// A heading as it is compared with a profile's: NFC, without blanks at both ends.
std::string exact_heading(std::string_view heading);

}  // namespace dunning
