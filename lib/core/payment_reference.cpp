#include "core/payment_reference.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/ascii.h"
#include "core/check.h"

namespace dunning {
namespace {

constexpr std::size_t longest_written = 256;  // a reference with all its blanks and signs

int value_of(char digit) {
    return digit - '0';
}

// Zeros alone pass every weighted sum and name nothing.
bool is_number(std::string_view text) {
    return are_digits(text) && text.find_first_not_of('0') != text.npos;
}

std::string_view without_leading_zeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

// How many bytes at the start of the text are one blank; 0 when it begins with none.
std::size_t blank_size(std::string_view text) {
    constexpr std::array<std::string_view, 7> blanks{" ",  "\t",       "\n",          "\r",
                                                     "\v", "\xC2\xA0", "\xE2\x80\xAF"};
    for (const auto blank : blanks) {
        if (text.starts_with(blank)) return blank.size();
    }
    return 0;
}

// Upper case without blanks: what banks do to every reference.
std::string packed(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t blank = blank_size(text);
        if (blank == 0) result += upper(text.front());
        text.remove_prefix(std::max<std::size_t>(blank, 1));
    }
    return result;
}

// The remainder by 97 of the number that the text is when A is written 10 and Z 35 (ISO 7064).
// Nothing when another character stands in it.
std::optional<int> mod_97(std::string_view text) {
    int remainder = 0;
    for (const char c : text) {
        if (is_digit(c)) {
            remainder = (remainder * 10 + value_of(c)) % 97;
        } else if (is_upper(c)) {
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
        } else {
            return std::nullopt;
        }
    }
    return remainder;
}

// Two letters, two check digits of 02-98, and a remainder of 1 when these four stand at the end:
// the shape that RF references and IBANs share.
bool has_iso_check_digits(std::string_view text) {
    if (text.size() < 5 || !is_upper(text[0]) || !is_upper(text[1])) return false;
    if (!is_digit(text[2]) || !is_digit(text[3])) return false;
    const int check = value_of(text[2]) * 10 + value_of(text[3]);
    if (check < 2 || check > 98) return false;
    std::string moved(text.substr(4));
    moved += text.substr(0, 4);
    return mod_97(moved) == 1;
}

bool packed_is_creditor_reference(std::string_view text) {
    return text.starts_with("RF") && text.size() <= 25 && has_iso_check_digits(text);
}

bool packed_is_swiss_qr(std::string_view text) {
    constexpr std::array<int, 10> carries{0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
    if (text.size() != 27 || !is_number(text)) return false;
    int carry = 0;
    for (const char c : text.substr(0, 26)) {
        carry = carries[static_cast<std::size_t>((carry + value_of(c)) % 10)];
    }
    return (10 - carry) % 10 == value_of(text[26]);
}

// The twelve digits of a Belgian reference; empty when the text has not its shape.
std::string ogm_digits(std::string_view text) {
    if (text.size() > 20) return {};
    for (const std::string_view around : {"+++", "***"}) {
        if (text.size() > 6 && text.starts_with(around) && text.ends_with(around)) {
            text = text.substr(3, text.size() - 6);
            break;
        }
    }
    std::string digits(text);
    if (text.size() == 14 && text[3] == '/' && text[8] == '/') std::erase(digits, '/');
    return digits.size() == 12 && is_number(digits) ? digits : std::string();
}

bool has_ogm_check_digits(std::string_view digits) {
    const int remainder = mod_97(digits.substr(0, 10)).value_or(0);
    const int check = value_of(digits[10]) * 10 + value_of(digits[11]);
    return check == (remainder == 0 ? 97 : remainder);
}

bool packed_is_belgian(std::string_view text) {
    const std::string digits = ogm_digits(text);
    return !digits.empty() && has_ogm_check_digits(digits);
}

bool packed_is_finnish(std::string_view text) {
    constexpr std::array<int, 3> weights{7, 3, 1};
    if (!are_digits(text) || text.size() > 20) return false;
    const auto number = without_leading_zeros(text);
    if (number.size() < 4) return false;
    int sum = 0;
    for (std::size_t i = 1; i < number.size(); ++i) {
        sum += weights[(i - 1) % 3] * value_of(number[number.size() - 1 - i]);
    }
    return (10 - sum % 10) % 10 == value_of(number.back());
}

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int digit = value_of(digits[digits.size() - 1 - i]);
        const int weighted = i % 2 == 0 ? digit : digit * 2;
        sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
}

bool passes_mod_11(std::string_view body, char check_digit) {
    int sum = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        sum += (2 + static_cast<int>(i % 6)) * value_of(body[body.size() - 1 - i]);
    }
    const int check = (11 - sum % 11) % 11;
    return check_digit == (check == 10 ? '-' : static_cast<char>('0' + check));
}

bool packed_is_kid(std::string_view text) {
    if (text.size() < 2 || text.size() > 25) return false;
    const auto body = text.substr(0, text.size() - 1);
    if (!is_number(body)) return false;
    if (passes_mod_11(body, text.back())) return true;
    return is_digit(text.back()) && passes_luhn(text);
}

std::optional<ReferenceScheme> scheme_of_packed(std::string_view text) {
    if (packed_is_creditor_reference(text)) return ReferenceScheme::creditor_reference;
    if (packed_is_belgian(text)) return ReferenceScheme::belgian_ogm;
    if (packed_is_swiss_qr(text)) return ReferenceScheme::swiss_qr;
    if (packed_is_finnish(text)) return ReferenceScheme::finnish;
    if (packed_is_kid(text)) return ReferenceScheme::norwegian_kid;
    return std::nullopt;
}

