#include "formats/table_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/check.h"
#include "formats/heading_text.h"
#include "text/suggest.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t most_listed = 20;

// Where each text of a header stands.
using Places = std::unordered_map<std::string, std::vector<std::size_t>>;

// Finds the columns of one header.
class Matcher {
  public:
    Matcher(const CellRow& header, ImportKind kind, const ImportProfile& profile)
        : kind_(kind), profile_(profile) {
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            exact_.push_back(exact_heading(header.cells[i].text));
            if (exact_.back().empty()) continue;
            by_heading_[exact_.back()].push_back(i);
            by_letters_[in_small_letters(exact_.back())].push_back(i);
        }
        claim_mapped_columns();
        for (std::size_t i = 0; i < exact_.size(); ++i) {
            if (claimed_[i]) continue;
            by_folded_[folded_heading(exact_[i])].push_back(i);
            const auto money = money_heading(exact_[i]);
            if (money) by_money_name_[folded_heading(money->name)].push_back(i);
        }
    }

    HeaderMatch match() {
        for (const auto& field : canonical_fields(kind_)) find(field);
        if (profile_.sign) need_one_of(profile_.sign->headings);
        for (const auto* filters : {&profile_.only, &profile_.skip}) {
            for (const auto& filter : *filters) {
                if (filter.need == ColumnNeed::required) need_one_of(filter.headings);
            }
        }
        return std::move(found_);
    }

  private:
    void find(const CanonicalField& field) {
        const std::string name(field.name);
        FieldSource source{.field = field.name, .type = field.type};
        const auto constant = profile_.constants.find(name);
        const auto mapped = profile_.columns.find(name);
        if (constant != profile_.constants.end()) {
            source.constant = constant->second;
        } else {
            source.date_format = profile_.date_format;
            source.decimal_mark = profile_.decimal_mark;
            if (mapped != profile_.columns.end()) {
                find_mapped(mapped->second, source);
            } else {
                source.column = find_by_alias(field);
                if (!source.column && source.type == FieldType::amount) find_money(field, source);
            }
        }
        const auto words = profile_.words.find(name);
        if (words != profile_.words.end()) source.words = &words->second;
        if (source.column) {
            source.heading = exact_[*source.column];
            ++found_.recognised;
        } else if (!source.constant && is_needed(field)) {
            found_.missing.push_back({name, mapped == profile_.columns.end()
                                                ? std::vector<std::string>()
                                                : mapped->second});
        }
        found_.sources.push_back(std::move(source));
    }

    bool is_needed(const CanonicalField& field) const {
        const bool is_mapped = profile_.columns.contains(std::string(field.name));
        // A shipped profile names columns that only some exports of its program have.
        if (field.need != FieldNeed::required) return is_mapped && !profile_.shipped;
        if (field.name == profile_.heading_rows) return false;
        // Who paid is told by other columns (payer, reference) in what a payment service exports.
        const bool is_payment = kind_ == ImportKind::payments || kind_ == ImportKind::bank;
        if (field.name == "customer" && is_payment && !profile_.name.empty()) return is_mapped;
        return !(field.name == "due" && profile_.terms_days);
    }

    void need_one_of(const std::vector<std::string>& headings) {
        const auto is_there = [this](const std::string& heading) { return places_of(heading); };
        if (std::ranges::any_of(headings, is_there)) return;
        found_.missing.push_back({headings.empty() ? std::string() : headings.front(), headings});
    }

    void claim_mapped_columns() {
        claimed_.assign(exact_.size(), false);
        for (const auto& [field, headings] : profile_.columns) {
            for (const auto& heading : headings) {
                if (const auto* at = places_of(heading)) claimed_[at->front()] = true;
            }
        }
    }

    void find_mapped(const std::vector<std::string>& headings, FieldSource& source) {
        for (const auto& heading : headings) {
            const auto column = only_one(places_of(heading));
            if (!column || column == source.column) continue;
            if (!source.column) {
                source.column = column;
                if (source.type != FieldType::text) return;
            } else {
                source.further.push_back(*column);
            }
        }
    }

    std::optional<std::size_t> find_by_alias(const CanonicalField& field) {
        if (const auto own = only_one(places_in(by_folded_, folded_heading(field.name))))
            return own;
        for (const auto alias : field.aliases) {
            if (const auto found = only_one(places_in(by_folded_, std::string(alias))))
                return found;
        }
        return std::nullopt;
    }

    // "金额（元）": the mark counts as one beside each amount. Of two such columns, in two
    // currencies perhaps, none is taken.
    void find_money(const CanonicalField& field, FieldSource& source) {
        const auto take = [&](std::string_view name) {
            const auto* places = places_in(by_money_name_, std::string(name));
            if (!places || places->size() > 1 || source.column) return;
            source.column = places->front();
            source.currency_mark = money_heading(exact_[places->front()])->mark;
        };
        take(folded_heading(field.name));
        for (const auto alias : field.aliases) take(alias);
    }

    static const std::vector<std::size_t>* places_in(const Places& places,
                                                     const std::string& wanted) {
        const auto found = places.find(wanted);
        return found == places.end() ? nullptr : &found->second;
    }

    // Of a heading of the profile: as it is written, else in other letters, large or small.
    const std::vector<std::size_t>* places_of(const std::string& heading) const {
        const std::string exact = exact_heading(heading);
        const auto* as_written = places_in(by_heading_, exact);
        return as_written ? as_written : places_in(by_letters_, in_small_letters(exact));
    }

    std::optional<std::size_t> only_one(const std::vector<std::size_t>* places) {
        if (!places) return std::nullopt;
        for (std::size_t i = 1; i < places->size(); ++i) add_duplicate((*places)[i]);
        return places->front();
    }

    // Once, also when the column would serve two fields.
    void add_duplicate(std::size_t column) {
        if (std::ranges::find(found_.duplicates, column) != found_.duplicates.end()) return;
        found_.duplicates.push_back(column);
    }

    ImportKind kind_;
    const ImportProfile& profile_;
    std::vector<std::string> exact_;
    Places by_heading_;
    Places by_letters_;  // the same in small letters
    Places by_folded_;
    Places by_money_name_;  // the same without the currency that a heading ends in
    std::vector<bool> claimed_;
    HeaderMatch found_;
};

