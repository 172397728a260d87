#include "render/code_drawing.h"

#include <memory>

#include "core/check.h"
#include "render/cairo_late.h"

namespace dunning {
namespace {

void set_black(cairo_t* page) {
    cairo_set_source_rgb(page, 0, 0, 0);
}

void set_white(cairo_t* page) {
    cairo_set_source_rgb(page, 1, 1, 1);
}

// Dark neighbours of a line are one stroke as thick as a module, which takes half the numbers of a
// rectangle; all are one path, so that no fine white lines show between them.
void draw_modules(cairo_t* page, const QrCode& code, const CodePlace& place) {
    const double module = place.side / code.size();
    for (int y = 0; y < code.size(); ++y) {
        const double middle = place.top + (y + 0.5) * module;
        for (int x = 0; x < code.size();) {
            int end = x;
            while (end < code.size() && code.is_dark(end, y)) ++end;
            if (end > x) {
                cairo_move_to(page, place.left + x * module, middle);
                cairo_line_to(page, place.left + end * module, middle);
            }
            x = end + 1;
        }
    }
    set_black(page);
    cairo_set_line_width(page, module);
    cairo_set_line_cap(page, CAIRO_LINE_CAP_BUTT);
    cairo_stroke(page);
}

// A white square of 7 mm, a black one of 6 mm in it, and the cross in white, as in the artwork of
// the guidelines: bars of 35/9 by 7/6 mm.
void draw_swiss_cross(cairo_t* page, const CodePlace& place) {
    const double millimetre = place.side / 46;
    const double x = place.left + place.side / 2;
    const double y = place.top + place.side / 2;
    const auto centred = [&](double width, double height) {
        cairo_rectangle(page, x - width * millimetre / 2, y - height * millimetre / 2,
                        width * millimetre, height * millimetre);
        cairo_fill(page);
    };
    constexpr double bar_length = 35.0 / 9;
    constexpr double bar_width = 7.0 / 6;
    set_white(page);
    centred(7, 7);
    set_black(page);
    centred(6, 6);
    set_white(page);
    centred(bar_length, bar_width);
    centred(bar_width, bar_length);
}

cairo_status_t append(void* text, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

void draw_code(cairo_t* page, const QrCode& code, PaymentCode kind, const CodePlace& place) {
    draw_modules(page, code, place);
    if (kind == PaymentCode::swiss) draw_swiss_cross(page, place);
}

std::string code_png(const QrCode& code, PaymentCode kind) {
    constexpr int quiet_modules = 4;
    constexpr int wanted_pixels = 360;  // twice the size at which a mail shows it
    const int modules = code.size() + 2 * quiet_modules;
    const int scale = (wanted_pixels + modules - 1) / modules;
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, modules * scale, modules * scale),
        cairo_surface_destroy);
    const std::unique_ptr<cairo_t, void (*)(cairo_t*)> page(cairo_create(surface.get()),
                                                            cairo_destroy);
    set_white(page.get());
    cairo_paint(page.get());
    draw_code(page.get(), code, kind,
              {.left = 1.0 * quiet_modules * scale,
               .top = 1.0 * quiet_modules * scale,
               .side = 1.0 * code.size() * scale});
    std::string bytes;
    DUNNING_CHECK(cairo_surface_write_to_png_stream(surface.get(), append, &bytes) ==
                  CAIRO_STATUS_SUCCESS);
    return bytes;
}

}  // namespace dunning
