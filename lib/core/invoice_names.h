// An account's invoices by what money names them with: a number, or a structured reference.
//
// What is not asked for costs nothing: the indexes come into being with the first question.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/receivable.h"

namespace dunning {

class InvoiceNames {
  public:
    explicit InvoiceNames(const std::vector<Invoice>& invoices) : invoices_(invoices) {}

    // The invoice of exactly that number.
    std::optional<std::size_t> numbered(std::string_view number);

    // What is charged on the invoice, and what notices as a whole have cost; the earliest first.
    bool has_charges();
    std::span<const std::size_t> charges_on(std::size_t invoice);
    std::span<const std::size_t> charges_of_notices();

    // Invoices of one reference are a group, known by a position below groups_end().
    static constexpr std::size_t no_group = SIZE_MAX;
    std::size_t groups_end() const { return invoices_.size(); }
    std::size_t group_of(std::size_t invoice);
    // The longest due first.
    std::span<const std::size_t> group(std::size_t which) const;
    // So many of its first are known to be closed: a mark for whoever looks for the open ones,
    // which goes back when one of them opens.
    std::size_t& closed_in_group(std::size_t which) { return groups_[which].closed; }
    void opened(std::size_t invoice);
    // Of the references that the receipt's reference and description are or contain.
    std::vector<std::size_t> groups_of(const Receipt& receipt);

  private:
    void index_numbers();
    void index_charges();
    void group_by_reference();
    void add_group(std::vector<std::size_t>& groups, const std::string& key) const;

    struct Group {
        std::string key;
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t closed = 0;
    };

    const std::vector<Invoice>& invoices_;
    std::vector<std::uint32_t> slots_ = {};  // by the hash of the number; a power of two
    std::optional<std::map<std::size_t, std::vector<std::size_t>>> charges_ = {};
    std::vector<std::size_t> notice_charges_ = {};  // known together with charges_
    bool is_grouped_ = false;
    std::vector<Group> groups_ = {};  // by key
    std::vector<std::size_t> grouped_ = {};
    std::vector<std::size_t> group_of_ = {};
    std::vector<std::size_t> place_of_ = {};  // in grouped_
};

}  // namespace dunning
