// Days as other programs and countries write them.
//
// "1/2/2013" is two days, and "26.03.31" too; which one a file means is asked of the whole column
// and never guessed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace dunning {

// A day by a format of parse_date. Blanks at both ends do not count, and a time of day after it is
// cut: "2026-01-31T10:00:00Z", "1/31/2026 0:00", "31.01.2026, 4:30:00 PM". The day is the one that
// is written, whatever its time zone.
Result<Date> parse_day(std::string_view text, std::string_view format);

// Which format the days of one column have.
//
// Among the candidates are all orders of day, month and year with '-', '/' and '.' that are in use;
// two digits for the year are read in every order too, so that 26.03.31 remains undecided between
// 2031-03-26 and 2026-03-31 until some value such as 31.12.99 settles it.
class DateFormatVote {
  public:
    DateFormatVote();

    // An empty value says nothing; one that is no day excludes every candidate.
    void see(std::string_view value);

    // One candidate is left, or none: further values can only exclude it.
    bool settled() const { return left_.size() <= 1; }
    bool seen_any() const { return seen_any_; }

    // The formats that read every value seen, one for each reading: of two that made the same days
    // of all the values only the first. Exactly one: that is the answer. Two and more: undecided.
    // Empty: none fits, see excluded_by(). All of them as long as no value was seen.
    std::vector<std::string> candidates() const;

    // A value that the first two candidates read as different days; with less than two candidates
    // the first value seen.
    const std::string& example() const;

    // The value that excluded the last candidate, cut to a length fit for a message, and what was
    // left before it, as in candidates(). Empty as long as something fits.
    const std::string& excluded_by() const { return excluded_by_; }
    const std::vector<std::string>& excluded_formats() const { return excluded_formats_; }

  private:
    struct Candidate {
        std::string_view format;
        int group = 0;  // candidates of one group have read every value as the same day
        Date day = {};  // of the last value
    };

    void regroup(std::string_view value);

    std::vector<Candidate> left_;
    std::vector<std::string> telling_;  // the first value, and those that parted a group
    bool seen_any_ = false;
    std::string excluded_by_;
    std::vector<std::string> excluded_formats_;
};

}  // namespace dunning
