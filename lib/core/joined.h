// "A1 A2 A3" of a list of words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunning {

inline std::string joined(const std::vector<std::string>& parts, std::string_view between = " ") {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

}  // namespace dunning
