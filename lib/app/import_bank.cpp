#include "app/import_bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "app/doubtful_lumps.h"
#include "app/known_entries.h"
#include "app/own_accounts.h"
#include "app/returned_payments.h"
#include "app/statement_sequence.h"
#include "core/check.h"
#include "core/money_sums.h"
#include "formats/bai2.h"
#include "formats/camt.h"
#include "formats/entry_likeness.h"
#include "formats/mt940.h"
#include "formats/ofx.h"
#include "formats/statement_check.h"

namespace dunning {
namespace {

std::optional<BankFile> read_bank_file(const InputFile& input, const std::string& file,
                                       Diagnostics& diagnostics) {
    if (input.xml) {
        if (is_camt(input.xml->root())) return read_camt(*input.xml, file, diagnostics);
        diagnostics.error({file},
                          fmt::format("an XML file that is no bank statement: <{}>",
                                      local_name(input.xml->root())),
                          "camt.052, camt.053 and camt.054 are read; an electronic invoice with "
                          "`dunning import invoices`");
        return std::nullopt;
    }
    if (input.kind == FileKind::mt940) return read_mt940(input.text, file, diagnostics);
    if (input.kind == FileKind::ofx) return read_ofx(input.text, file, diagnostics);
    return read_bai2(input.text, file, diagnostics);
}

// Money in is a customer's; money out only when it takes such money back, and what comes back only
// when it had been such money.
bool is_of_customers(const BankEntry& entry) {
    return entry.amount.is_positive() != entry.reversal || entry.cancels_return;
}

// A batch may hold both: a customer's money among what came back of our own payments, and what goes
// back to a customer among our own. A transfer that is no return is what its entry is.
bool is_of_customers(const BankEntry& entry, const BankDetail& detail) {
    if (!detail.returned) return is_of_customers(entry);
    return detail.amount.is_negative() || entry.cancels_return;
}

bool concerns_customers(const BankEntry& entry) {
    if (entry.status != EntryStatus::booked || entry.amount.is_zero()) return false;
    const auto is_ours = [&](const BankDetail& detail) { return is_of_customers(entry, detail); };
    return is_of_customers(entry) || std::ranges::any_of(entry.details, is_ours);
}

class BankImport {
  public:
    BankImport(Ledger& ledger, const ImportRun& run, const OnProgress& on_progress,
               FileReport& report)
        : ledger_(ledger), run_(run), report_(report), entries_(on_progress) {}

    void take(const BankStatement& statement) {
        const auto told = told_entries(ledger_, statement, report_.source_format);
        for (std::size_t i = 0; i < statement.entries.size(); ++i) {
            const BankEntry& entry = statement.entries[i];
            ++report_.rows;
            entries_.one_more();
            take(entry, told[i]);
        }
        report_lumps(statement);
        describe(statement);
        record(statement);
    }

    // When all are read, because a file may have them in any order.
    void report_gaps() {
        for (const auto& [statement, line] : new_) {
            const auto& others = statements_.at({statement.account, statement.currency});
            for (const auto& gap : {gap_before(statement, others), gap_after(statement, others)}) {
                if (gap) report_.diagnostics.doubt({report_.file, line}, gap->what, gap->remedy);
            }
        }
    }

  private:
    void take(const BankEntry& entry, const ToldEntry& told) {
        if (!entry.corrects.empty()) return take_correction(entry, told);
        if (const auto again = as_cancelled_return(ledger_, entry)) return take_entry(*again, told);
        if (concerns_customers(entry)) return take_entry(entry, told);
        report_silent_return(entry);
    }

    // OFX has no mark for what went back: a check that bounced is a debit like any other.
    void report_silent_return(const BankEntry& entry) {
        if (!report_.source_format.starts_with("ofx")) return;
        const auto paid = silently_returned(ledger_, entry);
        if (!paid) return;
        report_.diagnostics.doubt(
            {report_.file, entry.line},
            fmt::format("the debit of {} may be the payment {} of {} that went back",
                        to_decimal(-entry.amount), paid->id, to_text(paid->date)),
            fmt::format("it counts as paid; if it went back, import a payment of {} for the same "
                        "customer with `dunning import payments`",
                        to_decimal(entry.amount)));
    }

