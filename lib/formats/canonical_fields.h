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
    // Folded headings (see heading_text.h), the most certain first; the name itself comes before
    // them.
    std::span<const std::string_view> aliases = {};
};

// In the order of the contract (cli.md, "Canonical files").
std::span<const CanonicalField> canonical_fields(ImportKind kind);

std::vector<std::string> canonical_field_names(ImportKind kind);

}  // namespace dunning
