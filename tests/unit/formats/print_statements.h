// Bank files as lines of text, so that a test compares whole values and a failure can be read; and
// damage of every kind to a good file.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "formats/bank_statement.h"
#include "unit/formats/print_lines.h"

namespace dunning::testing {

inline std::string text_of(const std::optional<Money>& money) {
    return money ? to_decimal(*money) + " " + std::string(money->currency().code()) : "-";
}

inline std::string text_of(const std::optional<Date>& day) {
    return day ? to_text(*day) : "-";
}

inline void add_named(std::string& line, std::string_view name, std::string_view value) {
    if (!value.empty()) line += fmt::format(" {}={}", name, value);
}

inline std::string line_of(const BankDetail& detail) {
    std::string line = "  " + text_of(detail.amount);
    add_named(line, "name", detail.counterparty);
    add_named(line, "account", detail.counterparty_account);
    add_named(line, "e2e", detail.end_to_end_id);
    add_named(line, "bank", detail.bank_reference);
    add_named(line, "ref", detail.reference);
    add_named(line, "text", detail.text);
    add_named(line, "reason", detail.return_reason);
    if (detail.charges) add_named(line, "charges", text_of(detail.charges));
    return line;
}

inline std::string line_of(const BankEntry& entry) {
    std::string line = fmt::format("{}:{} {}", entry.line, entry.column, to_text(entry.booked));
    if (entry.value != entry.booked) add_named(line, "value", to_text(entry.value));
    line += " " + text_of(entry.amount);
    if (entry.reversal) line += " reversal";
    if (entry.status == EntryStatus::pending) line += " pending";
    add_named(line, "type", entry.type);
    add_named(line, "bank", entry.bank_reference);
    add_named(line, "text", entry.text);
    return line;
}

inline std::string line_of(const BankStatement& statement) {
    std::string line = fmt::format("{} {}", statement.account, statement.currency.code());
    add_named(line, "id", statement.id);
    add_named(line, "number", statement.sequence);
    return line + fmt::format(" {}..{} {} -> {}", text_of(statement.from), text_of(statement.to),
                              text_of(statement.opening), text_of(statement.closing));
}

using Lines = std::vector<std::string>;

inline Lines lines_of(const BankFile& file) {
    Lines lines = {file.format};
    for (const auto& statement : file.statements) {
        lines.push_back(line_of(statement));
        for (const auto& entry : statement.entries) {
            lines.push_back(line_of(entry));
            for (const auto& detail : entry.details) lines.push_back(line_of(detail));
        }
    }
    return lines;
}

using StatementReader = std::optional<BankFile> (*)(std::string_view, const std::string&,
                                                    Diagnostics&);

// What a reader makes of a text: its problems, then the file, unless it is refused.
inline Lines all_of(StatementReader read, std::string_view text) {
    Diagnostics diagnostics;
    const auto file = read(text, "f", diagnostics);
    Lines lines;
    for (const auto& diagnostic : diagnostics.all()) lines.push_back(to_text(diagnostic));
    if (file) {
        for (auto& line : lines_of(*file)) lines.push_back(std::move(line));
    }
    return lines;
}

// A file comes back exactly when there is no error, and what is refused has a reason.
inline bool is_consistent(StatementReader read, std::string_view text) {
    Diagnostics diagnostics;
    const auto file = read(text, "f", diagnostics);
    return file.has_value() != diagnostics.has_errors();
}

// The lengths of the prefixes that are read without an error.
inline std::vector<std::size_t> accepted_prefixes(StatementReader read, std::string_view good) {
    std::vector<std::size_t> accepted;
    for (std::size_t size = 0; size < good.size(); ++size) {
        Diagnostics diagnostics;
        const auto file = read(good.substr(0, size), "f", diagnostics);
        CHECK(file.has_value() != diagnostics.has_errors());
        if (file) accepted.push_back(size);
    }
    return accepted;
}

inline void feed_every_corruption(StatementReader read, std::string_view good) {
    constexpr std::string_view replacements("\0\xFF\n /,:<&-9A", 12);
    std::string text(good);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char right = text[at];
        for (const char wrong : replacements) {
            text[at] = wrong;
            if (is_consistent(read, text)) continue;
            CAPTURE(at);
            CAPTURE(wrong);
            FAIL_CHECK("neither a file nor an error");
        }
        text[at] = right;
        // And a byte that was lost.
        const auto shorter = text.substr(0, at) + text.substr(at + 1);
        CHECK(is_consistent(read, shorter));
    }
}

}  // namespace dunning::testing
