// Free texts without what they say of a person, that pay the same invoices as before: what names an
// invoice is no word of the person's, whatever it looks like.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/number_finder.h"
#include "ledger/erasure.h"
#include "text/personal_words.h"

namespace dunning {

class WithoutPerson {
  public:
    // Of what the ledger holds on the customer now.
    WithoutPerson(const Ledger& ledger, RowId customer);

    // With "erased" instead. What allocation tells apart stays apart: a name in an invoice's
    // reference or in an end-to-end id becomes another word for each ("ANNA-18": "erased-b-18"),
    // the same in every text that is this reference or id.
    std::string operator()(std::string_view text) const;
    // Whether both name the same invoices of the customer, to whoever allocates.
    bool name_the_same(std::string_view a, std::string_view b) const;

  private:
    WithoutPerson(const Ledger& ledger, RowId customer, const Erasure::InvoiceNames& names);

    std::string around_numbers(std::string_view text) const;
    std::vector<std::string> references_of(std::string_view text) const;

    PersonalWords names_;
    PersonalWords all_;  // streets and accounts, too
    NumberFinder numbers_;
    std::map<std::string, std::string> references_;  // the word for a name in each, by its key
    std::map<std::string, std::string> end_to_end_ids_;
};

}  // namespace dunning
