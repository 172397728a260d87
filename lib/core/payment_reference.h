// Structured payment references: those that carry check digits, and the one form in which an
// invoice's reference and a payment's are compared.
//
// A bank passes such a reference on as it likes: in groups or without blanks, padded with zeros, a
// Finnish number as itself or as its RF form. What the check digits prove is the same reference
// gets the same key; what they prove nothing about keeps its text.
//
// All letters here are ASCII. Blanks are spaces, tabs, line ends and the no-break spaces that come
// with text copied from a PDF. Every function takes any bytes and is linear in their number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// From the most certain to the least: how improbable it is that a text has the form by accident.
enum class ReferenceScheme {
    creditor_reference,  // ISO 11649, "RF18 5390 0754 7034": letters and mod 97
    belgian_ogm,         // "+++010/1234/56732+++" or its twelve digits: mod 97
    swiss_qr,            // 27 digits of a QR-bill or an orange slip (ESR): mod 10 recursive
    finnish,             // viitenumero, "12345672": 7-3-1 mod 10
    norwegian_kid,       // "2345676", "40-": MOD10 or MOD11, which also many plain numbers pass
};

std::string_view to_text(ReferenceScheme scheme);

// RF, two check digits and 1 to 21 letters and digits (ISO 11649). Check digits outside 02-98 are
// refused, although 00, 01 and 99 can give the right remainder: nobody generates them.
bool is_creditor_reference(std::string_view text);
// 27 digits, the last one by the recursive mod 10 of the Swiss QR-bill; zeros alone are refused.
bool is_swiss_qr_reference(std::string_view text);
// Twelve digits, the last two the first ten mod 97 (97 for 0), either bare or grouped 3/4/5 between
// slashes, with or without +++ or *** around them.
bool is_belgian_ogm(std::string_view text);
// 4 to 20 digits with weights 7, 3, 1 from the right. Leading zeros do not count as digits.
bool is_finnish_reference(std::string_view text);
// 2 to 25 digits, by the creditor's choice MOD10 (Luhn) or MOD11 (weights 2 to 7 from the right),
// where '-' stands for the check digit 10.
bool is_norwegian_kid(std::string_view text);

// The most certain scheme whose form and check digits the whole text has.
std::optional<ReferenceScheme> scheme_of(std::string_view text);

// The form in which references are compared; two texts of one reference have one key.
//
//   "rf18 5390 0754 7034"             RF18539007547034
//   "RF85 1234 5672", "00012345672"   12345672: the RF form of a Finnish number is that number
//   "+++010/1234/56732+++"            010123456732
//   "00 00000 00000 00000 00012 34565" 1234565: zeros in front are padding
//   "Order 0042/a"                    ORDER0042/A: no scheme, no meaning taken away
//
// Never empty unless the text is blank.
std::string reference_key(std::string_view text);

// The keys of the structured references that stand in a free text, each once, in their order: RF
// references (also with blanks between groups of four), 27 digits (also 2-5-5-5-5-5) and Belgian
// references with their slashes or plus signs. Where blanks leave open how far an RF reference
// goes, every length with right check digits counts. Never a KID or a viitenumero: one bare number
// in ten has the right check digit.
std::vector<std::string> references_in(std::string_view free_text);

// The keys that an invoice's own reference may be compared with, each once: the whole text's, those
// of references_in, and of words of digits with the check digit of a KID or a viitenumero, also in
// groups with single blanks between. That one of these is some invoice's reference is no accident,
// though what it is alone may be.
std::vector<std::string> reference_keys_in(std::string_view text);

// International bank account number: 15 to 34 characters, mod 97, check digits 02-98, and in
// Europe the length of its country (SWIFT IBAN registry).
bool is_iban(std::string_view text);
// An IBAN of Switzerland or Liechtenstein with an institution of 30000-31999: it takes payments
// with a Swiss QR reference alone, and no other account does (QR-bill guidelines, 2.2).
bool is_qr_iban(std::string_view text);

// A routing number of the American Bankers Association: nine digits, weights 3-7-1.
bool is_us_routing_number(std::string_view text);

// A unified social credit code of China (GB 32100-2015): 18 characters without I, O, S, V and Z,
// weights of powers of 3 mod 31.
bool is_chinese_credit_code(std::string_view text);

}  // namespace dunning
