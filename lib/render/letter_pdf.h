// A letter as PDF: A4, fonts embedded.
//
// The same letter gives the same bytes wherever the same fonts and the same version of cairo are
// installed: the file's creation day is the letter's, and nothing in it is random. It can be
// written without a home directory and without a font cache.
#pragma once

#include <string>
#include <vector>

#include "render/letter.h"

namespace dunning {

std::string letter_pdf(const Letter& letter);

// Several in one file, each with pages of its own; title and day are those of the first.
// REQUIRES: there is one.
std::string letters_pdf(const std::vector<Letter>& letters);

}  // namespace dunning
