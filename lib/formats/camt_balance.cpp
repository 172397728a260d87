#include "formats/camt_balance.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace dunning {
namespace {

struct Balance {
    std::string_view type;
    Money amount;
    std::optional<Date> day;
};

std::string_view type_of(const pugi::xml_node& balance) {
    return text_at(balance, {"Tp", "CdOrPrtry", "Cd"});
}

bool is_booked_type(std::string_view type) {
    return type == "OPBD" || type == "PRCD" || type == "CLBD" || type == "ITBD";
}

// Available and forward balances say nothing of what was booked and are not read.
std::vector<Balance> booked_balances(const CamtSource& source, const pugi::xml_node& statement,
                                     const Currency& currency) {
    std::vector<Balance> balances;
    for_each_child(statement, "Bal", [&](const pugi::xml_node& node) {
        if (!is_booked_type(type_of(node))) return;
        const auto written = child(node, "Amt");
        if (!written) return source.error(node, "a balance without an amount (Amt)");
        const auto amount = with_camt_sign(source, node, read_camt_amount(source, written));
        const auto day = read_camt_day(source, child(node, "Dt"));
        if (!amount || amount->currency() != currency) return;
        balances.push_back({.type = type_of(node), .amount = *amount, .day = day});
    });
    return balances;
}

using Balances = std::vector<Balance>;

bool is_earlier(const Balance& a, const Balance& b) {
    return a.day && b.day && *a.day < *b.day;
}

std::optional<Money> first_of(const Balances& balances, std::string_view type) {
    const Balance* first = nullptr;
    for (const auto& balance : balances) {
        if (balance.type == type && (!first || is_earlier(balance, *first))) first = &balance;
    }
    return first ? std::optional(first->amount) : std::nullopt;
}

const Balance* last_of(const Balances& balances, std::string_view type) {
    const Balance* last = nullptr;
    for (const auto& balance : balances) {
        if (balance.type == type && (!last || !is_earlier(balance, *last))) last = &balance;
    }
    return last;
}

void close_with(const Balance* closing, CamtBalances& result) {
    if (closing == nullptr) return;
    result.closing = closing->amount;
    result.closed = closing->day;
}

// A first page opens with OPBD and closes with an interim balance, a last page the other way round,
// and a page between has two of them.
void use_interim_balances(const Balances& balances, CamtBalances& result) {
    const auto count = std::ranges::count(balances, "ITBD", &Balance::type);
    const bool opens = !result.opening && (result.closing || count > 1);
    if (!result.closing && (result.opening || count > 1))
        close_with(last_of(balances, "ITBD"), result);
    if (opens) result.opening = first_of(balances, "ITBD");
}

}  // namespace

std::optional<Currency> currency_of_camt_balances(const pugi::xml_node& statement) {
    std::optional<Currency> currency;
    for_each_child(statement, "Bal", [&currency](const pugi::xml_node& node) {
        if (currency || !is_booked_type(type_of(node))) return;
        currency = Currency::from_code(child(node, "Amt").attribute("Ccy").value());
    });
    return currency;
}

CamtBalances read_camt_balances(const CamtSource& source, const pugi::xml_node& statement,
                                const Currency& currency, CamtPaging paging) {
    const auto balances = booked_balances(source, statement, currency);
    CamtBalances result{.opening = first_of(balances, "OPBD")};
    close_with(last_of(balances, "CLBD"), result);
    if (!result.opening) result.opening = first_of(balances, "PRCD");
    if (paging == CamtPaging::page) use_interim_balances(balances, result);
    return result;
}

}  // namespace dunning
