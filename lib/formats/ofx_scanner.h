// The tags of an OFX file, 1.x (SGML) and 2.x (XML), one after another.
//
// Written for what banks send: leaf tags without an end tag, in 2.x files too; names in small
// letters; entities, also unknown ones; CDATA; comments; text that contains '<' or '&'. The scanner
// knows no tag by its meaning and remembers none: memory is bounded by one value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dunning {

struct OfxToken {
    enum class Kind { start, end, text } kind = Kind::text;
    std::string_view name = {};  // of start and end, as written
    std::string text = {};       // of text: entities decoded, blanks at both ends kept
    int line = 1;
    int column = 1;         // where the tag begins
    bool is_empty = false;  // a start tag that ends itself: <MEMO/>
};

class OfxScanner {
  public:
    // Begins at the first "<OFX>"; found() is false when there is none.
    explicit OfxScanner(std::string_view text);

    bool found() const { return found_; }
    std::string_view header() const { return header_; }  // what stands before it
    // The next token, in the storage of `token`; false at the end of the text.
    bool next(OfxToken& token);

  private:
    void mark_place(OfxToken& token);
    bool skip_markup();
    bool at_tag() const;
    void read_tag(OfxToken& token);
    void read_text(OfxToken& token);
    std::string_view rest() const { return text_.substr(at_); }

    std::string_view text_;
    std::string_view header_;
    std::size_t at_ = 0;
    bool found_ = false;
    std::size_t marked_ = 0;  // up to where line_ and column_ are counted
    int line_ = 1;
    int column_ = 1;
};

}  // namespace dunning
