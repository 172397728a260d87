#include "formats/table_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "formats/amount_text.h"
#include "formats/date_text.h"
#include "formats/shipped_profiles.h"
#include "text/csv.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::string_view reject_columns[] = {"line", "column", "reason"};

// How many cells at the end say why a row was rejected the last time.
std::size_t rejected_before(const CellRow& header) {
    const std::size_t count = std::size(reject_columns);
    if (header.cells.size() <= count) return 0;
    const auto last = header.cells.end() - static_cast<std::ptrdiff_t>(count);
    const bool same = std::equal(
        last, header.cells.end(), std::begin(reject_columns),
        [](const Cell& cell, std::string_view name) { return trimmed(cell.text) == name; });
    return same ? count : 0;
}

constexpr std::string_view delimiters = ",;\t|";

struct Header {
    CellRow row;
    HeaderMatch match;
    char delimiter = ',';
    std::size_t rows_above = 0;
    std::map<std::pair<int, int>, std::string> cells_above = {};  // that the profile asks for

    // A header that has all it needs, then the one that more is understood of.
    bool is_better_than(const Header& other) const {
        if (match.complete() != other.match.complete()) return match.complete();
        if (match.recognised != other.match.recognised) {
            return match.recognised > other.match.recognised;
        }
        return row.cells.size() > other.row.cells.size();
    }
};

std::vector<CellPlace> places_above(const ImportProfile& profile) {
    std::vector<CellPlace> places;
    if (profile.year_cell) places.push_back(*profile.year_cell);
    for (const auto& [field, place] : profile.above) places.push_back(place);
    for (const auto& expected : profile.expect) places.push_back(expected.place);
    return places;
}

// The best header among the first rows, read with one delimiter.
std::optional<Header> best_header(CellSource& source, char delimiter, ImportKind kind,
                                  const ImportProfile& profile) {
    const auto places = places_above(profile);
    std::map<std::pair<int, int>, std::string> cells_above;
    std::optional<Header> best;
    CellRow row;
    int seen = 0;
    for (std::size_t above = 0; seen < max_preamble_rows && source.next(row); ++above) {
        if (row.is_blank()) continue;
        ++seen;
        Header here{row, TableColumns::match(row, kind, profile), delimiter, above, cells_above};
        const bool complete = here.match.complete();
        if (!best || here.is_better_than(*best)) best = std::move(here);
        if (complete) break;
        for (const CellPlace& place : places) {
            const auto cell = static_cast<std::size_t>(place.cell);
            if (place.row != seen || row.cells.size() < cell) continue;
            cells_above.emplace(std::pair(place.row, place.cell),
                                trimmed(row.cells[cell - 1].text));
        }
    }
    return best;
}

class HeaderSearch {
  public:
    HeaderSearch(const TableFile& file, ImportKind kind, const ImportProfile& profile)
        : file_(file), kind_(kind), profile_(profile) {}

    // The best header by any delimiter that is possible.
    std::optional<Header> run() {
        std::string_view possible = delimiters;
        const char told = profile_.delimiter.value_or(',');
        if (profile_.delimiter || !file_.has_delimiter) possible = std::string_view(&told, 1);
        std::optional<Header> best;
        for (const char delimiter : possible) {
            const auto source = file_.open(delimiter);
            auto found = best_header(*source, delimiter, kind_, profile_);
            if (source->fault() && !fault_) fault_ = source->fault();
            if (found && (!best || found->is_better_than(*best))) best = std::move(found);
        }
        return best;
    }

    const std::optional<CellFault>& fault() const { return fault_; }

  private:
    const TableFile& file_;
    ImportKind kind_;
    const ImportProfile& profile_;
    std::optional<CellFault> fault_;
};

void report_no_header(const TableFile& file, const std::optional<CellFault>& fault,
                      Diagnostics& diagnostics) {
    if (fault) {
        diagnostics.error({file.name, fault->line, fault->column}, fault->what, fault->remedy);
    } else if (file.has_header) {
        diagnostics.error({file.name}, "the file is empty", "the first line names the columns");
    }
}

constexpr ImportKind kinds_of_tables[] = {
    ImportKind::customers, ImportKind::invoices, ImportKind::credits,
    ImportKind::payments,  ImportKind::contacts, ImportKind::promises,
    ImportKind::disputes,  ImportKind::plans,    ImportKind::rates};

