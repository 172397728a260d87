// Finding invoice numbers in the free text of a payment.
//
// Payers write "Re.Nr. 2026/0042" for 20260042 and "INV 42" for INV-0042; banks cut "RE20260042"
// to "RE202600" where their line ends. A number found is money allocated, so every rule here is
// one that a clerk would accept without asking, and where two invoices fit, both are said and none
// is chosen. Ways in which a number may stand in the text, the most certain first:
//
//   exact       as it is, whatever the case, and neither letters nor digits beside it
//   separators  the same letters and digits, other separators (- / . _ space # :) or none, or
//               glued to other words
//   padding     the same but for zeros in front of its digits: INV 42 is INV-0042
//   bare        without the letters in front of it: 2026-0042 is INV-2026-0042, as digits alone of
//               six and more that are a word and no date; after a word like invoice 2026 0042, too,
//               and without zeros from four digits that are no year: Rechnung 2026-42
//   listed      the last digits of a number, four or more, after another of its series that ends in
//               as many: RE-2026-0041/0042, joined by a sign (/ , ; + &) or a word (und, and, et)
//   cut         its beginning alone, at the end of the text or of one of a bank's pieces of 27 or
//   35
//               characters: at least six characters with four digits, as only one invoice has them
//
// The longest number wins where several overlap. What would be found by accident is not taken:
//
// * numbers of less than four digits (or letters) and nothing else are found as words alone, those
//   of less than three only after a word like invoice, inv, rechnung, re, rg, 发票 or 号: every
//   text has a 7 in it, and an amount
// * glued to other letters ("RE20260042VOM3.5.") it needs six characters with four digits, unless
//   the word in front is one of those: "RE0042"
// * joined over a blank, a number of digits alone needs six of them, and any other four characters
// * what goes on is another number: 2026 is not in "2026-17", "2026/17" or "2026,00"; only numbers
//   of one length (and no years) may be listed as "4711/4712"
// * letters and digits count in their wide forms, too
// * dates, amounts, and the groups of an IBAN or of a structured reference are no invoice numbers,
//   unless one is exactly so
//
// Pure. A book of a million invoices is indexed in one or two seconds; a text of a bank's length
// takes microseconds, and one of the longest that is searched a fraction of a second.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// The number in upper case without separators. Zeros are kept: see number_matches.
std::string number_key(std::string_view number);

// Whether two keys are the same but for zeros in front of each run of digits.
bool number_matches(std::string_view key_in_text, std::string_view invoice_key);

enum class NumberMatch { exact, separators, padding, bare, listed, cut };

std::string_view to_text(NumberMatch match);

struct FoundNumber {
    // Positions in what the finder was built from, ascending. One: found. Several: each of them
    // fits, and the text does not say which; at most max_candidates of them are told.
    std::vector<std::size_t> invoices;
    NumberMatch how = NumberMatch::exact;
    std::string written;  // as it stands in the text
    // Digits among other words, and none of these says that they number an invoice: they may be a
    // postal code, a telephone, a year.
    bool may_be_anything = false;

    friend bool operator==(const FoundNumber&, const FoundNumber&) = default;
};

class NumberFinder {
  public:
    static constexpr std::size_t max_candidates = 20;
    // Nobody writes longer remittance texts; what comes after is not searched.
    static constexpr std::size_t max_searched_bytes = 65536;

    // The invoice numbers of one account, or of the whole book. Empty ones are never found.
    explicit NumberFinder(std::vector<std::string> numbers);

    // In the order of the text, each invoice or set of candidates once.
    std::vector<FoundNumber> find(std::string_view free_text) const;
    // The same among the first `count` numbers: what a finder of those alone would say.
    std::vector<FoundNumber> find(std::string_view free_text, std::size_t count) const;

  private:
    friend class NumberSearch;

    enum class KeyForm { joined, unpadded, bare };
    static std::string key_of(std::string_view number, KeyForm form);

    // Invoices by a form of their number. Only positions are kept, and 32 bits of the hash that
    // save nearly every comparison with a number that is another.
    class Index {
      public:
        // `count` of them have a key of the form.
        void build(const std::vector<std::string>& numbers, KeyForm form, std::size_t count);
        // The first invoice with that key, or none; then `next` has the others, ascending.
        std::uint32_t find(const std::vector<std::string>& numbers, std::string_view key) const {
            return slots_[slot_of(numbers, key)].invoice;
        }
        std::uint32_t next(std::uint32_t invoice) const { return next_[invoice]; }

      private:
        struct Slot {
            std::uint32_t tag = 0;
            std::uint32_t invoice = none;
        };
        // The key's slot, or the empty one where it belongs.
        std::size_t slot_of(const std::vector<std::string>& numbers, std::string_view key) const;

        KeyForm form_ = KeyForm::joined;
        std::vector<Slot> slots_ = {};  // a power of two, at most half full
        std::vector<std::uint32_t> next_ = {};
    };

    static constexpr std::uint32_t none = UINT32_MAX;

    // The two first positions of some invoices.
    struct LeastTwo {
        std::uint32_t first = none;
        std::uint32_t second = none;
        void add(std::uint32_t invoice);
    };

    void measure(const std::vector<std::string>& keys);
    void add_letters(std::size_t invoice);
    void sort_by_key(const std::vector<std::string>& keys);
    // What stands before the digits of the first `count` numbers, each once: "RE", "INV". None
    // where a book has more kinds of numbers than one tries.
    std::vector<std::string_view> letters_in_front(std::size_t count) const;
    // Whether some invoice's key, or its unpadded key, may begin with what begins so.
    bool may_begin(std::string_view run) const;
    // The one invoice of the first `count` whose key begins so, if it is longer; or none.
    std::uint32_t only_one_beginning_with(std::string_view prefix, std::size_t count) const;
    // Of the invoices at these positions of by_key_.
    LeastTwo least_two(std::size_t from, std::size_t to) const;

    std::vector<std::string> numbers_;  // from the first letter or digit to the last
    Index joined_;
    Index unpadded_;
    Index bare_;                         // of those with letters in front
    std::vector<std::uint32_t> by_key_;  // in the order of their keys, for what was cut
    std::vector<LeastTwo> blocks_;       // of by_key_, each for so many of its positions
    struct Letters {
        std::string letters;
        std::size_t first_invoice = 0;
    };
    static constexpr std::size_t max_letters = 8;
    std::vector<Letters> letters_;  // in the order of their invoices; one more than are tried
    // Which two bytes the keys begin with: most words of a text begin no number.
    std::bitset<65536> beginnings_;
    std::size_t bare_count_ = 0;
    std::size_t longest_key_ = 0;
    std::size_t most_runs_ = 0;
};

}  // namespace dunning
