#include "app/dossier_tables.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/clock.h"
#include "app/interest_statement.h"
#include "app/keep_evidence.h"
#include "app/list_agreements.h"
#include "core/check.h"
#include "core/joined.h"
#include "core/list_settlement.h"
#include "text/csv.h"

namespace dunning {
namespace {

using Row = std::vector<std::string>;

std::string optional_day(const std::optional<Date>& day) {
    return day ? to_text(*day) : "";
}

std::string entry_number(const std::optional<RowId>& entry) {
    return entry ? std::to_string(*entry) : "";
}

void append(std::string& text, const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) text += ',';
        append_csv_field(text, row[i], ',');
    }
    text += '\n';
}

// One account's facts with the balances that follow from them on the day.
class AccountTables {
  public:
    AccountTables(const Ledger& ledger, const Account& account, Date as_of)
        : currency_(*Currency::from_code(account.currency)),
          facts_(ledger.account_facts(account)),
          ledger_(ledger),
          as_of_(as_of) {
        for (std::size_t i = 0; i < facts_.invoices.size(); ++i) {
            invoices_.emplace(facts_.invoice_ids[i], &facts_.invoices[i]);
        }
        for (std::size_t i = 0; i < facts_.receipts.size(); ++i) {
            receipts_.emplace(facts_.receipt_ids[i], &facts_.receipts[i]);
        }
    }

    void add_statement(std::vector<Row>& rows) const {
        struct Movement {
            Date day;
            int order = 0;  // invoices, credits, payments
            std::string kind;
            std::string reference;
            Money amount;
        };
        std::vector<Movement> movements;
        for (const Invoice& invoice : facts_.invoices) {
            if (invoice.issued > as_of_ || invoice.amount.is_zero()) continue;
            movements.push_back({invoice.issued, 0, "invoice", invoice.number, invoice.amount});
        }
        for (std::size_t i = 0; i < facts_.receipts.size(); ++i) {
            const Receipt& receipt = facts_.receipts[i];
            if (receipt.date > as_of_) continue;
            const Money amount =
                is_of_list(receipt) ? allocated_of(facts_.receipt_ids[i]) : receipt.amount;
            if (amount.is_zero()) continue;
            movements.push_back({receipt.date, 1 + static_cast<int>(receipt.kind),
                                 std::string(to_text(receipt.kind)), receipt.id, -amount});
        }
        std::ranges::sort(movements, {}, [](const Movement& movement) {
            return std::tie(movement.day, movement.order, movement.reference);
        });
        Money balance = Money::zero(currency_);
        for (const Movement& movement : movements) {
            balance += movement.amount;
            rows.push_back({to_text(movement.day), movement.kind, movement.reference,
                            std::string(currency_.code()), to_decimal(movement.amount),
                            to_decimal(balance)});
        }
    }

    void add_invoices(std::vector<Row>& rows) const {
        std::map<RowId, Money> settled;
        for (const AllocationRow& allocation : facts_.allocations) {
            if (allocation.day > as_of_) continue;
            settled.try_emplace(allocation.invoice, Money::zero(currency_)).first->second +=
                Money(allocation.amount_minor, currency_);
        }
        for (const auto& [id, invoice] : invoices_) {
            if (invoice->issued > as_of_ || invoice->amount.is_zero()) continue;
            const auto paid = settled.find(id);
            const Money open =
                paid == settled.end() ? invoice->amount : invoice->amount - paid->second;
            const Date due = ledger_.due_of_invoice(invoice->number, as_of_);
            const int overdue = open.is_positive() ? std::max(as_of_ - due, 0) : 0;
            rows.push_back({invoice->number, to_text(invoice->issued), to_text(invoice->due),
                            due == invoice->due ? "" : to_text(due), std::string(currency_.code()),
                            to_decimal(invoice->amount), to_decimal(invoice->amount - open),
                            to_decimal(open), std::to_string(overdue), invoice->reference,
                            invoice->description});
        }
    }

    void add_allocations(std::vector<Row>& rows) const {
        auto allocations = facts_.allocations;
        std::ranges::sort(allocations, {}, [](const AllocationRow& allocation) {
            return std::tie(allocation.day, allocation.id);
        });
        for (const AllocationRow& allocation : allocations) {
            if (allocation.day > as_of_) continue;
            const Receipt& receipt = *receipts_.at(allocation.receipt);
            rows.push_back({to_text(allocation.day), std::string(to_text(receipt.kind)), receipt.id,
                            invoices_.at(allocation.invoice)->number, std::string(currency_.code()),
                            to_decimal(Money(allocation.amount_minor, currency_))});
        }
    }

  private:
    Money allocated_of(RowId receipt) const {
        Money sum = Money::zero(currency_);
        for (const AllocationRow& allocation : facts_.allocations) {
            if (allocation.receipt != receipt || allocation.day > as_of_) continue;
            sum += Money(allocation.amount_minor, currency_);
        }
        return sum;
    }

