// The words of people's names, found again in free text however it is written: by itself, in
// capitals, without marks, next to others.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace dunning {

class NameWords {
  public:
    // Each word of at least three letters; of Chinese, Japanese and Korean what stands together,
    // from two letters on. Shorter ones would hit too much that is no name.
    void add(std::string_view name);
    bool empty() const { return keys_.empty() && compact_.empty(); }

    // The text with `instead` in place of each of the words, also with an "s" at its end.
    std::string without(std::string_view text, std::string_view instead) const;

  private:
    std::set<std::string> keys_;     // see name_key
    std::set<std::string> compact_;  // names that are written without blanks
};

}  // namespace dunning
