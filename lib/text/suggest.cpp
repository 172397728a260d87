#include "text/suggest.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace dunning {
namespace {

// The characters one by one: a heading may be Chinese, and one wrong character is one mistake
// there.
std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    const auto continues = [text](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = start + 1;
        while (continues(end)) ++end;
        characters.push_back(text.substr(start, end - start));
        start = end;
    }
    return characters;
}

// Damerau-Levenshtein distance in its restricted form (optimal string alignment): three rows, since
// a swap looks two rows back.
std::size_t mistakes_between(const std::vector<std::string_view>& a,
                             const std::vector<std::string_view>& b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> previous(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;

    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + wrong});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before[j - 2] + 1);
            }
        }
        before.swap(previous);
        previous.swap(current);
    }
    return previous[b.size()];
}

}  // namespace

std::optional<std::string> closest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    const auto wanted = characters_of(word);
    std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
    std::optional<std::string> best;
    for (const std::string& candidate : candidates) {
        const auto letters = characters_of(candidate);
        const std::size_t mistakes = mistakes_between(wanted, letters);
        // As many mistakes as characters means that the two have nothing in common.
        if (mistakes >= std::max(wanted.size(), letters.size()) && mistakes > 0) continue;
        if (best ? mistakes < limit : mistakes <= limit) {
            limit = mistakes;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto candidate = closest(word, candidates);
    return candidate ? fmt::format("did you mean '{}'?", *candidate) : std::string();
}

}  // namespace dunning
