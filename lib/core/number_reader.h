// Reading invoice numbers in the texts of money, as a replay needs it: on any day among the
// invoices issued by then, and with an eye on those that are still to come.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/number_finder.h"
#include "core/receivable.h"

namespace dunning {

// What stands in a receipt's texts, each invoice or set of candidates once, in the order of the
// texts. Candidates of which one is certain elsewhere in the texts are left out: they repeat it.
struct NumbersRead {
    std::vector<std::size_t> certain = {};
    std::vector<std::vector<std::size_t>> ambiguous = {};
};

// Of one receipt; either may be empty.
using Texts = std::array<std::string_view, 2>;

class NumberReader {
  public:
    // `issue_order` has the positions of all invoices. REQUIRES: both outlive the reader.
    NumberReader(const std::vector<Invoice>& invoices, const std::vector<std::size_t>& issue_order);

    // Among the first `issued` of the issue order.
    NumbersRead read(const Texts& texts, std::size_t issued) const;

    // Of the other invoices those whose numbers may stand in a text: more than will be found, but
    // no whole number is missing. For each invoice alone, whatever the others are.
    std::vector<std::size_t> may_come(const Texts& texts, std::size_t issued);

    bool may_stand(const Texts& texts, std::size_t invoice) const;

  private:
    struct Number {
        std::size_t hash = 0;
        std::size_t place = 0;  // in the issue order
    };

    void index_bare_numbers();
    void add_places(std::vector<std::size_t>& places, std::string_view text,
                    std::size_t issued) const;

    const std::vector<Invoice>& invoices_;
    const std::vector<std::size_t>& issue_order_;
    NumberFinder finder_;
    bool is_indexed_ = false;
    std::vector<Number> bare_numbers_ = {};  // by hash
    std::size_t longest_bare_ = 0;
    std::vector<std::size_t> without_bare_number_ = {};  // places
};

}  // namespace dunning
