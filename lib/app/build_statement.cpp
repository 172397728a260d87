#include "app/build_statement.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/check.h"
#include "render/statement_letter.h"

namespace dunning {
namespace {

StatementLine::Kind kind_of(const Receipt& receipt) {
    switch (receipt.kind) {
        case ReceiptKind::payment:
            return StatementLine::Kind::payment;
        case ReceiptKind::discount:
            return StatementLine::Kind::discount;
        case ReceiptKind::waiver:
            return StatementLine::Kind::waiver;
        case ReceiptKind::credit:
            break;
    }
    return StatementLine::Kind::credit;
}

// A charge that later facts have left nothing of is owed by nobody, and never was; report charges
// says why.
bool is_corrected_away(const Invoice& invoice) {
    return invoice.kind != DebtKind::principal && invoice.amount.is_zero();
}

StatementLine::Kind kind_of(const Invoice& invoice) {
    switch (invoice.kind) {
        case DebtKind::interest:
            return StatementLine::Kind::interest;
        case DebtKind::costs:
            return StatementLine::Kind::costs;
        case DebtKind::principal:
            break;
    }
    return StatementLine::Kind::invoice;
}

class StatementBuilder {
  public:
    StatementBuilder(const CustomerHistory& history, const Policy& policy,
                     const StatementRequest& request)
        : history_(history), policy_(policy), request_(request) {
        for (const AllocationFact& allocation : history.allocations) {
            if (allocation.day > request.period.to) continue;
            of_invoice_[allocation.invoice] += allocation.amount_minor;
            of_receipt_[allocation.receipt] += allocation.amount_minor;
        }
    }

    std::vector<StatementAccount> build() {
        add_invoices();
        add_receipts();
        std::vector<StatementAccount> accounts;
        for (auto& [code, account] : accounts_) {
            finish(account);
            accounts.push_back(std::move(account));
        }
        return accounts;
    }

  private:
    StatementAccount& account(const Currency& currency) {
        const Money zero = Money::zero(currency);
        const auto [found, is_new] = accounts_.try_emplace(std::string(currency.code()),
                                                           StatementAccount{.currency = currency,
                                                                            .opening = zero,
                                                                            .invoiced = zero,
                                                                            .paid = zero,
                                                                            .credited = zero,
                                                                            .closing = zero,
                                                                            .overdue = zero,
                                                                            .on_account = zero});
        if (is_new) found->second.buckets.assign(policy_.aging.size(), zero);
        return found->second;
    }

    void add_invoices() {
        const Date end = request_.period.to;
        for (std::size_t i = 0; i < history_.invoices.size(); ++i) {
            const Invoice& invoice = history_.invoices[i];
            if (invoice.issued > end || is_corrected_away(invoice)) continue;
            StatementAccount& into = account(invoice.amount.currency());
            const Money open =
                invoice.amount - Money(of_invoice_[history_.invoice_ids[i]], into.currency);
            const int past = days_past(invoice.issued, invoice.due, policy_.aging_basis, end);
            into.buckets[policy_.aging.bucket_of(past)] += open;
            if (invoice.due < end) into.overdue += open;
            const bool is_open = !open.is_zero();
            add({.kind = kind_of(invoice),
                 .day = invoice.issued,
                 .code = invoice.number,
                 .reference = invoice.charged_on.empty() ? invoice.reference : invoice.charged_on,
                 .due = invoice.due,
                 .amount = invoice.amount,
                 .open = open,
                 .balance = into.opening,
                 .days_overdue = is_open ? std::max(end - invoice.due, 0) : 0},
                into);
        }
    }

    void add_receipts() {
        for (std::size_t i = 0; i < history_.receipts.size(); ++i) {
            const Receipt& receipt = history_.receipts[i];
            if (receipt.date > request_.period.to) continue;
            StatementAccount& into = account(receipt.amount.currency());
            const RowId id = history_.receipt_ids[i];
            const Money left = id == 0 ? Money::zero(into.currency)
                                       : receipt.amount - Money(of_receipt_[id], into.currency);
            into.on_account += left;
            add({.kind = kind_of(receipt),
                 .day = receipt.date,
                 .code = receipt.id,
                 .reference = receipt.invoice.empty() ? receipt.reference : receipt.invoice,
                 .amount = -receipt.amount,
                 .open = -left,
                 .balance = into.opening},
                into);
        }
    }

