// The words of tables and pages in the user's language. A word that a language lacks stays English.
#pragma once

#include <string>
#include <string_view>

namespace dunning::cli {

// `language` is a tag such as "zh-CN", "de-AT" or "en"; its primary part decides.
std::string word(std::string_view language, std::string_view english);

}  // namespace dunning::cli
