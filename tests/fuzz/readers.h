// Every reader of foreign bytes, as something that can be fed anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunning::fuzz {

struct Reader {
    std::string_view name;
    // Reads the bytes to their end and throws the result away. It must return, whatever they are.
    void (*feed)(std::string_view bytes);
    std::vector<std::string> seeds;  // good files to start from
};

const std::vector<Reader>& readers();

}  // namespace dunning::fuzz
