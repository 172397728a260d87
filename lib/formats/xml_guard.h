// What pugixml lets pass although it is not well-formed, and what we never want it to see.
//
// pugixml keeps unknown entities as they stand, ends a text at "&#0;" and reads a DOCTYPE. Each of
// these would end in a letter or in a wrong amount, so the text is searched before it is parsed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// An element of four bytes takes more than sixty in memory. A statement of a hundred thousand
// entries has three to five million.
inline constexpr std::size_t max_xml_elements = 10'000'000;

struct XmlDanger {
    std::size_t offset = 0;  // into the text
    std::string what;
    std::string remedy = {};
};

// The first of: a DOCTYPE before the first element, a control character, a reference that is
// neither one of the five of XML nor the number of a character that XML allows, an element past the
// most that there may be. `text` is valid UTF-8.
std::optional<XmlDanger> find_xml_danger(std::string_view text,
                                         std::size_t most_elements = max_xml_elements);

struct TextPosition {
    int line = 1;
    int column = 1;  // in characters
};

// Lines and columns of the offsets of a text. A mark every few thousand bytes keeps each answer
// cheap, also in a file of one line of a hundred megabytes: banks write such files.
class TextPositions {
  public:
    // The text must outlive this.
    explicit TextPositions(std::string_view text);

    TextPosition at(std::size_t offset) const;

  private:
    std::string_view text_;
    std::vector<TextPosition> marks_;
};

}  // namespace dunning
