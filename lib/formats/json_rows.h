// Where the rows of a JSON file are: the one array of objects that it holds, or its lines.
//
// The array may be the file itself or stand at any depth of objects, as in {"schema":…,"rows":[…]}
// or {"d":{"results":[…]}}; the one nearest to the top counts, and two at the same depth are
// refused. An object without such an array is a table of one row, unless it holds an empty array by
// one of the usual names (rows, data, items, records, results, value): then there are no rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

inline constexpr int max_json_depth = 32;
inline constexpr std::size_t max_json_string_bytes = 64 * 1024;  // as a field of a CSV file

enum class JsonLayout { document, lines };

// An object with its braces, in bytes of the text.
struct JsonSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct JsonFault {
    std::size_t offset = 0;
    std::string what;
    std::string remedy = {};
};

struct JsonRows {
    std::vector<JsonSpan> rows = {};
    std::optional<JsonFault> fault = {};
};

// The whole text is checked, whatever stands in it: well-formed, valid UTF-8 (in its \u escapes
// too), no more than max_json_depth levels, no string of more than max_json_string_bytes as it is written,
// nothing behind the end, all rows objects.
JsonRows find_json_rows(std::string_view text, JsonLayout layout);

}  // namespace dunning
