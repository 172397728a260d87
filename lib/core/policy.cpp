#include "core/policy.h"

#include <algorithm>

namespace dunning {

const ImportProfile* find_profile(const Policy& policy, std::string_view name) {
    const auto found = std::ranges::find(policy.profiles, name, &ImportProfile::name);
    return found == policy.profiles.end() ? nullptr : &*found;
}

}  // namespace dunning
