// The words of a table's header, in the form in which they are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunning {

// Lower case of ASCII and of the letters U+00C0 to U+00DE, which is all that our headings need.
std::string in_small_letters(std::string_view text);

// NFC, lower case, without spaces and punctuation, Chinese in its simplified characters: "Invoice
// No.", "invoice_no" and "*InvoiceNo" are one, "發票號碼" and "发票号码" too.
std::string folded_heading(std::string_view heading);

struct MoneyHeading {
    std::string_view name;  // "金额"
    std::string_view mark;  // "元"; see currency_mark.h
};

// A heading that says in what its amounts are: "金额（元）", "Betrag (EUR)", "Amount in USD".
// Nothing when it says no currency; "万元" is none, it would make ten thousand of each.
std::optional<MoneyHeading> money_heading(std::string_view heading);

}  // namespace dunning
