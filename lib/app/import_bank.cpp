#include "app/import_bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/money_sums.h"
#include "formats/bai2.h"
#include "formats/camt.h"
#include "formats/mt940.h"
#include "formats/ofx.h"
#include "formats/statement_check.h"
#include "text/sha256.h"

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

// What is known of an entry whose bank gives it no reference.
std::string contents_of(const BankEntry& entry) {
    std::string text = entry.text;
    for (const BankDetail& detail : entry.details) {
        text += '\n' + detail.end_to_end_id + '\n' + detail.counterparty + '\n' +
                detail.counterparty_account + '\n' + detail.reference + '\n' + detail.text;
    }
    constexpr std::size_t enough = 16;
    return fmt::format("{}/{}{}/{}", to_text(entry.booked), to_decimal(entry.amount),
                       entry.amount.currency().code(), sha256_hex(text).substr(0, enough));
}

std::string_view reference_of(const BankEntry& entry) {
    if (!entry.bank_reference.empty()) return entry.bank_reference;
    if (entry.details.size() == 1) return entry.details.front().bank_reference;
    return {};
}

// The code of each entry of a statement: unique in its account, and the same in every file.
std::vector<std::string> codes_of(const BankStatement& statement) {
    std::map<std::string_view, int> used;
    for (const BankEntry& entry : statement.entries) ++used[reference_of(entry)];
    std::map<std::string, int> alike;
    std::vector<std::string> codes;
    for (const BankEntry& entry : statement.entries) {
        const auto reference = reference_of(entry);
        if (!reference.empty() && used[reference] == 1) {
            codes.emplace_back(reference);
            continue;
        }
        std::string code = contents_of(entry);
        const int occurrence = ++alike[code];
        if (occurrence > 1) code += fmt::format("/{}", occurrence);
        codes.push_back(std::move(code));
    }
    return codes;
}

// Money in is a customer's; money out only when it takes such money back.
bool concerns_customers(const BankEntry& entry) {
    return entry.status == EntryStatus::booked && entry.amount.is_positive() != entry.reversal;
}

// What was transferred, whatever the bank kept for itself.
Money transferred(const BankDetail& detail) {
    const bool apart = detail.charges && detail.charges_included &&
                       detail.charges->currency() == detail.amount.currency();
    return apart ? detail.amount + *detail.charges : detail.amount;
}

class BankImport {
  public:
    BankImport(Ledger& ledger, const ImportRun& run, const OnProgress& on_progress,
               FileReport& report)
        : ledger_(ledger), run_(run), report_(report), entries_(on_progress) {}

    void take(const BankStatement& statement) {
        const auto codes = codes_of(statement);
        for (std::size_t i = 0; i < statement.entries.size(); ++i) {
            const BankEntry& entry = statement.entries[i];
            ++report_.rows;
            entries_.one_more();
            if (concerns_customers(entry) && !entry.amount.is_zero()) {
                take_entry(statement, entry, codes[i]);
            }
        }
        describe(statement);
        record(statement);
    }

  private:
    void take_entry(const BankStatement& statement, const BankEntry& entry,
                    const std::string& code) {
        const std::string lump = statement.account + "/" + code;
        const auto known = ledger_.bank_entry(statement.account, code);
        const auto details = static_cast<int>(entry.details.size());
        if (known && known->details > std::max(details, 1)) {
            ++report_.known;  // another file has told of its transfers one by one
            return;
        }
        // One transfer is the entry itself, under the same id; several take its place.
        if (details > 1 && ledger_.has_receipt(ReceiptKind::payment, lump)) {
            ledger_.withdraw_receipt(ReceiptKind::payment, lump, {run_.batch, entry.line});
            ++report_.changed;
        }
        ledger_.add_bank_entry({.account = statement.account,
                                .code = code,
                                .amount = entry.amount,
                                .booked = entry.booked,
                                .details = details,
                                .batch = run_.batch});
        put_receipts(entry, lump);
    }

    void put_receipts(const BankEntry& entry, const std::string& lump) {
        if (entry.details.empty()) {
            put({.id = lump,
                 .customer = {},
                 .date = entry.value,
                 .amount = entry.amount,
                 .method = "bank",
                 .description = entry.text},
                entry.line);
        }
        int n = 0;
        for (const BankDetail& detail : entry.details) {
            ++n;
            const bool alone = entry.details.size() == 1;
            if (detail.amount.is_zero()) continue;
            put({.id = alone ? lump : fmt::format("{}/{}", lump, n),
                 .customer = {},
                 .date = entry.value,
                 .amount = transferred(detail),
                 .reference = detail.reference,
                 .method = "bank",
                 .description = detail.text.empty() ? entry.text : detail.text,
                 .payer = detail.counterparty,
                 .payer_account = detail.counterparty_account,
                 .end_to_end_id = detail.end_to_end_id},
                detail.line > 0 ? detail.line : entry.line);
        }
    }

    void put(const Receipt& receipt, int line) {
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
            report_.diagnostics.warning({report_.file, statement.line}, tie_out_text(statement),
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
            // A bank that states no period: to the last day that has an entry.
            if (!statement.to && (!record.to || *record.to < entry.booked))
                record.to = entry.booked;
        }
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
        report_gap(statement, record, before);
        const auto by_days = [](const StatementRecord& it) { return std::tie(it.to, it.from); };
        const auto place = std::ranges::upper_bound(before, by_days(record), {}, by_days);
        before.insert(place, std::move(record));
    }

    // Those that are known, also from this file, in the order of their days: a file may hold a year
    // of them.
    std::vector<StatementRecord>& statements_of(const std::string& account,
                                                const std::string& currency) {
        const auto [found, is_new] = statements_.try_emplace({account, currency});
        if (is_new) found->second = ledger_.statements(account, currency);
        return found->second;
    }

    // The statement before it must end where it begins.
    void report_gap(const BankStatement& statement, const StatementRecord& record,
                    const std::vector<StatementRecord>& others) {
        if (!record.opening_minor || !record.to) return;
        const StatementRecord* last = nullptr;
        for (const StatementRecord& other : others) {
            if (!other.closing_minor || !other.to) continue;
            if (other.to < record.to && (last == nullptr || last->to <= other.to)) last = &other;
        }
        if (last == nullptr || *last->closing_minor == *record.opening_minor) return;
        const auto money = [&](std::int64_t minor) {
            return to_decimal(Money(minor, statement.currency));
        };
        report_.diagnostics.warning(
            {report_.file, statement.line},
            fmt::format("account {}: the statement before, to {}, closed with {}, this one opens "
                        "with {}",
                        record.account, to_text(*last->to), money(*last->closing_minor),
                        money(*record.opening_minor)),
            "a statement between them is missing");
    }

    Ledger& ledger_;
    const ImportRun& run_;
    FileReport& report_;
    ProgressCount entries_;
    std::map<std::pair<std::string, std::string>, std::vector<StatementRecord>> statements_ = {};
};

}  // namespace

void import_bank(Ledger& ledger, const InputFile& input, const ImportRun& run,
                 const OnProgress& on_progress, FileReport& report) {
    const auto file = read_bank_file(input, report.file, report.diagnostics);
    if (!file || report.diagnostics.has_errors()) return;
    report.source_format = file->format;
    BankImport import(ledger, run, on_progress, report);
    for (const BankStatement& statement : file->statements) import.take(statement);
}

}  // namespace dunning
