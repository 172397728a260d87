// Amounts as other programs and countries write them, read strictly.
//
// Taken: a sign before or after the digits, brackets for negative amounts, a currency's sign or
// code on either side, groups of three digits by ',' '.' an apostrophe or a blank, full-width
// characters. Never guessed: which of ',' and '.' is before the decimals. A whole column is asked
// for that, because "1.234" alone can be both.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "formats/currency_mark.h"

namespace dunning {

struct AmountText {
    std::string number;    // as parse_money reads it: "-1234.50"
    std::string currency;  // "EUR", "$", "¥", or "" when none is written; see is_mark_of

    friend bool operator==(const AmountText&, const AmountText&) = default;
};

// "1.234,50-", "(1,234.50)", "-$13.50", "EUR 12,00", "1 234,50 €", "１，２３４．５０", "12.00 CR"
// (credit, negative; "DR" is positive). Blanks at both ends do not count. Refused: groups of other
// sizes than three, groups in the decimals, a number that begins with a group of zeros ("0,123"),
// no digit beside the decimal mark, two signs, two currencies.
// REQUIRES: decimal_mark is '.' or ','.
Result<AmountText> read_amount(std::string_view text, char decimal_mark);

// Which decimal mark the amounts of one column have.
//
// "1234.5", "12,50", "1.234.567" and "0,123" settle it; "1.234" and "1,234" can be read both ways,
// also in a currency of two decimals, because some programs always write three; "1234" says
// nothing, and so does what is no amount at all.
class DecimalMarkVote {
  public:
    void see(std::string_view value);

    // Further values can only contradict.
    bool settled() const { return !point_.empty() || !comma_.empty(); }
    // The one mark that reads all amounts seen; nothing when both do or none does.
    std::optional<char> mark() const;
    // Some value was seen that has two readings, and none that settles it.
    bool undecided() const { return !settled() && !example_.empty(); }
    bool contradictory() const { return !point_.empty() && !comma_.empty(); }

    // The first value of each kind; empty when there was none.
    const std::string& example() const { return example_; }   // has two readings
    const std::string& with_point() const { return point_; }  // is an amount only with '.'
    const std::string& with_comma() const { return comma_; }  // is an amount only with ','

  private:
    std::string example_;
    std::string point_;
    std::string comma_;
};

}  // namespace dunning
