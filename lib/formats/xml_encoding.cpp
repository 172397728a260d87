#include "formats/xml_encoding.h"

#include <algorithm>
#include <optional>

#include "core/ascii.h"
#include "formats/xml_text.h"

namespace dunning {
namespace {

// What the first bytes say; a byte order mark or a zero beside the first '<' tells more reliably
// than the declaration, which can only be read once this is known.
std::optional<Charset> charset_of_first_bytes(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return Charset::utf8;
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0"sv)) return Charset::utf16_le;
    if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv)) return Charset::utf16_be;
    return std::nullopt;
}

// "ISO-8859-1" of <?xml version="1.0" encoding="ISO-8859-1"?>; "" when nothing is declared.
std::string_view declared_encoding(std::string_view bytes) {
    bytes = bytes.substr(std::min(bytes.find_first_not_of(xml_blanks), bytes.size()));
    if (!bytes.starts_with("<?xml")) return {};
    auto declaration = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 1024));
    const auto key = declaration.find("encoding");
    if (key == std::string_view::npos) return {};
    declaration.remove_prefix(key);
    const auto open = declaration.find_first_of("\"'");
    if (open == std::string_view::npos) return {};
    const auto close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return declaration.substr(open + 1, close - open - 1);
}

}  // namespace

Result<Charset> charset_of_xml(std::string_view bytes) {
    if (const auto found = charset_of_first_bytes(bytes)) return *found;
    const auto name = declared_encoding(bytes);
    if (name.empty() || equal_but_for_case(name, "US-ASCII")) return Charset::utf8;
    const auto charset = charset_from(name);
    const bool two_bytes = charset == Charset::utf16_le || charset == Charset::utf16_be;
    if (two_bytes || equal_but_for_case(name, "UTF-16")) {
        return Fault{"the file declares UTF-16, but it is not written in it",
                     "declare the encoding that it is written in"};
    }
    if (charset) return *charset;
    return Fault{"the file declares an encoding that is not known",
                 "known are UTF-8, UTF-16, ISO-8859-1, Windows-1252 and GB18030"};
}

}  // namespace dunning
