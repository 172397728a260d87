#include "formats/shipped_profiles.h"

#include <algorithm>

#include "core/check.h"
#include "formats/profile_reader.h"
#include "formats/shipped_profile_files.h"

namespace dunning {
namespace {

std::vector<ImportProfile> read_all() {
    std::vector<ImportProfile> all;
    for (const auto& file : shipped_profile_files) {
        Diagnostics problems;
        PolicyPlaces places{std::string(file.path)};
        const TomlFile source{std::string(file.path), file.contents, problems, places};
        const auto table = parse_toml(source);
        DUNNING_CHECK(table.has_value());
        TomlSection root(source, *table);
        for (ImportProfile& profile : read_import_profiles(root)) {
            profile.shipped = true;
            all.push_back(std::move(profile));
        }
        root.refuse_unknown();
        DUNNING_CHECK(problems.empty());  // a test reads them all
    }
    std::ranges::sort(all, {}, &ImportProfile::name);
    return all;
}

}  // namespace

const std::vector<ImportProfile>& shipped_profiles() {
    static const std::vector<ImportProfile> all = read_all();
    return all;
}

}  // namespace dunning
