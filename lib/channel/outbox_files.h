// Files and folders that a power loss does not take: what all forms of the outbox are made of.
#pragma once

#include <filesystem>
#include <set>
#include <string_view>

namespace dunning {

// All of it, in as many calls as it takes; false leaves the reason in errno.
bool write_all(int file, std::string_view bytes);
// A file with these bytes in place of what is there, for its owner alone, safe on the disk; false
// leaves the reason in errno.
bool write_synced(const std::filesystem::path& path, std::string_view bytes);
// That the names in it are safe.
bool sync_folder(const std::filesystem::path& folder);

// What killed runs left under hidden temporary names in the outbox's folders is no document and
// never becomes one. REQUIRES: no other run writes to the outbox.
void remove_leftovers(const std::filesystem::path& outbox);

// A folder's own name has to be safe too, or a power loss takes what is in it. An earlier run may
// have made it and been killed before it could say so to the disk, so each run says it once.
class SafeFolders {
  public:
    // Makes `folder` in a folder that exists, for its owner alone, unless it is there.
    bool make(const std::filesystem::path& folder);

  private:
    std::set<std::filesystem::path> safe_;
};

}  // namespace dunning
