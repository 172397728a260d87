// SHA-256 (FIPS 180-4): how a file or a document is recognised again.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace dunning
