#include "render/letter_bundle.h"

#include "letter_samples.h"
#include "render/letter_pdf.h"

using namespace dunning;

TEST_CASE("bundle: each letter begins on a page of its own, and the index says where") {
    const std::string one = letter_pdf(composed_letter(sample()));
    const std::string many = letter_pdf(composed_letter(with_invoices(60)));
    const std::vector<WrittenLetter> letters = {{"N000001", one}, {"N000002", many},
                                                {"N000003", one}};
    const LetterBundle bundle = bundle_letters(letters);
    REQUIRE(bundle.index.size() == 3);
    const int pages = bundle.index[1].pages;
    CHECK(pages >= 2);
    CHECK(bundle.index[0] == LetterPlace{"N000001", 1, 1});
    CHECK(bundle.index[1] == LetterPlace{"N000002", 2, pages});
    CHECK(bundle.index[2] == LetterPlace{"N000003", 2 + pages, 1});
    CHECK(bundle.bytes.starts_with("%PDF-"));
    CHECK(bundle_letters(letters).bytes == bundle.bytes);
}

TEST_CASE("bundle: its own pages are read back as those of its letters") {
    const std::string one = letter_pdf(composed_letter(sample()));
    const LetterBundle bundle = bundle_letters({{"N000001", one}, {"N000002", one}});
    const LetterBundle again = bundle_letters({{"all", bundle.bytes}});
    CHECK(again.index == std::vector{LetterPlace{"all", 1, 2}});
}
