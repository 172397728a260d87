#include "text/charset.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <variant>

#include "core/ascii.h"
#include "core/check.h"
#include "text/charset_evidence.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::string_view unknown_remedy =
    "say which encoding it is, or convert it first, for example: iconv -f WINDOWS-1251 -t UTF-8";
constexpr std::string_view told_remedy = "the file is damaged, or it has another encoding";
constexpr std::string_view damaged_remedy =
    "export it again, or convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8";

struct Alias {
    std::string_view name;  // folded: lower case, without '-', '_' and spaces
    Charset charset;
};

constexpr auto aliases = std::to_array<Alias>({
    {"utf8", Charset::utf8},
    {"utf8bom", Charset::utf8},
    {"utf8sig", Charset::utf8},
    {"utf16", Charset::utf16_le},
    {"unicode", Charset::utf16_le},
    {"utf16le", Charset::utf16_le},
    {"utf16be", Charset::utf16_be},
    {"gb18030", Charset::gb18030},
    {"gbk", Charset::gb18030},
    {"cp936", Charset::gb18030},
    {"ms936", Charset::gb18030},
    {"windows936", Charset::gb18030},
    {"gb2312", Charset::gb18030},
    {"euccn", Charset::gb18030},
    {"windows1252", Charset::windows_1252},
    {"cp1252", Charset::windows_1252},
    {"ansi", Charset::windows_1252},
    {"latin1", Charset::latin1},
    {"iso88591", Charset::latin1},
});

struct Mark {
    std::string_view bytes;
    Charset charset;
};

constexpr auto marks = std::to_array<Mark>({
    {"\xEF\xBB\xBF", Charset::utf8},
    {"\xFF\xFE", Charset::utf16_le},
    {"\xFE\xFF", Charset::utf16_be},
    {"\x84\x31\x95\x33", Charset::gb18030},
});

bool is_utf16(Charset charset) {
    return charset == Charset::utf16_le || charset == Charset::utf16_be;
}

int as_count(std::ptrdiff_t count) {
    return static_cast<int>(std::min<std::ptrdiff_t>(count, std::numeric_limits<int>::max()));
}

// A fault right after `before`, which is UTF-8 but for what could not be read.
CharsetFault fault_after(std::string_view before, std::string what, std::string_view remedy) {
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto characters = count_characters(before.substr(line_start));
    return {.line = as_count(std::ranges::count(before, '\n') + 1),
            .column = as_count(static_cast<std::ptrdiff_t>(characters) + 1),
            .what = std::move(what),
            .remedy = std::string(remedy)};
}

CharsetFault nul_fault(std::string_view before) {
    return fault_after(before, "a NUL byte: this is no text file", "export it as CSV in UTF-8");
}

// "0x81", or "0xD6 0x20" where it takes two bytes to see what is wrong.
std::string shown(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned>(static_cast<unsigned char>(c));
        text += fmt::format("{}0x{:02X}", text.empty() ? "" : " ", byte);
    }
    return text;
}

// Closes the converter of the C library.
class Converter {
  public:
    explicit Converter(Charset from)
        : handle_(iconv_open("UTF-8", std::string(to_text(from)).c_str())) {}
    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool is_open() const { return handle_ != none(); }

    enum class Stop { end, invalid, incomplete };
    // Appends to `out` and takes off `bytes` what could be read. REQUIRES: is_open()
    Stop convert(std::string_view& bytes, std::string& out) {
        std::array<char, 1 << 16> buffer;
        char* from = const_cast<char*>(bytes.data());  // iconv only reads there
        std::size_t left = bytes.size();
        for (;;) {
            char* to = buffer.data();
            std::size_t room = buffer.size();
            errno = 0;
            const bool done = iconv(handle_, &from, &left, &to, &room) != failed;
            const int why = errno;
            out.append(buffer.data(), buffer.size() - room);
            bytes.remove_prefix(bytes.size() - left);
            if (done) return Stop::end;
            if (why != E2BIG) return why == EINVAL ? Stop::incomplete : Stop::invalid;
        }
    }

  private:
    static constexpr std::size_t failed = static_cast<std::size_t>(-1);
    static iconv_t none() { return reinterpret_cast<iconv_t>(std::intptr_t{-1}); }

    iconv_t handle_;
};

DecodeOutcome decode_utf8(std::string_view bytes) {
    const auto bad = first_invalid_utf8(bytes);
    const auto nul = bytes.find('\0');
    if (nul < bad.value_or(bytes.size())) return {.fault = nul_fault(bytes.substr(0, nul))};
    if (!bad) return {.text = DecodedText(bytes, Charset::utf8)};
    return {.fault = fault_after(bytes.substr(0, *bad),
                                 fmt::format("byte {} is not UTF-8", shown(bytes.substr(*bad, 1))),
                                 damaged_remedy)};
}

