// XML read piece by piece, for files that are too large to be held as a tree: the parts of a
// workbook. One event after another, in memory that does not grow with the file.
//
// Elements and attributes go by their local names. Refused: what is not well-formed, a DOCTYPE (no
// entity of anybody's making is ever expanded), text that is not UTF-8, control characters, and
// anything past the limits below. Duplicate attributes are not looked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

class XmlScanner {
  public:
    static constexpr std::size_t max_depth = 64;
    static constexpr std::size_t max_tag_bytes = std::size_t{64} << 10;
    // A cell of a workbook holds 32,767 characters.
    static constexpr std::size_t max_text_bytes = std::size_t{256} << 10;

    // Fills a buffer: how many bytes came, 0 at the end, nothing when reading failed.
    using Read = std::function<std::optional<std::size_t>(char* into, std::size_t size)>;
    enum class Event { start, end, text, finished, failed };

    explicit XmlScanner(Read read);

    // `<a/>` is a start and an end. A text may come in several events when a comment or a CDATA
    // section divides it; text outside the document element is not reported.
    Event next();

    std::string_view name() const { return name_; }  // local, of a start or an end
    const std::string& text() const { return text_; }
    // Of a start. Nothing when it is absent.
    std::optional<std::string_view> attribute(std::string_view local_name) const;

    // What is wrong, with its place in bytes; empty while nothing is, and when it was the reading
    // that failed.
    const std::string& problem() const { return problem_; }

  private:
    struct Attribute {
        std::string name;
        std::string value;
    };

    // -1 at the end of the input and after a failure.
    int peek();
    int take();
    bool fill();
    bool skip_past(std::string_view end);

    Event fail(std::string what);
    Event read_text();
    Event read_markup();
    Event read_declaration();
    Event read_cdata();
    Event read_start();
    Event read_end();
    Event close_element();
    Event finish();
    bool collect_tag();
    bool parse_attributes(std::string_view rest);
    bool parse_attribute(std::string_view& rest);
    bool is_sound(std::string_view text);

    Read read_;
    std::vector<char> buffer_;
    std::size_t position_ = 0;
    std::size_t filled_ = 0;
    std::uint64_t before_buffer_ = 0;  // bytes of the input that have left the buffer
    bool read_failed_ = false;
    bool seen_root_ = false;
    bool closes_at_once_ = false;

    std::string tag_;
    std::string name_;
    std::string text_;
    std::string decoded_;
    std::string problem_;
    std::vector<Attribute> attributes_;  // storage is kept; attribute_count_ of them are valid
    std::size_t attribute_count_ = 0;
    std::vector<std::string> open_;  // the same with depth_; names with their prefixes
    std::size_t depth_ = 0;
};

}  // namespace dunning
