#include "app/import_files.h"

#include <fmt/format.h>

#include <future>

#include "app/fact_store.h"
#include "app/find_owners.h"
#include "app/import_bank.h"
#include "app/import_snapshot.h"
#include "app/reallocate.h"
#include "core/sha256.h"
#include "formats/camt.h"
#include "formats/einvoice.h"
#include "formats/fact_rows.h"
#include "formats/input_file.h"

namespace dunning {
namespace {

// The place of a document that is one fact.
class DocumentPlace final : public FactPlace {
  public:
    explicit DocumentPlace(Place place) : place_(std::move(place)) {}
    int line() const override { return place_.line; }
    Place of(std::string_view) const override { return place_; }
    bool says(std::string_view) const override { return true; }

  private:
    Place place_;
};

// The policy's own words for contacts are known to their files too; see fact_rows.cpp.
ImportProfile with_own_words(ImportProfile profile, const ContactSettings& contact) {
    for (const auto& [word, meaning] : contact.outcomes) {
        profile.words[own_outcomes].emplace(word, to_text(meaning));
    }
    for (const std::string& reason : contact.reasons) {
        profile.words[own_reasons].emplace(reason, reason);
    }
    return profile;
}

class FileImport {
  public:
    FileImport(Ledger& ledger, const Policy& policy, const ImportRequest& request,
               const std::string& name, const Stamp& stamp)
        : ledger_(ledger),
          policy_(policy),
          request_(request),
          profile_(with_own_words(request.profile, policy.contact)),
          stamp_(stamp) {
        report_.file = name;
        report_.kind = request.kind;
    }

    FileReport run(std::string_view bytes) {
        try {
            return import(bytes);
        } catch (const AmountOverflow&) {
            refuse("its amounts, with those that are known, make a sum too large to be represented",
                   "look for an amount that cannot be: a number or an account in its column");
            return finish();
        }
    }

  private:
    // Nothing of it stays when the file is refused, or AmountOverflow is thrown.
    FileReport import(std::string_view bytes) {
        // Beside the reading: it takes a good part of its time.
        auto digest = std::async(is_long(bytes) ? std::launch::async : std::launch::deferred,
                                 [bytes] { return sha256_hex(bytes); });
        auto transaction = ledger_.begin_write();
        begin_batch();
        take(bytes);
        if (report_.refused) return finish();
        settle_touched(ledger_, policy_, stamp_);
        record_.sha256 = digest.get();
        if (record_batch() && request_.commitment == Commitment::keep) transaction.commit();
        return finish();
    }

    void begin_batch() {
        record_ = ledger_.next_batch(stamp_.as_of);
        record_.kind = request_.snapshot ? "snapshot" : std::string(to_text(request_.kind));
        record_.file = report_.file;
        ledger_.add_batch(record_, stamp_);
    }

    void take(std::string_view bytes) {
        const auto input = open_input(bytes, report_.file, profile_, report_.diagnostics);
        if (!input) {
            report_.refused = true;
            return;
        }
        report_.source_format = input->source_format;
        report_.encoding = input->encoding;
        if (request_.kind == ImportKind::bank) {
            take_bank(*input);
        } else if (input->table) {
            take_table(*input->table, bytes);
        } else {
            take_document(*input);
        }
    }

    void take_bank(const InputFile& input) {
        if (input.table) {
            refuse(fmt::format("a table ({}), no statement of a bank", input.source_format),
                   fmt::format("dunning import payments {} reads it, with --profile NAME if its "
                               "columns have other names",
                               report_.file));
            return;
        }
        import_bank(ledger_, input, {record_.id, stamp_, policy_}, request_.on_progress, report_);
        report_.refused = report_.diagnostics.has_errors();
    }

    void take_table(const TableFile& table, std::string_view bytes) {
        if (request_.snapshot) open_before_ = invoices_open_on(ledger_, stamp_.as_of);
        FactStore store(ledger_, request_, {record_.id, stamp_, policy_}, report_);
        const CurrencyDefaults currencies = defaults(is_long(bytes));
        if (is_long(bytes) && has_load()) ledger_.begin_load(expected_rows(bytes));
        const auto read = read_rows(table, currencies, store);
        ledger_.finish_load();
        report_.rows = read.rows;
        report_.rejected = read.rejected;
        // What one denies, another does not confirm.
        report_.agreeing_totals = read.wrong_totals == 0 ? read.totals : 0;
        report_.diagnostics.note_unlisted(read.unlisted, Severity::error);
        const bool may_skip = request_.bad_rows == BadRows::skip && read.read_to_its_end;
        const bool nothing_good = read.rejected > 0 && read.rejected == read.rows;
        report_.refused = report_.diagnostics.has_errors() && (!may_skip || nothing_good);
        report_.left_out = read.left_out;
        report_.unread = read.unread;
        if (report_.refused) return;
        finish_open_amounts(store);
        const bool has_folder = !request_.evidence.empty();
        if (has_folder && request_.commitment == Commitment::keep) store.keep_evidence();
    }

    // A load that has begun is finished whatever happens: the next file may begin another.
    TableReport read_rows(const TableFile& table, const CurrencyDefaults& currencies,
                          FactStore& store) {
        try {
            return read_table(table, request_.kind, profile_, currencies, store,
                              report_.diagnostics, request_.on_reject);
        } catch (const AmountOverflow&) {
            ledger_.finish_load();
            throw;
        }
    }

    // Files whose rows take longer than a change of the ledger's indexes.
    static bool is_long(std::string_view bytes) { return bytes.size() > (std::size_t{1} << 20); }

