#include "render/payment_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/ascii.h"
#include "core/country_zones.h"
#include "core/payment_reference.h"
#include "render/payment_link.h"
#include "render/plain_line.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::int64_t largest_amount_minor = 99'999'999'999;  // 999,999,999.99

// Upper case without blanks, as codes write IBAN, BIC and references.
std::string packed(std::string_view text) {
    std::string result;
    for (const char letter : plain_line(text)) {
        if (letter != ' ') result += upper(letter);
    }
    return result;
}

// The elements as lines. Those at the end that are empty are left out with their line ends.
std::string lines_of(std::vector<std::string> elements) {
    while (!elements.empty() && elements.back().empty()) elements.pop_back();
    std::string text;
    for (const std::string& element : elements) {
        if (&element != &elements.front()) text += '\n';
        text += element;
    }
    return text;
}

std::optional<Fault> amount_fault(const Money& amount) {
    if (amount.minor() >= 1 && amount.minor() <= largest_amount_minor) return std::nullopt;
    return Fault{"a payment code has an amount from 0.01 to 999999999.99"};
}

std::optional<Fault> length_fault(std::string_view what, const std::string& text,
                                  std::size_t characters) {
    if (count_characters(text) <= characters) return std::nullopt;
    return Fault{fmt::format("the {} is longer than {} characters", what, characters)};
}

std::optional<Fault> first_of(std::initializer_list<std::optional<Fault>> faults) {
    for (const auto& fault : faults) {
        if (fault) return fault;
    }
    return std::nullopt;
}

std::optional<Fault> fault_if(bool condition, std::string what) {
    if (condition) return Fault{std::move(what)};
    return std::nullopt;
}

// ---- EPC

std::optional<Fault> epc_fault(const EpcTransfer& transfer, const std::string& name,
                               const std::string& remittance) {
    return first_of(
        {fault_if(transfer.amount.currency().code() != "EUR", "an EPC code is in EUR alone"),
         amount_fault(transfer.amount), fault_if(name.empty(), "the beneficiary has no name"),
         length_fault("beneficiary", name, 70),
         fault_if(!is_iban(transfer.iban), "the IBAN is not valid"),
         fault_if(!transfer.reference.empty() && !is_creditor_reference(transfer.reference),
                  "the reference is none of ISO 11649"),
         fault_if(!transfer.reference.empty() && !remittance.empty(),
                  "an EPC code has a reference or a remittance text, not both"),
         length_fault("remittance text", remittance, remittance_characters)});
}

// ---- Swiss

// 4.1.1 of the guidelines; code points, not bytes.
bool is_swiss_character(char32_t c) {
    constexpr char32_t romanian_first = 0x218;
    constexpr char32_t romanian_last = 0x21B;
    constexpr char32_t euro_sign = 0x20AC;
    return (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0x17F) ||
           (c >= romanian_first && c <= romanian_last) || c == euro_sign;
}

// The code point of one valid character.
char32_t code_point(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    char32_t value = lead < 0x80   ? lead
                     : lead < 0xE0 ? lead & 0x1F
                     : lead < 0xF0 ? lead & 0x0F
                                   : lead & 0x07;
    for (const char next : character.substr(1)) {
        value = value << 6 | (static_cast<unsigned char>(next) & 0x3F);
    }
    return value;
}

BillAddress cleaned(const BillAddress& address) {
    return {.name = plain_line(address.name),
            .street = plain_line(address.street),
            .house = plain_line(address.house),
            .postal_code = plain_line(address.postal_code),
            .city = plain_line(address.city),
            .country = packed(address.country)};
}

std::optional<Fault> address_fault(std::string_view whose, const BillAddress& address) {
    const std::string all =
        address.name + address.street + address.house + address.postal_code + address.city;
    return first_of(
        {fault_if(address.name.empty() || address.postal_code.empty() || address.city.empty(),
                  fmt::format("the {} lacks name, postcode or town", whose)),
         fault_if(!is_country_code(address.country),
                  fmt::format("the {} has no country of two letters", whose)),
         fault_if(!is_swiss_text(all),
                  fmt::format("the {} has characters that a QR-bill does not allow", whose)),
         length_fault("name", address.name, 70), length_fault("street", address.street, 70),
         length_fault("house number", address.house, 16),
         length_fault("postcode", address.postal_code, 16),
         length_fault("town", address.city, 35)});
}

// Type S, the structured one.
void add_address(std::vector<std::string>& elements, const BillAddress& address) {
    for (const std::string& element :
         {std::string("S"), address.name, address.street, address.house, address.postal_code,
          address.city, address.country}) {
        elements.push_back(element);
    }
}

void add_no_address(std::vector<std::string>& elements) {
    elements.insert(elements.end(), 7, "");
}

std::string reference_type(const SwissBill& bill) {
    if (bill.reference.empty()) return "NON";
    return is_swiss_qr_reference(bill.reference) ? "QRR" : "SCOR";
}

std::optional<Fault> reference_fault(const SwissBill& bill) {
    const bool needs_qr_reference = is_qr_iban(bill.iban);
    const bool has_qr_reference = is_swiss_qr_reference(bill.reference);
    return first_of(
        {fault_if(needs_qr_reference && !has_qr_reference,
                  "a QR-IBAN takes payments with a QR reference alone"),
         fault_if(!needs_qr_reference && has_qr_reference, "a QR reference needs a QR-IBAN"),
         fault_if(
             !bill.reference.empty() && !has_qr_reference && !is_creditor_reference(bill.reference),
             "the reference is neither a QR reference nor one of ISO 11649")});
}