    // An entry that the bank calls wrong counts nothing, whichever file tells of it, before or
    // after.
    void take_correction(const BankEntry& entry, const ToldEntry& told) {
        const auto known = ledger_.bank_entry(told.name.account, entry.corrects);
        if (known && known->details == BankEntryRecord::called_wrong) {
            ++report_.known;
            return;
        }
        // Its own name is another, so that what a later file tells of the entry is no part of it.
        const BankEntryRecord wrong{.account = known ? known->account : told.name.account,
                                    .code = known ? known->code : entry.corrects + "/corrected",
                                    .amount = entry.amount,
                                    .booked = entry.booked,
                                    .details = BankEntryRecord::called_wrong};
        const RowId row = known ? known->id : ledger_.add_bank_entry(wrong, run_.batch);
        BankEntryName name = told.name;
        name.code = entry.corrects;
        ledger_.name_bank_entry(row, name, BankEntryRecord::called_wrong, run_.batch);
        const std::string lump = wrong.account + "/" + wrong.code;
        withdraw(lump, entry);
    }

    void withdraw(const std::string& id, const BankEntry& because_of) {
        if (!ledger_.has_receipt(ReceiptKind::payment, id)) return;
        ledger_.withdraw_receipt(ReceiptKind::payment, id, {run_.batch, because_of.line});
        ++report_.changed;
    }

    void take_entry(const BankEntry& entry, const ToldEntry& told) {
        const Money rest = rest_of(entry);
        const auto parts = static_cast<int>(entry.details.size()) + (rest.is_zero() ? 0 : 1);
        const int known_parts = told.known ? told.known->details : 0;
        if (known_parts == BankEntryRecord::called_wrong) {
            ++report_.known;
            return;
        }
        const std::string& account = told.known ? told.known->account : told.name.account;
        const std::string& code = told.known ? told.known->code : told.name.code;
        const RowId row = told.known ? told.known->id
                                     : ledger_.add_bank_entry({.account = account,
                                                               .code = code,
                                                               .amount = entry.amount,
                                                               .booked = entry.booked,
                                                               .details = parts},
                                                              run_.batch);
        ledger_.name_bank_entry(row, told.name, parts, run_.batch);
        if (!told.known) new_entries_.insert_or_assign(row, entry.line);
        if (known_parts > 1) {  // its transfers have been told one by one
            name_parts(*told.known, told.name);
            ++report_.known;
            add_to(report_.totals, of_customers(entry, rest));
            return;
        }
        const std::string lump = account + "/" + code;
        if (entry.details.empty()) return put(payment_of(lump, entry), entry.line);
        if (parts > 1) return put_parts(entry, told, account, code, rest);
        const BankDetail& alone = entry.details.front();
        put(payment_of(lump, entry, alone), line_of(entry, alone));
    }

    // What was booked and none of the transfers in the file is, nor the bank's: somebody has paid
    // it.
    static Money rest_of(const BankEntry& entry) {
        Money rest = entry.amount;
        if (entry.charges) rest += *entry.charges;
        for (const BankDetail& detail : entry.details) rest -= detail.amount;
        const bool is_part = rest.is_negative() == entry.amount.is_negative();
        const bool counts = is_part && !entry.details.empty() && is_of_customers(entry);
        return counts ? rest : Money::zero(rest.currency());
    }

    // The part of the entry that concerns customers.
    static Money of_customers(const BankEntry& entry, const Money& rest) {
        if (entry.details.empty()) return entry.amount;
        Money sum = rest;
        for (const BankDetail& detail : entry.details) {
            if (is_of_customers(entry, detail)) sum += detail.amount;
        }
        return sum;
    }

    // What this kind of file tells of beside the batch is no transfer of it.
    void name_parts(const BankEntryRecord& batch, const BankEntryName& called) {
        for (int place = 1; place <= batch.details; ++place) {
            const auto part = ledger_.bank_entry(batch.account, code_of_part(batch.code, place));
            if (!part) continue;
            BankEntryName name = called;
            name.code = code_of_part(called.code, place);
            name.is_reference = false;
            ledger_.name_bank_entry(part->id, name, part->details, run_.batch);
        }
    }

