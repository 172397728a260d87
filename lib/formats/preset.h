// The shipped policies, filled in for one business. They are templates of text rather than written
// from values, because their comments are half of their worth.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/currency.h"

namespace dunning {

struct PresetValues {
    std::string name;
    Currency currency;
    std::string timezone = "UTC";
    std::string language = "en";
    std::string country = {};   // "" = not stated
    std::string calendar = {};  // a shipped calendar, "" = none
};

std::vector<std::string> preset_names();

// The text of a policy file, or nothing when there is no such preset.
std::optional<std::string> write_preset(std::string_view name, const PresetValues& values);

// The shipped calendar of a country, "" when there is none: "cn" for CN, "target" for euro
// countries.
std::string calendar_of_country(std::string_view country);

}  // namespace dunning
