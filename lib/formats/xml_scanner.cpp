#include "formats/xml_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/ascii.h"
#include "formats/xml_text.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{16} << 10;
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// As find_first_of(xml_blanks), which would look each character up in the list.
std::size_t first_blank(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if(text, is_blank) - text.begin());
}

std::string_view local_part(std::string_view name) {
    return name.substr(name.find(':') + 1);
}

// Letters, '_' and everything beyond ASCII: what a name may begin with, a little more than XML
// says.
bool begins_name(char c) {
    return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(std::string_view name) {
    return !name.empty() && begins_name(name[0]) && !name.ends_with(':') &&
           name.find_first_of("<>&\"'/=") == std::string_view::npos;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
    const auto continuing = [&](int shift) {
        out.push_back(static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)));
    };
    if (code_point < 0x80) {
        out.push_back(static_cast<char>(code_point));
    } else if (code_point < 0x800) {
        out.push_back(static_cast<char>(0xC0U | (code_point >> 6)));
        continuing(0);
    } else if (code_point < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | (code_point >> 12)));
        continuing(6);
        continuing(0);
    } else {
        out.push_back(static_cast<char>(0xF0U | (code_point >> 18)));
        continuing(12);
        continuing(6);
        continuing(0);
    }
}

// The Char production of XML 1.0.
// "#65" or "#x41".
bool append_numbered(std::string& out, std::string_view digits) {
    digits.remove_prefix(1);
    const int base = digits.starts_with('x') ? 16 : 10;
    if (base == 16) digits.remove_prefix(1);
    std::uint32_t code_point = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, code_point, base);
    if (error != std::errc() || stop != end || !is_xml_character(code_point)) return false;
    append_utf8(out, code_point);
    return true;
}

bool append_reference(std::string& out, std::string_view name) {
    struct Known {
        std::string_view name;
        char meaning;
    };
    constexpr Known known[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (name.starts_with('#')) return append_numbered(out, name);
    const auto* const found = std::ranges::find(known, name, &Known::name);
    if (found == std::end(known)) return false;
    out.push_back(found->meaning);
    return true;
}

// Appends the text with its references replaced; false at one that XML does not know.
bool append_decoded(std::string& out, std::string_view text) {
    while (true) {
        const auto ampersand = text.find('&');
        out.append(text.substr(0, ampersand));
        if (ampersand == std::string_view::npos) return true;
        text.remove_prefix(ampersand + 1);
        const auto semicolon = text.substr(0, 12).find(';');
        if (semicolon == std::string_view::npos) return false;
        if (!append_reference(out, text.substr(0, semicolon))) return false;
        text.remove_prefix(semicolon + 1);
    }
}

// CR LF and CR are LF to XML (section 2.11); a CR that is meant comes as a reference.
void unify_line_ends(std::string& text) {
    if (text.find('\r') == std::string::npos) return;
    std::string unified;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            unified.push_back(text[i]);
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            unified.push_back('\n');
        }
    }
    text = std::move(unified);
}

}  // namespace

XmlScanner::XmlScanner(Read read) : read_(std::move(read)), buffer_(buffer_bytes) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (peek() != static_cast<unsigned char>(mark[0])) return;
    for (const char each : mark) {
        if (take() == static_cast<unsigned char>(each)) continue;
        fail("is not UTF-8");
        return;
    }
}

int XmlScanner::peek() {
    if (position_ == filled_ && !fill()) return -1;
    return static_cast<unsigned char>(buffer_[position_]);
}

int XmlScanner::take() {
    const int byte = peek();
    if (byte >= 0) ++position_;
    return byte;
}

bool XmlScanner::fill() {
    if (read_failed_) return false;
    before_buffer_ += filled_;
    position_ = filled_ = 0;
    const auto count = read_(buffer_.data(), buffer_.size());
    read_failed_ = !count;
    filled_ = count.value_or(0);
    return filled_ > 0;
}

XmlScanner::Event XmlScanner::fail(std::string what) {
    if (problem_.empty() && !read_failed_) {
        problem_ = fmt::format("{} (at byte {})", what, before_buffer_ + position_);
    }
    return Event::failed;
}

XmlScanner::Event XmlScanner::next() {
    if (read_failed_ || !problem_.empty()) return Event::failed;
    if (closes_at_once_) return close_element();
    while (true) {
        const int byte = peek();
        if (byte < 0) return finish();
        const Event event = byte == '<' ? read_markup() : read_text();
        // Comments, instructions and blanks around the document element come back as text.
        if (event != Event::text || !text_.empty()) return event;
    }
}

XmlScanner::Event XmlScanner::finish() {
    if (read_failed_) return Event::failed;
    if (depth_ > 0 || !seen_root_) return fail("ends too early");
    return Event::finished;
}

XmlScanner::Event XmlScanner::read_text() {
    text_.clear();
    while (peek() >= 0 && peek() != '<') {
        const char* const from = buffer_.data() + position_;
        const void* const found = std::memchr(from, '<', filled_ - position_);
        const auto count = found ? static_cast<std::size_t>(static_cast<const char*>(found) - from)
                                 : filled_ - position_;
        if (text_.size() + count > max_text_bytes) return fail("has a text that is too long");
        text_.append(from, count);
        position_ += count;
    }
    if (read_failed_ || !is_sound(text_)) return Event::failed;
    if (depth_ == 0) {
        if (text_.find_first_not_of(xml_blanks) != std::string::npos) {
            return fail("has text outside the document element");
        }
        text_.clear();
        return Event::text;
    }
    unify_line_ends(text_);
    if (text_.find('&') == std::string::npos) return Event::text;
    decoded_.clear();
    if (!append_decoded(decoded_, text_)) return fail("has an unknown reference (&...;)");
    text_.swap(decoded_);
    return Event::text;
}