std::optional<Fault> bill_fault(const SwissBill& bill, const std::string& message) {
    const std::string iban = packed(bill.iban);
    const std::string_view currency = bill.amount.currency().code();
    return first_of(
        {fault_if(currency != "CHF" && currency != "EUR", "a QR-bill is in CHF or EUR"),
         amount_fault(bill.amount),
         fault_if(!is_iban(iban) || (!iban.starts_with("CH") && !iban.starts_with("LI")),
                  "a QR-bill needs an IBAN of Switzerland or Liechtenstein"),
         reference_fault(bill), address_fault("creditor", cleaned(bill.creditor)),
         bill.debtor ? address_fault("debtor", cleaned(*bill.debtor)) : std::nullopt,
         fault_if(!is_swiss_text(message),
                  "the message has characters that a QR-bill does not "
                  "allow"),
         length_fault("message", message, remittance_characters)});
}

// ---- the code of a notice

std::string beneficiary_of(const Policy& policy) {
    return policy.payment.beneficiary.empty() ? policy.book.name : policy.payment.beneficiary;
}

// The one invoice's structured reference, if `fits`.
template <class Test>
std::string single_reference(const Notice& notice, const Test& fits) {
    if (notice.lines.size() != 1) return {};
    const std::string& reference = notice.lines.front().reference;
    return fits(reference) ? packed(reference) : std::string();
}

Result<std::string> epc_of(const NoticeContext& context) {
    const PaymentDetails& payment = context.policy.payment;
    const std::string reference = single_reference(context.notice, is_creditor_reference);
    return epc_payload({.name = beneficiary_of(context.policy),
                        .iban = payment.iban,
                        .bic = payment.bic,
                        .amount = context.notice.total,
                        .reference = reference,
                        .remittance = reference.empty() ? payment_reference(context) : ""});
}

std::optional<BillAddress> debtor_of(const NoticeContext& context) {
    const Customer& customer = context.customer;
    const BookSettings& book = context.policy.book;
    const BillAddress debtor =
        cleaned({.name = customer.name,
                 .street = customer.address,
                 .postal_code = customer.postal_code,
                 .city = customer.city,
                 .country = customer.country.empty() ? book.country : customer.country});
    if (address_fault("debtor", debtor)) return std::nullopt;
    return debtor;
}

// Clean, as the code and the slip print it.
SwissBill swiss_bill_of(const NoticeContext& context) {
    const PaymentDetails& payment = context.policy.payment;
    const std::string reference = is_qr_iban(payment.iban)
                                      ? single_reference(context.notice, is_swiss_qr_reference)
                                      : single_reference(context.notice, is_creditor_reference);
    const std::string& country =
        payment.country.empty() ? context.policy.book.country : payment.country;
    return {.iban = packed(payment.iban),
            .creditor = cleaned({.name = beneficiary_of(context.policy),
                                 .street = payment.address,
                                 .postal_code = payment.postal_code,
                                 .city = payment.city,
                                 .country = country}),
            .amount = context.notice.total,
            .debtor = debtor_of(context),
            .reference = reference,
            .message = reference.empty() ? plain_line(payment_reference(context)) : ""};
}

}  // namespace

Result<std::string> epc_payload(const EpcTransfer& transfer) {
    constexpr std::size_t most_bytes = 331;
    const std::string name = plain_line(transfer.name);
    const std::string remittance = plain_line(transfer.remittance);
    if (const auto fault = epc_fault(transfer, name, remittance)) return *fault;
    std::string text =
        lines_of({"BCD", "002", "1", "SCT", packed(transfer.bic), name, packed(transfer.iban),
                  "EUR" + to_decimal(transfer.amount), "", packed(transfer.reference), remittance});
    if (text.size() > most_bytes) return Fault{"an EPC code has at most 331 bytes"};
    return text;
}

bool is_swiss_text(std::string_view text) {
    if (first_invalid_utf8(text)) return false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (!is_swiss_character(code_point(text.substr(at, length)))) return false;
        at += length;
    }
    return true;
}

Result<std::string> swiss_payload(const SwissBill& bill) {
    const std::string message = plain_line(bill.message);
    if (const auto fault = bill_fault(bill, message)) return *fault;
    std::vector<std::string> elements = {"SPC", "0200", "1", packed(bill.iban)};
    add_address(elements, cleaned(bill.creditor));
    add_no_address(elements);  // the ultimate creditor, for future use
    elements.push_back(to_decimal(bill.amount));
    elements.emplace_back(bill.amount.currency().code());
    if (bill.debtor) {
        add_address(elements, cleaned(*bill.debtor));
    } else {
        add_no_address(elements);
    }
    elements.push_back(reference_type(bill));
    elements.push_back(packed(bill.reference));
    elements.push_back(message);
    elements.emplace_back("EPD");
    return lines_of(std::move(elements));
}

std::optional<NoticeCode> payment_code(const NoticeContext& context) {
    const PaymentCode kind = context.policy.payment.code;
    std::optional<Result<std::string>> payload;
    std::optional<SwissBill> bill;
    switch (kind) {
        case PaymentCode::none:
            return std::nullopt;
        case PaymentCode::link:
            return NoticeCode{.kind = kind, .payload = payment_link(context)};
        case PaymentCode::epc:
            payload = epc_of(context);
            break;
        case PaymentCode::swiss:
            bill = swiss_bill_of(context);
            payload = swiss_payload(*bill);
            break;
    }
    if (!payload->has_value()) return std::nullopt;
    return NoticeCode{kind, payload->value(), std::move(bill)};
}

}  // namespace dunning