// As many as a message bears.
std::string listed(const std::vector<std::string>& texts) {
    std::string text;
    for (std::size_t i = 0; i < texts.size() && i < most_listed; ++i) {
        text += (i == 0 ? "" : ", ") + texts[i];
    }
    if (texts.size() > most_listed) text += fmt::format(" and {} more", texts.size() - most_listed);
    return text;
}

// "recognised: number, customer in 'Kunde'; not: Foo, Bar", or what there is when nothing is.
std::string understood_of(const std::vector<std::string>& headings, const HeaderMatch& match) {
    std::vector<std::string> recognised;
    std::set<std::size_t> used;
    for (const FieldSource& source : match.sources) {
        if (!source.column) continue;
        used.insert(*source.column);
        const bool is_its_name = source.heading == source.field;
        recognised.push_back(
            is_its_name ? source.heading
                        : fmt::format("{} in '{}'", source.field, excerpt(source.heading)));
    }
    std::vector<std::string> others;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        if (!used.contains(i) && !headings[i].empty()) others.push_back(excerpt(headings[i]));
    }
    if (recognised.empty()) return "found: " + listed(others);
    std::string text = "recognised: " + listed(recognised);
    if (!others.empty()) text += "; not: " + listed(others);
    return text;
}

// What would be understood as a field that no column serves yet.
struct WantedHeadings {
    std::vector<std::string> headings;  // folded
    std::unordered_map<std::string, std::string> field_of;
};

WantedHeadings headings_of_missing(const std::vector<FieldSource>& sources, ImportKind kind) {
    WantedHeadings wanted;
    const auto add = [&wanted](std::string heading, std::string_view field) {
        if (wanted.field_of.emplace(heading, field).second) {
            wanted.headings.push_back(std::move(heading));
        }
    };
    for (const CanonicalField& field : canonical_fields(kind)) {
        const auto found = std::ranges::find(sources, field.name, &FieldSource::field);
        if (found->column || found->constant) continue;
        add(folded_heading(field.name), field.name);
        for (const auto alias : field.aliases) add(std::string(alias), field.name);
    }
    return wanted;
}

