#include "cli/log_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/session.h"
#include "core/contact_event.h"
#include "text/suggest.h"

namespace dunning::cli {

std::string word_beginning(const std::string& typed, const std::vector<std::string>& words,
                           std::string_view option) {
    if (std::ranges::find(words, typed) != words.end()) return typed;
    std::vector<std::string> fitting;
    std::ranges::copy_if(words, std::back_inserter(fitting),
                         [&](const std::string& word) { return word.starts_with(typed); });
    if (fitting.size() == 1) return fitting.front();
    if (fitting.size() > 1) {
        throw Stop{wrong_usage,
                   fmt::format("{}: '{}' may be {}", option, typed, fmt::join(fitting, " or "))};
    }
    const std::string suggestion = did_you_mean(typed, words);
    throw Stop{wrong_usage,
               fmt::format("{}: '{}' is none of {}{}", option, typed, fmt::join(words, ", "),
                           suggestion.empty() ? "" : "; " + suggestion)};
}

std::string typed_reason(const std::string& typed, const Policy& policy, std::string_view option) {
    std::vector<std::string> words = overdue_reasons();
    words.insert(words.end(), policy.contact.reasons.begin(), policy.contact.reasons.end());
    return word_beginning(typed, words, option);
}

}  // namespace dunning::cli
