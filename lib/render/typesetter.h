// Text set into lines by Pango, for the pages of a letter. Lengths are points (1/72 inch).
//
// What is set is data and never markup: no character of it has a meaning. Lines break at blanks and
// between Chinese characters, and inside a word that is wider than a line. Every paragraph runs
// from left to right as a whole, also one that begins with an Arabic name, so that columns stay
// columns.
//
// The one thing from outside is the fonts that are installed: Liberation Sans, and for Chinese
// WenQuanYi Micro Hei or else Noto Sans CJK SC, are asked for; what none of them has comes from
// whatever fontconfig finds. Both of the first have TrueType outlines. Cairo 1.16 embeds those by
// the character in a millisecond, but takes 25 for an OpenType font like Noto's, and puts a
// megabyte of its subroutines into the file where it cannot sort them out.
#pragma once

#include <memory>
#include <string>
#include <vector>

using cairo_t = struct _cairo;
using PangoContext = struct _PangoContext;

namespace dunning {

enum class Weight { plain, bold };
enum class Side { left, right };

struct TextStyle {
    double size = 10;
    Weight weight = Weight::plain;
    Side side = Side::left;
    int most_lines = 0;  // the rest is cut with an ellipsis; 0: no limit
};

// Lines of text that can be drawn anywhere, also some of them.
class TextBlock {
  public:
    struct Line {
        double top;  // from the top of the block
        double bottom;
    };

    TextBlock();  // no lines

    double width() const { return width_; }  // of its widest line
    double height() const { return lines_.empty() ? 0 : lines_.back().bottom; }
    const std::vector<Line>& lines() const { return lines_; }

    // Lines `first` to `end` (excluded), the first at `top`.
    void draw(cairo_t* page, double left, double top, std::size_t first, std::size_t end) const;

  private:
    friend class Typesetter;
    struct Layout;
    std::shared_ptr<Layout> layout_;
    std::vector<Line> lines_;
    double width_ = 0;
};

class Typesetter {
  public:
    // `language` is a BCP 47 tag: it chooses the Chinese forms of Han characters.
    explicit Typesetter(const std::string& language);

    static constexpr double any_width = -1;
    TextBlock set(const std::string& text, const TextStyle& style, double width) const;

  private:
    std::shared_ptr<PangoContext> context_;
    std::string families_;
};

}  // namespace dunning