    Currency currency_;
    AccountFacts facts_;
    const Ledger& ledger_;
    Date as_of_;
    std::map<RowId, const Invoice*> invoices_;
    std::map<RowId, const Receipt*> receipts_;
};

class Tables {
  public:
    Tables(const Ledger& ledger, const Policy& policy, const std::string& customer, RowId row,
           Date as_of)
        : ledger_(ledger), policy_(policy), customer_(customer), row_(row), as_of_(as_of) {}

    std::vector<DossierTable> run() {
        add_accounts();
        add_interest();
        add_charges();
        add_notices();
        add_contacts();
        add_promises();
        add_disputes();
        add_plans();
        add_extensions();
        add_referrals();
        add_credit_records();
        return std::move(tables_);
    }

  private:
    void add(std::string kind, const Row& header, const std::vector<Row>& rows) {
        if (rows.empty()) return;
        DossierTable table{std::move(kind), {}};
        append(table.text, header);
        for (const Row& row : rows) append(table.text, row);
        tables_.push_back(std::move(table));
    }

    void add_accounts() {
        std::vector<Row> statement;
        std::vector<Row> invoices;
        std::vector<Row> allocations;
        for (const Account& account : ledger_.accounts_of(row_)) {
            const AccountTables tables(ledger_, account, as_of_);
            tables.add_statement(statement);
            tables.add_invoices(invoices);
            tables.add_allocations(allocations);
        }
        add("statement", {"date", "kind", "reference", "currency", "amount", "balance"}, statement);
        add("invoices",
            {"invoice", "issued", "due", "due_extended", "currency", "amount", "settled", "open",
             "days_overdue", "reference", "description"},
            invoices);
        add("allocations", {"date", "kind", "receipt", "invoice", "currency", "amount"},
            allocations);
    }

    // Of every invoice that has borne any, segment by segment, as the policy claims it.
    void add_interest() {
        std::vector<Row> rows;
        const auto statement = interest_statement(ledger_, policy_, customer_, as_of_);
        DUNNING_CHECK(statement.has_value());  // the customer is known
        for (const InterestOnInvoice& invoice : *statement) {
            for (const InterestSegment& segment : invoice.interest.segments) {
                const InterestDays days = days_of(segment);
                const auto& reference = segment.reference;
                rows.push_back({invoice.invoice, to_text(days.first), to_text(days.last),
                                std::to_string(segment.days), to_decimal(segment.balance),
                                to_text(segment.rate), reference ? to_text(reference->rate) : "",
                                reference ? to_text(reference->from) : "",
                                reference ? reference->source : "",
                                std::string(to_text(segment.day_count)),
                                std::string(segment.amount.currency().code()),
                                to_decimal(segment.amount), segment.exact});
            }
        }
        add("interest",
            {"invoice", "from", "to", "days", "balance", "rate", "reference_rate", "reference_from",
             "source", "day_count", "currency", "amount", "exact"},
            rows);
        add_interest_of_plans(*statement);
    }

    void add_interest_of_plans(const std::vector<InterestOnInvoice>& statement) {
        std::vector<Row> plans;
        const auto agreed = plan_interest_statement(ledger_, policy_, customer_, as_of_);
        for (const InterestOfPlan& row : *agreed) {
            plans.push_back({row.charge, to_text(row.from), to_text(row.to),
                             std::to_string(row.days), to_decimal(row.balance), row.yearly_rate,
                             std::string(row.balance.currency().code()), to_decimal(row.agreed),
                             to_decimal(row.charged), to_decimal(row.waived), to_decimal(row.open),
                             in_use_text(row)});
        }
        add("plan_interest",
            {"charge", "from", "to", "days", "balance", "rate", "currency", "agreed", "charged",
             "waived", "open", "in_use"},
            plans);
        std::vector<Row> covered;
        for (const InterestOnInvoice& row : statement) {
            for (const CoveredInterest& each : row.covered) {
                covered.push_back({row.invoice, each.plan, to_text(each.from + 1), to_text(each.to),
                                   std::string(each.amount.currency().code()),
                                   to_decimal(each.amount)});
            }
        }
        add("covered_interest", {"invoice", "plan", "from", "to", "currency", "amount"}, covered);
    }

