#include "app/statement_sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <vector>

#include "core/ascii.h"

namespace dunning {
namespace {

using Statements = std::vector<const StatementRecord*>;

bool is_placed(const StatementRecord& statement) {
    return statement.from && statement.to && statement.opening_minor && statement.closing_minor;
}

// They tell of the same days from the same balance on, as a day's and a week's, or the same in two
// formats, or are one. Neither is before the other.
bool begins_alike(const StatementRecord& a, const StatementRecord& b) {
    return a.opening_minor == b.opening_minor && *a.from <= *b.to && *b.from <= *a.to;
}

// The last ones that end by the day.
Statements last_by(Date day, const StatementRecord& statement,
                   std::span<const StatementRecord> others) {
    Statements last;
    for (const StatementRecord& other : others) {
        if (!is_placed(other) || begins_alike(other, statement) || *other.to > day) continue;
        if (!last.empty() && last.front()->to > other.to) continue;
        if (!last.empty() && last.front()->to < other.to) last.clear();
        last.push_back(&other);
    }
    return last;
}

// Those that may be the one before, the likeliest first. Several may be of the very day on which
// the statement begins, in any order.
Statements ones_before(const StatementRecord& statement, std::span<const StatementRecord> others) {
    Statements before = last_by(*statement.from, statement, others);
    if (before.empty() || *before.front()->to < *statement.from) return before;
    std::ranges::copy(last_by(*statement.from - 1, statement, others), std::back_inserter(before));
    return before;
}

// Without those that go on from it, one from the other, within the same days: the pages of a day
// may come in any order.
Statements without_later(Statements before, const StatementRecord& statement) {
    std::vector<std::int64_t> ends = {*statement.closing_minor};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const auto goes_on = [&](const StatementRecord* other) {
            return other->opening_minor == ends[i] && *other->from >= *statement.from;
        };
        const auto later = std::ranges::stable_partition(before, std::not_fn(goes_on));
        for (const StatementRecord* other : later) ends.push_back(*other->closing_minor);
        before.erase(later.begin(), later.end());
    }
    return before;
}

// A statement of all these days would have at least the entries of one of some of them; with as
// many it would begin with the same balance. A bank that writes a statement only when something was
// booked gives it the days since the last one, and may have booked little in them.
bool leaves_out(const StatementRecord& other, const StatementRecord& statement) {
    return statement.to <= other.to && statement.entries > 0 &&
           statement.entries >= other.entries && other.opening_minor != statement.opening_minor;
}

// It begins earlier and ends within the statement, or tells of all its days, so that nothing is
// missing between them.
bool overlaps(const StatementRecord& other, const StatementRecord& statement) {
    const bool is_there = is_placed(other) && *other.from <= *statement.from &&
                          (*statement.from < *other.to ||
                           (*other.from < *statement.from && other.to == statement.to));
    return is_there && !leaves_out(other, statement);
}

std::string money_text(std::int64_t minor, const StatementRecord& statement) {
    return to_decimal(Money(minor, *Currency::from_code(statement.currency)));
}

// "12" of "12/1" and "00012". Longer ones are made of dates or count something else.
std::optional<int> number_of(const StatementRecord& statement) {
    constexpr std::size_t longest = 5;
    constexpr int largest = 9999;
    const std::string number = statement.sequence.substr(0, statement.sequence.find('/'));
    if (number.size() > longest || !are_digits(number)) return std::nullopt;
    const int value = std::stoi(number);
    return value <= largest ? std::optional(value) : std::nullopt;
}

// The numbers that neither of the two has, and that stand between theirs.
struct Missing {
    int first = 0;
    int last = 0;
};
std::optional<Missing> numbers_between(const StatementRecord& earlier,
                                       const StatementRecord& later) {
    const auto from = number_of(earlier);
    const auto to = number_of(later);
    if (!from || !to || *from == 0 || *to <= *from + 1) return std::nullopt;
    if (earlier.to->year() != later.to->year()) return std::nullopt;  // they begin anew
    return Missing{*from + 1, *to - 1};
}

std::string missing_text(const Missing& missing) {
    if (missing.first == missing.last) return fmt::format("statement {} is missing", missing.first);
    return fmt::format("statements {} to {} are missing", missing.first, missing.last);
}

std::optional<StatementGap> gap_in_numbers(const StatementRecord& earlier,
                                           const StatementRecord& later) {
    const auto missing = numbers_between(earlier, later);
    if (!missing) return std::nullopt;
    return StatementGap{
        fmt::format("account {}: statement {} follows statement {}, and begins with what that one "
                    "closed with",
                    later.account, missing->last + 1, missing->first - 1),
        missing_text(*missing) + "; what came in there may have gone out again"};
}

std::string missing_between(const StatementRecord& earlier, const StatementRecord& later) {
    const auto missing = numbers_between(earlier, later);
    return missing ? missing_text(*missing) : "a statement between them is missing";
}

}  // namespace

std::optional<StatementGap> gap_before(const StatementRecord& statement,
                                       std::span<const StatementRecord> others) {
    if (!is_placed(statement)) return std::nullopt;
    const Statements before = ones_before(statement, others);
    for (const StatementRecord* other : before) {
        if (other->closing_minor == statement.opening_minor) {
            return gap_in_numbers(*other, statement);
        }
    }
    const bool overlaps_one = std::ranges::any_of(others, [&](const StatementRecord& other) {
        return overlaps(other, statement) && !begins_alike(other, statement);
    });
    const Statements earlier = without_later(before, statement);
    if (earlier.empty() || overlaps_one) return std::nullopt;
    const StatementRecord& last = *earlier.front();
    return StatementGap{
        fmt::format(
            "account {}: the statement before, to {}, closed with {}, this one opens with {}",
            statement.account, to_text(*last.to), money_text(*last.closing_minor, last),
            money_text(*statement.opening_minor, statement)),
        missing_between(last, statement)};
}

std::optional<StatementGap> gap_after(const StatementRecord& statement,
                                      std::span<const StatementRecord> others) {
    if (!is_placed(statement)) return std::nullopt;
    const StatementRecord* next = nullptr;
    for (const StatementRecord& other : others) {
        if (!is_placed(other) || other.batch == statement.batch) continue;
        if (*other.from < *statement.to || *other.to <= *statement.to) continue;
        if (next == nullptr || *other.from < *next->from) next = &other;
    }
    if (next == nullptr || !gap_before(*next, others)) return std::nullopt;
    const Statements before = ones_before(*next, others);
    const bool is_next = std::ranges::any_of(before, [&](const StatementRecord* other) {
        return other->to == statement.to && other->closing_minor == statement.closing_minor;
    });
    if (!is_next) return std::nullopt;  // another one stands between, and the gap is behind it
    if (statement.closing_minor == next->opening_minor) return gap_in_numbers(statement, *next);
    return StatementGap{
        fmt::format("account {}: the statement after, from {}, opens with {}, this one closes with "
                    "{}",
                    statement.account, to_text(*next->from),
                    money_text(*next->opening_minor, *next),
                    money_text(*statement.closing_minor, statement)),
        missing_between(statement, *next)};
}

}  // namespace dunning
