#include "text/name_key.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning {
namespace {

struct Spelling {
    std::string_view written;
    std::string_view ascii;
};

// What banks write for letters that their systems lack; before marks are taken off, because "ü" is
// "ue" in German, never "u".
constexpr Spelling spellings[] = {
    {"ä", "AE"}, {"ö", "OE"}, {"ü", "UE"}, {"ß", "SS"}, {"æ", "AE"}, {"ø", "OE"},
    {"å", "AA"}, {"œ", "OE"}, {"ł", "L"},  {"đ", "D"},  {"ð", "D"},  {"þ", "TH"},
};

// Lower case, compatibility forms (full width) folded, composed.
std::string folded(std::string_view name) {
    utf8proc_uint8_t* result = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPAT |
                                                        UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    const std::string valid = replace_invalid_utf8(name);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                   static_cast<utf8proc_ssize_t>(valid.size()), &result, options);
    if (size < 0) return valid;
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(result, &std::free);
    return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(size)};
}

// "ss" of a folded ß is the same as its spelling, so only what folding leaves is spelled.
std::string spelled(std::string text) {
    for (const auto& [written, ascii] : spellings) {
        for (auto at = text.find(written); at != std::string::npos;
             at = text.find(written, at + ascii.size())) {
            text.replace(at, written.size(), ascii);
        }
    }
    return text;
}

// Without marks, letters and digits alone, ASCII in capitals.
std::string letters_of(std::string_view text) {
    utf8proc_uint8_t* result = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &result, options);
    if (size < 0) return {};
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(result, &std::free);
    std::string key;
    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t point = 0;
        const auto length = utf8proc_iterate(result + at, size - at, &point);
        if (length <= 0) break;
        const auto category = utf8proc_category(point);
        const bool keeps = category <= UTF8PROC_CATEGORY_LO || category == UTF8PROC_CATEGORY_ND;
        if (keeps && category != UTF8PROC_CATEGORY_CN) {
            key.append(reinterpret_cast<const char*>(result + at),
                       static_cast<std::size_t>(length));
        }
        at += length;
    }
    return upper_case(key);
}

// "&", "und" and "and" are one.
std::string without_joining_words(std::string text) {
    std::string result;
    std::size_t start = 0;
    while (start <= text.size()) {
        const auto end = std::min(text.find(' ', start), text.size());
        const std::string_view word = std::string_view(text).substr(start, end - start);
        if (word != "und" && word != "and" && word != "&" && word != "+") {
            result += word;
            result += ' ';
        }
        start = end + 1;
    }
    return result;
}

}  // namespace

std::string name_key(std::string_view name) {
    return letters_of(spelled(without_joining_words(folded(name))));
}

}  // namespace dunning