    // One transfer is the entry itself, under the same id; several take its place. One that another
    // file has told of singly is known, and stays what it is.
    void put_parts(const BankEntry& entry, const ToldEntry& told, const std::string& account,
                   const std::string& code, const Money& rest) {
        const std::string lump = account + "/" + code;
        withdraw(lump, entry);
        for (std::size_t i = 0; i < entry.details.size(); ++i) {
            const BankDetail& detail = entry.details[i];
            if (detail.amount.is_zero() || !is_of_customers(entry, detail)) continue;
            const int place = static_cast<int>(i) + 1;
            put_part(entry, detail, told.parts.at(i),
                     {.account = account,
                      .code = code_of_part(code, place),
                      .amount = detail.amount,
                      .booked = entry.booked,
                      .details = 1});
        }
        if (rest.is_zero()) return;
        Receipt receipt = payment_of(lump + "#rest", entry);
        receipt.amount = rest;
        put(receipt, entry.line);
    }

    void put_part(const BankEntry& entry, const BankDetail& detail, const ToldEntry& told,
                  const BankEntryRecord& own) {
        if (told.known && told.known->details == BankEntryRecord::called_wrong) {
            ++report_.known;
            return;
        }
        const BankEntryRecord& record = told.known ? *told.known : own;
        const RowId row = told.known ? told.known->id : ledger_.add_bank_entry(own, run_.batch);
        ledger_.name_bank_entry(row, told.name, 1, run_.batch);
        const int line = line_of(entry, detail);
        if (!told.known) new_entries_.insert_or_assign(row, line);
        put(payment_of(record.account + "/" + record.code, entry, detail), line);
    }

    static int line_of(const BankEntry& entry, const BankDetail& detail) {
        return detail.line > 0 ? detail.line : entry.line;
    }

    // What is known of a payment stands; another file may only say more of it.
    void put(const Receipt& told, int line) {
        const auto known = ledger_.receipt(ReceiptKind::payment, told.id);
        const Receipt receipt = without_charge(known ? fuller_telling(*known, told) : told, line);
        const auto recorded = ledger_.put(
            receipt, {.batch = run_.batch, .line = line, .tells_more = true}, run_.stamp);
        if (!recorded) {
            report_.diagnostics.error({report_.file, line}, recorded.error().what,
                                      recorded.error().remedy);
            return;
        }
        if (recorded->recorded == Recorded::added) ++report_.added;
        if (recorded->recorded == Recorded::changed) ++report_.changed;
        if (recorded->recorded == Recorded::known) ++report_.known;
        if (recorded->recorded == Recorded::repeated) return;
        add_to(report_.totals, receipt.amount);
        if (receipt.amount.is_positive()) settle_returns_of(receipt, line);
    }

    // What the bank charges for a return is not the customer's.
    Receipt without_charge(Receipt receipt, int line) {
        if (!receipt.amount.is_negative()) return receipt;
        const auto paid = paid_of_returned(ledger_, receipt);
        if (!paid) return receipt;
        report_.diagnostics.doubt(
            {report_.file, line},
            fmt::format("{} went back, {} more than the payment {} that it names; the bank does "
                        "not say why, and it is taken as its charge",
                        to_decimal(-receipt.amount), to_decimal(-receipt.amount - *paid),
                        receipt.end_to_end_id),
            "if it was the customer's money, add it with `dunning import payments`, as a negative "
            "amount");
        receipt.amount = -*paid;
        return receipt;
    }

    // The file with the return may come before the one with the payment.
    void settle_returns_of(const Receipt& paid, int line) {
        if (paid.end_to_end_id.empty()) return;
        for (const Receipt& each : ledger_.payments_called(paid.end_to_end_id)) {
            if (!each.amount.is_negative() || each.date < paid.date) continue;
            const Receipt settled = without_charge(each, line);
            if (settled == each) continue;
            const auto recorded = ledger_.put(
                settled, {.batch = run_.batch, .line = line, .tells_more = true}, run_.stamp);
            DUNNING_CHECK(recorded);
            ++report_.changed;
        }
    }

    // Of the days of new entries: an entry with nothing of its transfers, and single ones of
    // another file that add up to it, may be the same money.
    void report_lumps(const BankStatement& statement) {
        if (new_entries_.empty()) return;
        const auto accounts = names_of_account(ledger_, statement.account);
        std::set<Date> days;
        for (const BankEntry& entry : statement.entries) days.insert(entry.booked);
        for (const Date day : days) {
            for (const DoubtfulLump& doubt :
                 doubtful_lumps(ledger_, accounts, day, statement.currency)) {
                report_lump(doubt);
            }
        }
        new_entries_.clear();
    }

