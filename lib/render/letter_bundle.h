// A night's letters in one file, for the print room, with an index of who stands on which page.
//
// The pages are those of the letters as they were written, not composed anew: a text or an address
// that has changed since changes nothing on paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunning {

struct WrittenLetter {
    std::string id;        // the notice's
    std::string_view pdf;  // as letter_pdf wrote it
};

// Where a letter stands in the bundle; pages count from 1.
struct LetterPlace {
    std::string id;
    int first_page = 1;
    int pages = 1;

    friend bool operator==(const LetterPlace&, const LetterPlace&) = default;
};

struct LetterBundle {
    std::string bytes;
    std::vector<LetterPlace> index;
};

// In the order given. The same letters give the same bytes. REQUIRES: every one is a PDF.
LetterBundle bundle_letters(const std::vector<WrittenLetter>& letters);

}  // namespace dunning
