#include "app/credit_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/list_agreements.h"
#include "app/load_position.h"
#include "core/check.h"

namespace dunning {
namespace {

// What the bureau has of an invoice by the entries that count on the day; the latest says it.
struct AtBureau {
    const CreditRecord* entry = nullptr;
    std::string customer;
    Money stated;
};
using AtBureauByInvoice = std::map<std::string, AtBureau>;

// `without`: an entry that is about to be stood for by another.
AtBureauByInvoice at_bureau(const std::vector<CreditRecord>& records, Date as_of,
                            RowId without = 0) {
    std::map<RowId, Date> days;
    for (const CreditRecord& record : records) days.emplace(record.id, record.day);
    AtBureauByInvoice found;
    std::vector<const CreditRecord*> counting;
    for (const CreditRecord& record : records) {
        const bool replaced = record.corrected_by && days.at(*record.corrected_by) <= as_of;
        if (record.day > as_of || replaced || record.id == without) continue;
        if (record.step != CreditRecordStep::withdrawn) counting.push_back(&record);
    }
    std::ranges::stable_sort(counting, {}, &CreditRecord::day);
    for (const CreditRecord* record : counting) {
        for (const StatedDebt& debt : record->debts) {
            found.insert_or_assign(debt.invoice, AtBureau{record, record->customer, debt.stated});
        }
    }
    return found;
}

// A notice in writing that went out for an invoice.
struct WrittenNotice {
    RowId id = 0;
    Date day;
    std::string level;
};

class CreditRecords {
  public:
    CreditRecords(const Ledger& ledger, const Policy& policy, std::vector<CreditRecord> records,
                  Date as_of, RowId without = 0, std::optional<RowId> customer = {})
        : ledger_(ledger),
          policy_(policy),
          customer_(customer),
          rules_(policy.agreements.credit_record),
          as_of_(as_of),
          records_(std::move(records)),
          at_bureau_(at_bureau(records_, as_of, without)) {}

    std::vector<CreditRecordRow> known() {
        if (at_bureau_.empty()) return {};
        load_disputes();
        find_unenforceable();
        std::vector<CreditRecordRow> rows;
        for (const auto& [invoice, there] : at_bureau_) rows.push_back(known_row(invoice, there));
        return rows;
    }

    std::vector<CreditRecordRow> to_report() {
        if (!rules_.report) return {};
        load_disputes();
        load_notices();
        std::vector<CreditRecordRow> rows;
        for_each_overdue(ledger_, policy_, as_of_, [&](const OverdueBatch& batch) {
            for (const LimitationRow& row : limitations_of(ledger_, policy_, batch, as_of_)) {
                if (row.days_left < 0) unenforceable_.emplace(row.invoice, row.limitation.last_day);
            }
            for (const CustomerPosition& position : batch.positions) {
                add_position(position, rows);
            }
        });
        return rows;
    }

  private:
    // ---- what is there

    CreditRecordRow known_row(const std::string& invoice, const AtBureau& there) const {
        CreditRecordRow row{.status = CreditRecordStatus::reported,
                            .invoice = invoice,
                            .customer = there.customer,
                            .open = Money::zero(there.stated.currency()),
                            .stated = there.stated,
                            .truth = there.stated,
                            .bureau = there.entry->bureau,
                            .entry = credit_record_code(there.entry->id),
                            .since = there.entry->day};
        const RowId customer = ledger_.find_customer(there.customer).value();
        const Ledger::Debt debt =
            ledger_.debt(customer, there.stated.currency(), {invoice}, as_of_, as_of_);
        row.open = debt.open;
        if (there.stated.is_zero()) {
            row.status = CreditRecordStatus::corrected;
        } else {
            find_untruth(debt, customer, row);
        }
        return row;
    }

