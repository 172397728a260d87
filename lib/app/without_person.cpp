#include "app/without_person.h"

#include <algorithm>

#include "core/payment_reference.h"

namespace dunning {
namespace {

// "b" for 2, "aa" for 27: a word with digits could be read as an invoice's number.
std::string letters_of(RowId row) {
    constexpr RowId letters = 26;
    std::string word;
    for (; row > 0; row = (row - 1) / letters) {
        word.insert(word.begin(), static_cast<char>('a' + (row - 1) % letters));
    }
    return word;
}

std::map<std::string, std::string> words_by_key(const std::vector<Erasure::RowText>& texts) {
    std::map<std::string, std::string> words;
    for (const auto& [text, row] : texts) {
        words.try_emplace(reference_key(text), "erased-" + letters_of(row));
    }
    return words;
}

}  // namespace

WithoutPerson::WithoutPerson(const Ledger& ledger, RowId customer)
    : WithoutPerson(ledger, customer, Erasure::invoice_names(ledger, customer)) {}

WithoutPerson::WithoutPerson(const Ledger& ledger, RowId customer,
                             const Erasure::InvoiceNames& names)
    : numbers_(names.numbers),
      references_(words_by_key(names.references)),
      end_to_end_ids_(words_by_key(names.end_to_end_ids)) {
    for (const std::string& name : Erasure::names(ledger, customer)) {
        names_.add_name(name);
        all_.add_name(name);
    }
    for (const auto& [street, postal_code, town] : Erasure::addresses(ledger, customer)) {
        all_.add_address(street, postal_code, town);
    }
    for (const auto& account : Erasure::accounts(ledger, customer)) all_.add_account(account);
}

std::string WithoutPerson::operator()(std::string_view text) const {
    const std::string key = reference_key(text);
    if (const auto known = references_.find(key); known != references_.end()) {
        return names_.without(text, known->second);
    }
    if (const auto known = end_to_end_ids_.find(key); known != end_to_end_ids_.end()) {
        std::string cleaned = all_.without(text, known->second);
        if (name_the_same(text, cleaned)) return cleaned;
    }
    for (std::string cleaned : {around_numbers(text), names_.without(text, "erased")}) {
        if (name_the_same(text, cleaned)) return cleaned;
    }
    return std::string(text);  // a paid invoice that opens again is worse
}

// The numbers of invoices stay as they were written.
std::string WithoutPerson::around_numbers(std::string_view text) const {
    std::string result;
    for (const FoundNumber& number : numbers_.find(text)) {
        const auto at = text.find(number.written);
        if (at == text.npos) continue;
        result += all_.without(text.substr(0, at), "erased") + number.written;
        text.remove_prefix(at + number.written.size());
    }
    return result += all_.without(text, "erased");
}

bool WithoutPerson::name_the_same(std::string_view a, std::string_view b) const {
    return std::ranges::equal(numbers_.find(a), numbers_.find(b), {}, &FoundNumber::invoices,
                              &FoundNumber::invoices) &&
           references_of(a) == references_of(b);
}

std::vector<std::string> WithoutPerson::references_of(std::string_view text) const {
    std::vector<std::string> keys = references_in(text);
    keys.push_back(reference_key(text));
    std::erase_if(keys, [&](const std::string& key) { return !references_.contains(key); });
    return keys;
}

}  // namespace dunning
