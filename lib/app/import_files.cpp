#include "app/import_files.h"

#include <fmt/format.h>

#include "app/clock.h"
#include "app/reallocate.h"
#include "core/check.h"
#include "formats/canonical_csv.h"
#include "text/sha256.h"

namespace dunning {
namespace {

void add_to(std::map<std::string, Money>& sums, const Money& amount) {
    const std::string currency(amount.currency().code());
    const auto [found, added] = sums.try_emplace(currency, amount);
    if (!added) found->second += amount;
}

class FileImport {
  public:
    FileImport(Ledger& ledger, const Policy& policy, const ImportRequest& request,
               const std::string& name, const Stamp& stamp)
        : ledger_(ledger), policy_(policy), request_(request), stamp_(stamp) {
        report_.file = name;
        report_.kind = request.kind;
    }

    FileReport run(std::string_view bytes) {
        auto transaction = ledger_.begin_write();
        const ImportBatch batch = read(bytes);
        if (report_.refused()) return finish();
        record_ = ledger_.next_batch(stamp_.as_of);
        record_.sha256 = sha256_hex(bytes);
        put_all(batch);
        if (report_.refused()) return finish();
        reallocate_touched(ledger_, policy_.allocation, stamp_);
        if (record_batch() && request_.commitment == Commitment::keep) transaction.commit();
        return finish();
    }

  private:
    ImportBatch read(std::string_view bytes) {
        const CurrencyDefaults defaults{
            .book = policy_.book.currency,
            .of_invoice =
                [&](std::string_view number) { return ledger_.currency_of_invoice(number); },
            .of_customer = [&](std::string_view id) { return ledger_.currency_of_customer(id); }};
        ImportBatch batch = read_canonical_csv(bytes, report_.file, request_.kind, request_.profile,
                                               defaults, report_.diagnostics);
        report_.rows = batch.rows;
        report_.source_format = batch.source_format;
        report_.encoding = batch.encoding;
        return batch;
    }

    void put_all(const ImportBatch& batch) {
        for (const auto& row : batch.customers) {
            if (knows_timezone(row)) put(row, "id");
        }
        for (const auto& row : batch.invoices) {
            need_customer(row.value.customer, row.line);
            if (put(row, "number")) add_to(report_.totals, row.value.amount);
        }
        for (const auto& row : batch.receipts) {
            need_customer(row.value.customer, row.line);
            warn_of_other_invoice(row);
            if (put(row, row.value.kind == ReceiptKind::payment ? "id" : "number")) {
                add_to(report_.totals, total_of(row.value));
            }
        }
    }

    // It is taken all the same: were the payment imported before the invoice, nobody could tell.
    void warn_of_other_invoice(const Sourced<Receipt>& row) {
        const auto why = ledger_.why_not_for_its_invoice(row.value);
        if (!why) return;
        report_.diagnostics.warning({report_.file, row.line, row.column_of("invoice")}, *why,
                                    "it stays on account", "invoice");
    }

    bool knows_timezone(const Sourced<Customer>& row) {
        const std::string& zone = row.value.timezone;
        if (zone.empty() || day_in_zone(Instant{0}, zone)) return true;
        report_.diagnostics.error(
            {report_.file, row.line, row.column_of("timezone")},
            fmt::format("timezone '{}' is not a time zone of the IANA list", zone),
            "as in Asia/Shanghai or Europe/Berlin", "timezone");
        return false;
    }

    // A credit note among invoices is what the file said it is: a negative invoice.
    Money total_of(const Receipt& receipt) const {
        return request_.kind == ImportKind::invoices ? -receipt.amount : receipt.amount;
    }

    template <class Fact>
    bool put(const Sourced<Fact>& row, std::string_view key) {
        const auto recorded = ledger_.put(row.value, {record_.id, row.line}, stamp_);
        if (!recorded) {
            const Fault& fault = recorded.error();
            const std::string field = fault.field.empty() ? std::string(key) : fault.field;
            report_.diagnostics.error({report_.file, row.line, row.column_of(field)}, fault.what,
                                      fault.remedy, field);
            return false;
        }
        switch (*recorded) {
            case Recorded::added:
                ++report_.added;
                break;
            case Recorded::changed:
                ++report_.changed;
                break;
            case Recorded::known:
                ++report_.known;
                break;
        }
        return true;
    }

    void need_customer(const std::string& id, int line) {
        if (request_.missing_customers == MissingCustomers::refuse || id.empty()) return;
        if (ledger_.find_customer(id)) return;
        const auto added = ledger_.put(Customer{.id = id, .name = id}, {record_.id, line}, stamp_);
        DUNNING_CHECK(added.has_value());
        ++report_.customers_created;
    }

    // The same file on the same day has nothing to tell; on another day it tells that the data is
    // fresh.
    bool record_batch() {
        record_.kind = std::string(to_text(request_.kind));
        record_.file = report_.file;
        record_.added = static_cast<std::int64_t>(report_.added);
        record_.changed = static_cast<std::int64_t>(report_.changed);
        record_.known = static_cast<std::int64_t>(report_.known);
        record_.rows = record_.added + record_.changed + record_.known;
        const bool news = report_.added + report_.changed + report_.customers_created > 0;
        if (!news && ledger_.has_batch(record_.sha256, record_.kind, stamp_.as_of)) return false;
        report_.batch = record_.name;
        ledger_.add_batch(record_, stamp_);
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
    const Stamp& stamp_;
    BatchRecord record_;
    FileReport report_;
};

}  // namespace

FileReport import_file(Ledger& ledger, const Policy& policy, const ImportRequest& request,
                       const std::string& name, std::string_view bytes, const Stamp& stamp) {
    return FileImport(ledger, policy, request, name, stamp).run(bytes);
}

}  // namespace dunning