    void find_untruth(const Ledger::Debt& debt, RowId customer, CreditRecordRow& row) const {
        const Money nothing = Money::zero(debt.open.currency());
        if (debt.open.is_zero()) {
            not_true(debt.changed, nothing, "nothing is owed any more", row);
        } else if (const PauseRecord* dispute = standing_dispute(row.invoice)) {
            not_true(dispute->from, nothing,
                     fmt::format("disputed ({})", pause_code(dispute->kind, dispute->id)), row);
        } else if (const auto over = unenforceable_.find(row.invoice);
                   over != unenforceable_.end()) {
            not_true(over->second + 1, nothing, "can no longer be enforced", row);
        } else if (const Date due = ledger_.due_of_invoice(row.invoice, as_of_);
                   due >= *row.since) {
            not_true(day_of_extension(customer, row.invoice), nothing,
                     fmt::format("due on {} only", to_text(due)), row);
        } else if (debt.open < row.stated) {
            not_true(debt.changed, debt.open,
                     fmt::format("{} of {} is owed", to_decimal(debt.open), to_decimal(row.stated)),
                     row);
        }
    }

    void not_true(const std::optional<Date>& since, const Money& truth, std::string why,
                  CreditRecordRow& row) const {
        row.status = CreditRecordStatus::to_correct;
        row.since = std::max(since.value_or(*row.since), *row.since);
        row.by = add(*row.since, rules_.correct_within, policy_.calendar);
        row.truth = truth;
        row.why = std::move(why);
    }

    // Of the latest; nothing when it was reported before its own due date.
    std::optional<Date> day_of_extension(RowId customer, const std::string& invoice) const {
        std::optional<Date> day;
        for (const ExtensionRecord& extension : ledger_.extensions(customer)) {
            if (extension.invoice == invoice && extension.day <= as_of_) day = extension.day;
        }
        return day;
    }

    void load_disputes() {
        disputes_.clear();
        for (PauseRecord& pause : customer_ ? ledger_.pauses({*customer_}) : ledger_.all_pauses()) {
            if (pause.kind != PauseKind::dispute || pause.from > as_of_) continue;
            disputes_[pause.invoice].push_back(std::move(pause));
        }
    }

    // The first that the customer has not taken back: that the creditor rejects it is his opinion.
    const PauseRecord* standing_dispute(const std::string& invoice) const {
        const auto found = disputes_.find(invoice);
        if (found == disputes_.end()) return nullptr;
        for (const PauseRecord& dispute : found->second) {
            const bool is_open = !dispute.ended || *dispute.ended > as_of_;
            if (is_open || dispute.outcome != "withdrawn") return &dispute;
        }
        return nullptr;
    }

    void find_unenforceable() {
        const auto rows = customer_ ? limitations_of(ledger_, policy_, *customer_, as_of_)
                                    : list_limitations(ledger_, policy_, as_of_);
        for (const LimitationRow& row : rows) {
            if (row.days_left < 0) unenforceable_.emplace(row.invoice, row.limitation.last_day);
        }
    }

    // ---- what may be reported

    void load_notices() {
        const DayRange all{.from = Date::from_days(-25567), .to = as_of_};
        const std::set<RowId> without_effect = ledger_.notices_without_effect(as_of_);
        ledger_.for_each_notice_line(all, [&](const NoticeLineFact& line) {
            if (is_task(line.channel) || without_effect.contains(line.notice)) return;
            notices_[line.invoice].push_back({line.notice, line.day, std::string(line.level_name)});
        });
    }

    void add_position(const CustomerPosition& position, std::vector<CreditRecordRow>& rows) const {
        const Customer& customer = position.customer;
        if (rules_.customers && customer.kind != *rules_.customers) return;
        std::vector<CreditRecordRow> own;
        Money sum = Money::zero(position.currency);
        for (const OpenItem& item : position.items) {
            const auto steps = steps_taken(item);
            if (!steps) continue;
            own.push_back({.invoice = item.invoice,
                           .customer = customer.id,
                           .open = item.open,
                           .stated = Money::zero(position.currency),
                           .truth = item.open,
                           .bureau = rules_.bureau,
                           .why = *steps});
            sum += item.open;
        }
        const auto& least = rules_.min_amount;
        const bool enough = !least || (least->currency() == position.currency && sum >= *least);
        if (enough) std::ranges::move(own, std::back_inserter(rows));
    }

