// What a payment code says: the text inside a QR code that a bank's app reads.
//
//   EPC    EPC069-12 version 2.1, a SEPA credit transfer in euro ("GiroCode"): service tag BCD,
//          version 002, UTF-8, level M, at most 331 bytes (version 13 of the QR code)
//   Swiss  Swiss Implementation Guidelines QR-bill 2.3: SPC, version 0200, structured addresses
//          alone (combined ones ended on 2025-11-21), level M, at most 997 characters
//   link   the policy's payment link
//
// Every element is one clean line, so that no name adds an element. What the standard forbids is a
// fault and gives no code: a code that a bank reads differently is worse than none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/money.h"
#include "core/result.h"
#include "render/notice_documents.h"

namespace dunning {

// What either code has room for beside the amount.
inline constexpr std::size_t remittance_characters = 140;

struct EpcTransfer {
    std::string name;  // of the beneficiary, at most 70 characters
    std::string iban;
    std::string bic = {};         // optional within the European Economic Area
    Money amount;                 // EUR 0.01 to 999,999,999.99
    std::string reference = {};   // ISO 11649, and then no remittance
    std::string remittance = {};  // at most 140 characters
};

Result<std::string> epc_payload(const EpcTransfer& transfer);

// Name and town 70 and 35 characters, street 70, postcode 16; the country is ISO 3166-1 alpha-2.
struct BillAddress {
    std::string name;
    std::string street = {};  // may hold the number of the house as well, and may be empty
    std::string house = {};
    std::string postal_code;
    std::string city;
    std::string country;

    friend bool operator==(const BillAddress&, const BillAddress&) = default;
};

struct SwissBill {
    std::string iban;  // of CH or LI
    BillAddress creditor;
    Money amount;                            // CHF or EUR, 0.01 to 999,999,999.99
    std::optional<BillAddress> debtor = {};  // left for the payer to fill in when there is none
    std::string reference = {};              // 27 digits for a QR-IBAN, else ISO 11649 or none
    std::string message = {};                // at most 140 characters

    friend bool operator==(const SwissBill&, const SwissBill&) = default;
};

Result<std::string> swiss_payload(const SwissBill& bill);

// Whether the text consists of the characters that a QR-bill allows (section 4.1.1): Latin of
// Basic Latin, Latin-1 Supplement and Latin Extended-A, the Romanian letters with comma, and the
// euro sign.
bool is_swiss_text(std::string_view text);

// The code of a notice: the policy's [payment] qr, filled in with the notice's amount and
// reference. None when the policy wants none or the notice does not allow it:
//   EPC      a claim in another currency than EUR
//   Swiss    one in another than CHF and EUR; a QR-IBAN without exactly one invoice that has a
//            QR reference, since that account takes no other payment. The debtor is left open when
//            his address is not complete.
//   any      what the standard forbids (see above)
struct NoticeCode {
    PaymentCode kind = PaymentCode::link;
    std::string payload;
    std::optional<SwissBill> bill = {};  // of a Swiss code, for the payment slip

    friend bool operator==(const NoticeCode&, const NoticeCode&) = default;
};
std::optional<NoticeCode> payment_code(const NoticeContext& context);

}  // namespace dunning
