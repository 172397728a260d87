// A policy from text, as the tests of the reader, the check and the explanation need it.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/policy_reader.h"
#include "formats/shipped_calendars.h"
#include "support/print.h"

namespace dunning {

struct PolicyRead {
    std::optional<Policy> policy;
    PolicyPlaces places;
    std::vector<std::string> problems;
};

inline PolicyRead read_text(const std::string& text,
                            const std::map<std::string, std::string>& calendars = {}) {
    PolicyRead result;
    Diagnostics diagnostics;
    const auto calendar = [&](const std::string& name) -> std::optional<std::string> {
        if (const auto own = calendars.find(name); own != calendars.end()) return own->second;
        for (const auto& file : shipped_calendars) {
            if (file.path == name + ".toml") return std::string(file.contents);
        }
        return std::nullopt;
    };
    result.policy = read_policy({.file = "p.toml", .text = text, .calendar_file = calendar},
                                result.places, diagnostics);
    for (const auto& diagnostic : diagnostics.all()) result.problems.push_back(to_text(diagnostic));
    return result;
}

// The least that a policy must say: six lines, so what a test adds after it begins on line 7.
inline const std::string least_policy =
    "[[procedure]]\n"
    "name = \"standard\"\n"
    "  [[procedure.level]]\n"
    "  name = \"reminder\"\n"
    "  after = \"3d\"\n"
    "  channels = [\"email\"]\n";

// The least policy and more, which must be good.
inline Policy policy_with(const std::string& addition) {
    auto read = read_text(least_policy + addition);
    INFO(doctest::toString(read.problems));
    REQUIRE(read.policy);
    return *read.policy;
}

}  // namespace dunning
