// What the bytes of a text speak for, when nobody has told its encoding.
//
// Internal to charset. Each function looks at no more than the first MiB from where the text stops
// being ASCII, and takes any bytes.
#pragma once

#include <optional>
#include <string_view>

#include "text/charset.h"

namespace dunning {

// One of the two orders of UTF-16, when at least every second character is ASCII: those have a zero
// byte, always on the same side.
std::optional<Charset> utf16_without_mark(std::string_view bytes);

// At least as many characters of several bytes as bytes that fit no UTF-8. In Western text and in
// Chinese text of GB18030 such sequences come about by chance alone, and seldom.
bool is_damaged_utf8(std::string_view bytes);

// More than half of what GB18030 makes of it are the common Chinese characters (GB 2312 level 1),
// and these do not stand within Latin words. German and French bytes are nearly always valid
// GB18030, because the letter after an umlaut may be a second byte; but then the character is a
// rare one, or it stands alone between letters, as in "DESCRI" 0xC7 0xC3 "O".
bool looks_chinese(std::string_view bytes);

// Letters outside ASCII come one or two at a time in Western words. False when most of them stand
// in runs of four and more, as in Cyrillic, Greek or Chinese text.
bool looks_western(std::string_view bytes);

}  // namespace dunning
