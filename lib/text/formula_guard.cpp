#include "text/formula_guard.h"

#include <algorithm>
#include <initializer_list>

namespace dunning {
namespace {

// Takes the first of the signs that the text begins with.
bool take(std::string_view& text, std::initializer_list<std::string_view> signs) {
    const auto* const found =
        std::ranges::find_if(signs, [&](std::string_view sign) { return text.starts_with(sign); });
    if (found == signs.end()) return false;
    text.remove_prefix(found->size());
    return true;
}

}  // namespace

bool reads_as_formula(std::string_view text) {
    if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    if (take(text, {"=", "@", "\t", "\r", "\n", "＝", "＠"})) return true;
    if (!take(text, {"+", "-", "＋", "－"})) return false;
    return text.find_first_not_of("0123456789 .,:/()+-%") != std::string_view::npos;
}

std::string_view without_formula_guard(std::string_view text) {
    if (text.starts_with('\'') && reads_as_formula(text)) text.remove_prefix(1);
    return text;
}

}  // namespace dunning