    bool has_load() const {
        return request_.kind == ImportKind::invoices || request_.kind == ImportKind::credits ||
               request_.kind == ImportKind::payments;
    }

    ExpectedRows expected_rows(std::string_view bytes) const {
        constexpr std::size_t long_row = 100;
        const bool are_invoices = request_.kind == ImportKind::invoices;
        return {.of = are_invoices ? LoadedRows::invoices : LoadedRows::receipts,
                .at_least = bytes.size() / long_row};
    }

    void finish_open_amounts(const FactStore& store) {
        if (request_.snapshot) {
            settle_snapshot(ledger_, open_before_, store.open_by_number(), *request_.snapshot,
                            {record_.id, stamp_, policy_}, report_);
            report_.refused = report_.diagnostics.has_errors();
        } else if (store.partly_paid() > 0) {
            report_.diagnostics.doubt(
                {report_.file},
                fmt::format(
                    "the file has less open than the whole amount of {} invoice{}; the whole "
                    "amounts were taken",
                    store.partly_paid(), store.partly_paid() == 1 ? "" : "s"),
                "import the payments too, or read the file as the list of all that is open: "
                "--snapshot");
        }
    }

    // An e-invoice; a bank statement is asked for by its own name.
    void take_document(const InputFile& input) {
        const bool is_bank = input.xml ? is_camt(input.xml->root()) : input.kind != FileKind::xml;
        if (is_bank) {
            refuse("a statement of a bank", fmt::format("dunning import bank {}", report_.file));
            return;
        }
        if (!is_einvoice(input.xml->root())) {
            refuse(fmt::format("an XML file of another kind: <{}>", local_name(input.xml->root())),
                   "UBL and CII invoices are read, camt statements with `dunning import bank`, "
                   "tables as CSV, .xlsx or JSON");
            return;
        }
        if (request_.kind != ImportKind::invoices) {
            refuse("an electronic invoice",
                   fmt::format("dunning import invoices {}", report_.file));
            return;
        }
        take_einvoice(*input.xml);
    }

    void take_einvoice(const XmlDocument& xml) {
        report_.rows = 1;
        const auto read =
            read_einvoice(xml, report_.file, report_.diagnostics, profile_.terms_days);
        if (read) {
            report_.source_format = read->syntax;
            FactStore store(ledger_, request_, {record_.id, stamp_, policy_}, report_);
            const Beside beside{.customer = read->buyer};
            const DocumentPlace place(xml.place(xml.root()));
            if (const auto* invoice = std::get_if<Invoice>(&read->document)) {
                store.take(*invoice, beside, place);
                if (read->direct_debit) warn_of_direct_debit(*invoice, place);
            } else {
                store.take(std::get<Receipt>(read->document), beside, place);
            }
        }
        report_.refused = report_.diagnostics.has_errors();
    }

    void warn_of_direct_debit(const Invoice& invoice, const FactPlace& place) {
        report_.diagnostics.warning(
            place.of("number"),
            fmt::format(
                "invoice {} is collected by direct debit: it is not to be dunned before the "
                "collection has failed",
                invoice.number),
            fmt::format("dunning log hold {}", invoice.number));
    }

    void refuse(std::string what, std::string remedy) {
        report_.diagnostics.error({report_.file}, std::move(what), std::move(remedy));
        report_.refused = true;
    }

    CurrencyDefaults defaults(bool is_long) const {
        const Currency book = policy_.book.currency;
        CurrencyDefaults defaults{
            .book = book,
            .of_invoice =
                [this](std::string_view number) { return ledger_.currency_of_invoice(number); },
            .of_customer =
                [this](std::string_view id) { return ledger_.currency_of_customer(id); }};
        if (is_long) {
            defaults.all_of_book = [this, book] { return !ledger_.has_other_currency_than(book); };
        }
        return defaults;
    }

    // The same file on the same day has nothing to tell; on another day it tells that the data is
    // fresh.
    bool record_batch() {
        record_.added = static_cast<std::int64_t>(report_.added);
        record_.changed = static_cast<std::int64_t>(report_.changed);
        record_.known = static_cast<std::int64_t>(report_.known);
        record_.rejected = static_cast<std::int64_t>(report_.rejected);
        record_.rows = record_.added + record_.changed + record_.known;
        const bool news = report_.added + report_.changed + report_.customers_created +
                              report_.settled + report_.reopened >
                          0;
        if (!news && ledger_.has_batch(record_.sha256, record_.kind, stamp_.as_of)) return false;
        report_.batch = record_.name;
        ledger_.finish_batch(record_, stamp_);
        for (const auto& [currency, sum] : ledger_.allocated_of_batch(record_.id)) {
            report_.allocated.emplace(currency, sum.allocated);
            report_.on_account.emplace(currency, sum.left);
        }
        return true;
    }

    FileReport finish() {
        report_.diagnostics.sort();
        return std::move(report_);
    }

    Ledger& ledger_;
    const Policy& policy_;
    const ImportRequest& request_;
    const ImportProfile profile_;
    const Stamp& stamp_;
    BatchRecord record_;
    std::vector<OpenInvoice> open_before_;  // of a snapshot
    FileReport report_;
};

}  // namespace

FileReport import_file(Ledger& ledger, const Policy& policy, const ImportRequest& request,
                       const std::string& name, std::string_view bytes, const Stamp& stamp) {
    return FileImport(ledger, policy, request, name, stamp).run(bytes);
}

void settle_touched(Ledger& ledger, const Policy& policy, const Stamp& stamp) {
    if (ledger.take_news_for_owners()) find_owners(ledger, policy.allocation);
    reallocate_touched(ledger, policy.allocation, stamp);
}

}  // namespace dunning
