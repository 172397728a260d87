#include "formats/xlsx_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "text/trim.h"

namespace dunning {
namespace {

using Event = XmlScanner::Event;

// Calls `visit(xml, event)` for each event of a part.
template <class Visit>
std::optional<Fault> scan_part(ZipArchive& archive, const std::string& name, const Visit& visit) {
    auto opened = XlsxPart::open(archive, name);
    if (!opened) return opened.error();
    XlsxPart part = std::move(opened).value();
    while (true) {
        const Event event = part.next();
        if (event == Event::finished) return std::nullopt;
        if (event == Event::failed) return part.fault();
        if (auto fault = visit(part.xml(), event)) return fault;
    }
}

constexpr std::optional<Fault> go_on = std::nullopt;

int number_of(std::optional<std::string_view> text) {
    int number = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

bool is_true(std::optional<std::string_view> text) {
    return text && (*text == "1" || *text == "true" || *text == "on");
}

std::string attribute_of(const XmlScanner& xml, std::string_view name) {
    return std::string(xml.attribute(name).value_or(""));
}

struct Relationship {
    std::string type;  // the last word of its address: "worksheet", "styles"
    std::string target;
};

// "xl/worksheets/sheet1.xml" of "worksheets/sheet1.xml", "../xl/worksheets/…" or
// "/xl/worksheets/…", seen from `folder` "xl/".
std::string resolve_target(std::string folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    while (target.starts_with("../") || target.starts_with("./")) {
        if (target[1] == '.') folder.erase(folder.find_last_of('/', folder.size() - 2) + 1);
        target.remove_prefix(target.find('/') + 1);
    }
    return folder.append(target);
}

std::string folder_of(const std::string& part) {
    return part.substr(0, part.find_last_of('/') + 1);
}

// What a part refers to, by id.
Result<std::map<std::string, Relationship>> read_relationships(ZipArchive& archive,
                                                               const std::string& part) {
    const auto folder = folder_of(part);
    const auto name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    std::map<std::string, Relationship> found;
    const auto fault = scan_part(archive, name, [&](const XmlScanner& xml, Event event) {
        if (event != Event::start || xml.name() != "Relationship") return go_on;
        const auto type = attribute_of(xml, "Type");
        found.try_emplace(attribute_of(xml, "Id"),
                          Relationship{type.substr(type.find_last_of('/') + 1),
                                       resolve_target(folder, attribute_of(xml, "Target"))});
        return go_on;
    });
    if (fault) return *fault;
    return found;
}

std::string target_of(const std::map<std::string, Relationship>& relationships,
                      std::string_view type) {
    for (const auto& [id, relationship] : relationships) {
        if (relationship.type == type) return relationship.target;
    }
    return {};
}

Result<std::string> find_workbook_part(ZipArchive& archive) {
    std::string part = "xl/workbook.xml";
    if (archive.has("_rels/.rels")) {
        const auto relationships = read_relationships(archive, "");
        if (!relationships) return relationships.error();
        const auto told = target_of(*relationships, "officeDocument");
        if (!told.empty()) part = told;
    }
    if (part.ends_with(".bin")) {
        return Fault{.what = "a binary Excel workbook (.xlsb)",
                     .remedy = "save it as .xlsx or CSV UTF-8"};
    }
    if (!archive.has(part)) {
        return Fault{.what = "a zip archive without a workbook: this is no .xlsx file"};
    }
    return part;
}

}  // namespace

XlsxPart::XlsxPart(std::string name, ZipEntry entry)
    : name_(std::move(name)), entry_(std::make_unique<ZipEntry>(std::move(entry))) {
    xml_ = std::make_unique<XmlScanner>(
        [from = entry_.get()](char* into, std::size_t size) { return from->read(into, size); });
}

Result<XlsxPart> XlsxPart::open(ZipArchive& archive, const std::string& name) {
    auto entry = archive.entry(name);
    if (!entry) return entry.error();
    return XlsxPart(name, std::move(entry).value());
}

Fault XlsxPart::fault() const {
    if (entry_->fault()) return *entry_->fault();
    return {.what = fmt::format("'{}' in the archive {}", name_, xml_->problem())};
}

void XlsxRichText::clear() {
    text_.clear();
    is_in_text_ = is_in_reading_ = false;
}

void XlsxRichText::take(const XmlScanner& xml, Event event) {
    if (event == Event::text) {
        if (is_in_text_) text_ += xml.text();
        return;
    }
    if (xml.name() == "rPh") is_in_reading_ = event == Event::start;
    is_in_text_ = event == Event::start && xml.name() == "t" && !is_in_reading_;
}

std::string decode_xlsx_escapes(const std::string& text) {
    constexpr std::size_t size = 7;  // "_x000D_"
    std::string decoded;
    std::size_t from = 0;
    while (true) {
        const auto at = text.find("_x", from);
        decoded.append(text, from, at - from);
        if (at == std::string::npos) return decoded;
        unsigned code = 0;
        const char* const digits = text.data() + at + 2;
        const bool is_long_enough = at + size <= text.size() && text[at + size - 1] == '_';
        const bool is_escape =
            is_long_enough && std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4;
        if (is_escape && code < 0x80) {  // others have no need of it
            decoded.push_back(static_cast<char>(code));
            from = at + size;
        } else {
            decoded.push_back('_');
            from = at + 1;
        }
    }
}

Result<XlsxStrings> XlsxStrings::read(ZipArchive& archive, const std::string& part) {
    XlsxStrings strings;
    XlsxRichText item;
    const auto fault = scan_part(archive, part, [&](const XmlScanner& xml, Event event) {
        const bool is_item = event != Event::text && xml.name() == "si";
        if (is_item && event == Event::start) item.clear();
        item.take(xml, event);
        if (!is_item || event != Event::end) return go_on;
        if (strings.count() == max_count) {
            return std::optional(Fault{.what = fmt::format("more than {} texts", max_count)});
        }
        strings.all_ += decode_xlsx_escapes(item.text());
        strings.ends_.push_back(static_cast<std::uint32_t>(strings.all_.size()));
        return go_on;
    });
    if (fault) return *fault;
    return strings;
}

std::string_view XlsxStrings::at(std::size_t index) const {
    DUNNING_CHECK(index < ends_.size());
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(all_).substr(begin, ends_[index] - begin);
}

Result<std::vector<XlsxStyle>> read_xlsx_styles(ZipArchive& archive, const std::string& part) {
    constexpr std::size_t max_count = 1'000'000;  // a spreadsheet takes 65,490
    std::map<int, XlsxStyle> custom;
    std::vector<XlsxStyle> styles;
    std::string section;
    const auto fault = scan_part(archive, part, [&](const XmlScanner& xml, Event event) {
        if (event == Event::text) return go_on;
        const auto name = xml.name();
        if (name == "numFmts" || name == "cellXfs") section = event == Event::start ? name : "";
        if (event != Event::start) return go_on;
        const int id = number_of(xml.attribute("numFmtId"));
        if (section == "numFmts" && name == "numFmt") {
            const auto code = attribute_of(xml, "formatCode");
            custom[id] = {.kind = format_code_kind(code), .padded_digits = padded_digits(code)};
        }
        if (section != "cellXfs" || name != "xf") return go_on;
        if (styles.size() == max_count || custom.size() > max_count) {
            return std::optional(Fault{.what = "more cell formats than a workbook can have"});
        }
        const auto found = custom.find(id);
        styles.push_back(found != custom.end() ? found->second
                                               : XlsxStyle{.kind = standard_format_kind(id)});
        return go_on;
    });
    if (fault) return *fault;
    return styles;
}

Result<XlsxWorkbook> read_xlsx_workbook(ZipArchive& archive) {
    const auto part = find_workbook_part(archive);
    if (!part) return part.error();
    const auto relationships = read_relationships(archive, *part);
    if (!relationships) return relationships.error();

    XlsxWorkbook workbook;
    workbook.styles_part = target_of(*relationships, "styles");
    workbook.strings_part = target_of(*relationships, "sharedStrings");
    const auto fault = scan_part(archive, *part, [&](const XmlScanner& xml, Event event) {
        if (event != Event::start) return go_on;
        if (xml.name() == "workbookPr" && is_true(xml.attribute("date1904"))) {
            workbook.epoch = XlsxEpoch::year_1904;
        }
        if (xml.name() != "sheet") return go_on;
        const auto found = relationships->find(attribute_of(xml, "id"));
        const bool has_cells = found != relationships->end() && found->second.type == "worksheet";
        workbook.sheets.push_back(
            {.name = attribute_of(xml, "name"),
             .part = has_cells ? found->second.target : std::string(),
             .is_hidden = xml.attribute("state").value_or("visible") != "visible"});
        return go_on;
    });
    if (fault) return *fault;
    return workbook;
}

}  // namespace dunning
