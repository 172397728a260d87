#include "formats/camt_totals.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/ascii.h"

namespace dunning {
namespace {

// What is counted: all entries, or those of one sign.
enum class CamtSide { all, credits, debits };

struct CountedEntries {
    int entries = 0;
    int transfers = 0;
    Wide turnover = 0;
    Wide net = 0;
};

enum class WithPending { no, yes };

CountedEntries count_entries(const BankStatement& statement, CamtSide side, WithPending pending) {
    CountedEntries counted;
    for (const BankEntry& entry : statement.entries) {
        if (pending == WithPending::no && entry.status == EntryStatus::pending) continue;
        const bool is_debit = entry.amount.is_negative();
        if (side != CamtSide::all && is_debit != (side == CamtSide::debits)) continue;
        const Wide minor = entry.amount.minor();
        ++counted.entries;
        counted.transfers +=
            std::max({1, entry.batch_size, static_cast<int>(entry.details.size())});
        counted.turnover += is_debit ? -minor : minor;
        counted.net += minor;
    }
    return counted;
}

struct StatedTotal {
    std::optional<int> entries = {};
    std::optional<Money> sum = {};
};

StatedTotal stated_total(const pugi::xml_node& node, const Currency& currency) {
    StatedTotal stated;
    constexpr std::size_t most_digits = 8;
    const auto number = text_at(node, {"NbOfNtries"});
    if (are_digits(number) && number.size() <= most_digits) {
        stated.entries = std::stoi(std::string(number));
    }
    if (const auto sum = parse_money(text_at(node, {"Sum"}), currency)) stated.sum = *sum;
    return stated;
}

bool fits(const StatedTotal& stated, const CountedEntries& counted) {
    const bool number_fits = !stated.entries || *stated.entries == counted.entries ||
                             *stated.entries == counted.transfers;
    if (!number_fits || !stated.sum) return number_fits;
    const Wide sum = stated.sum->minor();
    return sum == counted.turnover || sum == counted.net || sum == -counted.net;
}

std::string total_text(int entries, const std::optional<Money>& sum) {
    const auto* const noun = entries == 1 ? "entry" : "entries";
    return sum ? fmt::format("{} {} of {}", entries, noun, to_decimal(*sum))
               : fmt::format("{} {}", entries, noun);
}

std::string_view words_of(CamtSide side) {
    switch (side) {
        case CamtSide::all:
            return "";
        case CamtSide::credits:
            return " of money in";
        case CamtSide::debits:
            return " of money out";
    }
    return "";
}

// False when it does not fit, which is said.
bool compare_side(const CamtSource& source, const pugi::xml_node& node,
                  const BankStatement& statement, CamtSide side) {
    const StatedTotal stated = stated_total(node, statement.currency);
    if (!stated.entries && !stated.sum) return true;
    const auto booked = count_entries(statement, side, WithPending::no);
    if (fits(stated, booked) || fits(stated, count_entries(statement, side, WithPending::yes))) {
        return true;
    }
    // Checked when the statement was read: its entries can be added up.
    const auto sum = Money(static_cast<std::int64_t>(booked.turnover), statement.currency);
    source.doubt(node,
                 fmt::format("the file says that it has {}{}, and has {}",
                             stated.entries ? total_text(*stated.entries, stated.sum)
                                            : "a sum of " + to_decimal(*stated.sum),
                             words_of(side), total_text(booked.entries, sum)),
                 "entries may be missing from the file; what it has was taken");
    return false;
}

}  // namespace

void compare_camt_totals(const CamtSource& source, const pugi::xml_node& node,
                         const BankStatement& statement) {
    const bool has_others = std::ranges::any_of(statement.entries, [&](const BankEntry& entry) {
        return entry.amount.currency() != statement.currency;
    });
    if (has_others) return;  // the sums say nothing of currencies
    const auto totals = child(node, "TxsSummry");
    struct Part {
        std::string_view name;
        CamtSide side;
    };
    for (const Part& part :
         {Part{"TtlNtries", CamtSide::all}, Part{"TtlCdtNtries", CamtSide::credits},
          Part{"TtlDbtNtries", CamtSide::debits}}) {
        // One of them says enough.
        if (!compare_side(source, child(totals, part.name), statement, part.side)) return;
    }
}

}  // namespace dunning