    // Each step of the policy and when it was taken; nothing while one is missing.
    std::optional<std::string> steps_taken(const OpenItem& item) const {
        const Date due = item.agreed_due.value_or(item.due);
        const int days_overdue = as_of_ - due;
        if (days_overdue < 1 || days_overdue < rules_.overdue_days) return std::nullopt;
        if (is_there(item.invoice) || waits(item) || standing_dispute(item.invoice))
            return std::nullopt;
        if (unenforceable_.contains(item.invoice)) return std::nullopt;
        std::string steps = fmt::format("{} days overdue", days_overdue);
        if (!notices_are_enough(item, steps) || !is_announced(item, steps)) return std::nullopt;
        return steps + ", not disputed";
    }

    bool is_there(const std::string& invoice) const {
        const auto found = at_bureau_.find(invoice);
        return found != at_bureau_.end() && found->second.stated.is_positive();
    }

    bool waits(const OpenItem& item) const {
        return std::ranges::any_of(item.pauses,
                                   [&](const Pause& pause) { return covers(pause, as_of_); });
    }

    // Reminders of what was due: one before a due date that was extended since is none.
    std::vector<WrittenNotice> notices_of(const OpenItem& item) const {
        const auto found = notices_.find(ledger_.row_of_invoice(item.invoice).value());
        if (found == notices_.end()) return {};
        std::vector<WrittenNotice> notices = found->second;
        const Date due = item.agreed_due.value_or(item.due);
        std::erase_if(notices, [&](const WrittenNotice& notice) { return notice.day <= due; });
        return notices;
    }

    bool notices_are_enough(const OpenItem& item, std::string& steps) const {
        if (rules_.notices == 0 && rules_.wait_days == 0) return true;
        const auto notices = notices_of(item);
        const auto needed = static_cast<std::size_t>(std::max(rules_.notices, 1));
        if (notices.size() < needed) return false;
        const Date first = notices.front().day;
        if (as_of_ - first < rules_.wait_days) return false;
        steps += fmt::format(
            ", {} in writing since {}",
            notices.size() == 1 ? "1 notice" : fmt::format("{} notices", notices.size()),
            to_text(first));
        return true;
    }

