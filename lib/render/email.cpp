#include "render/email.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/sha256.h"
#include "render/encoded_words.h"
#include "render/glib_late.h"
#include "render/gmime_late.h"
#include "render/mail_date.h"
#include "render/plain_line.h"

namespace dunning {
namespace {

struct Unreference {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unreference>;

// GMime keeps tables of its own and wants them made once.
void prepare_gmime() {
    static const bool ready = (g_mime_init(), true);
    static_cast<void>(ready);
}

std::string deliverable_or_invalid(const std::string& address) {
    return is_mail_address(address) ? address : "undeliverable@dunning.invalid";
}

// Every line end becomes CR LF, whatever it was.
std::string with_crlf(std::string text) {
    if (text.find('\r') != std::string::npos) std::erase(text, '\r');
    std::string result;
    result.reserve(text.size() + text.size() / 16);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        result.append(text, at, end - at);
        if (end < text.size()) result += "\r\n";
        at = end + 1;
    }
    return result;
}

bool is_ascii_with_short_lines(std::string_view text) {
    constexpr std::size_t longest = 76;
    std::size_t length = 0;
    for (const char letter : text) {
        if (static_cast<unsigned char>(letter) > 0x7E) return false;
        length = letter == '\n' ? 0 : length + 1;
        if (length > longest + 1) return false;
    }
    return true;
}

// Half of a Chinese text is not ASCII and grows threefold as quoted-printable, so base64 it is.
GMimeContentEncoding encoding_for(std::string_view text) {
    if (is_ascii_with_short_lines(text)) return GMIME_CONTENT_ENCODING_7BIT;
    std::size_t foreign = 0;
    for (const char letter : text) foreign += static_cast<unsigned char>(letter) > 0x7E ? 1 : 0;
    return foreign * 6 > text.size() ? GMIME_CONTENT_ENCODING_BASE64
                                     : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

// Bodies have CR LF before they are encoded, so that base64 holds canonical text too (RFC 2045
// section 6.8).
std::string encoded(std::string_view body, GMimeContentEncoding encoding) {
    if (encoding == GMIME_CONTENT_ENCODING_7BIT) return std::string(body);
    GMimeEncoding state;
    g_mime_encoding_init_encode(&state, encoding);
    std::string lines(g_mime_encoding_outlen(&state, body.size()), '\0');
    lines.resize(g_mime_encoding_flush(&state, body.data(), body.size(), lines.data()));
    return with_crlf(std::move(lines));
}

// What stands between two boundaries. GMime would keep a tree of objects for each message, whose
// making costs more than all that is written of it, so it does the headers and the encoding alone.
std::string part(std::string_view type, std::string_view body, GMimeContentEncoding encoding,
                 std::string_view more_headers = {}) {
    return fmt::format("Content-Type: {}\r\nContent-Transfer-Encoding: {}\r\n{}\r\n{}", type,
                       g_mime_content_encoding_to_string(encoding), more_headers,
                       encoded(body, encoding));
}

std::string text_part(std::string_view type, const std::string& text) {
    const std::string body = with_crlf(text);
    return part(fmt::format("{}; charset=utf-8", type), body, encoding_for(body));
}

std::string picture_part(const InlinePicture& picture) {
    const std::string headers =
        fmt::format("Content-Id: <{}>\r\nContent-Disposition: inline\r\n", picture.id);
    return part("image/png", picture.png, GMIME_CONTENT_ENCODING_BASE64, headers);
}

std::string boundary_of(std::string_view digest) {
    return fmt::format("=_dunning_{}", digest);
}

std::string multipart(std::string_view type, std::string_view boundary,
                      const std::vector<std::string>& parts) {
    std::string text = fmt::format("Content-Type: {}\r\n\r\n", type);
    for (const std::string& each : parts) text += fmt::format("--{}\r\n{}\r\n", boundary, each);
    return text + fmt::format("--{}--\r\n", boundary);
}

// The HTML, with its pictures beside it when it has some (RFC 2387).
std::string html_with_pictures(const EmailMessage& email, std::string_view digest) {
    std::string html = text_part("text/html", email.html);
    if (email.pictures.empty()) return html;
    std::vector<std::string> parts{std::move(html)};
    for (const InlinePicture& picture : email.pictures) parts.push_back(picture_part(picture));
    const std::string boundary = boundary_of(digest.substr(24, 24));
    return multipart(
        fmt::format("multipart/related; boundary=\"{}\";\r\n\ttype=\"text/html\"", boundary),
        boundary, parts);
}

std::string alternatives(const EmailMessage& email, std::string_view digest) {
    const std::string boundary = boundary_of(digest.substr(0, 24));
    return multipart(fmt::format("multipart/alternative;\r\n\tboundary=\"{}\"", boundary), boundary,
                     {text_part("text/plain", email.text), html_with_pictures(email, digest)});
}

// Puts an encoded value in the place of what GMime would write. REQUIRES: the header is there.
void set_raw_header(GMimeMessage* message, const char* name, const std::string& value) {
    GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    GMimeHeader* header = g_mime_header_list_get_header(headers, name);
    DUNNING_CHECK(header != nullptr);
    g_mime_header_set_raw_value(header, (" " + value + "\n").c_str());
}

void add_mailbox(GMimeMessage* message, GMimeAddressType type, const Mailbox& mailbox) {
    const std::string name = plain_line(mailbox.name);
    const std::string address = deliverable_or_invalid(mailbox.address);
    const Owned<InternetAddress> entry(
        internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), address.c_str()));
    internet_address_list_add(g_mime_message_get_addresses(message, type), entry.get());
    if (needs_encoding(name)) {
        const char* header = type == GMIME_ADDRESS_TYPE_FROM ? "From" : "To";
        set_raw_header(message, header, encoded_words(name) + "\n <" + address + ">");
    }
}

void set_subject(GMimeMessage* message, std::string_view text) {
    const std::string subject = plain_line(text);
    g_mime_message_set_subject(message, subject.c_str(), "UTF-8");
    if (needs_encoding(subject)) set_raw_header(message, "Subject", encoded_words(subject));
}

void set_headers(GMimeMessage* message, const EmailMessage& email, const std::string& digest) {
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, email.from);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, email.to);
    set_subject(message, email.subject);
    const std::string domain = domain_of(deliverable_or_invalid(email.from.address));
    g_mime_message_set_message_id(message, (digest.substr(0, 26) + "@" + domain).c_str());
    GMimeObject* object = GMIME_OBJECT(message);
    g_mime_object_set_header(object, "Date", mail_date(email.dated).c_str(), nullptr);
    // So that an absence notice does not answer, and its answer is not answered (RFC 3834 section
    // 5).
    g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", nullptr);
    g_mime_object_set_header(object, "Content-Language", plain_line(email.language).c_str(),
                             nullptr);
    g_mime_object_set_header(object, "MIME-Version", "1.0", nullptr);
}

