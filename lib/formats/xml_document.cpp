#include "formats/xml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "core/ascii.h"
#include "core/result.h"
#include "formats/xml_encoding.h"
#include "formats/xml_guard.h"

namespace dunning {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_xml_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

constexpr unsigned parse_options = pugi::parse_escapes | pugi::parse_eol | pugi::parse_cdata |
                                   pugi::parse_doctype | pugi::parse_fragment |
                                   pugi::parse_embed_pcdata;  // a node less for each text

std::string what_is_malformed(pugi::xml_parse_status status) {
    switch (status) {
        case pugi::status_out_of_memory:
            return "not enough memory to read the file";
        case pugi::status_bad_pi:
            return "a processing instruction (<? ... ?>) that does not end";
        case pugi::status_bad_comment:
            return "a comment (<!-- ... -->) that does not end";
        case pugi::status_bad_cdata:
            return "a CDATA section that does not end";
        case pugi::status_bad_doctype:
            return "a DOCTYPE inside an element";
        case pugi::status_bad_attribute:
            return "an attribute that is not written as name=\"value\"";
        case pugi::status_bad_start_element:
        case pugi::status_unrecognized_tag:
            return "a '<' that begins no element";
        case pugi::status_bad_end_element:
            return "an end tag that is not finished";
        case pugi::status_end_element_mismatch:
            return "an end tag that does not belong to the element that is open here";
        case pugi::status_ok:
        case pugi::status_file_not_found:
        case pugi::status_io_error:
        case pugi::status_internal_error:
        case pugi::status_bad_pcdata:
        case pugi::status_append_invalid_root:
        case pugi::status_no_document_element:
            break;
    }
    return "the file is not well-formed XML";
}

bool is_text(const pugi::xml_node& node) {
    return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// pugixml keeps the pieces of a text apart where a comment or a CDATA section cuts it. Made one,
// the text of an element is a view of the whole of it. The first piece may be the element's own
// value.
void join_texts(pugi::xml_node element) {
    pugi::xml_node first = *element.value() != '\0' ? element : pugi::xml_node();
    std::string joined;
    for (auto piece = element.first_child(); piece;) {
        const auto next = piece.next_sibling();
        if (is_text(piece) && !first) {
            first = piece;
        } else if (is_text(piece)) {
            if (joined.empty()) joined = first.value();
            joined += piece.value();
            element.remove_child(piece);
        }
        piece = next;
    }
    if (!joined.empty()) element.text().set(joined.c_str());
}

// Walks without recursion, however deep the file is.
class Finish : public pugi::xml_tree_walker {
  public:
    bool for_each(pugi::xml_node& node) override {
        if (node.type() != pugi::node_element) return true;
        if (depth() >= max_xml_depth) too_deep = node;
        join_texts(node);
        return !too_deep;
    }

    pugi::xml_node too_deep;
};

pugi::xml_node only_element(const pugi::xml_document& document) {
    return document.find_child(
        [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
}

pugi::xml_node find_along(const pugi::xml_node& from, const std::string_view* name,
                          const std::string_view* end) {
    if (name == end) return from;
    for (const auto& node : from.children()) {
        if (node.type() != pugi::node_element || local_name(node) != *name) continue;
        if (const auto found = find_along(node, name + 1, end)) return found;
    }
    return {};
}

}  // namespace

struct XmlDocument::State {
    State(const std::string& file_name, const DecodedText& decoded)
        : file(file_name), charset(decoded.charset()), text(decoded.text()), positions(text) {}

    Place place_of(std::size_t offset) const {
        const auto position = positions.at(offset);
        return {file, position.line, position.column};
    }

    Place place_of(const pugi::xml_node& node) const {
        const auto offset = node.offset_debug();  // of the name
        if (offset <= 0 || node.type() != pugi::node_element) return {file, 0, 0};
        return place_of(static_cast<std::size_t>(offset) - 1);
    }

    Diagnostic error(Place place, std::string what, std::string remedy = {}) const {
        return {Severity::error, std::move(place), std::move(what), std::move(remedy), {}};
    }

    std::optional<Diagnostic> load();
    Diagnostic malformed(const pugi::xml_parse_result& result) const;
    std::optional<Diagnostic> check_top() const;
    std::optional<Diagnostic> check_depth();

    std::string file;
    Charset charset;
    std::string text;  // what pugixml was given; it works on a copy of its own
    TextPositions positions;
    pugi::xml_document document;
};

std::optional<Diagnostic> XmlDocument::State::load() {
    if (const auto danger = find_xml_danger(text)) {
        return error(place_of(danger->offset), danger->what, danger->remedy);
    }
    const auto result =
        document.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8);
    if (!result) return malformed(result);
    if (auto found = check_top()) return found;
    return check_depth();
}

Diagnostic XmlDocument::State::malformed(const pugi::xml_parse_result& result) const {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
    // At its end pugixml may still stand on the last character.
    const auto rest = std::string_view(text).substr(std::min(offset + 1, text.size()));
    if (without_xml_blanks(rest).empty()) {
        return error(place_of(text.size()), "the file ends in the middle of an element",
                     "it was cut off on its way; get it again");
    }
    return error(place_of(offset), what_is_malformed(result.status));
}

// A file is one element, with nothing but blanks, comments and instructions beside it.
std::optional<Diagnostic> XmlDocument::State::check_top() const {
    const auto top = only_element(document);
    for (const auto& node : document.children()) {
        if (node == top) continue;
        if (node.type() == pugi::node_element) {
            return error(place_of(node), "a second element beside the first, which is the file");
        }
        if (node.type() == pugi::node_doctype) {
            return error({file, 0, 0}, "a DOCTYPE behind the first element", "remove it");
        }
        const auto stray = is_text(node) ? without_xml_blanks(node.value()) : std::string_view();
        if (!stray.empty()) {
            const auto blank = static_cast<std::size_t>(stray.data() - node.value());
            const auto begin = static_cast<std::size_t>(node.offset_debug());
            return error(place_of(begin + blank), "text outside of every element");
        }
    }
    if (!top) return error({file, 0, 0}, "the file holds no XML element");
    return std::nullopt;
}

std::optional<Diagnostic> XmlDocument::State::check_depth() {
    Finish finish;
    document.traverse(finish);
    if (!finish.too_deep) return std::nullopt;
    return error(place_of(finish.too_deep),
                 fmt::format("elements are nested more than {} deep", max_xml_depth));
}

std::optional<XmlDocument> XmlDocument::parse(std::string_view bytes, const std::string& file,
                                              Diagnostics& diagnostics) {
    const auto charset = charset_of_xml(bytes);
    if (!charset) {
        diagnostics.error({file, 1, 1}, charset.error().what, charset.error().remedy, {});
        return std::nullopt;
    }
    const auto decoded = decode_text(bytes, *charset);
    if (!decoded.text) {
        const auto fault = decoded.fault.value_or(CharsetFault{});
        diagnostics.error({file, fault.line, fault.column}, fault.what, fault.remedy);
        return std::nullopt;
    }
    auto state = std::make_unique<State>(file, *decoded.text);
    if (auto problem = state->load()) {
        diagnostics.add(std::move(*problem));
        return std::nullopt;
    }
    return XmlDocument(std::move(state));
}

XmlDocument::XmlDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

pugi::xml_node XmlDocument::root() const {
    return only_element(state_->document);
}

Place XmlDocument::place(const pugi::xml_node& node) const {
    return state_->place_of(node);
}

Charset XmlDocument::charset() const {
    return state_->charset;
}

std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    return name.substr(name.find(':') + 1);  // npos + 1 is 0: all of it
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    return descend(parent, {name});
}

pugi::xml_node descend(const pugi::xml_node& from, std::initializer_list<std::string_view> path) {
    return find_along(from, path.begin(), path.end());
}

std::string_view text_of(const pugi::xml_node& node) {
    return without_xml_blanks(node.child_value());
}

std::string_view text_at(const pugi::xml_node& from, std::initializer_list<std::string_view> path) {
    return text_of(descend(from, path));
}

bool looks_like_xml(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
    bytes = bytes.substr(std::min(bytes.find_first_not_of(blanks), bytes.size()));
    std::string begin(bytes.substr(0, 64));
    std::erase(begin, '\0');  // of UTF-16
    const auto text = without_xml_blanks(begin);
    if (text.size() < 2 || text[0] != '<') return false;
    const char next = text[1];
    return is_letter(next) || next == '?' || next == '!' || next == '_';
}

}  // namespace dunning
