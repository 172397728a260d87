#include "app/import_snapshot.h"

#include <fmt/format.h>

#include "core/check.h"

namespace dunning {
namespace {

struct Settlement {
    OpenInvoice invoice;
    Money amount;
};

// What each open invoice has less of in the list than here.
std::vector<Settlement> settlements(const Ledger& ledger, const std::map<std::string, Money>& open,
                                    std::size_t& more_open) {
    std::vector<Settlement> all;
    for (OpenInvoice& invoice : ledger.open_invoices()) {
        const auto listed = open.find(invoice.number);
        const Money still =
            listed == open.end() ? Money::zero(invoice.open.currency()) : listed->second;
        const Money settled = invoice.open - still;
        if (settled.is_negative()) ++more_open;
        if (settled.is_positive()) all.push_back({std::move(invoice), settled});
    }
    return all;
}

void check_drop(const Ledger& ledger, const std::vector<Settlement>& all,
                const SnapshotGuard& guard, FileReport& report) {
    std::map<std::string, Money> open;
    std::map<std::string, Money> settled;
    const auto add = [](std::map<std::string, Money>& sums, const Money& amount) {
        const auto [found, first] = sums.try_emplace(std::string(amount.currency().code()), amount);
        if (!first) found->second += amount;
    };
    for (const OpenInvoice& invoice : ledger.open_invoices()) add(open, invoice.open);
    for (const Settlement& one : all) add(settled, one.amount);
    for (const auto& [currency, sum] : settled) {
        const Money& whole = open.at(currency);
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
    std::size_t more_open = 0;
    const auto all = settlements(ledger, open, more_open);
    check_drop(ledger, all, guard, report);
    if (report.diagnostics.has_errors()) return;
    for (const Settlement& one : all) settle(ledger, one, run, report);
    report.more_open = more_open;
}

}  // namespace dunning
