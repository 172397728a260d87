#include "formats/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/ascii.h"

namespace dunning {
namespace {

using namespace std::string_view_literals;

// As much of a text as is looked at for its kind.
constexpr std::size_t head_bytes = std::size_t{64} << 10;
constexpr std::string_view blanks = " \t\r\n\f\v";

bool starts_with_word(std::string_view text, std::string_view lower_case) {
    return text.size() >= lower_case.size() &&
           std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                      [](char wanted, char c) { return wanted == lower(c); });
}

std::string_view without_outer_blanks(std::string_view text) {
    const auto from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view() : text.substr(from);
}

// Archives
// -----------------------------------------------------------------------------------------

// Calls `visit(name)` for each entry whose header is there: also in an archive that is cut off.
template <class Visit>
void for_each_zip_name(std::string_view bytes, const Visit& visit) {
    constexpr std::size_t header_bytes = 30;
    const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
    };
    for (auto at = bytes.find("PK\3\4"sv); at != std::string_view::npos;
         at = bytes.find("PK\3\4"sv, at + 4)) {
        if (bytes.size() - at < header_bytes) return;
        visit(bytes.substr(at + header_bytes, byte(at + 26) + 256 * byte(at + 27)));
    }
}

FileKind zip_kind(std::string_view bytes) {
    bool has_types = false;
    bool has_workbook = false;
    for_each_zip_name(bytes, [&](std::string_view name) {
        has_types = has_types || name == "[Content_Types].xml";
        has_workbook = has_workbook || name.starts_with("xl/");
    });
    return has_types && has_workbook ? FileKind::xlsx : FileKind::zip;
}

// A workbook with a password is a compound file with this stream, its name in UTF-16.
FileKind compound_kind(std::string_view bytes) {
    std::string name;
    for (const char c : "EncryptedPackage"sv) name.append({c, '\0'});
    return bytes.find(name) != std::string_view::npos ? FileKind::encrypted_workbook
                                                      : FileKind::old_xls;
}

std::optional<FileKind> kind_by_signature(std::string_view bytes) {
    if (bytes.starts_with("PK\3\4"sv) || bytes.starts_with("PK\5\6"sv)) return zip_kind(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return compound_kind(bytes);
    if (bytes.starts_with("\x1F\x8B"sv)) return FileKind::gzip;
    if (bytes.starts_with("%PDF-"sv)) return FileKind::pdf;
    return std::nullopt;
}

// Text
// ---------------------------------------------------------------------------------------------

// Which of two neighbouring bytes is the first, if this is UTF-16: a mark says so, or the zeros of
// the ASCII characters, which then all stand on the same side and are at least a quarter.
std::optional<std::size_t> utf16_low_byte(std::string_view head) {
    if (head.starts_with("\xFF\xFE"sv)) return 0;
    if (head.starts_with("\xFE\xFF"sv)) return 1;
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1U : 0U;
    const auto quarter = head.size() / 8;
    if (zeros[0] == 0 && zeros[1] > quarter) return 0;
    if (zeros[1] == 0 && zeros[0] > quarter) return 1;
    return std::nullopt;
}

// UTF-16 with every character beyond ASCII as '?'. The mark is left out.
std::string narrowed(std::string_view text, std::size_t low_byte) {
    std::string narrow;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const char low = text[i + low_byte];
        const char high = text[i + 1 - low_byte];
        const bool is_mark = i == 0 && low == '\xFF' && high == '\xFE';
        if (!is_mark) narrow.push_back(high == '\0' && low != '\0' ? low : '?');
    }
    return narrow;
}

// Behind "<?...?>" and "<!--...-->" and blanks. OFX begins with an instruction of its own.
std::string_view without_prolog(std::string_view text) {
    while (true) {
        text = without_outer_blanks(text);
        const bool is_comment = text.starts_with("<!--");
        if (!is_comment && !text.starts_with("<?")) return text;
        if (starts_with_word(text, "<?ofx")) return text;
        const auto end = text.find(is_comment ? "-->" : "?>");
        if (end == std::string_view::npos) return text;
        text.remove_prefix(end + (is_comment ? 3 : 2));
    }
}

std::optional<FileKind> markup_kind(std::string_view text) {
    constexpr std::array of_pages{"html"sv,  "table"sv, "head"sv,   "body"sv, "meta"sv,
                                  "style"sv, "div"sv,   "script"sv, "title"sv};
    const auto begin = without_prolog(text);
    if (begin.empty() || begin[0] != '<') return std::nullopt;
    if (starts_with_word(begin, "<?ofx") || starts_with_word(begin, "<ofx>")) return FileKind::ofx;
    if (starts_with_word(begin, "<!doctype html")) return FileKind::html;
    const auto name = begin.substr(1, begin.find_first_of("> \t\r\n/", 1) - 1);
    const bool is_page = std::ranges::any_of(of_pages, [&](std::string_view each) {
        return each.size() == name.size() && starts_with_word(name, each);
    });
    if (is_page) return FileKind::html;
    const bool is_xml = begin.size() > 1 && (is_letter(begin[1]) || begin[1] == '?' ||
                                             begin[1] == '!' || begin[1] == '_');
    return is_xml ? std::optional(FileKind::xml) : std::nullopt;
}