    bool is_announced(const OpenItem& item, std::string& steps) const {
        if (rules_.announced_by.empty()) return true;
        const auto notices = notices_of(item);
        const auto found = std::ranges::find(notices, rules_.announced_by, &WrittenNotice::level);
        if (found == notices.end() || as_of_ - found->day < rules_.announced_days) return false;
        steps += fmt::format(", announced on {} ({})", to_text(found->day), notice_code(found->id));
        return true;
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const std::optional<RowId> customer_;  // none: of all
    const CreditRecordRules& rules_;
    const Date as_of_;
    const std::vector<CreditRecord> records_;
    const AtBureauByInvoice at_bureau_;  // refers to the records
    std::unordered_map<std::string, std::vector<PauseRecord>> disputes_;
    std::unordered_map<std::string, Date> unenforceable_;  // the last day on which it was not
    std::unordered_map<RowId, std::vector<WrittenNotice>> notices_;  // by day
};

void add_names(const Ledger& ledger, std::vector<CreditRecordRow>& rows) {
    if (rows.empty()) return;
    std::unordered_map<std::string, CustomerName> names;
    for (CustomerName& name : ledger.customer_names()) names.emplace(name.code, std::move(name));
    for (CreditRecordRow& row : rows) {
        const auto found = names.find(row.customer);
        if (found == names.end()) continue;
        row.name = found->second.name;
        row.collector = found->second.collector;
    }
}

// ---- what a person did

using Debts = Result<std::vector<StatedDebt>>;

const CreditRecordRow* row_of(const std::vector<CreditRecordRow>& rows,
                              const std::string& invoice) {
    const auto found = std::ranges::find(rows, invoice, &CreditRecordRow::invoice);
    return found == rows.end() ? nullptr : &*found;
}

// REQUIRES: the invoice is known.
Result<Money> open_to_report(const Ledger& ledger, const std::string& customer,
                             const std::string& invoice, Date as_of) {
    const std::string owner = ledger.customer_of_invoice(invoice).value();
    if (owner != customer) {
        return Fault{fmt::format("invoice {} is one of customer {}", invoice, owner)};
    }
    const auto currency = ledger.currency_of_invoice(invoice);
    DUNNING_CHECK(currency.has_value());
    const RowId row = ledger.find_customer(customer).value();
    const Money open = ledger.debt(row, *currency, {invoice}, as_of, as_of).open;
    if (open.is_positive()) return open;
    return Fault{fmt::format("nothing is open of invoice {} on {}", invoice, to_text(as_of))};
}

Debts debts_reported(const Ledger& ledger, CreditRecords& records,
                     const CreditRecordRequest& request, Date as_of, RecordedCredit& recorded) {
    const auto known = records.known();
    auto allowed = records.to_report();
    std::erase_if(allowed,
                  [&](const CreditRecordRow& row) { return row.customer != request.customer; });
    std::vector<StatedDebt> debts;
    if (request.invoices.empty()) {
        for (const CreditRecordRow& row : allowed) debts.push_back({row.invoice, row.open});
        if (!debts.empty()) return debts;
        return Fault{
            fmt::format("by the policy nothing of customer {} is to be reported", request.customer),
            "--invoice names what was reported all the same; dunning policy explain says "
            "what [credit_record] asks for"};
    }
    for (const std::string& invoice : request.invoices) {
        const auto open = open_to_report(ledger, request.customer, invoice, as_of);
        if (!open) return open.error();
        if (const auto* there = row_of(known, invoice); there && there->stated.is_positive()) {
            return Fault{fmt::format("invoice {} is reported already ({})", invoice, there->entry),
                         fmt::format("--corrects {} records an entry in its place", there->entry)};
        }
        if (!row_of(allowed, invoice)) {
            recorded.remarks.push_back(
                fmt::format("{} was not to be reported: a step that [credit_record] asks for is "
                            "missing, or it is disputed or waited for",
                            invoice));
        }
        debts.push_back({invoice, *open});
    }
    return debts;
}

// What the bureau has after a correction: the truth. An entry that was true was taken out.
Money stated_after(const CreditRecordRow& row) {
    return row.status == CreditRecordStatus::to_correct ? row.truth
                                                        : Money::zero(row.stated.currency());
}

// Where it stands, if nobody says otherwise.
void correct_debt(const CreditRecordRow& row, std::vector<StatedDebt>& debts,
                  RecordedCredit& recorded) {
    debts.push_back({row.invoice, stated_after(row)});
    if (recorded.record.bureau.empty()) recorded.record.bureau = row.bureau;
}

Debts debts_corrected(CreditRecords& records, const CreditRecordRequest& request,
                      RecordedCredit& recorded) {
    auto known = records.known();
    std::erase_if(known, [&](const CreditRecordRow& row) {
        return row.customer != request.customer || row.stated.is_zero();
    });
    std::vector<StatedDebt> debts;
    if (request.invoices.empty()) {
        for (const CreditRecordRow& row : known) {
            if (row.status != CreditRecordStatus::to_correct) continue;
            correct_debt(row, debts, recorded);
        }
        if (!debts.empty()) return debts;
        return Fault{fmt::format("nothing of customer {} is to be corrected", request.customer),
                     "--invoice names what was taken out all the same"};
    }
    for (const std::string& invoice : request.invoices) {
        const CreditRecordRow* row = row_of(known, invoice);
        if (row == nullptr) {
            return Fault{fmt::format("invoice {} is not reported", invoice),
                         "dunning report credit-records lists what is"};
        }
        if (row->status != CreditRecordStatus::to_correct) {
            recorded.remarks.push_back(fmt::format("{} was true: {} is owed, and it was taken out",
                                                   invoice, to_decimal(row->open)));
        }
        correct_debt(*row, debts, recorded);
    }
    return debts;
}

Result<CreditRecord> find_credit_record(const Ledger& ledger, std::string_view code) {
    const auto row = row_of_code(code, 'B');
    auto record = row ? ledger.credit_record(*row) : std::nullopt;
    if (!record) {
        return Fault{fmt::format("there is no entry '{}' of a credit record", code),
                     "dunning report credit-records shows them"};
    }
    if (record->corrected_by) {
        return Fault{fmt::format("{} counts no more: {} stands in its place", code,
                                 credit_record_code(*record->corrected_by))};
    }
    if (record->step == CreditRecordStep::withdrawn) {
        return Fault{fmt::format("{} has taken {} back", code,
                                 credit_record_code(record->corrects.value()))};
    }
    return *std::move(record);
}

// Its fault, when an entry cannot be the one that the request stands for.
std::optional<Fault> cannot_stand_for(const CreditRecord& former,
                                      const CreditRecordRequest& request) {
    if (former.customer == request.customer) return std::nullopt;
    return Fault{
        fmt::format("{} is about customer {}", credit_record_code(former.id), former.customer)};
}

}  // namespace

std::string_view to_text(CreditRecordStatus status) {
    switch (status) {
        case CreditRecordStatus::to_correct:
            return "to_correct";
        case CreditRecordStatus::to_report:
            return "to_report";
        case CreditRecordStatus::reported:
            return "reported";
        case CreditRecordStatus::corrected:
            return "corrected";
    }
    DUNNING_CHECK(false);
}

std::vector<CreditRecordRow> list_credit_records(const Ledger& ledger, const Policy& policy,
                                                 Date as_of) {
    CreditRecords records(ledger, policy, ledger.credit_records(), as_of);
    auto rows = records.known();
    // What was corrected and may be reported again is that and no more.
    for (CreditRecordRow& row : records.to_report()) {
        std::erase_if(rows,
                      [&](const CreditRecordRow& known) { return known.invoice == row.invoice; });
        rows.push_back(std::move(row));
    }
    add_names(ledger, rows);
    std::ranges::stable_sort(rows, {}, [](const CreditRecordRow& row) {
        const Date by = row.by.value_or(Date::from_days(0));
        return std::tuple(row.status, by, std::string_view(row.customer),
                          std::string_view(row.invoice));
    });
    return rows;
}

std::vector<CreditRecordRow> reported_debts(const Ledger& ledger, const Policy& policy, Date as_of,
                                            std::optional<RowId> customer) {
    auto records = customer ? ledger.credit_records_of(*customer) : ledger.credit_records();
    auto rows = CreditRecords(ledger, policy, std::move(records), as_of, 0, customer).known();
    std::erase_if(rows, [](const CreditRecordRow& row) { return row.stated.is_zero(); });
    return rows;
}

Result<RecordedCredit> record_credit(Ledger& ledger, const Policy& policy,
                                     const CreditRecordRequest& request, const Stamp& stamp) {
    RecordedCredit recorded{.record = {.customer = request.customer,
                                       .step = request.step,
                                       .bureau = request.bureau,
                                       .reference = request.reference,
                                       .day = stamp.as_of,
                                       .note = request.note}};
    CreditRecord& record = recorded.record;
    if (!request.corrects.empty()) {
        const auto former = find_credit_record(ledger, request.corrects);
        if (!former) return former.error();
        if (auto fault = cannot_stand_for(*former, request)) return *fault;
        record.corrects = former->id;
    }
    CreditRecords records(ledger, policy, ledger.credit_records(), stamp.as_of,
                          record.corrects.value_or(0));
    const Debts debts = request.step == CreditRecordStep::reported
                            ? debts_reported(ledger, records, request, stamp.as_of, recorded)
                            : debts_corrected(records, request, recorded);
    if (!debts) return debts.error();
    record.debts = *debts;
    if (record.bureau.empty()) record.bureau = policy.agreements.credit_record.bureau;
    record.id = ledger.add_credit_record(record, stamp);
    return recorded;
}

Result<CreditRecord> withdraw_credit_record(Ledger& ledger, std::string_view code,
                                            const std::string& note, const Stamp& stamp) {
    const auto former = find_credit_record(ledger, code);
    if (!former) return former.error();
    CreditRecord record{.customer = former->customer,
                        .step = CreditRecordStep::withdrawn,
                        .bureau = former->bureau,
                        .day = stamp.as_of,
                        .note = note,
                        .corrects = former->id};
    record.id = ledger.add_credit_record(record, stamp);
    return record;
}

}  // namespace dunning
