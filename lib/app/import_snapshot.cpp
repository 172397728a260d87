#include "app/import_snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/check.h"
#include "core/list_settlement.h"
#include "core/money_sums.h"

namespace dunning {
namespace {

struct Settlement {
    OpenInvoice invoice;
    Money amount;      // negative: what an earlier list had settled is open again
    Money still_open;  // in the list
};

// The open invoices held against the list.
struct Comparison {
    std::vector<Settlement> settlements;
    std::vector<Settlement> reopened;
    std::size_t more_open = 0;  // invoices of which the list has more open, and no list settled it
};

// Of each invoice on the list, how much more of it is open there than here.
std::map<std::string, Money> more_on_the_list(const std::vector<OpenInvoice>& open,
                                              std::map<std::string, Money> listed) {
    for (const OpenInvoice& invoice : open) {
        if (const auto found = listed.find(invoice.number); found != listed.end()) {
            found->second -= invoice.open;
        }
    }
    std::erase_if(listed, [](const auto& each) { return !each.second.is_positive(); });
    return listed;
}

// A list that has an invoice again which an earlier one had not: that one was wrong about it, or
// the money went back. On one day the later list has the last word.
void compare_with_earlier_lists(const Ledger& ledger, Date day,
                                const std::map<std::string, Money>& listed,
                                std::map<std::string, Money> more, Comparison& found) {
    if (more.empty()) return;
    for (OpenInvoice& settled : ledger.settled_by_snapshots(day)) {
        const auto again = more.find(settled.number);
        if (again == more.end()) continue;
        const Money amount = std::min(settled.open, again->second);
        again->second -= amount;
        const Money& still_open = listed.at(settled.number);
        found.reopened.push_back({std::move(settled), -amount, still_open});
    }
    found.more_open = static_cast<std::size_t>(
        std::ranges::count_if(more, [](const auto& each) { return each.second.is_positive(); }));
}

Comparison compare(const Ledger& ledger, const std::map<std::string, Money>& listed, Date day) {
    Comparison found;
    std::vector<OpenInvoice> open = invoices_open_on(ledger, day);
    compare_with_earlier_lists(ledger, day, listed, more_on_the_list(open, listed), found);
    for (OpenInvoice& invoice : open) {
        const auto still = listed.find(invoice.number);
        const Money still_open =
            still == listed.end() ? Money::zero(invoice.open.currency()) : still->second;
        const Money settled = invoice.open - still_open;
        if (settled.is_positive()) {
            found.settlements.push_back({std::move(invoice), settled, still_open});
        }
    }
    return found;
}

// Of what was open before the file came: what it brings itself says nothing of what it has lost.
void check_drop(const std::vector<OpenInvoice>& before, const std::map<std::string, Money>& listed,
                const SnapshotGuard& guard, FileReport& report) {
    MoneySums open;
    MoneySums settled;
    for (const OpenInvoice& invoice : before) {
        add_to(open, invoice.open);
        const auto still = listed.find(invoice.number);
        const bool is_listed =
            still != listed.end() && still->second.currency() == invoice.open.currency();
        const Money gone = is_listed ? invoice.open - still->second : invoice.open;
        if (gone.is_positive()) add_to(settled, gone);
    }
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

// Lists of one day follow each other by these ids: an apostrophe comes after a blank.
std::string id_of(const Ledger& ledger, const Settlement& one, Date day) {
    const auto is_taken = [&](const std::string& id) {
        return ledger.has_receipt(ReceiptKind::payment, id);
    };
    constexpr std::string_view settled = " settled";
    constexpr std::string_view open_again = " open again";
    std::string id = fmt::format("{} {}", one.invoice.number, to_text(day));
    while (is_taken(fmt::format("{}{}", id, settled)) ||
           is_taken(fmt::format("{}{}", id, open_again))) {
        id += "'";
    }
    return id.append(one.amount.is_negative() ? open_again : settled);
}

void settle(Ledger& ledger, const Settlement& one, const ImportRun& run) {
    const std::string id = id_of(ledger, one, run.stamp.as_of);
    const auto put = ledger.put(Receipt{.kind = ReceiptKind::payment,
                                        .id = id,
                                        .customer = one.invoice.customer,
                                        .date = run.stamp.as_of,
                                        .amount = one.amount,
                                        .invoice = one.invoice.number,
                                        .reference = {},
                                        .method = method_of_list(one.still_open)},
                                {run.batch, 0}, run.stamp);
    DUNNING_CHECK(put.has_value());
}

}  // namespace

std::vector<OpenInvoice> invoices_open_on(const Ledger& ledger, Date day) {
    struct Item {
        RowId customer = 0;
        RowId invoice = 0;
        Money open;
    };
    std::vector<Item> items;
    const auto charges = ledger.charge_rows();
    ledger.for_each_open_item(day, [&](const OpenAmount& item) {
        if (charges.contains(item.invoice)) return;
        const Currency currency = *Currency::from_code(item.currency);
        items.push_back({item.customer, item.invoice, Money(item.open_minor, currency)});
    });
    std::ranges::sort(items, {}, &Item::invoice);
    std::vector<RowId> rows;
    for (const Item& item : items) rows.push_back(item.invoice);
    std::map<RowId, std::string> codes;
    for (CustomerName& customer : ledger.customer_names()) {
        codes.emplace(customer.id, std::move(customer.code));
    }
    std::vector<OpenInvoice> open;
    auto item = items.begin();
    ledger.for_each_invoice_detail(rows, [&](InvoiceDetail detail) {
        open.push_back({std::move(detail.number), codes.at(item->customer), item->open});
        ++item;
    });
    return open;
}

void settle_snapshot(Ledger& ledger, const std::vector<OpenInvoice>& before,
                     const std::map<std::string, Money>& open, const SnapshotGuard& guard,
                     const ImportRun& run, FileReport& report) {
    const Comparison found = compare(ledger, open, run.stamp.as_of);
    check_drop(before, open, guard, report);
    if (report.diagnostics.has_errors()) return;
    for (const Settlement& one : found.settlements) settle(ledger, one, run);
    for (const Settlement& one : found.reopened) settle(ledger, one, run);
    report.settled = found.settlements.size();
    report.reopened = found.reopened.size();
    report.more_open = found.more_open;
}

}  // namespace dunning