// Those that do not tell of the body.
std::string headers_of(const EmailMessage& email, const std::string& digest) {
    const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
    set_headers(message.get(), email, digest);
    const std::unique_ptr<GMimeFormatOptions, void (*)(GMimeFormatOptions*)> options(
        g_mime_format_options_new(), g_mime_format_options_free);
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
    const std::unique_ptr<char, void (*)(gpointer)> headers(
        g_mime_object_get_headers(GMIME_OBJECT(message.get()), options.get()), g_free);
    return headers.get();
}

}  // namespace

std::string write_email(const EmailMessage& email) {
    prepare_gmime();
    const std::string digest = sha256_hex(email.identity);
    return headers_of(email, digest) + alternatives(email, digest);
}

std::string readable_email(std::string_view bytes) {
    prepare_gmime();
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    GMimeObject* body = message ? g_mime_message_get_body(message.get()) : nullptr;
    if (body == nullptr) return std::string(bytes);

    std::string text;
    for (const char* name : {"From", "To", "Subject", "Date"}) {
        const char* raw = g_mime_object_get_header(GMIME_OBJECT(message.get()), name);
        if (raw == nullptr) continue;
        std::string unfolded = raw;
        std::erase_if(unfolded, [](char letter) { return letter == '\r' || letter == '\n'; });
        char* decoded = g_mime_utils_header_decode_text(nullptr, unfolded.c_str());
        text += fmt::format("{}: {}\n", name, decoded);
        g_free(decoded);
    }
    if (GMIME_IS_MULTIPART(body)) body = g_mime_multipart_get_part(GMIME_MULTIPART(body), 0);
    if (!GMIME_IS_TEXT_PART(body)) return std::string(bytes);
    char* plain = g_mime_text_part_get_text(GMIME_TEXT_PART(body));
    for (const char* c = plain; *c != 0; ++c) {
        if (c == plain) text += "\n";
        if (*c != '\r') text += *c;
    }
    g_free(plain);
    return text;
}

}  // namespace dunning
