// How a failed check shows a list of lines.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace doctest {

template <>
struct StringMaker<std::vector<std::string>> {
    static String convert(const std::vector<std::string>& lines) {
        std::string text;
        for (const auto& line : lines) text += "\n  [" + line + "]";
        return text.c_str();
    }
};

}  // namespace doctest