void add_nearest(const std::string& wanted, const std::vector<std::string>& headings,
                 std::string& remedy) {
    const auto near = closest(wanted, headings);
    if (!near) return;
    remedy += remedy.empty() ? "did you mean " : ", ";
    remedy += fmt::format("'{}' for '{}'", excerpt(*near), wanted);
}

}  // namespace

std::string exact_heading(std::string_view heading) {
    return to_nfc(trimmed(heading));
}

HeaderMatch TableColumns::match(const CellRow& header, ImportKind kind,
                                const ImportProfile& profile) {
    return Matcher(header, kind, profile).match();
}

TableColumns::TableColumns(const CellRow& header, HeaderMatch match)
    : sources_(std::move(match.sources)) {
    DUNNING_CHECK(match.complete());
    for (const auto& cell : header.cells) headings_.push_back(exact_heading(cell.text));
}

std::size_t TableColumns::named_width() const {
    std::size_t width = headings_.size();
    while (width > 0 && headings_[width - 1].empty()) --width;
    return width;
}

const FieldSource& TableColumns::of(std::string_view field) const {
    const auto* found = find(field);
    DUNNING_CHECK(found != nullptr);
    return *found;
}

const FieldSource* TableColumns::find(std::string_view field) const {
    const auto found = std::ranges::find(sources_, field, &FieldSource::field);
    return found == sources_.end() ? nullptr : &*found;
}

std::optional<std::size_t> TableColumns::column_of(const std::vector<std::string>& headings) const {
    for (const auto& heading : headings) {
        const std::string exact = exact_heading(heading);
        auto found = std::ranges::find(headings_, exact);
        if (found == headings_.end()) {
            found = std::ranges::find(headings_, in_small_letters(exact), in_small_letters);
        }
        if (found != headings_.end()) return static_cast<std::size_t>(found - headings_.begin());
    }
    return std::nullopt;
}

std::vector<UnreadColumn> TableColumns::unread(std::size_t count, ImportKind kind) const {
    std::set<std::size_t> read;
    for (const FieldSource& source : sources_) {
        if (source.column) read.insert(*source.column);
        read.insert(source.further.begin(), source.further.end());
    }
    const auto wanted = headings_of_missing(sources_, kind);
    std::vector<UnreadColumn> unread;
    for (std::size_t i = 0; i < std::min(count, headings_.size()); ++i) {
        if (read.contains(i) || headings_[i].empty()) continue;
        unread.push_back({.column = i, .heading = headings_[i]});
        const auto money = money_heading(headings_[i]);
        const std::string_view name = money ? money->name : std::string_view(headings_[i]);
        const auto near = closest(folded_heading(name), wanted.headings);
        if (near) unread.back().meant = wanted.field_of.at(*near);
    }
    return unread;
}

void report_header(const CellRow& header, const HeaderMatch& match, const std::string& file,
                   Diagnostics& diagnostics) {
    std::vector<std::string> headings;
    for (const auto& cell : header.cells) headings.push_back(exact_heading(cell.text));
    for (const std::size_t second : match.duplicates) {
        const auto first =
            std::ranges::find(headings, folded_heading(headings[second]), folded_heading) -
            headings.begin();
        diagnostics.error({file, header.line, header.cells[second].column},
                          fmt::format("column '{}' stands twice in the header (first in column {})",
                                      excerpt(headings[second]), first + 1),
                          "rename or remove one of them");
    }
    if (match.missing.empty()) return;
    std::string names;
    std::string remedy;
    for (const auto& [field, mapped] : match.missing) {
        const std::string& wanted = mapped.empty() ? field : mapped.front();
        names += (names.empty() ? "'" : ", '") + wanted + "'";
        add_nearest(wanted, headings, remedy);
    }
    if (!remedy.empty()) remedy += "?";
    diagnostics.error(
        {file, header.line, 1},
        fmt::format("no column {} in the header ({})", names, understood_of(headings, match)),
        remedy, match.missing.front().field);
}

}  // namespace dunning
