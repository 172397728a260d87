#include "app/import_snapshot.h"

#include <fmt/format.h>

#include "core/check.h"
#include "core/money_sums.h"

namespace dunning {
namespace {

struct Settlement {
    OpenInvoice invoice;
    Money amount;
};

// The open invoices held against the list.
struct Comparison {
    MoneySums open;  // here, before anything is settled
    std::vector<Settlement> settlements;
    std::size_t more_open = 0;  // invoices of which the list has more open than the ledger
};

Comparison compare(const Ledger& ledger, const std::map<std::string, Money>& listed) {
    Comparison found;
    for (OpenInvoice& invoice : ledger.open_invoices()) {
        add_to(found.open, invoice.open);
        const auto still = listed.find(invoice.number);
        const Money settled = still == listed.end() ? invoice.open : invoice.open - still->second;
        if (settled.is_negative()) ++found.more_open;
        if (settled.is_positive()) found.settlements.push_back({std::move(invoice), settled});
    }
    return found;
}

void check_drop(const Comparison& found, const SnapshotGuard& guard, FileReport& report) {
    MoneySums settled;
    for (const Settlement& one : found.settlements) add_to(settled, one.amount);
    for (const auto& [currency, sum] : settled) {
        const Money& whole = found.open.at(currency);
        if (Wide{sum.minor()} * 100 <= Wide{whole.minor()} * guard.max_drop_percent) continue;
        report.diagnostics.error(
            {report.file},
            fmt::format("the list would settle {} of the {} {} that are open, more than {} %",
                        to_decimal(sum), to_decimal(whole), currency, guard.max_drop_percent),
            "the file may have been cut off; if it is whole: --max-drop 100");
    }
}

void settle(Ledger& ledger, const Settlement& one, const ImportRun& run, FileReport& report) {
    std::string id = fmt::format("{} settled {}", one.invoice.number, to_text(run.stamp.as_of));
    while (ledger.has_receipt(ReceiptKind::payment, id)) id += "'";
    const auto put = ledger.put(Receipt{.kind = ReceiptKind::payment,
                                        .id = id,
                                        .customer = one.invoice.customer,
                                        .date = run.stamp.as_of,
                                        .amount = one.amount,
                                        .invoice = one.invoice.number,
                                        .reference = {},
                                        .method = "snapshot"},
                                {run.batch, 0}, run.stamp);
    DUNNING_CHECK(put.has_value());
    ++report.settled;
}

}  // namespace

void settle_snapshot(Ledger& ledger, const std::map<std::string, Money>& open,
                     const SnapshotGuard& guard, const ImportRun& run, FileReport& report) {
    const Comparison found = compare(ledger, open);
    check_drop(found, guard, report);
    if (report.diagnostics.has_errors()) return;
    for (const Settlement& one : found.settlements) settle(ledger, one, run, report);
    report.more_open = found.more_open;
}

}  // namespace dunning
