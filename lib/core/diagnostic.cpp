#include "core/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/check.h"

namespace dunning {

void Diagnostics::error(Place place, std::string what, std::string remedy, std::string field) {
    add({Severity::error, std::move(place), std::move(what), std::move(remedy), std::move(field)});
}

void Diagnostics::doubt(Place place, std::string what, std::string remedy, std::string field) {
    add({Severity::doubt, std::move(place), std::move(what), std::move(remedy), std::move(field)});
}

void Diagnostics::warning(Place place, std::string what, std::string remedy, std::string field) {
    add({Severity::warning, std::move(place), std::move(what), std::move(remedy),
         std::move(field)});
}

void Diagnostics::note_unlisted(std::size_t count, Severity worst) {
    if (count == 0) return;
    DUNNING_CHECK(!all_.empty());
    add({.severity = worst,
         .place = all_.back().place,
         .what = fmt::format("{} more problems from here on are not listed", count)});
}

bool Diagnostics::has_errors() const {
    return std::ranges::any_of(all_, [](const auto& d) { return d.severity == Severity::error; });
}

void Diagnostics::sort() {
    std::ranges::stable_sort(all_, {}, [](const Diagnostic& d) {
        return std::tie(d.place.file, d.place.line, d.place.column);
    });
}

std::string to_text(const Diagnostic& diagnostic) {
    const Place& place = diagnostic.place;
    std::string text = place.file;
    if (place.line > 0) text += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
    text += diagnostic.severity == Severity::error ? ": " : ": warning: ";
    text += diagnostic.what;
    if (!diagnostic.remedy.empty()) text += "\n    " + diagnostic.remedy;
    return text;
}

}  // namespace dunning
