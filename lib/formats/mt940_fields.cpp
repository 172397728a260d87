#include "formats/mt940_fields.h"

#include <algorithm>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace statement;

struct TagName {
    std::string_view name;
    Mt940Tag tag;
};

constexpr TagName tag_names[] = {
    {"20", Mt940Tag::reference}, {"21", Mt940Tag::other},         {"25", Mt940Tag::account},
    {"25P", Mt940Tag::account},  {"28", Mt940Tag::number},        {"28C", Mt940Tag::number},
    {"60F", Mt940Tag::opening},  {"60M", Mt940Tag::opening_page}, {"61", Mt940Tag::entry},
    {"86", Mt940Tag::details},   {"62F", Mt940Tag::closing},      {"62M", Mt940Tag::closing_page},
    {"64", Mt940Tag::other},     {"65", Mt940Tag::other},         {"13", Mt940Tag::other},
    {"13D", Mt940Tag::other},    {"34F", Mt940Tag::interim},      {"90C", Mt940Tag::other},
    {"90D", Mt940Tag::other},    {"NS", Mt940Tag::details},
};

// Only known tags count: a text that was cut within a time goes on with ":26:37".
const TagName* tag_of(std::string_view line) {
    if (!line.starts_with(':')) return nullptr;
    const auto name = line.substr(1, 4);
    const auto* const found =
        std::ranges::find(tag_names, name.substr(0, name.find(':')), &TagName::name);
    const bool is_tag = found != std::end(tag_names) && name.find(':') != std::string_view::npos;
    return is_tag ? found : nullptr;
}

bool looks_like_a_time(const TagName& tag) {
    return tag.name.size() == 2 && is_digit(tag.name[0]) && tag.name[0] < '6';
}

bool is_end(std::string_view line) {
    if (line.starts_with("-}")) return true;
    return line.starts_with('-') && line.find_first_not_of(" \t", 1) == std::string_view::npos;
}

}  // namespace

std::optional<Mt940FieldReader::Start> Mt940FieldReader::start_of(const TextLine& line) {
    if (is_end(line.text)) return Start{Mt940Tag::end, {}, line.number, 1};
    auto text = line.text;
    // "{1:...}{2:...}{4:" and, at some banks on the same line, the first field.
    const auto block = text.starts_with('{') ? text.find("{4:") : std::string_view::npos;
    if (block != std::string_view::npos) text.remove_prefix(block + 3);
    const auto* tag = tag_of(text);
    if (tag == nullptr) return std::nullopt;
    const auto value = text.substr(tag->name.size() + 2);
    const auto before = line.text.substr(0, line.text.size() - value.size());
    return Start{tag->tag, value, line.number, static_cast<int>(count_characters(before)) + 1};
}

// Within the text of an entry ":20:37" is a time when the line before was full: the message has no
// closing balance yet, so no other one begins here.
bool Mt940FieldReader::goes_on(std::string_view line, const Mt940Field& field) const {
    constexpr std::size_t full = 60;
    if (field.tag != Mt940Tag::details || closed_) return false;
    const auto* tag = tag_of(line);
    return tag != nullptr && looks_like_a_time(*tag) && count_characters(last_) >= full;
}

bool Mt940FieldReader::next(Mt940Field& field) {
    field.lines.clear();
    field.bytes = 0;
    bool is_open = false;
    const auto add = [&field](std::string_view text) {
        field.bytes += text.size() + 1;
        if (field.bytes <= max_statement_field_bytes) field.lines.push_back(text);
    };
    const auto open = [&](const Start& start) {
        field.tag = start.tag;
        field.line = start.line;
        field.column = start.column;
        add(start.value);
        is_open = true;
        inside_ = start.tag != Mt940Tag::end;
        if (start.tag == Mt940Tag::reference) closed_ = false;
        if (start.tag == Mt940Tag::closing || start.tag == Mt940Tag::closing_page) closed_ = true;
    };
    if (pending_) open(*pending_);
    pending_.reset();
    TextLine line;
    while (lines_.next(line)) {
        const auto start = start_of(line);
        if (start && is_open && !goes_on(line.text, field)) {
            last_ = line.text;
            pending_ = start;
            return true;
        }
        if (start && !is_open) {
            open(*start);
        } else if (is_open && inside_ && !line.text.empty()) {
            add(line.text);
        }
        last_ = line.text;
    }
    return is_open;
}

}  // namespace dunning
