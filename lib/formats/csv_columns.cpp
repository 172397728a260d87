#include "formats/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "formats/canonical_fields.h"
#include "formats/import_text.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

std::string exact_heading(std::string_view heading) {
    return to_nfc(trimmed(heading));
}

// Finds the columns of one header; collects what is missing so that one message can name all of it.
class Resolver {
  public:
    Resolver(const CsvRecord& header, const ImportProfile* profile, const std::string& file,
             Diagnostics& diagnostics)
        : header_(header), profile_(profile), file_(file), diagnostics_(diagnostics) {
        for (const auto& field : header.fields) {
            exact_.push_back(exact_heading(field.text));
            folded_.push_back(folded_heading(field.text));
        }
        claim_mapped_columns();
    }

    std::optional<FieldSource> find(const CanonicalField& field) {
        FieldSource source{.field = field.name};
        source.constant = entry(&ImportProfile::constants, field.name);
        if (source.constant) return source;
        const auto mapped = entry(&ImportProfile::columns, field.name);
        source.column = mapped ? find_mapped(*mapped) : find_by_alias(field);
        if (source.column) source.heading = exact_[*source.column];
        const bool needed = mapped || field.need == FieldNeed::required;
        if (!source.column && needed) missing_.push_back({std::string(field.name), mapped});
        return source;
    }

    void report_missing() const {
        if (missing_.empty()) return;
        std::string names;
        std::string remedy;
        for (const auto& [field, heading] : missing_) {
            names += (names.empty() ? "'" : ", '") + heading.value_or(field) + "'";
            add_nearest(heading.value_or(field), remedy);
        }
        if (!remedy.empty()) remedy += "?";
        if (remedy.empty())
            remedy = "name the columns so, or map them in a profile: [import.profile.NAME]";
        diagnostics_.error(
            {file_, header_.line, 1},
            fmt::format("no column {} in the header (found: {})", names, fmt::join(exact_, ", ")),
            remedy, missing_.front().first);
    }

    bool failed() const { return failed_ || !missing_.empty(); }

  private:
    using Missing = std::pair<std::string, std::optional<std::string>>;

    std::optional<std::string> entry(std::map<std::string, std::string> ImportProfile::*map,
                                     std::string_view field) const {
        if (!profile_) return std::nullopt;
        const auto found = (profile_->*map).find(std::string(field));
        if (found == (profile_->*map).end()) return std::nullopt;
        return found->second;
    }

    void claim_mapped_columns() {
        claimed_.assign(exact_.size(), false);
        if (!profile_) return;
        for (const auto& [field, heading] : profile_->columns) {
            const auto at = std::ranges::find(exact_, exact_heading(heading));
            if (at != exact_.end()) claimed_[static_cast<std::size_t>(at - exact_.begin())] = true;
        }
    }

    std::optional<std::size_t> find_mapped(const std::string& heading) {
        return only_one(
            [&, wanted = exact_heading(heading)](std::size_t i) { return exact_[i] == wanted; });
    }

    std::optional<std::size_t> find_by_alias(const CanonicalField& field) {
        const auto named = [&](const std::string& wanted) {
            return only_one([&](std::size_t i) { return !claimed_[i] && folded_[i] == wanted; });
        };
        if (const auto own = named(folded_heading(field.name))) return own;
        for (const auto alias : field.aliases) {
            if (const auto found = named(std::string(alias))) return found;
        }
        return std::nullopt;
    }

    template <class Matches>
    std::optional<std::size_t> only_one(const Matches& matches) {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < exact_.size(); ++i) {
            if (!matches(i)) continue;
            if (found) report_duplicate(*found, i);
            if (!found) found = i;
        }
        return found;
    }

    void report_duplicate(std::size_t first, std::size_t second) {
        failed_ = true;
        diagnostics_.error(
            {file_, header_.line, header_.fields[second].column},
            fmt::format("column '{}' stands twice in the header (first in column {})",
                        exact_[second], first + 1),
            "rename or remove one of them");
    }

    void add_nearest(const std::string& wanted, std::string& remedy) const {
        const auto near = closest(wanted, exact_);
        if (!near) return;
        remedy += remedy.empty() ? "did you mean " : ", ";
        remedy += fmt::format("'{}' for '{}'", *near, wanted);
    }

    const CsvRecord& header_;
    const ImportProfile* profile_;
    const std::string& file_;
    Diagnostics& diagnostics_;
    std::vector<std::string> exact_;
    std::vector<std::string> folded_;
    std::vector<bool> claimed_;
    std::vector<Missing> missing_;
    bool failed_ = false;
};

}  // namespace

std::optional<CsvColumns> CsvColumns::resolve(const CsvRecord& header, ImportKind kind,
                                              const ImportProfile* profile, const std::string& file,
                                              Diagnostics& diagnostics) {
    Resolver resolver(header, profile, file, diagnostics);
    CsvColumns columns;
    columns.width_ = header.fields.size();
    for (const auto& field : canonical_fields(kind)) {
        if (auto source = resolver.find(field)) columns.sources_.push_back(std::move(*source));
    }
    resolver.report_missing();
    if (resolver.failed()) return std::nullopt;
    return columns;
}

const FieldSource& CsvColumns::of(std::string_view field) const {
    const auto found = std::ranges::find(sources_, field, &FieldSource::field);
    DUNNING_CHECK(found != sources_.end());
    return *found;
}

}  // namespace dunning
