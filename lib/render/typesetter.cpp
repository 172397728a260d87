#include "render/typesetter.h"

#include <algorithm>
#include <string_view>

#include "render/cairo_late.h"
#include "render/glib_late.h"
#include "render/pango_late.h"

#ifdef __SANITIZE_ADDRESS__
// The fonts of shared_fonts() stay until the program ends. Fontconfig keeps them by offsets instead
// of pointers, which the leak checker cannot follow and takes for lost memory.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\n";
}
extern "C" const char* __lsan_default_options() {
    return "print_suppressions=0";
}
#endif

namespace dunning {
namespace {

struct Unreference {
    void operator()(gpointer object) const { g_object_unref(object); }
};

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

// Finding and opening fonts takes far longer than setting a letter, so all of them share one map.
// Its resolution makes a Pango unit a point.
PangoFontMap* shared_fonts() {
    static PangoFontMap* const fonts = [] {
        PangoFontMap* map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        constexpr double points_per_inch = 72;
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), points_per_inch);
        return map;
    }();
    return fonts;
}

// Positions as the font has them, not as a screen's pixels would like them.
void set_print_metrics(PangoContext* context) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
}

// Chinese text wants its digits and Latin words from the same font; other languages take Chinese
// names from it.
std::string families_for(std::string_view language) {
    constexpr const char* latin = "Liberation Sans";
    constexpr const char* chinese = "WenQuanYi Micro Hei,Noto Sans CJK SC";
    const bool is_chinese = language.starts_with("zh");
    return std::string(is_chinese ? chinese : latin) + "," + (is_chinese ? latin : chinese);
}

// A word that is broken gets no hyphen, which would become part of an invoice's number.
//
// No-break spaces become spaces at which no line breaks. The character itself would put a second
// copy of the font into the PDF, since the first holds the characters of WinAnsi alone.
void set_text(PangoLayout* layout, std::string text) {
    constexpr std::string_view no_break = "\u00A0";
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    for (auto at = text.find(no_break); at != std::string::npos; at = text.find(no_break, at)) {
        text.replace(at, no_break.size(), " ");
        PangoAttribute* no_line_end = pango_attr_allow_breaks_new(FALSE);
        no_line_end->start_index = static_cast<guint>(at);
        no_line_end->end_index = static_cast<guint>(at + 2);
        pango_attr_list_insert(attributes, no_line_end);
    }
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
}

}  // namespace

struct TextBlock::Layout {
    std::unique_ptr<PangoLayout, Unreference> pango;
    struct Place {
        PangoLayoutLine* line;
        double left;
        double baseline;
    };
    std::vector<Place> places;
};

TextBlock::TextBlock() = default;

void TextBlock::draw(cairo_t* page, double left, double top, std::size_t first,
                     std::size_t end) const {
    for (std::size_t n = first; n < std::min(end, lines_.size()); ++n) {
        const Layout::Place& place = layout_->places.at(n);
        cairo_move_to(page, left + place.left, top + place.baseline - lines_.at(first).top);
        pango_cairo_show_layout_line(page, place.line);
    }
}

Typesetter::Typesetter(const std::string& language)
    : context_(pango_font_map_create_context(shared_fonts()), Unreference{}),
      families_(families_for(language)) {
    set_print_metrics(context_.get());
    pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
}

TextBlock Typesetter::set(const std::string& text, const TextStyle& style, double width) const {
    TextBlock block;
    if (text.empty()) return block;
    block.layout_ = std::make_shared<TextBlock::Layout>();
    block.layout_->pango.reset(pango_layout_new(context_.get()));
    PangoLayout* layout = block.layout_->pango.get();

    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, families_.c_str());
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_font_description_set_weight(
        font, style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);

    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout,
                               style.side == Side::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    if (width >= 0) pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    if (style.most_lines > 0) {
        pango_layout_set_height(layout, -style.most_lines);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    set_text(layout, text);

    PangoLayoutIter* lines = pango_layout_get_iter(layout);
    do {
        PangoRectangle extents;
        int top = 0;
        int bottom = 0;
        pango_layout_iter_get_line_extents(lines, nullptr, &extents);
        pango_layout_iter_get_line_yrange(lines, &top, &bottom);
        block.layout_->places.push_back({pango_layout_iter_get_line_readonly(lines),
                                         points(extents.x),
                                         points(pango_layout_iter_get_baseline(lines))});
        block.lines_.push_back({points(top), points(bottom)});
        block.width_ = std::max(block.width_, points(extents.width));
    } while (pango_layout_iter_next_line(lines) != 0);
    pango_layout_iter_free(lines);
    return block;
}

}  // namespace dunning
