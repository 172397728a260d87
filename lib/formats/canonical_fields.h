// The canonical fields: what each kind of import file has, which of it is required, and under which
// headings other systems, in English, Chinese and German, write the same thing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/facts.h"

namespace dunning {

enum class FieldNeed { required, optional };
// A number is written as amounts are, and is none: rows do not add up to it.
enum class FieldType { text, date, amount, number };

struct CanonicalField {
    std::string_view name;
    FieldNeed need = FieldNeed::optional;
    FieldType type = FieldType::text;
    // Folded headings (see folded_heading), the most certain first; the name itself comes before
    // them.
    std::span<const std::string_view> aliases = {};
};

// In the order of the contract (cli.md, "Canonical files").
std::span<const CanonicalField> canonical_fields(ImportKind kind);

std::vector<std::string> canonical_field_names(ImportKind kind);

// Lower case of ASCII and of the letters U+00C0 to U+00DE, which is all that our headings need.
std::string in_small_letters(std::string_view text);

// A heading in the form in which headings are compared: NFC, lower case, without spaces and ASCII
// punctuation, so that "Invoice No.", "invoice_no" and "*InvoiceNo" are one.
std::string folded_heading(std::string_view heading);

}  // namespace dunning
