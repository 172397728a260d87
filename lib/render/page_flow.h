// Pages that fill from top to bottom: what is placed where, before anything is drawn. So a page can
// say how many there are.
//
// A4, in points. The margins are those of a German business letter (DIN 5008): 25 mm left, 20 mm
// right; the lowest 20 mm belong to the footer.
#pragma once

#include <optional>
#include <vector>

#include "render/qr_code.h"
#include "render/typesetter.h"

namespace dunning {

constexpr double millimetres(double length) {
    return length * 72.0 / 25.4;
}

inline constexpr double page_width = millimetres(210);
inline constexpr double page_height = millimetres(297);
inline constexpr double left_margin = millimetres(25);
inline constexpr double right_margin = millimetres(20);
inline constexpr double top_margin = millimetres(20);
inline constexpr double bottom_margin = millimetres(25);
inline constexpr double text_width = page_width - left_margin - right_margin;

struct PlacedText {
    TextBlock block;
    double left;
    double top;
    std::size_t first;  // line of the block
    std::size_t end;
};

struct PlacedRule {
    double left;
    double right;
    double y;
    double thickness;
};

// From one point to another.
struct PlacedLine {
    double x;
    double y;
    double end_x;
    double end_y;
    double thickness;
};

struct PlacedCode {
    QrCode code;
    PaymentCode kind;
    double left;
    double top;
    double side;  // of the square of modules, without the quiet zone around it
};

struct Page {
    std::vector<PlacedText> texts;
    std::vector<PlacedRule> rules;
    std::vector<PlacedCode> codes;
    std::vector<PlacedLine> lines = {};
};

class PageFlow {
  public:
    PageFlow();

    // What stands at a fixed place of the current page and moves nothing.
    void place(const TextBlock& block, double left, double top);
    // As many of its lines as end above `end`.
    void place_until(const TextBlock& block, double left, double top, double end);
    void place_rule(double left, double right, double y, double thickness);
    void place_code(PlacedCode code);

    double y() const { return y_; }
    void move_to(double y) { y_ = y; }
    void skip(double height) { y_ += height; }
    bool has_room(double height) const;
    bool is_fresh() const { return y_ <= top_margin; }  // nothing flowed onto this page yet
    void new_page();
    // A new page when there is less room than `height`, unless a page has no more than that.
    void keep_together(double height);

    // A paragraph at the current place; goes on over the page's end line by line, but leaves no
    // first line alone.
    void add(const TextBlock& block, double left);

    const std::vector<Page>& pages() const { return pages_; }
    Page& last_page() { return pages_.back(); }

  private:
    std::vector<Page> pages_;
    double y_ = top_margin;
};

}  // namespace dunning
