#include "app/import_bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "app/known_entries.h"
#include "app/own_accounts.h"
#include "app/statement_sequence.h"
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

// Money in is a customer's; money out only when it takes such money back.
bool is_of_customers(const BankEntry& entry) {
    return entry.amount.is_positive() != entry.reversal;
}

// A batch may hold both: a customer's money among what came back of our own payments, and what goes
// back to a customer among our own. A transfer that is no return is what its entry is.
bool is_of_customers(const BankEntry& entry, const BankDetail& detail) {
    return detail.returned ? detail.amount.is_negative() : is_of_customers(entry);
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
            if (!entry.corrects.empty()) {
                take_correction(entry, told[i]);
            } else if (concerns_customers(entry)) {
                take_entry(entry, told[i]);
            }
        }
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
        if (known_parts > 1) {  // its transfers have been told one by one
            ++report_.known;
            add_to(report_.totals, of_customers(entry, rest));
            return;
        }
        const std::string lump = account + "/" + code;
        if (entry.details.empty()) return put(payment_of(lump, entry), entry.line);
        if (parts > 1) return put_parts(entry, lump, rest);
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

    // One transfer is the entry itself, under the same id; several take its place.
    void put_parts(const BankEntry& entry, const std::string& lump, const Money& rest) {
        withdraw(lump, entry);
        int n = 0;
        for (const BankDetail& detail : entry.details) {
            ++n;
            if (detail.amount.is_zero() || !is_of_customers(entry, detail)) continue;
            put(payment_of(fmt::format("{}#{}", lump, n), entry, detail), line_of(entry, detail));
        }
        if (rest.is_zero()) return;
        Receipt receipt = payment_of(lump + "#rest", entry);
        receipt.amount = rest;
        put(receipt, entry.line);
    }

    static int line_of(const BankEntry& entry, const BankDetail& detail) {
        return detail.line > 0 ? detail.line : entry.line;
    }

    // What is known of a payment stands; another file may only say more of it.
    void put(const Receipt& told, int line) {
        const auto known = ledger_.receipt(ReceiptKind::payment, told.id);
        const Receipt receipt = known ? fuller_telling(*known, told) : told;
        const auto recorded = ledger_.put(receipt, {run_.batch, line}, run_.stamp);
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
