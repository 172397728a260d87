// An XML file, parsed under guard, with the line and column of its elements.
//
// Banks and invoicing programs choose their own prefixes and versions, so elements are found by
// their local names: `Stmt` is `ns2:Stmt`. Refused, each with its place: what is not well-formed, a
// DOCTYPE (no entity of anybody's making is ever expanded), more than max_xml_depth levels, text
// that is not in the encoding that the file declares.
//
// Nodes, and the texts of nodes, live as long as their document.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "text/charset.h"

namespace dunning {

inline constexpr int max_xml_depth = 64;

class XmlDocument {
  public:
    // Nothing, and one diagnostic, when the bytes are no such file. They are not needed afterwards.
    static std::optional<XmlDocument> parse(std::string_view bytes, const std::string& file,
                                            Diagnostics& diagnostics);

    XmlDocument(XmlDocument&&) noexcept;
    XmlDocument& operator=(XmlDocument&&) noexcept;
    ~XmlDocument();

    pugi::xml_node root() const;  // the document element, "Document" or "Invoice"
    // Where the element begins; the file as a whole for a null node.
    Place place(const pugi::xml_node& node) const;
    Charset charset() const;

  private:
    struct State;
    explicit XmlDocument(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

std::string_view local_name(const pugi::xml_node& node);

// The first child element of that local name; a null node when there is none, or no parent.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view name);
// The first that is found at the end of such a path of local names, trying every branch.
pugi::xml_node descend(const pugi::xml_node& from, std::initializer_list<std::string_view> path);
// The text of an element without blanks at both ends, inner runs of blanks kept; "" of a null node.
std::string_view text_of(const pugi::xml_node& node);
std::string_view text_at(const pugi::xml_node& from, std::initializer_list<std::string_view> path);

// Calls `visit` for each child element of that local name.
template <class Visit>
void for_each_child(const pugi::xml_node& parent, std::string_view name, const Visit& visit) {
    for (const auto& node : parent.children()) {
        if (node.type() == pugi::node_element && local_name(node) == name) visit(node);
    }
}

// Whether the bytes begin like an XML file, after a byte order mark and blanks.
bool looks_like_xml(std::string_view bytes);

}  // namespace dunning
