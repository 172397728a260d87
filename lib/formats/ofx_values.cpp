#include "formats/ofx_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "formats/statement_text.h"

namespace dunning {
namespace {

using namespace statement;

constexpr std::string_view aggregates[] = {"AVAILBAL",
                                           "BAL",
                                           "BALLIST",
                                           "BANKACCTFROM",
                                           "BANKACCTTO",
                                           "BANKMSGSRSV1",
                                           "BANKTRANLIST",
                                           "BANKTRANLISTP",
                                           "CASHADVBALAMT",
                                           "CCACCTFROM",
                                           "CCACCTTO",
                                           "CCSTMTRS",
                                           "CCSTMTTRNRS",
                                           "CREDITCARDMSGSRSV1",
                                           "CURRENCY",
                                           "FI",
                                           "IMAGEDATA",
                                           "INVACCTFROM",
                                           "INVBAL",
                                           "INVBANKTRAN",
                                           "INVPOSLIST",
                                           "INVSTMTMSGSRSV1",
                                           "INVSTMTRS",
                                           "INVSTMTTRNRS",
                                           "INVTRANLIST",
                                           "LEDGERBAL",
                                           "OFX",
                                           "ORIGCURRENCY",
                                           "PAYEE",
                                           "REWARDINFO",
                                           "SECLISTMSGSRSV1",
                                           "SIGNONMSGSRSV1",
                                           "SONRS",
                                           "STATUS",
                                           "STMTRS",
                                           "STMTTRN",
                                           "STMTTRNP",
                                           "STMTTRNRS"};

static_assert(std::ranges::is_sorted(aggregates));

struct FieldPlace {
    std::string_view parent;
    std::string_view name;
    OfxField field;
};

constexpr FieldPlace places[] = {
    {"STMTTRN", "TRNTYPE", OfxField::type},
    {"STMTTRN", "DTPOSTED", OfxField::posted},
    {"STMTTRN", "DTAVAIL", OfxField::available},
    {"STMTTRN", "TRNAMT", OfxField::amount},
    {"STMTTRN", "FITID", OfxField::fitid},
    {"STMTTRN", "CHECKNUM", OfxField::check_number},
    {"STMTTRN", "NAME", OfxField::name},
    {"STMTTRN", "EXTDNAME", OfxField::extended_name},
    {"STMTTRN", "MEMO", OfxField::memo},
    {"STMTTRN", "CORRECTFITID", OfxField::corrected},
    {"STMTTRN", "CORRECTACTION", OfxField::correction},
    {"STMTTRNP", "TRNTYPE", OfxField::type},
    {"STMTTRNP", "DTTRAN", OfxField::pending_day},
    {"STMTTRNP", "TRNAMT", OfxField::amount},
    {"STMTTRNP", "NAME", OfxField::name},
    {"STMTTRNP", "EXTDNAME", OfxField::extended_name},
    {"STMTTRNP", "MEMO", OfxField::memo},
    {"PAYEE", "NAME", OfxField::payee},
    {"BANKACCTTO", "ACCTID", OfxField::other_account},
    {"CCACCTTO", "ACCTID", OfxField::other_account},
    {"CURRENCY", "CURSYM", OfxField::currency},
    {"STMTRS", "CURDEF", OfxField::default_currency},
    {"CCSTMTRS", "CURDEF", OfxField::default_currency},
    {"BANKACCTFROM", "BANKID", OfxField::bank},
    {"BANKACCTFROM", "ACCTID", OfxField::account},
    {"CCACCTFROM", "ACCTID", OfxField::account},
    {"BANKTRANLIST", "DTSTART", OfxField::start},
    {"BANKTRANLIST", "DTEND", OfxField::end},
    {"LEDGERBAL", "BALAMT", OfxField::balance},
    {"LEDGERBAL", "DTASOF", OfxField::balance_day},
    {"STMTTRNRS", "TRNUID", OfxField::answer},
    {"CCSTMTTRNRS", "TRNUID", OfxField::answer},
    {"STATUS", "CODE", OfxField::code},
    {"STATUS", "SEVERITY", OfxField::severity},
    {"STATUS", "MESSAGE", OfxField::message},
};

bool is_time_character(char c) {
    return is_digit(c) || c == '.';
}

struct AmountParts {
    bool negative = false;
    char mark = '\0';
    std::string_view whole;
    std::string_view fraction;
};

std::optional<AmountParts> split_amount(std::string_view text) {
    AmountParts parts;
    if (text.starts_with('-') || text.starts_with('+')) {
        parts.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto mark = text.find_first_of(".,");
    parts.whole = text.substr(0, mark);
    if (mark != std::string_view::npos) {
        parts.mark = text[mark];
        parts.fraction = text.substr(mark + 1);
    }
    const auto is_digits = [](std::string_view part) { return part.empty() || are_digits(part); };
    const bool is_number = is_digits(parts.whole) && is_digits(parts.fraction) &&
                           (!parts.whole.empty() || !parts.fraction.empty());
    return is_number ? std::optional(parts) : std::nullopt;
}

// "1,234" is a thousand at one bank and one and a bit at another. A point before three digits is a
// decimal point only where the currency has three or more.
bool is_ambiguous(const AmountParts& parts, Currency currency) {
    if (parts.fraction.size() != 3 || parts.whole.empty()) return false;
    return parts.mark == ',' || currency.digits() < 3;
}

}  // namespace

std::optional<Date> ofx_day(std::string_view text) {
    constexpr std::size_t day_size = 8;
    const auto day = exact_day(text.substr(0, day_size));
    if (!day || text.size() < day_size) return std::nullopt;
    const auto time = text.substr(day_size);
    const auto* const zone = std::ranges::find_if_not(time, is_time_character);
    const bool is_time = zone == time.end() || (*zone == '[' && time.ends_with(']'));
    return is_time ? day : std::nullopt;
}

Result<Money> ofx_amount(std::string_view text, Currency currency) {
    const auto parts = split_amount(text);
    if (!parts) return Fault{fmt::format("'{}' is no amount", shown(text)), "expected: -1234.56"};
    if (is_ambiguous(*parts, currency)) {
        return Fault{fmt::format("'{}' may be with thousands or with decimals", shown(text)),
                     "expected: -1234.56, without a thousands separator"};
    }
    std::string decimal = parts->negative ? "-" : "";
    decimal += parts->whole.empty() ? "0" : parts->whole;
    if (!parts->fraction.empty()) decimal += "." + std::string(parts->fraction);
    auto amount = parse_money(decimal, currency);
    if (amount) return amount;
    return Fault{fmt::format("'{}' is no amount in {}", shown(text), currency.code())};
}

std::string ofx_format(std::string_view header) {
    constexpr std::string_view key = "VERSION";
    for (auto at = header.find(key); at != std::string_view::npos; at = header.find(key, at + 1)) {
        auto value = header.substr(at + key.size());
        value.remove_prefix(std::min(value.find_first_not_of(":=\"' "), value.size()));
        const auto digits = value.substr(0, 3);
        if (digits.size() == 3 && are_digits(digits)) {
            return fmt::format("ofx {}.{}.{}", digits[0], digits[1], digits[2]);
        }
    }
    return "ofx";
}

std::optional<OfxField> ofx_field(std::string_view parent, std::string_view name) {
    const auto is_here = [&](const FieldPlace& place) {
        return place.name == name && place.parent == parent;
    };
    const auto* const found = std::ranges::find_if(places, is_here);
    return found == std::end(places) ? std::nullopt : std::optional(found->field);
}

bool is_ofx_aggregate(std::string_view name) {
    return std::ranges::binary_search(aggregates, name);
}

}  // namespace dunning
