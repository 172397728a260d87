// Names of people and companies in a form in which a bank's way of writing and a customer file's
// are compared.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// Capitals without marks, blanks and punctuation: "Müller & Söhne GmbH" and "MUELLER UND SOEHNE
// GMBH" have one key, and so have full-width and ordinary letters. Legal forms stay: two companies
// may differ by nothing else. Empty when nothing is left.
std::string name_key(std::string_view name);

}  // namespace dunning