    void add_charges() {
        std::vector<Row> charges;
        for (const ChargeRecord& record : ledger_.charges(row_, as_of_)) {
            const OpenCharge& charge = record.charge;
            charges.push_back(
                {charge.number, to_text(charge.day), std::string(to_text(charge.kind)),
                 charge.charged_on, std::string(charge.amount.currency().code()),
                 to_decimal(charge.amount), to_decimal(record.waived), to_decimal(charge.open)});
        }
        add("charges",
            {"charge", "date", "kind", "invoice", "currency", "amount", "waived", "open"}, charges);
        std::vector<Row> corrections;
        for (const ChargeCorrection& correction : ledger_.charge_corrections(row_)) {
            if (correction.day > as_of_) continue;
            corrections.push_back({correction.charge, to_text(correction.day),
                                   std::string(correction.amount.currency().code()),
                                   to_decimal(correction.former), to_decimal(correction.amount),
                                   correction.why});
        }
        add("corrections", {"charge", "date", "currency", "former", "amount", "why"}, corrections);
        std::vector<Row> waivers;
        for (const WaiverRecord& waiver : ledger_.waivers(row_)) {
            if (waiver.day > as_of_) continue;
            const bool ended = waiver.ended && *waiver.ended <= as_of_;
            waivers.push_back(
                {waiver.code, to_text(waiver.day), waiver.of,
                 waiver.of_accrued ? "accrued interest" : "charge",
                 std::string(waiver.amount.currency().code()), to_decimal(waiver.amount),
                 waiver.if_paid ? to_decimal(*waiver.if_paid) : "", optional_day(waiver.by),
                 ended ? optional_day(waiver.ended) : "", ended ? waiver.why_ended : "",
                 waiver.reason, waiver.note, waiver.actor});
        }
        add("waivers",
            {"waiver", "date", "of", "kind", "currency", "amount", "if_paid", "by", "ended", "why",
             "reason", "note", "who"},
            waivers);
        std::vector<Row> discounts;
        for (const DiscountRecord& discount : ledger_.discounts(row_)) {
            if (discount.day > as_of_) continue;
            discounts.push_back({discount.code, to_text(discount.day), discount.invoice,
                                 std::string(discount.amount.currency().code()),
                                 to_decimal(discount.amount), discount.why});
        }
        add("discounts", {"discount", "date", "invoice", "currency", "amount", "why"}, discounts);
    }

    void add_notices() {
        std::vector<Row> rows;
        auto notices = ledger_.notices();
        std::ranges::reverse(notices);
        for (const NoticeSummary& notice : notices) {
            if (notice.customer != customer_ || notice.day > as_of_) continue;
            Row invoices;
            for (const NoticeLine& line : ledger_.notice_lines(notice.id)) {
                invoices.push_back(line.invoice);
            }
            rows.push_back({notice_code(notice.id), to_text(notice.day), notice.level_name,
                            std::string(to_text(notice.channel)), notice.recipient,
                            std::string(notice.total.currency().code()), to_decimal(notice.total),
                            to_text(notice.pay_by), std::string(to_text(notice.state)),
                            joined(invoices)});
        }
        add("notices",
            {"notice", "date", "level", "channel", "to", "currency", "total", "pay_by", "state",
             "invoices"},
            rows);
    }

    // What the file of contacts said of its evidence, and where the archive has the book's.
    std::map<RowId, std::vector<std::string>> evidence_by_contact() const {
        std::map<RowId, std::vector<std::string>> files;
        for (const EvidenceUse& use : CustomerFile(ledger_, row_).evidence()) {
            if (!use.contact || use.day > as_of_ || use.evidence.erased) continue;
            files[*use.contact].push_back(evidence_path(use.evidence));
        }
        return files;
    }

    // Also those that a later entry corrects: nothing that was recorded is left out.
    void add_contacts() {
        std::vector<Row> rows;
        auto evidence = evidence_by_contact();
        auto contacts = ledger_.contacts_and_corrected(row_);
        std::ranges::reverse(contacts);
        for (const ContactRecord& record : contacts) {
            if (record.day > as_of_) continue;
            const Contact& contact = record.contact;
            std::vector<std::string>& files = evidence[record.id];
            if (!contact.evidence.empty()) files.insert(files.begin(), contact.evidence);
            rows.push_back(
                {std::to_string(record.id), local_text(contact.at, policy_.book.timezone),
                 std::string(to_text(contact.channel)), std::string(to_text(contact.direction)),
                 std::string(to_text(contact.outcome)), contact.invoice, contact.reason,
                 contact.note, contact.collector, contact.address, joined(files), contact.person,
                 entry_number(record.corrects), entry_number(record.corrected)});
        }
        add("contacts",
            {"entry", "at", "channel", "direction", "outcome", "invoice", "reason", "note",
             "collector", "address", "evidence", "person", "corrects", "corrected_by"},
            rows);
    }

    void add_promises() {
        std::vector<Row> rows;
        for (const PromiseRow& row : list_promises(ledger_, policy_, as_of_)) {
            const PauseRecord& record = row.view.record;
            if (record.customer != customer_) continue;
            rows.push_back({pause_code(record.kind, record.id), to_text(record.from),
                            to_text(*record.until), joined(invoices_of(record)),
                            std::string(record.amount->currency().code()),
                            to_decimal(*record.amount), to_decimal(row.view.state.received),
                            std::string(to_text(row.view.state.status)), record.note});
        }
        add("promises",
            {"promise", "given", "by", "invoices", "currency", "amount", "received", "status",
             "note"},
            rows);
    }