// Almost every text is no reference: one that is too long to be any is not even copied.
template <class Test>
bool holds(std::string_view text, const Test& test) {
    return text.size() <= longest_written && test(packed(text));
}

// Countries of the single euro payments area and their neighbours.
int iban_length(std::string_view country) {
    struct Length {
        std::string_view country;
        int characters;
    };
    constexpr std::array lengths{
        Length{"AD", 24}, Length{"AL", 28}, Length{"AT", 20}, Length{"BA", 20}, Length{"BE", 16},
        Length{"BG", 22}, Length{"BY", 28}, Length{"CH", 21}, Length{"CY", 28}, Length{"CZ", 24},
        Length{"DE", 22}, Length{"DK", 18}, Length{"EE", 20}, Length{"ES", 24}, Length{"FI", 18},
        Length{"FO", 18}, Length{"FR", 27}, Length{"GB", 22}, Length{"GE", 22}, Length{"GI", 23},
        Length{"GL", 18}, Length{"GR", 27}, Length{"HR", 21}, Length{"HU", 28}, Length{"IE", 22},
        Length{"IS", 26}, Length{"IT", 27}, Length{"LI", 21}, Length{"LT", 20}, Length{"LU", 20},
        Length{"LV", 21}, Length{"MC", 27}, Length{"MD", 24}, Length{"ME", 22}, Length{"MK", 19},
        Length{"MT", 31}, Length{"NL", 18}, Length{"NO", 15}, Length{"PL", 28}, Length{"PT", 25},
        Length{"RO", 24}, Length{"RS", 22}, Length{"SE", 24}, Length{"SI", 19}, Length{"SK", 24},
        Length{"SM", 27}, Length{"TR", 26}, Length{"UA", 29}, Length{"VA", 22}, Length{"XK", 20},
    };
    const auto known = std::ranges::find(lengths, country, &Length::country);
    return known == lengths.end() ? 0 : known->characters;
}

bool packed_is_iban(std::string_view text) {
    if (text.size() < 15 || text.size() > 34 || !has_iso_check_digits(text)) return false;
    const int length = iban_length(text.substr(0, 2));
    return length == 0 || text.size() == static_cast<std::size_t>(length);
}

bool packed_is_qr_iban(std::string_view text) {
    if (!packed_is_iban(text) || (!text.starts_with("CH") && !text.starts_with("LI"))) return false;
    const auto institution = text.substr(4, 5);
    return are_digits(institution) && institution >= "30000" && institution <= "31999";
}

bool packed_is_routing_number(std::string_view text) {
    constexpr std::array<int, 3> weights{3, 7, 1};
    if (text.size() != 9 || !is_number(text)) return false;
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) sum += weights[i % 3] * value_of(text[i]);
    return sum % 10 == 0;
}

bool packed_is_credit_code(std::string_view text) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if (text.size() != 18) return false;
    int sum = 0;
    int weight = 1;
    for (const char c : text.substr(0, 17)) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos) return false;
        sum += weight * static_cast<int>(value);
        weight = weight * 3 % 31;
    }
    const int check = (31 - sum % 31) % 31;
    return alphabet[static_cast<std::size_t>(check)] == text.back();
}

}  // namespace

std::string_view to_text(ReferenceScheme scheme) {
    switch (scheme) {
        case ReferenceScheme::creditor_reference:
            return "creditor reference (ISO 11649)";
        case ReferenceScheme::belgian_ogm:
            return "Belgian structured communication";
        case ReferenceScheme::swiss_qr:
            return "Swiss QR reference";
        case ReferenceScheme::finnish:
            return "Finnish reference number";
        case ReferenceScheme::norwegian_kid:
            return "Norwegian KID";
    }
    DUNNING_CHECK(false);
}

bool is_creditor_reference(std::string_view text) {
    return holds(text, packed_is_creditor_reference);
}

bool is_swiss_qr_reference(std::string_view text) {
    return holds(text, packed_is_swiss_qr);
}

bool is_belgian_ogm(std::string_view text) {
    return holds(text, packed_is_belgian);
}

bool is_finnish_reference(std::string_view text) {
    return holds(text, packed_is_finnish);
}

bool is_norwegian_kid(std::string_view text) {
    return holds(text, packed_is_kid);
}

std::optional<ReferenceScheme> scheme_of(std::string_view text) {
    return scheme_of_packed(packed(text));
}

std::string reference_key(std::string_view text) {
    std::string key = packed(text);
    const auto scheme = scheme_of_packed(key);
    if (scheme == ReferenceScheme::creditor_reference) {
        const auto body = std::string_view(key).substr(4);
        return packed_is_finnish(body) ? std::string(without_leading_zeros(body)) : key;
    }
    if (scheme == ReferenceScheme::belgian_ogm) return ogm_digits(key);
    if (scheme == ReferenceScheme::swiss_qr || scheme == ReferenceScheme::finnish) {
        return std::string(without_leading_zeros(key));
    }
    return key;
}

bool is_iban(std::string_view text) {
    return holds(text, packed_is_iban);
}

bool is_qr_iban(std::string_view text) {
    return holds(text, packed_is_qr_iban);
}

bool is_us_routing_number(std::string_view text) {
    return holds(text, packed_is_routing_number);
}

bool is_chinese_credit_code(std::string_view text) {
    return holds(text, packed_is_credit_code);
}

}  // namespace dunning
