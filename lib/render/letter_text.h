// A letter as plain text of 76 columns: what a person reads where there is no page.
#pragma once

#include <string>

#include "render/letter.h"

namespace dunning {

std::string letter_text(const Letter& letter);

}  // namespace dunning