// The shipped profile of one of these kinds that would have understood the file, and most of it.
const ImportProfile* fitting_profile(const TableFile& file, std::span<const ImportKind> kinds) {
    const ImportProfile* fitting = nullptr;
    std::optional<Header> best;
    for (const ImportProfile& profile : shipped_profiles()) {
        const auto kind =
            std::ranges::find(kinds, profile.kind, [](ImportKind each) { return to_text(each); });
        if (kind == kinds.end()) continue;
        auto header = HeaderSearch(file, *kind, profile).run();
        if (!header || !header->match.complete()) continue;
        if (best && !header->is_better_than(*best)) continue;
        best = std::move(header);
        fitting = &profile;
    }
    return fitting;
}

// The kind of file that the table is as it stands, if more of it is understood so than as `tried`.
std::string fitting_kind(const TableFile& file, const Header& tried) {
    std::string fitting;
    Header best = tried;
    for (const ImportKind kind : kinds_of_tables) {
        auto header = HeaderSearch(file, kind, {}).run();
        if (!header || !header->match.complete()) continue;
        if (header->match.recognised < tried.match.recognised) continue;
        if (!header->is_better_than(best)) continue;
        best = std::move(*header);
        fitting = to_text(kind);
    }
    return fitting;
}

bool lacks_only_due(const HeaderMatch& match) {
    return match.missing.size() == 1 && match.missing.front().field == "due" &&
           match.missing.front().headings.empty();
}

// What to do about a table in which something is missing; `nearest`: the headings that are meant
// perhaps.
std::string way_to_read(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                        const Header& header, const std::string& nearest) {
    const std::string command = fmt::format("dunning import {} {}", to_text(kind), file.name);
    const auto looks_like = [&](const ImportProfile& fitting) {
        return fmt::format(
            "it looks like what profile '{0}' reads: dunning import {1} {2} --profile {0}",
            fitting.name, fitting.kind, file.name);
    };
    if (!profile.shipped) {
        if (const auto* fitting = fitting_profile(file, std::span(&kind, 1)))
            return looks_like(*fitting);
    }
    if (!nearest.empty()) return nearest;
    if (lacks_only_due(header.match)) {
        return fmt::format("if all are due so many days after issue: {} --terms-days 30", command);
    }
    const std::string other = profile.name.empty() ? fitting_kind(file, header) : "";
    if (!other.empty()) {
        return fmt::format("it looks like {0}: dunning import {0} {1}", other, file.name);
    }
    if (profile.name.empty()) {
        if (const auto* fitting = fitting_profile(file, kinds_of_tables))
            return looks_like(*fitting);
    }
    return fmt::format(
        "name the columns so, or say in the policy which they are: [import.profile.NAME] with kind "
        "= \"{}\" and columns = {{ {} = \"...\" }}; then {} --profile NAME",
        to_text(kind), header.match.missing.front().field, command);
}