    void add(StatementLine line, StatementAccount& into) {
        const bool is_before = line.day < request_.period.from;
        into.closing += line.amount;
        if (is_before) into.opening += line.amount;
        if (!is_before) add_to_sums(line, into);
        const bool is_shown =
            request_.form == StatementForm::activity ? !is_before : !line.open.is_zero();
        if (is_shown) into.lines.push_back(std::move(line));
    }

    static void add_to_sums(const StatementLine& line, StatementAccount& into) {
        switch (line.kind) {
            case StatementLine::Kind::invoice:
            case StatementLine::Kind::interest:
            case StatementLine::Kind::costs:
                into.invoiced += line.amount;
                return;
            case StatementLine::Kind::payment:
                into.paid -= line.amount;
                return;
            case StatementLine::Kind::credit:
            case StatementLine::Kind::discount:
            case StatementLine::Kind::waiver:
                into.credited -= line.amount;
                return;
        }
    }

    // Activity in the order of the days, invoices before money; open items by their due dates,
    // money on account at the end.
    void finish(StatementAccount& account) const {
        const bool is_activity = request_.form == StatementForm::activity;
        std::ranges::stable_sort(account.lines, {}, [&](const StatementLine& line) {
            const Date day = is_activity ? line.day : line.due.value_or(Date::from_days(1 << 30));
            return std::tuple(day, line.kind, line.day, line.code);
        });
        Money balance = is_activity ? account.opening : Money::zero(account.currency);
        for (StatementLine& line : account.lines) {
            balance += is_activity ? line.amount : line.open;
            line.balance = balance;
        }
        DUNNING_CHECK(balance == account.closing);
    }

    const CustomerHistory& history_;
    const Policy& policy_;
    const StatementRequest& request_;
    std::unordered_map<RowId, std::int64_t> of_invoice_;
    std::unordered_map<RowId, std::int64_t> of_receipt_;
    std::map<std::string, StatementAccount> accounts_;
};

}  // namespace

Statement build_statement(const Ledger& ledger, const Policy& policy, const std::string& customer,
                          const StatementRequest& request) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    const CustomerHistory history = ledger.history(*row);
    return {.customer = ledger.customer(customer).value(),
            .request = request,
            .accounts = StatementBuilder(history, policy, request).build()};
}

Statement build_whole_statement(const Ledger& ledger, const Policy& policy,
                                const std::string& customer, Date as_of) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    const CustomerHistory history = ledger.history(*row);
    Date first = as_of;
    if (!history.invoices.empty()) first = std::min(first, history.invoices.front().issued);
    if (!history.receipts.empty()) first = std::min(first, history.receipts.front().date);
    const StatementRequest request{.period = {first, as_of}};
    return {.customer = ledger.customer(customer).value(),
            .request = request,
            .accounts = StatementBuilder(history, policy, request).build()};
}

std::vector<std::string> customers_with_account(const Ledger& ledger, const DayRange& period,
                                                const std::string& collector) {
    std::set<RowId> rows;
    ledger.for_each_open_item(period.to,
                              [&](const OpenAmount& item) { rows.insert(item.customer); });
    for (const AccountMoney& money : ledger.on_account(period.to)) {
        if (money.customer) rows.insert(*money.customer);
    }
    ledger.for_each_invoice_issued(
        period, [&](const InvoiceFact& invoice) { rows.insert(invoice.customer); });
    ledger.for_each_receipt(period, [&](const ReceiptFact& receipt) {
        if (receipt.customer) rows.insert(*receipt.customer);
    });
    std::vector<std::string> codes;
    for (const CustomerName& name : ledger.customer_names()) {
        const bool is_wanted = collector.empty() || name.collector == collector;
        if (is_wanted && rows.contains(name.id)) codes.push_back(name.code);
    }
    std::ranges::sort(codes);
    return codes;
}

std::string print_statements(const std::vector<Statement>& statements, const Policy& policy,
                             const TemplateSet& templates) {
    return statements_pdf(statements, policy, templates);
}

}  // namespace dunning
