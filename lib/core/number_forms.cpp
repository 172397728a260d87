#include "core/number_forms.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "core/number_finder.h"
#include "core/text_runs.h"

namespace dunning {
namespace {

// The next run of digits without its zeros in front, but for the last one.
std::string_view take_digits(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) ++size;
    auto digits = text.substr(0, size);
    text.remove_prefix(size);
    while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
    return digits;
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

template <std::size_t Size>
bool ends_in_one_of(const std::array<std::string_view, Size>& endings, std::string_view word) {
    return std::ranges::any_of(endings, [&](auto ending) { return word.ends_with(ending); });
}

// "发票号码" ends in a word for number; what it is the number of stands before that.
std::string_view without_number_word(std::string_view word) {
    for (const std::string_view ending : {"号码", "编号", "号"}) {
        if (word.ends_with(ending)) return word.substr(0, word.size() - ending.size());
    }
    return word;
}

constexpr std::array<std::string_view, 40> invoice_words{
    "INV",        "INVOICE",         "INVOICES",  "INVNO",   "INVNR",   "BILL",
    "RECHNUNG",   "RECHNUNGEN",      "RECHNUNGS", "RECHN",   "RECHNR",  "RECHNUNGSNR",
    "RECHNUNGNR", "RECHNUNGSNUMMER", "RE",        "RG",      "RENR",    "RGNR",
    "RNR",        "BELEG",           "BELEGNR",   "FACTURE", "FACT",    "FACTURES",
    "FAC",        "FATTURA",         "FATT",      "FACTURA", "FACTUUR", "FACTUURNR",
    "FAKTURA",    "FAKTURANR",       "FAKTURY",   "FAKT",    "FV",      "FS",
    "FA",         "LASKU",           "ARVE",      "SZAMLA"};

constexpr std::array<std::string_view, 48> other_words{
    "BETRAG",  "SUMME",     "GESAMT",  "GESAMTBETRAG", "AMOUNT",       "AMT",
    "TOTAL",   "SUM",       "MONTANT", "BEDRAG",       "IMPORTE",      "KD",
    "KDNR",    "KUNDE",     "KUNDEN",  "KUNDENNR",     "KUNDENNUMMER", "CUSTOMER",
    "CUST",    "CLIENT",    "ACCOUNT", "ACCT",         "ORDER",        "ORDERS",
    "PO",      "AUFTRAG",   "AUFTR",   "AUFTRAGS",     "AUFTRAGSNR",   "BESTELLUNG",
    "BESTELL", "BESTELLNR", "ANGEBOT", "TEL",          "TELEFON",      "PHONE",
    "FAX",     "IBAN",      "BIC",     "BLZ",          "KTO",          "KONTO",
    "PLZ",     "VAT",       "UST",     "GUTSCHRIFT",   "LIEFERSCHEIN", "COMMANDE"};

constexpr std::array<std::string_view, 16> currency_words{
    "EUR", "EURO", "EUROS", "USD", "GBP", "CHF", "CNY", "RMB",
    "JPY", "HKD",  "SEK",   "NOK", "DKK", "PLN", "KR",  "RS"};

constexpr std::array<std::string_view, 6> connectors{"NR",     "NO",     "NUM",
                                                     "NUMBER", "NUMMER", "NUMERO"};

constexpr std::array<std::string_view, 6> invoice_endings{"发票", "账单",   "帐单",
                                                          "票",   "应收单", "结算单"};
constexpr std::array<std::string_view, 12> other_endings{
    "客户", "订单", "合同", "电话", "手机", "账", "帐", "税", "运单", "金额", "合计", "共计"};

}  // namespace

std::string number_key(std::string_view number) {
    std::string key;
    key.reserve(number.size());
    while (!number.empty()) {
        const std::size_t separator = separator_size(number);
        if (separator == 0) key += upper(number.front());
        number.remove_prefix(std::max<std::size_t>(separator, 1));
    }
    return key;
}

std::string unpadded_key(std::string_view number) {
    std::string key;
    key.reserve(number.size() + 4);
    while (!number.empty()) {
        if (const std::size_t separator = separator_size(number)) {
            number.remove_prefix(separator);
        } else if (is_digit(number.front())) {
            if (!key.empty() && is_digit(key.back())) key += '|';
            key += take_digits(number);
        } else {
            key += upper(number.front());
            number.remove_prefix(1);
        }
    }
    return key;
}

bool is_strong_number(std::string_view key) {
    constexpr std::size_t characters = 6;
    constexpr std::ptrdiff_t digits = 4;
    return key.size() >= characters && std::ranges::count_if(key, is_digit) >= digits;
}

std::string bare_key(std::string_view number) {
    std::string key = number_key(number);
    const std::size_t letters = key.find_first_of("0123456789");
    if (letters == 0 || letters == key.npos) return {};
    key.erase(0, letters);
    return are_digits(key) && is_strong_number(key) ? key : std::string();
}

std::string in_half_width(std::string_view text) {
    std::string narrow;
    narrow.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = [&](std::size_t i) -> unsigned {
            return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
        };
        // U+FF01 to U+FF5E are EF BC 81 to EF BD 9E; U+3000 is E3 80 80.
        const unsigned code = (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        constexpr unsigned first = 0xF01;
        constexpr unsigned last = 0xF5E;
        if (byte(0) == 0xEF && code >= first && code <= last) {
            narrow += static_cast<char>(code - first + '!');
            at += 2;
        } else if (text.substr(at).starts_with("\u3000")) {
            narrow += ' ';
            at += 2;
        } else {
            narrow += text[at];
        }
    }
    return narrow;
}

bool number_matches(std::string_view key_in_text, std::string_view invoice_key) {
    return unpadded_key(key_in_text) == unpadded_key(invoice_key);
}

NumberHint hint_of(std::string_view word) {
    const std::string key = number_key(word);
    if (contains(invoice_words, key)) return NumberHint::invoice;
    if (contains(other_words, key)) return NumberHint::other;
    const auto thing = without_number_word(key);
    if (thing.empty() || ends_in_one_of(invoice_endings, thing)) return NumberHint::invoice;
    return ends_in_one_of(other_endings, thing) ? NumberHint::other : NumberHint::none;
}

bool is_connector(std::string_view word) {
    return contains(connectors, number_key(word));
}

bool is_currency_word(std::string_view word) {
    return contains(currency_words, number_key(word)) || word.starts_with("元") ||
           word.starts_with("人民币");
}

bool has_currency_sign(std::string_view gap) {
    constexpr std::array<std::string_view, 5> signs{"€", "$", "£", "¥", "￥"};
    return std::ranges::any_of(signs, [&](auto sign) { return gap.find(sign) != gap.npos; });
}

}  // namespace dunning
