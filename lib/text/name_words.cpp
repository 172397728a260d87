#include "text/name_words.h"

#include <utf8proc.h>

#include "text/name_key.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t shortest_compact = 2;

enum class Script { none, words, compact };

// Chinese, Japanese and Korean letters stand together without blanks.
bool is_compact(utf8proc_int32_t point) {
    return (point >= 0x2E80 && point <= 0x9FFF && point != 0x3000) ||
           (point >= 0xAC00 && point <= 0xD7AF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

Script script_of(utf8proc_int32_t point) {
    const auto category = utf8proc_category(point);
    const bool is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
    if (!is_letter) return Script::none;
    return is_compact(point) ? Script::compact : Script::words;
}

// Visits the pieces of one script, in their order; together they are the text.
template <class Visit>
void for_each_piece(std::string_view text, const Visit& visit) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    std::size_t begin = 0;
    Script script = Script::none;
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t point = 0;
        const auto length =
            utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
        const Script next = length > 0 ? script_of(point) : Script::none;
        if (next != script) {
            if (at > begin) visit(script, text.substr(begin, at - begin));
            begin = at;
            script = next;
        }
        at += length > 0 ? static_cast<std::size_t>(length) : 1;
    }
    if (begin < text.size()) visit(script, text.substr(begin));
}

std::string with_replaced(std::string text, const std::string& what, std::string_view instead) {
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + instead.size())) {
        text.replace(at, what.size(), instead);
    }
    return text;
}

}  // namespace

void NameWords::add(std::string_view name) {
    for_each_piece(name, [&](Script script, std::string_view piece) {
        const std::size_t letters = count_characters(piece);
        if (script == Script::compact && letters >= shortest_compact) compact_.emplace(piece);
        if (script == Script::words && letters >= shortest_word) keys_.insert(name_key(piece));
    });
    keys_.erase("");
}

std::string NameWords::without(std::string_view text, std::string_view instead) const {
    std::string result;
    for_each_piece(text, [&](Script script, std::string_view piece) {
        if (script == Script::compact) {
            std::string rest(piece);
            for (const std::string& name : compact_) rest = with_replaced(rest, name, instead);
            result += rest;
            return;
        }
        std::string key = script == Script::words ? name_key(piece) : std::string();
        const bool is_name = keys_.contains(key);
        if (!is_name && key.ends_with('S')) key.pop_back();
        result += is_name || keys_.contains(key) ? instead : piece;
    });
    return result;
}

}  // namespace dunning
