// The words by which a person stands in free text, found again however they are written: by
// themselves, in capitals, without marks, next to others.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

class PersonalWords {
  public:
    // Each word of at least three letters; of Chinese, Japanese and Korean what stands together,
    // from two letters on. Shorter ones would hit too much that is no name.
    void add_name(std::string_view name);

    // A street with its number, and the town with its code; each may be empty. Words of the street
    // go wherever they stand. What many addresses share, numbers, short words, "Street", the
    // code and the town, goes where two of them or one and such a word stand together: "Rosenweg 7,
    // 28195 Bremen" goes whole, a delivery to Bremen stays.
    void add_address(std::string_view street, std::string_view postal_code, std::string_view town);

    // As a bank calls it: an IBAN or the account's number; see is_same_account.
    void add_account(std::string_view account);

    // The text with `instead` in place of each of the words, also with an "s" at its end, and of
    // each account and IBAN. A creditor reference (RF) is none.
    std::string without(std::string_view text, std::string_view instead) const;

  private:
    std::string without_words(std::string_view text, std::string_view instead) const;
    std::string without_accounts(std::string_view text, std::string_view instead) const;
    bool is_account(std::string_view text) const;

    std::set<std::string> keys_;     // of names and streets; see name_key
    std::set<std::string> shared_;   // what many addresses have
    std::set<std::string> compact_;  // names and streets that are written without blanks
    std::vector<std::string> accounts_;
};

}  // namespace dunning