    void add_disputes() {
        std::vector<Row> rows;
        for (const DisputeRow& row : list_disputes(ledger_, as_of_)) {
            const PauseRecord& record = row.record;
            if (record.customer != customer_) continue;
            rows.push_back(
                {pause_code(record.kind, record.id), record.invoice, to_text(record.from),
                 std::string(row.disputed.currency().code()), to_decimal(row.disputed),
                 record.reason, record.note, row.is_open ? "open" : record.outcome,
                 row.is_open ? "" : optional_day(record.ended), optional_day(record.pay_by)});
        }
        add("disputes",
            {"dispute", "invoice", "since", "currency", "disputed", "reason", "note", "status",
             "ended", "pay_by"},
            rows);
    }

    void add_plans() {
        std::vector<Row> rows;
        for (PlanRecord& record : ledger_.plans_of({row_})) {
            if (record.plan.proposed > as_of_) continue;
            const PlanView view = view_plan(policy_, std::move(record), as_of_);
            const Plan& plan = view.record.plan;
            for (const InstallmentState& state : view.state.installments) {
                rows.push_back({plan.id, std::string(to_text(view.state.status)),
                                to_text(plan.proposed), optional_day(plan.confirmed),
                                joined(plan.invoices), std::to_string(state.installment.n),
                                to_text(state.installment.due),
                                std::string(plan.principal.currency().code()),
                                to_decimal(state.installment.amount), to_decimal(state.paid),
                                std::string(to_text(state.status)), plan.replaces});
            }
        }
        add("plans",
            {"plan", "plan_status", "proposed", "confirmed", "invoices", "n", "due", "currency",
             "amount", "paid", "status", "replaces"},
            rows);
    }

    void add_extensions() {
        std::vector<Row> rows;
        for (const ExtensionRecord& record : ledger_.extensions(row_)) {
            if (record.day > as_of_) continue;
            rows.push_back({extension_code(record.id), to_text(record.day), record.invoice,
                            to_text(record.due), record.reason, record.note});
        }
        add("extensions", {"extension", "date", "invoice", "due", "reason", "note"}, rows);
    }

    void add_referrals() {
        std::vector<Row> rows;
        for (const ReferralRecord& record : ledger_.referrals_of({row_})) {
            if (record.day > as_of_) continue;
            const std::string currency(record.amount.currency().code());
            rows.push_back({referral_code(record.id), to_text(record.day), "proposed",
                            std::string(to_text(record.kind)), record.handled_by, currency,
                            to_decimal(record.amount), "", "", joined(record.invoices),
                            record.note});
            for (const ReferralStep& step : record.steps) {
                if (step.day > as_of_) continue;
                rows.push_back({referral_code(record.id), to_text(step.day), step.step, "", "",
                                currency, "", to_decimal(step.cost), to_decimal(step.recovered), "",
                                step.note});
            }
        }
        add("referrals",
            {"referral", "date", "step", "to", "by", "currency", "amount", "cost", "recovered",
             "invoices", "note"},
            rows);
    }

    // Also those that a later entry stands for: nothing that was recorded is left out.
    void add_credit_records() {
        std::vector<Row> rows;
        for (const CreditRecord& record : ledger_.credit_records_of(row_)) {
            if (record.day > as_of_) continue;
            const auto row = [&](const std::string& invoice, const std::string& currency,
                                 const std::string& stated) {
                return Row{credit_record_code(record.id),
                           to_text(record.day),
                           std::string(to_text(record.step)),
                           record.bureau,
                           record.reference,
                           invoice,
                           currency,
                           stated,
                           record.corrects ? credit_record_code(*record.corrects) : "",
                           record.actor,
                           record.note};
            };
            if (record.debts.empty()) rows.push_back(row("", "", ""));
            for (const StatedDebt& debt : record.debts) {
                rows.push_back(row(debt.invoice, std::string(debt.stated.currency().code()),
                                   to_decimal(debt.stated)));
            }
        }
        add("credit_records",
            {"entry", "date", "step", "bureau", "reference", "invoice", "currency", "stated",
             "corrects", "who", "note"},
            rows);
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const std::string& customer_;
    const RowId row_;
    const Date as_of_;
    std::vector<DossierTable> tables_;
};

}  // namespace

std::vector<DossierTable> dossier_tables(const Ledger& ledger, const Policy& policy,
                                         const std::string& customer, RowId row, Date as_of) {
    return Tables(ledger, policy, customer, row, as_of).run();
}

}  // namespace dunning
