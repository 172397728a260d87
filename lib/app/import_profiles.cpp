#include "app/import_profiles.h"

#include <algorithm>

#include "formats/shipped_profiles.h"
#include "text/charset.h"

namespace dunning {

std::vector<KnownProfile> import_profiles(const Policy& policy) {
    std::vector<KnownProfile> all;
    for (const ImportProfile& own : policy.profiles) all.push_back({own, ProfileOrigin::policy});
    for (const ImportProfile& shipped : shipped_profiles()) {
        if (find_profile(policy, shipped.name) == nullptr) {
            all.push_back({shipped, ProfileOrigin::shipped});
        }
    }
    std::ranges::sort(all, {}, [](const KnownProfile& known) { return known.profile.name; });
    return all;
}

bool is_known_encoding(std::string_view name) {
    return charset_from(name).has_value();
}

}  // namespace dunning
