#include "formats/statement_check.h"

#include <fmt/format.h>

#include <limits>

#include "core/check.h"

namespace dunning {
namespace {

bool counts(const BankStatement& statement, const BankEntry& entry) {
    return entry.status == EntryStatus::booked && entry.amount.currency() == statement.currency;
}

// Wide, so that no file can make the question itself fail.
Wide net_minor(const BankStatement& statement) {
    Wide net = 0;
    for (const auto& entry : statement.entries) {
        if (counts(statement, entry)) net += entry.amount.minor();
    }
    return net;
}

bool has_balances(const BankStatement& statement) {
    return statement.opening && statement.closing &&
           statement.opening->currency() == statement.currency &&
           statement.closing->currency() == statement.currency;
}

std::string amount_text(Wide minor, const Currency& currency) {
    using Limits = std::numeric_limits<std::int64_t>;
    if (minor < Limits::min() || minor > Limits::max()) return "more than can be shown";
    return to_decimal(Money(static_cast<std::int64_t>(minor), currency));
}

std::string name_of(const BankStatement& statement) {
    const auto& number = statement.sequence.empty() ? statement.id : statement.sequence;
    const auto account = statement.account.empty() ? "an unnamed account" : statement.account;
    return number.empty() ? fmt::format("the statement of {}", account)
                          : fmt::format("statement {} of {}", number, account);
}

std::string left_out_text(int left_out) {
    if (left_out == 0) return {};
    return left_out == 1 ? std::string("; 1 entry in another currency is left out")
                         : fmt::format("; {} entries in other currencies are left out", left_out);
}

void add_booked(const BankStatement& statement, const BankEntry& entry, StatementSums& sums) {
    ++sums.entries;
    sums.details += static_cast<int>(entry.details.size());
    if (entry.reversal) ++sums.reversals;
    if (!counts(statement, entry)) {
        ++sums.other_currencies;
    } else if (entry.amount.is_negative()) {
        ++sums.debits;
        sums.debit_sum -= entry.amount;
    } else {
        ++sums.credits;
        sums.credit_sum += entry.amount;
    }
}

}  // namespace

StatementSums sums_of(const BankStatement& statement) {
    StatementSums sums{.credit_sum = Money::zero(statement.currency),
                       .debit_sum = Money::zero(statement.currency)};
    for (const auto& entry : statement.entries) {
        if (entry.status == EntryStatus::booked)
            add_booked(statement, entry, sums);
        else
            ++sums.pending;
    }
    return sums;
}

TieOut tie_out(const BankStatement& statement) {
    if (!has_balances(statement)) return TieOut::no_balances;
    const Wide expected = statement.opening->minor() + net_minor(statement);
    return expected == statement.closing->minor() ? TieOut::ties : TieOut::does_not_tie;
}

std::string tie_out_text(const BankStatement& statement) {
    DUNNING_CHECK(tie_out(statement) == TieOut::does_not_tie);
    const Wide net = net_minor(statement);
    const Wide expected = statement.opening->minor() + net;
    const auto& currency = statement.currency;
    int left_out = 0;
    for (const auto& entry : statement.entries) {
        if (entry.status == EntryStatus::booked && !counts(statement, entry)) ++left_out;
    }
    return fmt::format("{}: opening {} {} entries {} = {}, but closing is {}{}", name_of(statement),
                       to_decimal(*statement.opening), net < 0 ? '-' : '+',
                       amount_text(net < 0 ? -net : net, currency), amount_text(expected, currency),
                       to_decimal(*statement.closing), left_out_text(left_out));
}

}  // namespace dunning