// Where the object ends that begins the text, or nothing.
std::optional<std::size_t> end_of_object(std::string_view text) {
    int depth = 0;
    bool is_in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_in_string) {
            if (c == '\\') ++i;
            is_in_string = c != '"';
        } else if (c == '"') {
            is_in_string = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    return std::nullopt;
}

std::optional<FileKind> json_kind(std::string_view text) {
    if (text.empty() || (text[0] != '{' && text[0] != '[')) return std::nullopt;
    const auto inside = without_outer_blanks(text.substr(1));
    if (text[0] == '[') {
        const bool is_array = inside.empty() || inside.find_first_of("{[]\"") == 0;
        return is_array ? std::optional(FileKind::json) : std::nullopt;
    }
    if (!inside.empty() && inside[0] != '"' && inside[0] != '}') return std::nullopt;
    const auto end = end_of_object(text);
    const bool has_second = end && without_outer_blanks(text.substr(*end)).starts_with('{');
    return has_second ? FileKind::json_lines : FileKind::json;
}

// Where a line begins with the tag; also directly behind "{4:", which opens the text of a message.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from) {
    for (auto at = text.find(tag, from); at != std::string_view::npos;
         at = text.find(tag, at + 1)) {
        const auto before = text.substr(0, at);
        if (at == 0 || before.ends_with('\n') || before.ends_with('\r')) return at;
        if (before.ends_with("{4:")) return at;
    }
    return std::string_view::npos;
}

bool is_mt940(std::string_view text) {
    constexpr std::size_t soon = 2048;
    for (auto at = find_tag(text, ":20:", 0); at != std::string_view::npos;
         at = find_tag(text, ":20:", at + 1)) {
        const auto near = text.substr(at, soon);
        const bool has_account = find_tag(near, ":25:", 0) != std::string_view::npos ||
                                 find_tag(near, ":25P:", 0) != std::string_view::npos;
        const bool has_number = std::ranges::any_of(
            std::array{":28C:"sv, ":28:"sv, ":60F:"sv, ":60M:"sv},
            [&](std::string_view tag) { return find_tag(near, tag, 0) != std::string_view::npos; });
        if (has_account && has_number) return true;
    }
    return false;
}

bool is_bai2(std::string_view text) {
    auto line = text.substr(0, text.find_first_of("\r\n"));
    const auto last = line.find_last_not_of(blanks);
    return line.starts_with("01,") && line[last] == '/';
}

bool is_empty(std::string_view text) {
    return without_outer_blanks(text).empty();
}

// `text` has no mark and stands for the whole file; only JSON is looked at to its end.
FileKind text_kind(std::string_view text) {
    if (is_empty(text)) return FileKind::empty;
    const auto begin = without_outer_blanks(text);
    const auto head = begin.substr(0, head_bytes);
    if (head.starts_with("%PDF-")) return FileKind::pdf;
    if (starts_with_word(head, "ofxheader")) return FileKind::ofx;
    if (const auto markup = markup_kind(head)) return *markup;
    if (is_bai2(head)) return FileKind::bai2;
    if (is_mt940(head)) return FileKind::mt940;
    return json_kind(begin).value_or(FileKind::csv);
}

}  // namespace

FileKind file_kind(std::string_view bytes) {
    if (const auto kind = kind_by_signature(bytes)) return *kind;
    const auto head = bytes.substr(0, head_bytes);
    if (const auto low_byte = utf16_low_byte(head)) return text_kind(narrowed(head, *low_byte));
    if (head.find('\0') != std::string_view::npos) return FileKind::binary;
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text_kind(bytes.starts_with(mark) ? bytes.substr(mark.size()) : bytes);
}

std::optional<Fault> why_not_readable(FileKind kind) {
    switch (kind) {
        case FileKind::old_xls:
            return Fault{.what = "an old Excel workbook (.xls)",
                         .remedy = "save it as .xlsx or CSV UTF-8"};
        case FileKind::encrypted_workbook:
            return Fault{.what = "an Excel workbook with a password",
                         .remedy = "save it without the password"};
        case FileKind::html:
            return Fault{.what = "an HTML page, whatever its name says",
                         .remedy =
                             "open it in a spreadsheet program and save it as .xlsx or CSV "
                             "UTF-8, or choose another format for the export"};
        case FileKind::pdf:
            return Fault{.what = "a PDF document", .remedy = "export the table as .xlsx or CSV"};
        case FileKind::zip:
            return Fault{.what = "a zip archive", .remedy = "unpack it and import what it holds"};
        case FileKind::gzip:
            return Fault{.what = "a file packed with gzip",
                         .remedy = "gzip -dc FILE | dunning import ... -"};
        case FileKind::binary:
            return Fault{.what = "no text file: it has NUL bytes"};
        case FileKind::csv:
        case FileKind::xlsx:
        case FileKind::json:
        case FileKind::json_lines:
        case FileKind::xml:
        case FileKind::mt940:
        case FileKind::ofx:
        case FileKind::bai2:
        case FileKind::empty:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace dunning
