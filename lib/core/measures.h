// The measures of receivables management: pure formulas over sums of minor units of one currency.
//
// Where a measure has several definitions in the field, the one used here is written beside it, so
// that a reader can compute the figure again from the inputs that reports print with it. The
// worked examples of tests/unit/core/measures_test.cpp are published ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/rate.h"
#include "core/ratio.h"

namespace dunning {

// ---- how long the money stays out

// What a period looks like from its end: everything that was open then, what of it was not overdue,
// and what was sold on credit in it.
struct SalesPeriod {
    std::int64_t open_minor = 0;
    std::int64_t current_minor = 0;
    std::int64_t sales_minor = 0;
    int days = 0;
};

// Days sales outstanding: open / sales x days.
Ratio simple_dso(const SalesPeriod& period);

// What it would be if everybody paid when due: current / sales x days.
Ratio best_possible_dso(const SalesPeriod& period);

// Average days delinquent: the difference of the two.
Ratio average_days_delinquent(const SalesPeriod& period);

// Sales of one month and its calendar days.
struct MonthSales {
    std::int64_t sales_minor = 0;
    int days = 0;
};

struct CountBack {
    Ratio days = {};
    int whole_months = 0;  // that were counted back in full
    // The history ended, or came to a month without sales, before all that is open was used up: the
    // figure is then only a lower bound.
    bool is_lower_bound = false;
};

// DSO by counting back: the latest month's sales are taken from what is open, and its days are
// counted, as long as they are not more than what remains; the rest is a share of the next month:
// remainder / its sales x its days. The newest month comes first.
CountBack count_back_dso(std::int64_t open_minor, const std::vector<MonthSales>& newest_first);

// ---- how well it comes in

struct Collection {
    std::int64_t begin_minor = 0;        // open at the beginning
    std::int64_t sales_minor = 0;        // invoiced in the period
    std::int64_t end_total_minor = 0;    // open at the end
    std::int64_t end_current_minor = 0;  // of that, not overdue
    int months = 1;                      // the sales of several months count as their average
};

// Collection effectiveness index, per cent:
// (begin + sales/months - end total) / (begin + sales/months - end current) x 100.
Ratio collection_effectiveness(const Collection& collection);

// Days weighted by money: sum of amount x days / sum of amounts.
struct WeightedDays {
    Wide amount_days = 0;
    Wide amount = 0;

    void add(std::int64_t amount_minor, int days) {
        amount_days += Wide{amount_minor} * days;
        amount += amount_minor;
    }
    Ratio average() const { return {amount_days, amount}; }
};

// ---- promises

struct PromiseCount {
    int due = 0;  // kept or broken; not those still open, nor those taken back
    int kept = 0;
    Wide promised_minor = 0;  // of those that were due
    Wide received_minor = 0;  // in time, of each at most what was promised

    Ratio by_count() const { return percent({kept, due}); }
    Ratio by_value() const { return percent({received_minor, promised_minor}); }
};

// ---- how debts age

// From which bucket to which bucket, or out of the book, the money of one day had moved on a later
// day. Rows and columns are the buckets of the policy; the three last columns are how money left.
class RollMatrix {
  public:
    enum Exit : std::size_t { paid, credited, written_off, exits };

    explicit RollMatrix(std::size_t buckets)
        : buckets_(buckets), cells_(buckets * (buckets + exits)) {}

    std::size_t buckets() const { return buckets_; }
    std::size_t columns() const { return buckets_ + exits; }
    void stay(std::size_t from, std::size_t to, std::int64_t minor) { at(from, to) += minor; }
    void leave(std::size_t from, Exit exit, std::int64_t minor) {
        at(from, buckets_ + exit) += minor;
    }
    std::int64_t cell(std::size_t from, std::size_t column) const {
        return cells_[from * columns() + column];
    }
    std::int64_t row_sum(std::size_t from) const;
    // The share of the row's money in per cent; a row's shares add up to 100.
    Ratio share(std::size_t from, std::size_t column) const;

    // The money of one bucket that is in an older one, or was written off, in per cent; of the
    // oldest bucket also what has stayed in it.
    Ratio forward_roll(std::size_t from) const;

    // Cure rate, per cent: of the money that was overdue, the share that is paid, credited, or no
    // longer overdue.
    Ratio cure_rate() const;

    friend bool operator==(const RollMatrix&, const RollMatrix&) = default;

  private:
    std::int64_t& at(std::size_t from, std::size_t column) {
        return cells_[from * columns() + column];
    }

    std::size_t buckets_;
    std::vector<std::int64_t> cells_;
};

// ---- what will not come in (IFRS 9, simplified approach: B5.5.35)

// Rounded half away from zero to the minor unit; the loss of the book is the sum over its buckets.
std::int64_t expected_loss(std::int64_t balance_minor, Rate rate);

// Lifetime loss rates from the book's own forward rolls: a debt of a bucket is lost if it rolls
// through all the buckets from there on, so loss(b) = roll(b) x roll(b + 1) x ... x roll(last) x
// loss given default. A bucket without a roll of its own (it was always empty) has no rate; on the
// way through it counts as 100 per cent, which errs on the side of caution. Each product is rounded
// half away from zero to a millionth of a per cent. `forward_rolls` in per cent, one for each
// bucket.
std::vector<std::optional<Rate>> loss_rates(const std::vector<Ratio>& forward_rolls,
                                            Rate loss_given_default);

}  // namespace dunning
