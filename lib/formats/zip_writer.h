// A zip archive of whole files: the same files give the same bytes.
//
// Files are stored as they are, in the order given, with the one day that the caller names; nothing
// asks a clock, and nothing depends on a packer's version.
#pragma once

#include <string>
#include <vector>

#include "core/date.h"

namespace dunning {

struct ZippedFile {
    std::string name;  // with '/' between folders
    std::string bytes;
};

// REQUIRES: names are unique; the day lies in 1980 or later, the first year that the format knows.
std::string zip_archive(const std::vector<ZippedFile>& files, Date day);

}  // namespace dunning
