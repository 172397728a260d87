// The :86: fields of MT940: what the bank says of an entry, in the dialect of its country.
//
//   German      166?00GUTSCHRIFT?20EREF+4711?21SVWZ+Rechnung 17?31DE...?32Name
//               the mark between the fields may be another one (Poland: <, ~, ^); the SEPA tags of
//               the text may be cut anywhere, also within the tag
//   slashes     /EREF/4711/BENM//NAME/Name/REMI/Rechnung 17 (Netherlands, Belgium)
//   labels      AUFTRAGGEBER: Name MITTEILUNGEN: ... (Switzerland), OD: Name; TYT.: ... (Poland)
//   plain text  everything else: all of it is the text
//
// Banks cut lines after 65 characters and pieces of German texts after 27: what fills its place is
// joined without a blank, what does not ended there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// All texts are tidy; "" is what the bank does not say.
struct Mt940Details {
    std::string code;           // the German transaction code (GVC), "166"
    std::string booking_text;   // "GUTSCHRIFT", and what the bank adds of its own (MTLG:)
    std::string name;           // of the other party
    std::string first_debtor;   // on whose behalf was paid (ABWA+, ULTD)
    std::string last_creditor;  // for whom it was meant (ABWE+, ULTC)
    std::string account;        // of the other party
    std::string end_to_end_id;
    std::string bank_reference;
    std::string reference;  // structured creditor reference
    std::string text;
    std::string reason_code;      // why it came back: "AC06"
    std::string bank_message;     // the bank's own words
    std::string charges;          // as written: "EUR3,00"
    std::string original_amount;  // as written
    bool is_return = false;       // by its transaction code or because a reason is given
};

// The lines of one :86: (or of several of one entry), the first without its tag.
Mt940Details read_mt940_details(const std::vector<std::string_view>& lines);

// A reason code of ISO 20022 that stands in the text as a word of its own; "" when there is none.
std::string return_code_in(std::string_view text);

}  // namespace dunning
