#include "render/letter_bundle.h"

#include <memory>
#include <stdexcept>

#include "render/qpdf_late.h"

namespace dunning {
namespace {

struct Close {
    void operator()(qpdf_data pdf) const { qpdf_cleanup(&pdf); }
};
using Pdf = std::unique_ptr<_qpdf_data, Close>;

Pdf new_pdf() {
    Pdf pdf(qpdf_init());
    qpdf_silence_errors(pdf.get());  // they are thrown instead
    return pdf;
}

void require_success(const Pdf& pdf, QPDF_ERROR_CODE status) {
    if ((status & QPDF_ERRORS) == 0) return;
    throw std::runtime_error(qpdf_get_error_full_text(pdf.get(), qpdf_get_error(pdf.get())));
}

std::string bytes_of(const Pdf& pdf) {
    require_success(pdf, qpdf_init_write_memory(pdf.get()));
    qpdf_set_deterministic_ID(pdf.get(), QPDF_TRUE);  // the usual one is made of the clock
    qpdf_set_object_stream_mode(pdf.get(), qpdf_o_generate);
    require_success(pdf, qpdf_write(pdf.get()));
    return {reinterpret_cast<const char*>(qpdf_get_buffer(pdf.get())),
            qpdf_get_buffer_length(pdf.get())};
}

// The number of pages.
int append_pages(const Pdf& all, const Pdf& letter) {
    const int count = qpdf_get_num_pages(letter.get());
    if (count < 1) throw std::runtime_error("a letter of the night has no pages that can be read");
    for (int page = 0; page < count; ++page) {
        const qpdf_oh handle = qpdf_get_page_n(letter.get(), static_cast<std::size_t>(page));
        require_success(all, qpdf_add_page(all.get(), letter.get(), handle, QPDF_FALSE));
        qpdf_oh_release(letter.get(), handle);
    }
    return count;
}

}  // namespace

LetterBundle bundle_letters(const std::vector<WrittenLetter>& letters) {
    LetterBundle bundle;
    std::vector<Pdf> sources;  // pages are read from them until the end
    const Pdf all = new_pdf();
    require_success(all, qpdf_empty_pdf(all.get()));
    int next_page = 1;
    for (const WrittenLetter& letter : letters) {
        const Pdf& source = sources.emplace_back(new_pdf());
        require_success(source, qpdf_read_memory(source.get(), letter.id.c_str(), letter.pdf.data(),
                                                 letter.pdf.size(), nullptr));
        const int count = append_pages(all, source);
        bundle.index.push_back({.id = letter.id, .first_page = next_page, .pages = count});
        next_page += count;
    }
    bundle.bytes = bytes_of(all);
    return bundle;
}

}  // namespace dunning
