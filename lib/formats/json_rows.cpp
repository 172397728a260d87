#include "formats/json_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/json_reading.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::string_view json_blanks = " \t\r\n";
constexpr std::array<std::string_view, 6> usual_names{"rows",    "data",    "items",
                                                      "records", "results", "value"};

// Notices, while the whole text goes by, where the best table so far has its rows.
class TableFinder : public JsonHandler<TableFinder> {
  public:
    TableFinder(const rapidjson::MemoryStream& stream, std::vector<JsonSpan>& rows)
        : stream_(stream), rows_(rows) {}

    bool scalar(std::string_view /*text*/) { return begin_value(Kind::scalar); }
    bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        return is_valid({text, size}) && begin_value(Kind::scalar);
    }
    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        const std::string_view key(text, size);
        key_is_usual_ = std::ranges::find(usual_names, key) != usual_names.end();
        key_is_totals_ = key == "totals";
        return is_valid(key);
    }
    bool StartObject() { return begin_value(Kind::object) && enter(Kind::object); }
    bool StartArray() {
        const bool is_table_place = open_arrays_ == 0;
        if (!begin_value(Kind::array) || !enter(Kind::array)) return false;
        ++open_arrays_;
        if (!is_table_place) return true;
        is_usual_ = depth() == 1 || key_is_usual_;
        is_totals_ = depth() > 1 && key_is_totals_;
        first_element_ = true;
        last_end_ = stream_.Tell();
        return true;
    }
    bool EndObject(rapidjson::SizeType /*members*/) {
        levels_.pop_back();
        if (!is_in_table()) return true;
        last_end_ = stream_.Tell();
        if (is_recording_) rows_.push_back({row_begin_, last_end_});
        return true;
    }
    bool EndArray(rapidjson::SizeType elements) {
        if (is_in_table()) {
            has_empty_ = has_empty_ || (elements == 0 && is_usual_);
            is_recording_ = false;
        }
        levels_.pop_back();
        --open_arrays_;
        return true;
    }

    // Why the reading was ended by the finder, if it was.
    const std::optional<JsonFault>& fault() const { return fault_; }

    // After the whole text has been read.
    std::optional<JsonFault> settle(std::string_view text) {
        if (second_table_) {
            return JsonFault{.offset = *second_table_,
                             .what = "a second array of rows",
                             .remedy = "leave one array of objects in the file"};
        }
        if (not_a_row_) {
            return JsonFault{.offset = *not_a_row_, .what = "a row that is no object"};
        }
        const auto begin = text.find_first_not_of(json_blanks);
        if (table_depth_ > 0 || has_empty_) return std::nullopt;
        if (text[begin] == '{') {
            rows_.push_back({begin, text.find_last_of('}') + 1});
            return std::nullopt;
        }
        return JsonFault{.offset = begin, .what = "no array of objects and no object"};
    }

  private:
    enum class Kind { scalar, object, array };

    int depth() const { return static_cast<int>(levels_.size()); }
    // Whether the innermost level is an array that stands in objects alone.
    bool is_in_table() const {
        return open_arrays_ == 1 && !levels_.empty() && levels_.back() == Kind::array;
    }

    bool begin_value(Kind kind) {
        if (!is_in_table()) return true;
        if (first_element_) begin_table(kind);
        first_element_ = false;
        if (kind == Kind::object) row_begin_ = stream_.Tell() - 1;
        if (is_recording_ && kind != Kind::object && !not_a_row_) not_a_row_ = next_value();
        return true;
    }

    // Where the value begins that follows the last row, or the opening bracket.
    std::size_t next_value() const {
        const std::string_view read(stream_.begin_, stream_.Tell());
        return std::min(read.find_first_not_of(", \t\r\n", last_end_), read.size());
    }

    void begin_table(Kind kind) {
        const bool is_table = (kind == Kind::object && !is_totals_) || depth() == 1;
        if (!is_table || (table_depth_ > 0 && table_depth_ < depth())) return;
        if (table_depth_ == depth()) {
            if (!second_table_) second_table_ = stream_.Tell() - 1;
            return;
        }
        table_depth_ = depth();
        is_recording_ = true;
        rows_.clear();
        second_table_.reset();
        not_a_row_.reset();
    }

    bool enter(Kind kind) {
        levels_.push_back(kind);
        if (depth() <= max_json_depth) return true;
        return refuse(fmt::format("more than {} levels of brackets", max_json_depth));
    }

    bool is_valid(std::string_view text) {
        return !first_invalid_utf8(text) || refuse("half of a surrogate pair (\\u…)");
    }

    bool refuse(std::string what) {
        fault_ = JsonFault{.offset = stream_.Tell() - 1, .what = std::move(what)};
        return false;
    }

    const rapidjson::MemoryStream& stream_;
    std::vector<JsonSpan>& rows_;
    std::vector<Kind> levels_;
    int open_arrays_ = 0;
    bool key_is_usual_ = false;   // of the last key
    bool key_is_totals_ = false;  // likewise: sums beside the rows, as our own reports have them
    bool is_usual_ = false;       // of the array that may be a table
    bool is_totals_ = false;      // likewise
    bool first_element_ = false;  // is yet to come, of that array
    bool has_empty_ = false;
    bool is_recording_ = false;
    int table_depth_ = 0;  // 0: none yet
    std::size_t row_begin_ = 0;
    std::size_t last_end_ = 0;
    std::optional<std::size_t> second_table_;
    std::optional<std::size_t> not_a_row_;
    std::optional<JsonFault> fault_;
};

