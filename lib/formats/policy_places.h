// Where in the policy file each key stands, so that later checks can point at it.
#pragma once

#include <map>
#include <string>

#include "core/diagnostic.h"

namespace dunning {

class PolicyPlaces {
  public:
    explicit PolicyPlaces(std::string file = "dunning.toml") : file_(std::move(file)) {}

    // "procedure[0].level[1].after", counted from 0.
    void add(const std::string& path, Place place) {
        places_.insert_or_assign(path, std::move(place));
    }

    // Whether the key is written.
    bool has(const std::string& path) const { return places_.contains(path); }

    // The place of the key; of the table around it when the key is not written; else the file.
    Place of(std::string path) const {
        for (;;) {
            if (const auto found = places_.find(path); found != places_.end()) return found->second;
            const auto dot = path.rfind('.');
            if (dot == std::string::npos) break;
            path.erase(dot);
        }
        return {file_};
    }

  private:
    std::string file_;
    std::map<std::string, Place> places_;
};

}  // namespace dunning