    void report_lump(const DoubtfulLump& doubt) {
        auto at = new_entries_.find(doubt.lump.id);
        for (const BankEntryRecord& single : doubt.singles) {
            if (at == new_entries_.end()) at = new_entries_.find(single.id);
        }
        if (at == new_entries_.end()) return;  // said when they came
        report_.diagnostics.doubt(
            {report_.file, at->second}, to_text(doubt),
            "it counts twice if so: fetch a file that tells the transfers of the entry and import "
            "it, or take the batch of one of the files back with `dunning import --undo`");
    }

    void describe(const BankStatement& statement) {
        const StatementSums sums = sums_of(statement);
        StatementReport said{.account = statement.account,
                             .currency = std::string(statement.currency.code()),
                             .sequence = statement.sequence,
                             .opening = statement.opening,
                             .closing = statement.closing,
                             .entries = sums.entries,
                             .credits = sums.credit_sum,
                             .debits = sums.debit_sum,
                             .reversals = sums.reversals,
                             .details = sums.details,
                             .pending = sums.pending};
        const TieOut tie = tie_out(statement);
        if (tie != TieOut::no_balances) said.ties = tie == TieOut::ties;
        if (tie == TieOut::does_not_tie) {
            report_.diagnostics.doubt({report_.file, statement.line}, tie_out_text(statement),
                                      "entries may be missing from the file; what it has was "
                                      "taken");
        }
        report_.statements.push_back(std::move(said));
    }

    void record(const BankStatement& statement) {
        StatementRecord record{.batch = run_.batch,
                               .account = statement.account,
                               .currency = std::string(statement.currency.code()),
                               .code = statement.id,
                               .sequence = statement.sequence,
                               .from = statement.from,
                               .to = statement.to,
                               .entries = static_cast<int>(statement.entries.size())};
        for (const BankEntry& entry : statement.entries) {
            // A bank that states no period: the days that have entries.
            if (!statement.from && (!record.from || *record.from > entry.booked))
                record.from = entry.booked;
            if (!statement.to && (!record.to || *record.to < entry.booked))
                record.to = entry.booked;
        }
        if (!record.from) record.from = record.to;
        if (statement.opening) record.opening_minor = statement.opening->minor();
        if (statement.closing) record.closing_minor = statement.closing->minor();
        std::vector<StatementRecord>& before = statements_of(record.account, record.currency);
        const auto is_same = [&](const StatementRecord& known) {
            return known.code == record.code && known.sequence == record.sequence &&
                   known.from == record.from && known.to == record.to &&
                   known.opening_minor == record.opening_minor &&
                   known.closing_minor == record.closing_minor;
        };
        if (std::ranges::any_of(before, is_same)) return;
        ledger_.add_statement(record);
        new_.emplace_back(record, statement.line);
        before.push_back(std::move(record));
    }

    // Those that are known under any name of the account, also from this file.
    std::vector<StatementRecord>& statements_of(const std::string& account,
                                                const std::string& currency) {
        const auto [found, is_new] = statements_.try_emplace({account, currency});
        if (!is_new) return found->second;
        for (const std::string& name : names_of_account(ledger_, account)) {
            std::ranges::move(ledger_.statements(name, currency),
                              std::back_inserter(found->second));
        }
        return found->second;
    }

    Ledger& ledger_;
    const ImportRun& run_;
    FileReport& report_;
    ProgressCount entries_;
    std::map<std::pair<std::string, std::string>, std::vector<StatementRecord>> statements_ = {};
    std::vector<std::pair<StatementRecord, int>> new_ = {};  // with their lines
    std::map<RowId, int> new_entries_ = {};                  // of the statement, with their lines
};

}  // namespace

void import_bank(Ledger& ledger, const InputFile& input, const ImportRun& run,
                 const OnProgress& on_progress, FileReport& report) {
    const auto file = read_bank_file(input, report.file, report.diagnostics);
    if (!file || report.diagnostics.has_errors()) return;
    report.source_format = file->format;
    BankImport import(ledger, run, on_progress, report);
    for (const BankStatement& statement : file->statements) import.take(statement);
    import.report_gaps();
}

}  // namespace dunning
