#include "formats/camt_transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/camt_charges.h"
#include "formats/camt_remittance.h"

namespace dunning {
namespace {

// A transfer while its amount is still open.
struct Transfer {
    BankDetail detail;
    std::optional<Money> own = {};         // its own amount in the entry's currency, signed
    std::optional<Money> instructed = {};  // what was ordered, in the entry's currency, signed
    std::optional<bool> includes_charges = {};
};

struct Party {
    std::string name;
    std::string account;
};

// The side is "Dbtr" or "Cdtr". From version 05 on, names are one level deeper, in <Pty>.
Party party_of(const pugi::xml_node& parties, const std::string& side) {
    const auto ultimate = "Ultmt" + side;
    const auto account = side + "Acct";
    const auto first_of = [&parties](std::string_view role) {
        for (const auto text :
             {text_at(parties, {role, "Nm"}), text_at(parties, {role, "Pty", "Nm"}),
              text_at(parties, {role, "Agt", "FinInstnId", "Nm"})}) {
            if (!text.empty()) return text;
        }
        return std::string_view();
    };
    const auto name = first_of(ultimate).empty() ? first_of(side) : first_of(ultimate);
    const auto iban = text_at(parties, {account, "Id", "IBAN"});
    const auto number = iban.empty() ? text_at(parties, {account, "Id", "Othr", "Id"}) : iban;
    return {std::string(name), without_spaces(number)};
}

// The other side of the transfer. What takes a payment back keeps the parties of the payment: the
// debtor is who had paid. Some banks write it as a payment to that customer instead, and then the
// creditor is the customer and the debtor missing or ourselves.
Party counterparty_of(const CamtEntryFacts& entry, const pugi::xml_node& parties,
                      const Money& amount, bool reversal) {
    const bool with_the_debtor = amount.is_negative() == reversal || entry.cancels_return;
    const auto expected = party_of(parties, with_the_debtor ? "Dbtr" : "Cdtr");
    const bool is_us = !entry.own_account.empty() && expected.account == entry.own_account;
    const bool is_missing = expected.name.empty() && expected.account.empty();
    if (!reversal || (!is_us && !is_missing)) return expected;
    return party_of(parties, with_the_debtor ? "Cdtr" : "Dbtr");
}

std::string first_reference(const pugi::xml_node& references) {
    for (const auto* const name : {"AcctSvcrRef", "TxId", "UETR"}) {
        auto text = meaningful_reference(text_at(references, {name}));
        if (!text.empty()) return text;
    }
    return {};
}

// The code, when it says anything; NARR refers to the words beside it.
std::string return_reason_of(const pugi::xml_node& transfer) {
    const auto returned = child(transfer, "RtrInf");
    const auto code = text_at(returned, {"Rsn", "Cd"});
    const auto words = text_at(returned, {"AddtlInf"});
    const auto own_code = text_at(returned, {"Rsn", "Prtry"});
    if (!code.empty() && (code != "NARR" || words.empty())) return std::string(code);
    return std::string(!own_code.empty() ? own_code : words);
}

std::optional<Money> amount_in(const CamtEntryFacts& entry, const pugi::xml_node& node) {
    if (!node) return std::nullopt;
    const auto amount = read_camt_amount(entry.source, node);
    const bool same = amount && amount->currency() == entry.amount.currency();
    return same ? amount : std::nullopt;
}

// Version 04 and later say the amount of a transfer, version 02 only its details. The counter value
// is there for one that was made in another currency.
std::optional<Money> own_amount(const CamtEntryFacts& entry, const pugi::xml_node& transfer) {
    const auto details = child(transfer, "AmtDtls");
    for (const auto& node : {child(transfer, "Amt"), descend(details, {"TxAmt", "Amt"}),
                             descend(details, {"CntrValAmt", "Amt"})}) {
        if (auto amount = amount_in(entry, node)) return amount;
    }
    return std::nullopt;
}

std::optional<Money> signed_like(const Money& model, std::optional<Money> amount) {
    return amount && model.is_negative() ? -*amount : amount;
}

Transfer read_transfer(const CamtEntryFacts& entry, const pugi::xml_node& node) {
    // A transfer may go against its batch; version 02 cannot say so.
    const auto unit = Money(entry.amount.is_negative() ? -1 : 1, entry.amount.currency());
    const auto own_unit = child(node, "CdtDbtInd")
                              ? with_camt_sign(entry.source, node, Money(1, unit.currency()))
                              : std::optional(unit);
    const auto sign = own_unit.value_or(unit);
    const auto charges = read_camt_charges(entry.source, node);
    auto remittance = read_camt_remittance(node);
    const auto reversal = entry.reversal || child(node, "RtrInf");
    auto party = counterparty_of(entry, child(node, "RltdPties"), sign, reversal);
    return {.detail = {.amount = entry.amount,
                       .counterparty = std::move(party.name),
                       .counterparty_account = std::move(party.account),
                       .end_to_end_id = meaningful_reference(text_at(node, {"Refs", "EndToEndId"})),
                       .bank_reference = first_reference(child(node, "Refs")),
                       .reference = std::move(remittance.reference),
                       .text = std::move(remittance.text),
                       .return_reason = return_reason_of(node),
                       .returned = !child(node, "RtrInf").empty(),
                       .charges = charges.total,
                       .line = entry.source.document.place(node).line},
            .own = signed_like(sign, own_amount(entry, node)),
            .instructed =
                signed_like(sign, amount_in(entry, descend(node, {"AmtDtls", "InstdAmt", "Amt"}))),
            .includes_charges = charges.included};
}

// An entry that says nothing of its transfer is itself the transfer.
BankDetail entry_as_detail(const CamtEntryFacts& entry) {
    return {.amount = entry.amount,
            .text = std::string(text_at(entry.node, {"AddtlNtryInf"})),
            .line = entry.source.document.place(entry.node).line};
}

// What a single transfer leaves unsaid, its entry says.
void take_over_from_entry(const CamtEntryFacts& entry, Transfer& transfer) {
    auto& detail = transfer.detail;
    if (detail.bank_reference.empty()) {
        detail.bank_reference = meaningful_reference(text_at(entry.node, {"AcctSvcrRef"}));
    }
    if (detail.charges) return;
    const auto charges = read_camt_charges(entry.source, entry.node);
    detail.charges = charges.total;
    transfer.includes_charges = charges.included;
}

bool has_charges(const Transfer& transfer) {
    const auto& detail = transfer.detail;
    return detail.charges && detail.charges->currency() == detail.amount.currency();
}

Wide charges_minor(const Transfer& transfer) {
    return has_charges(transfer) ? transfer.detail.charges->minor() : 0;
}

// The bank says whether the amount contains the charges, or the order that came with it shows it.
bool charges_are_inside(const Transfer& transfer) {
    if (!has_charges(transfer)) return false;
    if (transfer.includes_charges) return *transfer.includes_charges;
    const auto& detail = transfer.detail;
    return transfer.instructed && detail.amount + *detail.charges == *transfer.instructed;
}

bool is_return(const CamtEntryFacts& entry, const Transfer& transfer) {
    return entry.reversal || transfer.detail.returned;
}

// Of a return the difference between what was booked and what had been paid is what the bank took
// for it, or gives back with one that is cancelled, whatever it names of it. As in MT940.
void settle_charges(const CamtEntryFacts& entry, Transfer& transfer) {
    BankDetail& detail = transfer.detail;
    const auto& paid = transfer.instructed;
    const bool went_out = detail.amount.is_negative();
    const bool is_more = is_return(entry, transfer) && paid && !paid->is_zero() &&
                         paid->is_negative() == went_out &&
                         (went_out ? *paid > detail.amount : *paid < detail.amount);
    if (is_more) detail.charges = *paid - detail.amount;
    detail.charges_included = is_more || charges_are_inside(transfer);
}

std::string sums_text(const CamtEntryFacts& entry, Wide sum) {
    const auto limit = static_cast<Wide>(max_amount_minor) * 1000;
    const auto total =
        sum < -limit || sum > limit
            ? std::string("more than can be added up")
            : to_decimal(Money(static_cast<std::int64_t>(sum), entry.amount.currency()));
    return fmt::format("the transfers of this entry sum to {}, the entry to {}", total,
                       to_decimal(entry.amount));
}

// Amounts that leave the charges out, in an entry that contains them, get them added.
void include_charges(std::vector<Transfer>& transfers) {
    for (auto& transfer : transfers) {
        if (!has_charges(transfer)) continue;
        transfer.detail.amount -= *transfer.detail.charges;
        transfer.detail.charges_included = true;
    }
}

// What the bank took from a batch as a whole, where that is why the entry is not the sum.
std::optional<Money> charges_between(const CamtEntryFacts& entry, Wide sum) {
    if (sum == entry.amount.minor()) return std::nullopt;
    const auto total = read_camt_charges(entry.source, entry.node).total;
    const bool explain = total && total->currency() == entry.amount.currency() &&
                         sum - total->minor() == entry.amount.minor();
    return explain ? total : std::nullopt;
}

// Returns the charges of the entry that stand between it and the sum of its transfers.
// REQUIRES: every transfer has an amount.
std::optional<Money> tie_to_entry(const CamtEntryFacts& entry, std::vector<Transfer>& transfers) {
    Wide sum = 0;
    Wide charges = 0;
    for (auto& transfer : transfers) {
        transfer.detail.amount = *transfer.own;
        sum += transfer.own->minor();
        charges += charges_minor(transfer);
    }
    if (charges != 0 && sum - charges == entry.amount.minor()) {
        include_charges(transfers);
        return std::nullopt;
    }
    const auto between = charges_between(entry, sum);
    if (sum != entry.amount.minor() && !between) {
        entry.source.warning(entry.node, sums_text(entry, sum));
    }
    for (auto& transfer : transfers) settle_charges(entry, transfer);
    return between;
}

// What was booked for a single transfer is its entry, whatever else is said of it.
void settle_single(const CamtEntryFacts& entry, std::vector<Transfer>& transfers) {
    auto& single = transfers.front();
    take_over_from_entry(entry, single);
    const bool may_be_less = is_return(entry, single) && !has_charges(single);
    if (single.own && may_be_less && !single.instructed) {
        single.instructed = std::exchange(single.own, entry.amount);
    }
    if (!single.own) single.own = entry.amount;
    tie_to_entry(entry, transfers);
    single.detail.amount = entry.amount;
}

// False when it cannot be said what each of them was.
bool have_amounts(const CamtEntryFacts& entry, std::vector<Transfer>& transfers) {
    for (auto& transfer : transfers) {
        if (!transfer.own) transfer.own = transfer.instructed;
        if (transfer.own) continue;
        entry.source.warning(
            entry.node,
            fmt::format("the {} transfers of this entry are left out, because the one "
                        "on line {} has no amount in {}",
                        transfers.size(), transfer.detail.line, entry.amount.currency().code()));
        return false;
    }
    return true;
}

std::vector<Transfer> transfers_of(const CamtEntryFacts& entry) {
    std::vector<Transfer> transfers;
    for_each_child(entry.node, "NtryDtls", [&](const pugi::xml_node& details) {
        for_each_child(details, "TxDtls", [&](const pugi::xml_node& node) {
            transfers.push_back(read_transfer(entry, node));
        });
    });
    return transfers;
}

}  // namespace

CamtTransfers read_camt_transfers(const CamtEntryFacts& entry) {
    CamtTransfers result;
    auto transfers = transfers_of(entry);
    if (transfers.empty() && entry.batch_size > 1) return {};
    if (transfers.empty()) transfers.push_back({.detail = entry_as_detail(entry)});
    if (transfers.size() == 1 && entry.batch_size <= 1) {
        settle_single(entry, transfers);
    } else if (have_amounts(entry, transfers)) {
        result.charges = tie_to_entry(entry, transfers);
    } else {
        return {};
    }
    for (auto& transfer : transfers) result.details.push_back(std::move(transfer.detail));
    return result;
}

}  // namespace dunning
