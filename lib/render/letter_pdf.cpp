#include "render/letter_pdf.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

#include <map>

#include "core/check.h"
#include "render/code_drawing.h"
#include "render/letter_pages.h"

namespace dunning {
namespace {

cairo_status_t hand_over(void* sink, const unsigned char* data, unsigned int length) {
    (*static_cast<LetterFile::Sink*>(sink))({reinterpret_cast<const char*>(data), length});
    return CAIRO_STATUS_SUCCESS;
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
    for (const PlacedCode& code : from.codes) {
        draw_code(page, code.code, code.kind,
                  {.left = code.left, .top = code.top, .side = code.side});
    }
}

}  // namespace

struct LetterFile::Surface {
    Surface(Sink to, std::string named)
        : sink(std::move(to)),
          title(std::move(named)),
          pdf(cairo_pdf_surface_create_for_stream(hand_over, &sink, page_width, page_height),
              cairo_surface_destroy),
          page(cairo_create(pdf.get()), cairo_destroy) {}

    // Metadata is written with the end of the file; the day keeps the clock out of it.
    void describe(const Letter& letter) {
        const std::string& text = title.empty() ? letter.subject : title;
        const std::string day = to_text(letter.date) + "T00:00:00Z";
        cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_TITLE, text.c_str());
        cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_AUTHOR, letter.sender.c_str());
        cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
    }

    // One per language: making one costs more than a letter.
    const Typesetter& typesetter_for(const std::string& language) {
        return typesetters.try_emplace(language, language).first->second;
    }

    Sink sink;
    std::string title;
    std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> pdf;
    std::unique_ptr<cairo_t, void (*)(cairo_t*)> page;
    std::map<std::string, Typesetter, std::less<>> typesetters;
    int pages = 0;
    bool finished = false;
};

LetterFile::LetterFile(Sink sink) : LetterFile(std::move(sink), {}) {}

LetterFile::LetterFile(Sink sink, std::string title)
    : surface_(std::make_unique<Surface>(std::move(sink), std::move(title))) {}

LetterFile::~LetterFile() = default;

LetterPlace LetterFile::add(const Letter& letter) {
    Surface& surface = *surface_;
    if (surface.pages == 0) surface.describe(letter);
    const LetterPlace place{.id = letter.id, .first_page = surface.pages + 1, .pages = 0};
    const auto pages = lay_out(letter, surface.typesetter_for(letter.language));
    for (const Page& page : pages) {
        draw(surface.page.get(), page);
        cairo_show_page(surface.page.get());
    }
    surface.pages += static_cast<int>(pages.size());
    return {place.id, place.first_page, static_cast<int>(pages.size())};
}

void LetterFile::finish() {
    DUNNING_CHECK(surface_->pages > 0 && !surface_->finished);
    surface_->finished = true;
    cairo_surface_finish(surface_->pdf.get());
    DUNNING_CHECK(cairo_surface_status(surface_->pdf.get()) == CAIRO_STATUS_SUCCESS);
}

std::string letter_pdf(const Letter& letter) {
    return letters_pdf(std::span(&letter, 1)).bytes;
}

LetterBundle letters_pdf(std::span<const Letter> letters) {
    LetterBundle bundle;
    LetterFile file([&](std::string_view bytes) { bundle.bytes += bytes; });
    for (const Letter& letter : letters) bundle.index.push_back(file.add(letter));
    file.finish();
    return bundle;
}

}  // namespace dunning
