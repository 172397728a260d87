#include "core/placeholder.h"

#include <algorithm>
#include <string>

#include "core/ascii.h"
#include "core/payment_reference.h"

namespace dunning {
namespace {

// In capitals, without blanks, hyphens and underscores. "NA" without its points is not here: it is
// a name, too.
constexpr std::string_view words_for_nothing[] = {
    "NOTPROVIDED", "NOTAVAIL", "NOTAVAILABLE", "NOTAPPLICABLE", "NOTKNOWN", "NONREF",
    "NOREF",       "UNKNOWN",  "UNDEFINED",    "NONE",          "NULL",     "NIL",
    "N/A",         "N.A.",     "N/V",          "N.V.",          "K.A.",     "UNBEKANNT",
    "KEINE",       "KEINER",   "KEINEANGABE",  "INCONNU",       "ONBEKEND", "未知",
    "不详",        "无",       "暂无",         "匿名"};

// As it would be compared with the words above.
std::string bare(std::string_view text) {
    std::string result = upper_case(text);
    std::erase_if(result, [](char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-' || c == '_';
    });
    return result;
}

// Bytes beyond ASCII are letters of other scripts.
bool says_something(char c) {
    return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_zeros(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == '0' || !says_something(c); });
}

bool is_masked(std::string_view text) {
    constexpr std::string_view marks[] = {"*", "#", "•", "●", "…", "..."};
    const auto has = [text](std::string_view part) { return text.find(part) != text.npos; };
    if (std::ranges::any_of(marks, has)) return true;
    return upper_case(text).find("XXX") != std::string::npos && !is_iban(text);
}

}  // namespace

bool is_placeholder(std::string_view text) {
    if (is_zeros(text)) return true;
    return std::ranges::find(words_for_nothing, bare(text)) != std::end(words_for_nothing);
}

bool tells_account(std::string_view text) {
    if (is_placeholder(text) || is_masked(text)) return false;
    const auto written = bare(text);
    return written != "NA" && written.find_first_not_of('X') != std::string::npos;
}

void drop_placeholders(Receipt& receipt) {
    if (!tells_account(receipt.payer_account)) receipt.payer_account.clear();
    for (auto* text : {&receipt.payer, &receipt.end_to_end_id, &receipt.reference}) {
        if (is_placeholder(*text)) text->clear();
    }
}

}  // namespace dunning