bool XmlScanner::is_sound(std::string_view text) {
    if (first_invalid_utf8(text)) {
        fail("is not UTF-8");
        return false;
    }
    const bool has_control = std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is_blank(c); });
    if (has_control) fail("has a control character");
    return !has_control;
}

XmlScanner::Event XmlScanner::read_markup() {
    text_.clear();
    take();
    switch (peek()) {
        case '?':
            return skip_past("?>") ? Event::text : fail("ends within an instruction");
        case '!':
            take();
            return read_declaration();
        case '/':
            take();
            return read_end();
        default:
            return read_start();
    }
}

// After "<!".
XmlScanner::Event XmlScanner::read_declaration() {
    const int first = take();
    if (first == '-' && take() == '-') {
        return skip_past("-->") ? Event::text : fail("ends within a comment");
    }
    if (first == 'D') return fail("has a DOCTYPE, which is not accepted");
    if (first == '[' && depth_ > 0) {
        for (const char each : std::string_view("CDATA[")) {
            if (take() != each) return fail("is not well-formed");
        }
        return read_cdata();
    }
    return fail("is not well-formed");
}

XmlScanner::Event XmlScanner::read_cdata() {
    while (!text_.ends_with("]]>")) {
        const int byte = take();
        if (byte < 0) return fail("ends within a CDATA section");
        if (text_.size() == max_text_bytes) return fail("has a text that is too long");
        text_.push_back(static_cast<char>(byte));
    }
    text_.resize(text_.size() - 3);
    unify_line_ends(text_);
    return is_sound(text_) ? Event::text : Event::failed;
}

bool XmlScanner::skip_past(std::string_view end) {
    std::string last;
    while (last != end) {
        const int byte = take();
        if (byte < 0) return false;
        if (last.size() == end.size()) last.erase(0, 1);
        last.push_back(static_cast<char>(byte));
    }
    return true;
}

// The bytes up to '>', which is taken too; a '>' in quotes does not end the tag.
bool XmlScanner::collect_tag() {
    tag_.clear();
    char quote = 0;
    while (true) {
        const int byte = take();
        if (byte < 0 || tag_.size() == max_tag_bytes || byte == '<') {
            fail(byte < 0 ? "ends too early" : "is not well-formed");
            return false;
        }
        const char c = static_cast<char>(byte);
        if (quote == 0 && c == '>') return is_sound(tag_);
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        }
        tag_.push_back(c);
    }
}

XmlScanner::Event XmlScanner::read_start() {
    if (depth_ == 0 && seen_root_) return fail("has more than one document element");
    if (!collect_tag()) return Event::failed;
    std::string_view tag = tag_;
    closes_at_once_ = tag.ends_with('/');
    if (closes_at_once_) tag.remove_suffix(1);
    const auto name = tag.substr(0, first_blank(tag));
    if (!is_name(name)) return fail("is not well-formed");
    if (depth_ == max_depth) return fail(fmt::format("has more than {} levels", max_depth));
    if (!parse_attributes(tag.substr(name.size()))) return Event::failed;

    seen_root_ = true;
    if (depth_ == open_.size()) open_.emplace_back();
    open_[depth_++].assign(name);
    name_.assign(local_part(name));
    return Event::start;
}

bool XmlScanner::parse_attributes(std::string_view rest) {
    attribute_count_ = 0;
    while (true) {
        std::size_t from = 0;
        while (from < rest.size() && is_blank(rest[from])) ++from;
        if (from == rest.size()) return true;
        rest.remove_prefix(from);
        if (from > 0 && parse_attribute(rest)) continue;
        fail("is not well-formed");
        return false;
    }
}

// `name = "value"` at the beginning of `rest`, which is moved behind it.
bool XmlScanner::parse_attribute(std::string_view& rest) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return false;
    auto name = rest.substr(0, equals);
    while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
    rest.remove_prefix(equals + 1);
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    if (!is_name(name) || first_blank(name) < name.size()) return false;
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return false;
    const auto end = rest.find(rest[0], 1);
    if (end == std::string_view::npos) return false;

    if (attribute_count_ == attributes_.size()) attributes_.emplace_back();
    Attribute& attribute = attributes_[attribute_count_++];
    attribute.name.assign(name);
    attribute.value.clear();
    const auto value = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return append_decoded(attribute.value, value);
}

std::optional<std::string_view> XmlScanner::attribute(std::string_view local_name) const {
    std::optional<std::string_view> prefixed;
    for (std::size_t i = 0; i < attribute_count_; ++i) {
        const auto& attribute = attributes_[i];
        if (attribute.name == local_name) return attribute.value;
        if (!prefixed && local_part(attribute.name) == local_name) prefixed = attribute.value;
    }
    return prefixed;
}

XmlScanner::Event XmlScanner::read_end() {
    if (!collect_tag()) return Event::failed;
    std::string_view name = tag_;
    while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
    if (depth_ == 0 || name != open_[depth_ - 1]) return fail("is not well-formed");
    return close_element();
}

XmlScanner::Event XmlScanner::close_element() {
    closes_at_once_ = false;
    name_.assign(local_part(open_[--depth_]));
    attribute_count_ = 0;
    return Event::end;
}

}  // namespace dunning
