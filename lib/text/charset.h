// The bytes of a text file as UTF-8: found strictly, or told.
//
// Without being told: a byte order mark decides; then UTF-16 without a mark, when every second byte
// of an ASCII-like text is zero; then strict UTF-8; then GB18030, when Chinese text comes out; else
// Windows-1252. What cannot be read in the encoding, found or told, is refused with its place: a
// replaced character in a name would go into a letter. For the same reason UTF-8 with a damaged
// byte is not taken for Windows-1252, nor are words that no Western language has (Cyrillic, Greek,
// damaged Chinese): who has such a file must tell the encoding or convert it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dunning {

enum class Charset { utf8, utf16_le, utf16_be, gb18030, windows_1252, latin1 };

// "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Windows-1252", "ISO-8859-1".
std::string_view to_text(Charset charset);
// By its own name and by the usual others (utf8, utf16, gbk, cp936, gb2312, cp1252, ansi, latin-1;
// iso-8859-15 is not among them); case, '-', '_' and spaces do not matter. UTF-16 alone is the
// little-endian one of Windows; a byte order mark that says otherwise wins.
std::optional<Charset> charset_from(std::string_view name);

class DecodedText {
  public:
    DecodedText(std::string_view bytes, Charset charset) : view_(bytes), charset_(charset) {}
    DecodedText(std::string converted, Charset charset)
        : converted_(std::move(converted)), charset_(charset) {}

    // UTF-8 without a byte order mark. A file that was UTF-8 is not copied: the view is into the
    // bytes that were decoded, which must outlive this.
    std::string_view text() const { return converted_ ? std::string_view(*converted_) : view_; }
    Charset charset() const { return charset_; }

  private:
    std::string_view view_;
    std::optional<std::string> converted_;
    Charset charset_;
};

// Where decoding stopped. Line and column count from 1, columns in characters.
struct CharsetFault {
    int line = 1;
    int column = 1;
    std::string what;
    std::string remedy;

    friend bool operator==(const CharsetFault&, const CharsetFault&) = default;
};

struct DecodeOutcome {
    std::optional<DecodedText> text = {};
    std::optional<CharsetFault> fault = {};  // exactly one of the two is there
};

// NUL characters are refused too: this is no text file. A byte order mark of another encoding than
// the one told is refused; between the two byte orders of UTF-16 the mark decides.
DecodeOutcome decode_text(std::string_view bytes, std::optional<Charset> told = {});

}  // namespace dunning
