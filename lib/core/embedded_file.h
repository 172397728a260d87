// A text file that was compiled into the program: SQL, templates, shipped policies, calendars.
#pragma once

#include <span>
#include <string_view>

namespace dunning {

struct EmbeddedFile {
    std::string_view path;  // relative to the folder that was embedded, with '/'
    std::string_view contents;

    // "de-b2b" of "de-b2b.toml".
    constexpr std::string_view stem() const { return path.substr(0, path.rfind('.')); }
};

}  // namespace dunning
