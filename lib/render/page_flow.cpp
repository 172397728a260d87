#include "render/page_flow.h"

#include <algorithm>

namespace dunning {
namespace {

constexpr double page_end = page_height - bottom_margin;

}  // namespace

PageFlow::PageFlow() : pages_(1) {}

void PageFlow::place(const TextBlock& block, double left, double top) {
    if (block.lines().empty()) return;
    pages_.back().texts.push_back({block, left, top, 0, block.lines().size()});
}

void PageFlow::place_until(const TextBlock& block, double left, double top, double end) {
    const auto& lines = block.lines();
    const auto after = std::find_if(lines.begin(), lines.end(), [&](const TextBlock::Line& line) {
        return top + line.bottom > end;
    });
    pages_.back().texts.push_back(
        {block, left, top, 0, static_cast<std::size_t>(after - lines.begin())});
}

void PageFlow::place_rule(double left, double right, double y, double thickness) {
    pages_.back().rules.push_back({left, right, y, thickness});
}

void PageFlow::place_code(PlacedCode code) {
    pages_.back().codes.push_back(std::move(code));
}

bool PageFlow::has_room(double height) const {
    return y_ + height <= page_end;
}

void PageFlow::new_page() {
    pages_.emplace_back();
    y_ = top_margin;
}

void PageFlow::keep_together(double height) {
    if (!has_room(height) && !is_fresh() && height <= page_end - top_margin) new_page();
}

void PageFlow::add(const TextBlock& block, double left) {
    const auto& lines = block.lines();
    if (lines.empty()) return;
    keep_together(lines.at(std::min<std::size_t>(lines.size(), 2) - 1).bottom);
    for (std::size_t first = 0; first < lines.size();) {
        const double start = lines[first].top;
        std::size_t end = first + 1;  // a line is never taller than a page
        while (end < lines.size() && has_room(lines[end].bottom - start)) ++end;
        pages_.back().texts.push_back({block, left, y_, first, end});
        y_ += lines[end - 1].bottom - start;
        first = end;
        if (first < lines.size()) new_page();
    }
}

}  // namespace dunning
