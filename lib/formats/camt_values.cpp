#include "formats/camt_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t longest_amount = 40;
constexpr std::size_t most_decimals = 5;

// XML Schema also allows "+5", ".5" and "5." for a decimal.
std::string plain_decimal(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::string plain(text);
    if (plain.starts_with('.')) plain.insert(0, "0");
    if (plain.ends_with('.')) plain.pop_back();
    return plain;
}

std::optional<Fault> fault_of_amount(std::string_view text) {
    if (text.empty()) return Fault{"an amount without a number"};
    if (text.size() > longest_amount) return Fault{fmt::format("{} is no amount", quoted(text))};
    if (text.starts_with('-')) {
        return Fault{fmt::format("the amount {} has a sign", quoted(text)),
                     "amounts are unsigned in camt files; CdtDbtInd says DBIT"};
    }
    const auto point = text.find('.');
    if (point != std::string_view::npos && text.size() - point - 1 > most_decimals) {
        return Fault{fmt::format("the amount {} has more than {} decimal places", quoted(text),
                                 most_decimals)};
    }
    return std::nullopt;
}

Result<Money> parse_camt_amount(std::string_view text, std::string_view code) {
    if (auto fault = fault_of_amount(text)) return *std::move(fault);
    if (code.empty()) return Fault{fmt::format("the amount {} has no currency (Ccy)", text)};
    const auto currency = Currency::from_code(code);
    if (!currency) return Fault{fmt::format("{} is not a currency", quoted(code))};
    auto amount = parse_money(plain_decimal(text), *currency);
    if (!amount) return Fault{"amount " + amount.error().what, amount.error().remedy};
    return amount;
}

}  // namespace

void CamtSource::error(const pugi::xml_node& at, std::string what, std::string remedy) const {
    diagnostics.error(document.place(at), std::move(what), std::move(remedy));
}

void CamtSource::doubt(const pugi::xml_node& at, std::string what, std::string remedy) const {
    diagnostics.doubt(document.place(at), std::move(what), std::move(remedy));
}

void CamtSource::warning(const pugi::xml_node& at, std::string what, std::string remedy) const {
    diagnostics.warning(document.place(at), std::move(what), std::move(remedy));
}

std::string quoted(std::string_view text) {
    return "'" + excerpt(text, 40) + "'";
}

std::optional<Money> read_camt_amount(const CamtSource& source, const pugi::xml_node& amount) {
    auto read = parse_camt_amount(text_of(amount), amount.attribute("Ccy").value());
    if (read) return *read;
    source.error(amount, read.error().what, read.error().remedy);
    return std::nullopt;
}

std::optional<Money> with_camt_sign(const CamtSource& source, const pugi::xml_node& parent,
                                    std::optional<Money> amount) {
    const auto indicator = child(parent, "CdtDbtInd");
    const auto text = text_of(indicator);
    if (text == "CRDT") return amount;
    if (text == "DBIT") return amount ? std::optional(-*amount) : std::nullopt;
    source.error(indicator ? indicator : parent,
                 fmt::format("CdtDbtInd is {}, not CRDT or DBIT", quoted(text)));
    return std::nullopt;
}

std::optional<Date> read_camt_day_text(const CamtSource& source, const pugi::xml_node& day) {
    constexpr std::size_t size = 10;  // of "2026-11-21"
    const auto text = text_of(day);
    const auto rest = text.substr(std::min(size, text.size()));
    const bool ends_well = rest.empty() || std::string_view("TZ+-").find(rest[0]) != rest.npos;
    if (!ends_well || text.size() > 64) {
        source.error(day, fmt::format("{} is not a date", quoted(text)));
        return std::nullopt;
    }
    const auto date = parse_date(text.substr(0, size));
    if (date) return *date;
    source.error(day, date.error().what, date.error().remedy);
    return std::nullopt;
}

std::optional<Date> read_camt_day(const CamtSource& source, const pugi::xml_node& choice) {
    for (const auto* const name : {"Dt", "DtTm"}) {
        if (const auto day = child(choice, name)) return read_camt_day_text(source, day);
    }
    return std::nullopt;
}

std::optional<bool> read_camt_flag(const CamtSource& source, const pugi::xml_node& flag) {
    const auto text = text_of(flag);
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    if (!text.empty()) {
        source.error(flag,
                     fmt::format("{} is {}, not true or false", local_name(flag), quoted(text)));
    }
    return std::nullopt;
}

std::string meaningful_reference(std::string_view text) {
    const bool none = equal_but_for_case(text, "NOTPROVIDED") ||
                      equal_but_for_case(text, "NOT PROVIDED") ||
                      equal_but_for_case(text, "NONREF");
    return none ? std::string() : std::string(text);
}

std::string without_spaces(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    return result;
}

}  // namespace dunning
