#include "render/letter_bundle.h"

#include <deque>

#define POINTERHOLDER_TRANSITION 4  // the package's own pointers as std::shared_ptr, and no others
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace dunning {
namespace {

std::string bytes_of(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);  // the usual one is made of the clock
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

LetterBundle bundle_letters(const std::vector<WrittenLetter>& letters) {
    LetterBundle bundle;
    QPDF all;
    all.emptyPDF();
    QPDFPageDocumentHelper pages(all);
    std::deque<QPDF> sources;  // pages are read from them until the end
    int next_page = 1;
    for (const WrittenLetter& letter : letters) {
        QPDF& source = sources.emplace_back();
        source.processMemoryFile(letter.id.c_str(), letter.pdf.data(), letter.pdf.size());
        int count = 0;
        for (const auto& page : QPDFPageDocumentHelper(source).getAllPages()) {
            pages.addPage(page, false);
            ++count;
        }
        bundle.index.push_back({.id = letter.id, .first_page = next_page, .pages = count});
        next_page += count;
    }
    bundle.bytes = bytes_of(all);
    return bundle;
}

}  // namespace dunning