void report_incomplete(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                       const Header& header, Diagnostics& diagnostics) {
    Diagnostics found;
    report_header(header.row, header.match, file.name, found);
    if (!header.match.missing.empty()) {
        std::string& remedy = found.all().back().remedy;
        remedy = way_to_read(file, kind, profile, header, remedy);
    }
    for (auto& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
}

// What a column's values have said so far of how it writes them.
//
// A value that can be read in one way only says it alone. Should such values disagree, the way of
// most of them is the column's, and the others are the problems of their rows.
class ColumnVote {
  public:
    explicit ColumnVote(FieldSource& source) : source_(&source) {}

    FieldSource& source() const { return *source_; }
    bool is_date() const { return source_->type == FieldType::date; }
    bool is_silent() const { return ways_.empty() && !seen_two_ways(); }

    bool settled() const { return !ways_.empty() || (is_date() && dates_.settled()); }

    void see(std::string_view value) {
        if (value.empty()) return;
        if (is_date()) {
            see_date(value);
        } else {
            see_amount(value);
        }
    }

    // The way of most values; among the days of a column that has no such value, what all of them
    // leave. "" when that is nothing.
    std::string way() const {
        const auto most = std::ranges::max_element(ways_, {}, &Ways::value_type::second);
        if (most != ways_.end()) return most->first;
        const auto left = dates_.candidates();
        return is_date() && dates_.seen_any() && left.size() == 1 ? left.front() : "";
    }

    // A column of days such as 04/04 can be read without knowing how, and says nothing of others.
    bool shows_its_way() const {
        return !ways_.empty() || (is_date() && dates_.seen_any() && dates_.settled());
    }

    // In which of its possible ways another column of the file is written.
    std::string way_of(const ColumnVote& other) const {
        const auto way = other.way();
        if (way.empty() || !other.shows_its_way() || is_date() != other.is_date()) return {};
        if (!is_date()) return way;
        const auto mine = ways_left();
        return std::ranges::find(mine, way) != mine.end() ? way : "";
    }

    // Of days: empty when no one way fits them all.
    std::vector<std::string> ways_left() const { return dates_.candidates(); }
    const std::string& example() const { return is_date() ? dates_.example() : marks_.example(); }
    bool saw_comma() const { return saw_comma_; }

  private:
    using Ways = std::map<std::string, int>;

    bool seen_two_ways() const { return is_date() ? dates_.seen_any() : marks_.undecided(); }

    // What is no day in any format is the row's problem, not the column's.
    void see_date(std::string_view value) {
        DateFormatVote alone;
        alone.see(value);
        const auto formats = alone.candidates();
        if (formats.empty()) return;
        if (alone.settled()) ++ways_[formats.front()];
        dates_.see(value);
    }

    void see_amount(std::string_view value) {
        DecimalMarkVote alone;
        alone.see(value);
        if (const auto mark = alone.mark()) ++ways_[std::string(1, *mark)];
        marks_.see(value);
        saw_comma_ |= value.find(',') != std::string_view::npos;
    }

    FieldSource* source_;
    Ways ways_;
    DateFormatVote dates_;
    DecimalMarkVote marks_;
    bool saw_comma_ = false;
};

// So many rows are asked in any case, so that one mistyped row does not speak for the column.
constexpr std::size_t rows_to_ask = 100;

class Writing {
  public:
    Writing(const TableFile& file, TableLayout& layout, Diagnostics& diagnostics)
        : file_(file), layout_(layout), diagnostics_(diagnostics) {
        for (FieldSource& source : layout.columns.sources()) {
            if (!source.column) continue;
            const bool open_date = source.type == FieldType::date && source.date_format.empty();
            const bool is_number =
                source.type == FieldType::amount || source.type == FieldType::number;
            const bool open_amount = is_number && !source.decimal_mark;
            if (open_date || open_amount) votes_.emplace_back(source);
        }
    }

    // Beyond the first rows, reads on only as long as something is not settled.
    void find() {
        const auto rows = file_.open(layout_.delimiter);
        CellRow row;
        for (std::size_t i = 0; i <= layout_.rows_above && rows->next(row);) ++i;
        for (std::size_t i = 0; (i < rows_to_ask || !all_settled()) && rows->next(row); ++i) {
            if (row.is_blank() || is_ruler(row)) continue;
            for (ColumnVote& vote : votes_) {
                const std::size_t column = *vote.source().column;
                if (column < row.cells.size()) vote.see(trimmed(row.cells[column].text));
            }
        }
        for (ColumnVote& vote : votes_) settle(vote);
    }

  private:
    bool all_settled() const { return std::ranges::all_of(votes_, &ColumnVote::settled); }

    void settle(ColumnVote& vote) {
        auto way = vote.way();
        for (const ColumnVote& other : votes_) {
            if (way.empty() && !vote.is_silent()) way = vote.way_of(other);
        }
        if (vote.is_date()) {
            vote.source().date_format = way;
            if (way.empty() && !vote.is_silent()) report_two_days(vote);
            return;
        }
        // Our own column is in the machine form unless a value says otherwise.
        const bool is_ours = vote.source().heading == vote.source().field && !vote.saw_comma();
        if (way.empty() && !vote.is_silent() && !is_ours) report_two_amounts(vote);
        vote.source().decimal_mark = way.empty() ? '.' : way.front();
    }

    void report_two_days(const ColumnVote& vote) {
        const auto formats = vote.ways_left();
        if (formats.size() < 2) {
            diagnostics_.error({file_.name, layout_.header_line, 0},
                               fmt::format("the days of column '{}' are not all written in one way",
                                           vote.source().heading),
                               "say which it is, as in --date-format %d/%m/%Y",
                               std::string(vote.source().field));
            return;
        }
        diagnostics_.error(
            {file_.name, layout_.header_line, 0},
            fmt::format("the days of column '{}' can be read in two ways: '{}' is {} or {}",
                        vote.source().heading, vote.example(),
                        to_text(parse_day(vote.example(), formats.at(0)).value()),
                        to_text(parse_day(vote.example(), formats.at(1)).value())),
            fmt::format("say which: --date-format {} or --date-format {}", formats.at(0),
                        formats.at(1)),
            std::string(vote.source().field));
    }

    void report_two_amounts(const ColumnVote& vote) {
        diagnostics_.error(
            {file_.name, layout_.header_line, 0},
            fmt::format("the amounts of column '{}' can be read in two ways, as '{}'",
                        vote.source().heading, vote.example()),
            "say which: --decimal-mark . or --decimal-mark ,", std::string(vote.source().field));
    }

    const TableFile& file_;
    TableLayout& layout_;
    Diagnostics& diagnostics_;
    std::vector<ColumnVote> votes_;
};

// What the profile takes from above the header, or the first reason why it cannot.
class Preamble {
  public:
    Preamble(const TableFile& file, const ImportProfile& profile, const Header& header,
             Diagnostics& diagnostics)
        : file_(file), profile_(profile), header_(header), diagnostics_(diagnostics) {}

    void read_into(TableLayout& layout) const {
        for (const auto& expected : profile_.expect) check(expected);
        for (const auto& [field, place] : profile_.above) layout.above[field] = text_of(place);
        if (!profile_.year_cell) return;
        const auto text = text_of(*profile_.year_cell);
        auto begin = parse_date(text.size() == 4 ? text + "0101" : text, "%Y%m%d");
        if (begin) {
            layout.year_begins = *begin;
        } else {
            report(*profile_.year_cell, fmt::format("'{}' is no year", excerpt(text)),
                   "a date format with the year does without it: --date-format %d.%m.%Y");
        }
    }

  private:
    std::string text_of(const CellPlace& place) const {
        const auto found = header_.cells_above.find({place.row, place.cell});
        return found == header_.cells_above.end() ? "" : found->second;
    }

    void check(const ExpectedCell& expected) const {
        const auto text = text_of(expected.place);
        if (text == expected.value) return;
        const auto meaning = expected.meaning.empty() ? "" : fmt::format(" ({})", expected.meaning);
        report(
            expected.place,
            fmt::format("cell {} is '{}', and profile '{}' is for files where it is '{}'{}",
                        expected.place.cell, excerpt(text), profile_.name, expected.value, meaning),
            "a profile of your own can read it: [import.profile.NAME] in the policy");
    }

    void report(const CellPlace& place, std::string what, std::string remedy) const {
        diagnostics_.error({file_.name, place.row, 0}, std::move(what), std::move(remedy));
    }

    const TableFile& file_;
    const ImportProfile& profile_;
    const Header& header_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::string reject_text(const CellRow& row, const TableFile& file, char delimiter,
                        std::size_t without) {
    if (file.has_delimiter && without == 0) return std::string(row.raw);
    std::string text;
    for (std::size_t i = 0; i + without < row.cells.size(); ++i) {
        if (i > 0) text += delimiter;
        append_csv_field(text, row.cells[i].text, delimiter);
    }
    return text;
}

bool is_ruler(const CellRow& row) {
    bool drawn = false;
    for (const Cell& cell : row.cells) {
        if (cell.text.find_first_not_of("-=_+* \t") != std::string::npos) return false;
        drawn |= cell.text.find_first_of("-=_+*") != std::string::npos;
    }
    return drawn;
}

bool fit_to_header(CellRow& row, const TableFile& file, const TableColumns& columns) {
    while (row.cells.size() > columns.width() && trimmed(row.cells.back().text).empty()) {
        row.cells.pop_back();
    }
    const bool may_grow = file.short_rows || row.cells.size() >= columns.named_width();
    if (row.cells.size() < columns.width() && may_grow) row.cells.resize(columns.width());
    return row.cells.size() == columns.width();
}

std::optional<TableLayout> find_layout(const TableFile& file, ImportKind kind,
                                       const ImportProfile& profile, Diagnostics& diagnostics) {
    HeaderSearch search(file, kind, profile);
    auto header = search.run();
    if (!header) {
        report_no_header(file, search.fault(), diagnostics);
        return std::nullopt;
    }
    if (!header->match.complete()) {
        report_incomplete(file, kind, profile, *header, diagnostics);
        return std::nullopt;
    }
    const char delimiter = file.has_delimiter ? header->delimiter : ',';
    const std::size_t rejected = rejected_before(header->row);
    TableLayout layout{.columns = TableColumns(header->row, std::move(header->match)),
                       .delimiter = header->delimiter,
                       .header_line = header->row.line,
                       .rows_above = header->rows_above,
                       .header = reject_text(header->row, file, delimiter, rejected),
                       .reject_columns = rejected};
    const auto before = diagnostics.all().size();
    Preamble(file, profile, *header, diagnostics).read_into(layout);
    Writing(file, layout, diagnostics).find();
    if (diagnostics.all().size() > before) return std::nullopt;
    return layout;
}

}  // namespace dunning
