// Total rows: what a file itself says its rows add up to. They are no data; they are held against
// the rows above them, because that is how accountants see that nothing is missing.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/facts.h"
#include "formats/table_layout.h"

namespace dunning {

// "Total", "合计", "Summe" and the like in the first cell that is not blank; or a row with nothing
// but amounts and a currency, or "*" in front, as SAP ends its lists. Never a row with a day or a
// number of its own.
bool is_total_row(const CellRow& row, const TableColumns& columns);

// Of which rows a total is that agrees with none, by the words before it: for the message.
enum class TotalScope { group, all };
TotalScope scope_of_total(const CellRow& row);

// Sums of amounts, by currency. A total may be of all of them, of those since the last total, or of
// several groups that have their own totals.
class RunningSums {
  public:
    void add(const Money& amount);

    enum class Answer { agrees, differs, unknown };
    struct Written {
        std::string_view amount;
        char decimal_mark = '.';
        std::string_view currency = {};  // "" when the row does not say
        TotalScope scope = TotalScope::group;
    };
    // Compares what a total row says with what has been added, and begins a new group.
    Answer compare(const Written& total);
    // What the total last compared was held against, for the message: all, or a group.
    const std::string& compared_with() const { return compared_with_; }

  private:
    struct Sum {
        Money all;
        std::vector<Money> at_totals = {};  // what it was then
    };
    // Groups of groups are known as long as there are no more totals than this.
    static constexpr std::size_t most_totals_kept = 1000;

    static bool is_sum_of_groups(const Sum& sum, const Money& total);

    std::map<std::string, Sum, std::less<>> sums_;
    std::string compared_with_;
    bool too_large_ = false;  // beyond any real book: nothing is compared any more
};

// Adds up what passes by.
class TotalsSink final : public PassingSink {
  public:
    // Of invoices a credit note lowers the total.
    TotalsSink(ImportKind kind, FactSink& next) : PassingSink(next), kind_(kind) {}

    using PassingSink::take;
    void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) override;
    void take(const Receipt& receipt, const Beside& beside, const FactPlace& place) override;

    RunningSums& amounts() { return amounts_; }
    RunningSums& open() { return open_; }  // of what is open, where the rows say so

  private:
    ImportKind kind_;
    RunningSums amounts_;
    RunningSums open_;
};

}  // namespace dunning