std::string words_of(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "text behind the end of the JSON";
        case rapidjson::kParseErrorObjectMissName:
            return "expected a key in quotes";
        case rapidjson::kParseErrorObjectMissColon:
            return "expected ':' after the key";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "expected ',' or '}'";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "expected ',' or ']'";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "an escape in a string that JSON does not know";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "a string that is never closed";
        case rapidjson::kParseErrorStringInvalidEncoding:
            return "a control character in a string";
        case rapidjson::kParseErrorNumberTooBig:
        case rapidjson::kParseErrorNumberMissFraction:
        case rapidjson::kParseErrorNumberMissExponent:
            return "a number that is none";
        case rapidjson::kParseErrorNone:
        case rapidjson::kParseErrorDocumentEmpty:
        case rapidjson::kParseErrorValueInvalid:
        case rapidjson::kParseErrorTermination:
        case rapidjson::kParseErrorUnspecificSyntaxError:
            break;
    }
    return "expected a value";
}

std::optional<JsonFault> parse(std::string_view text, rapidjson::MemoryStream& stream,
                               TableFinder& finder) {
    rapidjson::Reader reader;
    const auto outcome = reader.Parse<json_flags>(stream, finder);
    if (!outcome.IsError()) return std::nullopt;
    if (finder.fault()) return finder.fault();
    if (outcome.Offset() >= text.find_last_not_of(json_blanks) + 1) {
        return JsonFault{.offset = text.size(), .what = "the JSON ends too early"};
    }
    // rapidjson takes a control character in a string for a bad escape.
    const bool is_control = outcome.Code() == rapidjson::kParseErrorStringEscapeInvalid &&
                            static_cast<unsigned char>(text[outcome.Offset()]) < 0x20;
    return JsonFault{
        .offset = outcome.Offset(),
        .what = is_control ? "a control character in a string" : words_of(outcome.Code())};
}

std::optional<JsonFault> find_rows_of_document(std::string_view text, std::vector<JsonSpan>& rows) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    TableFinder finder(stream, rows);
    if (auto fault = parse(text, stream, finder)) return fault;
    return finder.settle(text);
}

// `begin` is where the line begins in the file.
std::optional<JsonFault> find_row_of_line(std::string_view line, std::size_t begin,
                                          std::vector<JsonSpan>& rows) {
    const auto first = line.find_first_not_of(json_blanks);
    if (first == std::string_view::npos) return std::nullopt;
    if (line[first] != '{') {
        return JsonFault{.offset = begin + first, .what = "a line that is no JSON object"};
    }
    rapidjson::MemoryStream stream(line.data(), line.size());
    std::vector<JsonSpan> within;  // arrays of objects inside a row are no rows
    TableFinder finder(stream, within);
    auto fault = parse(line, stream, finder);
    if (fault) fault->offset += begin;
    rows.push_back({begin + first, begin + line.find_last_not_of(json_blanks) + 1});
    return fault;
}

// The first string that is longer than any cell can be: the package would hold it whole, several
// times over. A quotation mark stands nowhere but around strings, so none needs to be understood.
std::optional<std::size_t> too_long_string(std::string_view text) {
    for (auto begin = text.find('"'); begin != text.npos;) {
        auto end = text.find_first_of("\"\\", begin + 1);
        while (end < text.size() && text[end] == '\\') end = text.find_first_of("\"\\", end + 2);
        if (std::min(end, text.size()) - begin - 1 > max_json_string_bytes) return begin;
        if (end == text.npos) return std::nullopt;  // not well-formed, which is told elsewhere
        begin = text.find('"', end + 1);
    }
    return std::nullopt;
}

}  // namespace

JsonRows find_json_rows(std::string_view text, JsonLayout layout) {
    JsonRows found;
    if (const auto invalid = first_invalid_utf8(text)) {
        found.fault = JsonFault{.offset = *invalid, .what = "a byte that is not UTF-8"};
    } else if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        found.fault = JsonFault{.offset = nul, .what = "a NUL byte"};
    } else if (text.find_first_not_of(json_blanks) == std::string_view::npos) {
        found.fault = JsonFault{.offset = 0, .what = "the file is empty"};
    } else if (const auto long_string = too_long_string(text)) {
        found.fault = JsonFault{
            .offset = *long_string,
            .what = fmt::format("a string of more than {} KiB", max_json_string_bytes / 1024)};
    } else if (layout == JsonLayout::document) {
        found.fault = find_rows_of_document(text, found.rows);
    } else {
        for (std::size_t from = 0; from < text.size() && !found.fault;) {
            const auto end = std::min(text.find('\n', from), text.size());
            found.fault = find_row_of_line(text.substr(from, end - from), from, found.rows);
            from = end + 1;
        }
    }
    if (found.fault) found.rows.clear();
    return found;
}

}  // namespace dunning
