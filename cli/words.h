// The words of tables and pages in the user's language. A word that a language lacks stays English.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunning::cli {

// `language` is a tag such as "zh-CN", "de-AT" or "en"; its primary part decides.
std::string word(std::string_view language, std::string_view english);

// The language of the screen that the tag means, in large or small letters: "en", "zh-CN" or "de".
std::optional<std::string> spoken_language(std::string_view tag);

// The heading of a column. Every heading has its word in every language, which debug builds check;
// one with a digit (a bucket, a day) says the same in all of them.
std::string heading_word(std::string_view language, std::string_view english);

// "1 row", "3 rows"; for English sentences.
std::string counted(std::int64_t number, std::string_view one, std::string_view several);

}  // namespace dunning::cli
