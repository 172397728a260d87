// In which encoding an XML file is written: by its first bytes, else as it declares, else UTF-8
// (XML 1.0, appendix F).
#pragma once

#include <string_view>

#include "core/result.h"
#include "text/charset.h"

namespace dunning {

// A fault when the declared encoding is none that we read, or one that the file cannot be in.
Result<Charset> charset_of_xml(std::string_view bytes);

}  // namespace dunning