DecodeOutcome convert(std::string_view bytes, Charset charset, std::string_view remedy) {
    Converter converter(charset);
    if (!converter.is_open()) {
        return {.fault = CharsetFault{
                    .what = fmt::format("this system has no converter for {}", to_text(charset)),
                    .remedy = "convert the file to UTF-8 elsewhere"}};
    }
    std::string text;
    text.reserve(bytes.size());
    const auto stop = converter.convert(bytes, text);
    if (const auto nul = text.find('\0'); nul != std::string::npos) {
        return {.fault = nul_fault(std::string_view(text).substr(0, nul))};
    }
    if (stop == Converter::Stop::end) return {.text = DecodedText(std::move(text), charset)};
    // One byte too few at the end, or half of a surrogate pair.
    if (stop == Converter::Stop::incomplete) {
        const auto what = fmt::format("the text ends within a character ({})", to_text(charset));
        return {.fault = fault_after(text, what, remedy)};
    }
    const bool by_byte = charset == Charset::windows_1252 || charset == Charset::latin1;
    const auto wrong = bytes.substr(0, by_byte ? 1 : 2);
    const auto what = fmt::format("{} {} {} not {}", wrong.size() == 1 ? "byte" : "bytes",
                                  shown(wrong), wrong.size() == 1 ? "is" : "are", to_text(charset));
    return {.fault = fault_after(text, what, remedy)};
}

DecodeOutcome decode(std::string_view bytes, Charset charset, std::string_view remedy) {
    return charset == Charset::utf8 ? decode_utf8(bytes) : convert(bytes, charset, remedy);
}

CharsetFault unknown_fault(std::string_view bytes) {
    const auto bad = first_invalid_utf8(bytes).value_or(0);
    const auto what = fmt::format("byte {} begins text that is neither UTF-8 nor GB18030 nor {}",
                                  shown(bytes.substr(bad, 1)), to_text(Charset::windows_1252));
    return fault_after(bytes.substr(0, bad), what, unknown_remedy);
}

std::variant<Charset, CharsetFault> find_charset(std::string_view bytes) {
    if (const auto utf16 = utf16_without_mark(bytes)) return *utf16;
    if (!first_invalid_utf8(bytes)) return Charset::utf8;
    // No NUL is part of another character in any of the encodings below.
    if (const auto nul = bytes.find('\0'); nul != std::string_view::npos) {
        return nul_fault(bytes.substr(0, nul));
    }
    if (is_damaged_utf8(bytes)) return Charset::utf8;  // which then says what is wrong, and where
    if (looks_chinese(bytes)) return Charset::gb18030;
    if (looks_western(bytes)) return Charset::windows_1252;
    return unknown_fault(bytes);
}

std::string fold(std::string_view name) {
    std::string folded;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == ' ') continue;
        folded += lower(c);
    }
    return folded;
}

CharsetFault contrary_mark(Charset mark, Charset told) {
    return {.what = fmt::format("the file begins with the byte order mark of {}, not {}",
                                to_text(mark), to_text(told)),
            .remedy = fmt::format("read it as {}", to_text(mark))};
}

}  // namespace

std::string_view to_text(Charset charset) {
    switch (charset) {
        case Charset::utf8:
            return "UTF-8";
        case Charset::utf16_le:
            return "UTF-16LE";
        case Charset::utf16_be:
            return "UTF-16BE";
        case Charset::gb18030:
            return "GB18030";
        case Charset::windows_1252:
            return "Windows-1252";
        case Charset::latin1:
            return "ISO-8859-1";
    }
    DUNNING_CHECK(false);
}

std::optional<Charset> charset_from(std::string_view name) {
    const auto found = std::ranges::find(aliases, fold(name), &Alias::name);
    return found == aliases.end() ? std::nullopt : std::optional(found->charset);
}

DecodeOutcome decode_text(std::string_view bytes, std::optional<Charset> told) {
    const auto mark = std::ranges::find_if(
        marks, [bytes](const Mark& known) { return bytes.starts_with(known.bytes); });
    if (mark != marks.end()) {
        const bool agree =
            !told || *told == mark->charset || (is_utf16(*told) && is_utf16(mark->charset));
        if (!agree) return {.fault = contrary_mark(mark->charset, *told)};
        bytes.remove_prefix(mark->bytes.size());
        return decode(bytes, mark->charset, told_remedy);
    }
    if (told) return decode(bytes, *told, told_remedy);
    const auto found = find_charset(bytes);
    if (const auto* fault = std::get_if<CharsetFault>(&found)) return {.fault = *fault};
    return decode(bytes, std::get<Charset>(found), unknown_remedy);
}

}  // namespace dunning
