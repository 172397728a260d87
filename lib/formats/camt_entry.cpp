#include "formats/camt_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "formats/camt_transfer.h"

namespace dunning {
namespace {

// The status is a text up to version 04, a code or words of the bank within it later. Without one
// the entry counts: version 02 files of some banks leave it out of statements.
EntryStatus read_status(const CamtSource& source, const pugi::xml_node& entry) {
    constexpr std::array<std::string_view, 3> pending = {"PDNG", "INFO", "FUTR"};
    const auto status = child(entry, "Sts");
    auto text = text_of(status);
    if (text.empty()) text = text_at(status, {"Cd"});
    if (text.empty()) text = text_at(status, {"Prtry"});
    if (text.empty() || text == "BOOK") return EntryStatus::booked;
    if (std::ranges::find(pending, text) == pending.end()) {
        source.warning(status, fmt::format("the status {} is not known; the entry is taken as "
                                           "pending",
                                           quoted(text)));
    }
    return EntryStatus::pending;
}

// "PMNT-RCDT-ESCT", or the bank's own code.
std::string type_of(const pugi::xml_node& parent) {
    const auto code = child(parent, "BkTxCd");
    const auto domain = child(code, "Domn");
    std::string type(text_at(domain, {"Cd"}));
    if (type.empty()) return std::string(text_at(code, {"Prtry", "Cd"}));
    for (const auto part :
         {text_at(domain, {"Fmly", "Cd"}), text_at(domain, {"Fmly", "SubFmlyCd"})}) {
        if (!part.empty()) type += "-" + std::string(part);
    }
    return type;
}

// Bookings that only exist to take one back (ISO 20022 external code set, bank transaction
// sub-families): unpaid direct debit, reversals after a return, a cancellation, a payment reversal.
bool is_type_of_return(std::string_view type) {
    constexpr std::array<std::string_view, 4> endings = {"-UPDD", "-RRTN", "-RPCR", "-PRDD"};
    return type.starts_with("PMNT-") && std::ranges::any_of(endings, [type](std::string_view end) {
               return type.ends_with(end);
           });
}

// Direct debits that we have issued (family IDDT): what is credited there beside the collection is
// one that had been returned, and is paid after all. Credit transfers leave it open: RCDT is also
// the family that some banks give to our own payments when they come back.
bool is_type_of_our_debits(std::string_view type) {
    return type.starts_with("PMNT-IDDT");
}

// How many transfers the bank says that the entry holds.
int batch_size_of(const CamtSource& source, const pugi::xml_node& entry) {
    constexpr int most = 100'000'000;
    int size = 0;
    for_each_child(entry, "NtryDtls", [&](const pugi::xml_node& details) {
        const auto number = descend(details, {"Btch", "NbOfTxs"});
        const auto text = text_of(number);
        if (text.empty()) return;
        int count = 0;
        const auto* const end = text.data() + text.size();
        const auto [stop, fault] = std::from_chars(text.data(), end, count);
        if (fault != std::errc() || stop != end || count < 0 || count > most) {
            source.warning(number, fmt::format("{} is no number of transfers", quoted(text)));
        } else {
            size = std::min(size + count, most);
        }
    });
    return size;
}

struct TransferCount {
    int all = 0;
    int returned = 0;
};

TransferCount count_transfers(const pugi::xml_node& entry) {
    TransferCount count;
    for_each_child(entry, "NtryDtls", [&count](const pugi::xml_node& details) {
        for_each_child(details, "TxDtls", [&count](const pugi::xml_node& transfer) {
            ++count.all;
            if (child(transfer, "RtrInf")) ++count.returned;
        });
    });
    return count;
}

struct EntryDays {
    std::optional<Date> booked;
    std::optional<Date> value;
};

// Pending entries often have no booking day yet; booked ones must have some day.
EntryDays read_days(const CamtEntryContext& context, const pugi::xml_node& entry,
                    EntryStatus status) {
    const auto reported = context.source.diagnostics.all().size();
    EntryDays days{.booked = read_camt_day(context.source, child(entry, "BookgDt")),
                   .value = read_camt_day(context.source, child(entry, "ValDt"))};
    if (!days.booked) days.booked = days.value;
    if (!days.booked && status == EntryStatus::pending) days.booked = context.statement_day;
    if (!days.booked && context.source.diagnostics.all().size() == reported) {
        context.source.error(entry,
                             "an entry without a booking day (BookgDt) or value day (ValDt)");
    }
    if (!days.value) days.value = days.booked;
    return days;
}

std::optional<Money> read_amount(const CamtSource& source, const pugi::xml_node& entry) {
    const auto amount = child(entry, "Amt");
    if (!amount) {
        source.error(entry, "an entry without an amount (Amt)");
        return std::nullopt;
    }
    return with_camt_sign(source, entry, read_camt_amount(source, amount));
}

void warn_of_count(const CamtSource& source, const pugi::xml_node& entry, int said, int given) {
    if (said == 0 || given == 0 || said == given) return;
    source.warning(
        entry, fmt::format("the entry says that it holds {} transfers, but names {}", said, given));
}

}  // namespace

std::optional<BankEntry> read_camt_entry(const CamtEntryContext& context,
                                         const pugi::xml_node& node) {
    const auto& source = context.source;
    const auto amount = read_amount(source, node);
    const auto status = read_status(source, node);
    const auto days = read_days(context, node, status);
    const auto reversal = read_camt_flag(source, child(node, "RvslInd"));
    const int said = batch_size_of(source, node);
    if (!amount || !days.booked) return std::nullopt;
    const auto given = count_transfers(node);
    warn_of_count(source, node, said, given.all);
    const auto type =
        type_of(node).empty() ? type_of(descend(node, {"NtryDtls", "TxDtls"})) : type_of(node);
    const bool taken_back = reversal.value_or(false) || is_type_of_return(type);
    const bool reversed = taken_back || (given.all > 0 && given.returned == given.all);
    const bool cancels_return = amount->is_positive() && reversed && is_type_of_our_debits(type);
    const auto place = source.document.place(node);
    BankEntry entry{.booked = *days.booked,
                    .value = *days.value,
                    .amount = *amount,
                    .reversal = reversed,
                    .cancels_return = cancels_return,
                    .status = status,
                    .bank_reference = meaningful_reference(text_at(node, {"AcctSvcrRef"})),
                    .type = type,
                    .text = std::string(text_at(node, {"AddtlNtryInf"})),
                    .batch_size = said,
                    .line = place.line,
                    .column = place.column};
    auto transfers = read_camt_transfers({.source = source,
                                          .node = node,
                                          .amount = *amount,
                                          .reversal = taken_back,
                                          .cancels_return = cancels_return,
                                          .own_account = context.own_account,
                                          .batch_size = said});
    entry.details = std::move(transfers.details);
    entry.charges = transfers.charges;
    if (entry.details.empty()) entry.batch_size = std::max(said, given.all);
    return entry;
}

}  // namespace dunning
