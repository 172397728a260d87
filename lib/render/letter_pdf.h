// Letters as PDF: A4, fonts embedded, one letter in a file or a night's letters in one for the
// print room.
//
// The same letters give the same bytes wherever the same fonts and the same version of cairo are
// installed: the file's creation day is the letters', and nothing in it is random. It can be
// written without a home directory and without a font cache.
//
// A file is written while letters are added, so that a night of 30,000 needs no more memory than
// its longest letter and the fonts' used characters.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/letter.h"

namespace dunning {

// Where a letter stands in a file of several; pages count from 1.
struct LetterPlace {
    std::string id;  // the notice's
    int first_page = 1;
    int pages = 1;

    friend bool operator==(const LetterPlace&, const LetterPlace&) = default;
};

class LetterFile {
  public:
    using Sink = std::function<void(std::string_view)>;

    // What is written goes to `sink`, in order. The file's title is the first letter's subject, or
    // `title`.
    explicit LetterFile(Sink sink);
    LetterFile(Sink sink, std::string title);
    LetterFile(const LetterFile&) = delete;
    LetterFile& operator=(const LetterFile&) = delete;
    ~LetterFile();

    // Each letter begins on a page of its own.
    LetterPlace add(const Letter& letter);
    // Writes the end. REQUIRES: at least one letter was added, and finish was not called.
    void finish();

  private:
    struct Surface;
    std::unique_ptr<Surface> surface_;
};

std::string letter_pdf(const Letter& letter);

struct LetterBundle {
    std::string bytes;
    std::vector<LetterPlace> index;
};

// REQUIRES: there are letters.
LetterBundle letters_pdf(std::span<const Letter> letters);

}  // namespace dunning
