#include "formats/statute_file.h"

#include <algorithm>

#include "core/check.h"
#include "formats/shipped_statute_files.h"
#include "formats/toml_section.h"

namespace dunning {
namespace {

Statute read_statute(const EmbeddedFile& file) {
    Diagnostics diagnostics;
    PolicyPlaces places{std::string(file.path)};
    const TomlFile source{std::string(file.path), file.contents, diagnostics, places};
    const auto toml = parse_toml(source);
    DUNNING_CHECK(toml.has_value());
    TomlSection root(source, *toml);
    Statute statute{
        .name = std::string(file.stem()), .title = {}, .binds = {}, .text = file.contents};
    root.take("title", statute.title, &TomlValue::text_with_content);
    root.take("binds", statute.binds, &TomlValue::text_with_content);
    root.take("law", statute.law, &TomlValue::texts);
    DUNNING_CHECK(!diagnostics.has_errors());
    return statute;
}

}  // namespace

std::vector<Statute> shipped_statutes() {
    std::vector<Statute> statutes;
    for (const auto& file : shipped_statute_files) statutes.push_back(read_statute(file));
    return statutes;
}

std::optional<Statute> find_statute(std::string_view name) {
    for (Statute& statute : shipped_statutes()) {
        if (statute.name == name) return statute;
    }
    return std::nullopt;
}

}  // namespace dunning
