// Which column of a CSV file serves which field of ours.
//
// A profile's `columns` decide for the fields that they name (its headings compared exactly, after
// trim and NFC), `constants` give fixed values; every other field is found by its own name, then by
// its aliases. A column that the profile has claimed is not found by alias a second time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/import_batch.h"
#include "text/csv.h"

namespace dunning {

struct FieldSource {
    std::string_view field;
    std::optional<std::size_t> column = {};  // from 0; none: the file does not have it
    std::string heading = {};                // as the file writes it, for messages
    std::optional<std::string> constant = {};
};

class CsvColumns {
  public:
    // Nothing, and one diagnostic for all, when required columns are missing; duplicates of a
    // column that is used are refused as well.
    static std::optional<CsvColumns> resolve(const CsvRecord& header, ImportKind kind,
                                             const ImportProfile* profile, const std::string& file,
                                             Diagnostics& diagnostics);

    std::size_t width() const { return width_; }  // fields in the header
    const std::vector<FieldSource>& sources() const { return sources_; }
    // REQUIRES: `field` is a field of the kind.
    const FieldSource& of(std::string_view field) const;

  private:
    std::size_t width_ = 0;
    std::vector<FieldSource> sources_;
};

}  // namespace dunning
