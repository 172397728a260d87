#include "render/letter_pdf.h"

#include <memory>

#include "core/check.h"
#include "render/cairo_late.h"
#include "render/code_drawing.h"
#include "render/letter_pages.h"

namespace dunning {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// Metadata is written with the end of the file; the day keeps the clock out of it.
void describe(cairo_surface_t* pdf, const Letter& letter) {
    const std::string day = to_text(letter.date) + "T00:00:00Z";
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, letter.subject.c_str());
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, letter.sender.c_str());
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
}

void draw(cairo_t* page, const Page& from) {
    cairo_set_source_rgb(page, 0, 0, 0);
    for (const PlacedText& text : from.texts) {
        text.block.draw(page, text.left, text.top, text.first, text.end);
    }
    for (const PlacedRule& rule : from.rules) {
        cairo_set_line_width(page, rule.thickness);
        cairo_move_to(page, rule.left, rule.y);
        cairo_line_to(page, rule.right, rule.y);
        cairo_stroke(page);
    }
    for (const PlacedLine& line : from.lines) {
        cairo_set_line_width(page, line.thickness);
        cairo_move_to(page, line.x, line.y);
        cairo_line_to(page, line.end_x, line.end_y);
        cairo_stroke(page);
    }
    for (const PlacedCode& code : from.codes) {
        draw_code(page, code.code, code.kind,
                  {.left = code.left, .top = code.top, .side = code.side});
    }
}

}  // namespace

std::string letter_pdf(const Letter& letter) {
    return letters_pdf({letter});
}

std::string letters_pdf(const std::vector<Letter>& letters) {
    DUNNING_CHECK(!letters.empty());
    std::string bytes;
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> pdf(
        cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height),
        cairo_surface_destroy);
    const std::unique_ptr<cairo_t, void (*)(cairo_t*)> page(cairo_create(pdf.get()), cairo_destroy);
    describe(pdf.get(), letters.front());
    for (const Letter& letter : letters) {
        for (const Page& laid_out : lay_out(letter, Typesetter(letter.language))) {
            draw(page.get(), laid_out);
            cairo_show_page(page.get());
        }
    }
    cairo_surface_finish(pdf.get());
    DUNNING_CHECK(cairo_surface_status(pdf.get()) == CAIRO_STATUS_SUCCESS);
    return bytes;
}

}  // namespace dunning
