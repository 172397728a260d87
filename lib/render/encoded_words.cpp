#include "render/encoded_words.h"

#include <algorithm>
#include <memory>

#include "render/glib_late.h"
#include "render/gmime_late.h"
#include "render/plain_line.h"

namespace dunning {
namespace {

constexpr std::size_t bytes_per_word = 39;  // 52 characters of base64

std::string encoded_word(std::string_view text) {
    const auto* bytes = reinterpret_cast<const guchar*>(text.data());
    const std::unique_ptr<gchar, void (*)(gpointer)> base64(g_base64_encode(bytes, text.size()),
                                                            g_free);
    return "=?UTF-8?B?" + std::string(base64.get()) + "?=";
}

}  // namespace

bool needs_encoding(std::string_view text) {
    const auto is_foreign = [](char letter) { return letter < ' ' || letter > '~'; };
    return std::any_of(text.begin(), text.end(), is_foreign) ||
           text.find("=?") != std::string_view::npos;
}

std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        std::size_t taken = 0;
        while (taken < text.size()) {
            const std::size_t next = taken + character_length(text, taken);
            if (next > bytes_per_word) break;
            taken = next;
        }
        words += (words.empty() ? "" : "\n ") + encoded_word(text.substr(0, taken));
        text.remove_prefix(taken);
    }
    return words;
}

}  // namespace dunning
