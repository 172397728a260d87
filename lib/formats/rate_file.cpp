#include "formats/rate_file.h"

#include <algorithm>

#include "core/check.h"
#include "formats/shipped_rates.h"

namespace dunning {
namespace {

constexpr Word<ReferenceDay> reference_days[] = {{"own_day", ReferenceDay::own_day},
                                                 {"half_year_first", ReferenceDay::half_year_first},
                                                 {"half_year_eve", ReferenceDay::half_year_eve}};

std::optional<RateRow> read_row(const TomlValue& value, const std::string& source) {
    const auto cells = value.list();
    if (!cells) return std::nullopt;
    if (cells->size() < 2 || cells->size() > 3) {
        value.problem("has rows of a day, a rate and perhaps a source",
                      "as in [\"2026-07-01\", \"1.27\"]");
        return std::nullopt;
    }
    const auto day = (*cells)[0].date();
    const auto rate = (*cells)[1].rate();
    const auto own = cells->size() == 3 ? (*cells)[2].text() : std::optional(source);
    if (!day || !rate || !own) return std::nullopt;
    return RateRow{*day, *rate, *own};
}

void read_rows(const TomlValue& value, const std::string& source, RateTable& table) {
    const auto values = value.list();
    if (!values) return;
    std::vector<RateRow> rows;
    bool good = true;
    for (const auto& element : *values) {
        auto row = read_row(element, source);
        if (!row) {
            good = false;
            continue;
        }
        const bool twice = std::ranges::find(rows, row->from, &RateRow::from) != rows.end();
        if (twice) element.problem("has a day twice: " + to_text(row->from));
        rows.push_back(std::move(*row));
    }
    if (!good) return;
    if (rows.empty()) value.problem("is empty", "as in rows = [[\"2026-07-01\", \"1.27\"]]");
    extend(table, rows);
}

}  // namespace

std::vector<std::string> shipped_rate_table_names() {
    std::vector<std::string> names;
    for (const auto& file : shipped_rates) {
        names.emplace_back(file.stem());
    }
    return names;
}

RateTable shipped_rate_table(std::string_view name) {
    const auto file = std::ranges::find_if(
        shipped_rates, [name](const EmbeddedFile& candidate) { return candidate.stem() == name; });
    DUNNING_CHECK(file != std::end(shipped_rates));
    Diagnostics diagnostics;
    PolicyPlaces places{std::string(file->path)};
    const TomlFile source{std::string(file->path), file->contents, diagnostics, places};
    const auto toml = parse_toml(source);
    DUNNING_CHECK(toml.has_value());
    TomlSection root(source, *toml);
    RateTable table{.name = std::string(name), .title = {}};
    read_rate_table(root, table);
    root.refuse_unknown();
    DUNNING_CHECK(!diagnostics.has_errors());
    return table;
}

void read_rate_table(TomlSection& section, RateTable& table) {
    std::string source;
    section.take("title", table.title, &TomlValue::text);
    section.take("source", source, &TomlValue::text);
    section.take_word<ReferenceDay, ReferenceDay>("reference_day", table.reference_day,
                                                  reference_days);
    section.take("verified", table.verified, &TomlValue::date);
    if (const auto rows = section.need("rows")) read_rows(*rows, source, table);
}

}  // namespace dunning
