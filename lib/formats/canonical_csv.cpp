#include "formats/canonical_csv.h"

#include <fmt/format.h>

#include <unordered_map>

#include "formats/csv_columns.h"
#include "formats/import_rows.h"
#include "formats/import_text.h"
#include "text/csv.h"

namespace dunning {
namespace {

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

// Takes each fact once. The same key with other contents is reported where it comes the second
// time.
template <class T>
class OncePerKey {
  public:
    OncePerKey(std::vector<Sourced<T>>& taken, std::string_view thing, std::string_view key_field)
        : taken_(taken), thing_(thing), key_field_(key_field) {}

    void take(T value, const std::string& key, RowReader& row) {
        const auto [known, is_new] = index_.try_emplace(key, taken_.size());
        if (is_new) {
            taken_.push_back({std::move(value), row.line(), row.columns()});
            return;
        }
        const auto& first = taken_[known->second];
        if (first.value == value) return;
        row.problem(
            key_field_,
            fmt::format("'{}' stands on line {} already, with other contents", key, first.line),
            fmt::format("a file may state each {} once", thing_));
    }

  private:
    std::vector<Sourced<T>>& taken_;
    std::string_view thing_;
    std::string_view key_field_;
    std::unordered_map<std::string, std::size_t> index_;
};

class BatchReader {
  public:
    BatchReader(ImportBatch& batch, const CurrencyDefaults& defaults)
        : batch_(batch), defaults_(defaults) {}

    void read(RowReader& row) {
        switch (batch_.kind) {
            case ImportKind::customers:
                return take_customer(row);
            case ImportKind::invoices:
                return take_invoice(row);
            case ImportKind::credits:
                return take_receipt(row, read_credit(row, defaults_), credits_);
            case ImportKind::payments:
                return take_receipt(row, read_payment(row, defaults_), payments_);
        }
    }

  private:
    void take_customer(RowReader& row) {
        if (auto customer = read_customer(row, defaults_)) {
            const auto id = customer->id;
            customers_.take(std::move(*customer), id, row);
        }
    }

    void take_invoice(RowReader& row) {
        auto read = read_invoice(row, defaults_);
        if (!read) return;
        if (auto* invoice = std::get_if<Invoice>(&*read)) {
            const auto number = invoice->number;
            invoices_.take(std::move(*invoice), number, row);
        } else {
            take_receipt(row, std::get<Receipt>(std::move(*read)), negative_invoices_);
        }
    }

    void take_receipt(RowReader& row, std::optional<Receipt> receipt, OncePerKey<Receipt>& once) {
        if (!receipt) return;
        const auto id = receipt->id;
        once.take(std::move(*receipt), id, row);
    }

    ImportBatch& batch_;
    const CurrencyDefaults& defaults_;
    OncePerKey<Customer> customers_{batch_.customers, "customer", "id"};
    OncePerKey<Invoice> invoices_{batch_.invoices, "invoice", "number"};
    OncePerKey<Receipt> negative_invoices_{batch_.receipts, "credit note", "number"};
    OncePerKey<Receipt> credits_{batch_.receipts, "credit note", "number"};
    OncePerKey<Receipt> payments_{batch_.receipts, "payment", "id"};
};

void report_field_count(const CsvRecord& record, std::size_t expected, const std::string& file,
                        Diagnostics& diagnostics) {
    const bool too_many = record.fields.size() > expected;
    const auto& at = too_many ? record.fields[expected] : record.fields.back();
    diagnostics.error(
        {file, record.line, at.column},
        fmt::format("{} fields where the header has {}", record.fields.size(), expected),
        too_many ? "a field that contains the delimiter must be in quotes" : "");
}

struct CsvFile {
    std::string_view text;
    char delimiter = ',';
    const std::string& file;
    const ImportProfile* profile = nullptr;
    const CurrencyDefaults& defaults;
};

void read_rows(CsvReader& reader, const RowContext& context, BatchReader& rows,
               ImportBatch& batch) {
    CsvRecord record;
    while (reader.next(record)) {
        if (record.is_blank()) continue;
        ++batch.rows;
        if (record.fields.size() != context.columns.width()) {
            report_field_count(record, context.columns.width(), context.file, context.diagnostics);
            continue;
        }
        RowReader row(context, record);
        rows.read(row);
    }
}

void read_table(const CsvFile& source, ImportBatch& batch, Diagnostics& found) {
    CsvReader reader(source.text, source.delimiter);
    CsvRecord header;
    bool has_header = reader.next(header);
    while (has_header && header.is_blank()) has_header = reader.next(header);
    if (has_header) {
        const auto columns =
            CsvColumns::resolve(header, batch.kind, source.profile, source.file, found);
        if (!columns) return;
        const RowContext context{source.file, *columns, source.profile, source.defaults, found};
        BatchReader rows(batch, source.defaults);
        read_rows(reader, context, rows, batch);
    } else if (!reader.fault()) {
        found.error({source.file}, "the file is empty", "the first line names the columns");
    }
    if (const auto& fault = reader.fault()) {
        found.error({source.file, fault->line, fault->column}, fault->what, fault->remedy);
    }
}

void append_up_to_limit(const Diagnostics& found, const std::string& file,
                        Diagnostics& diagnostics) {
    std::size_t kept = 0;
    for (const auto& diagnostic : found.all()) {
        if (++kept > max_problems) break;
        diagnostics.add(diagnostic);
    }
    if (found.all().size() > max_problems) {
        diagnostics.error({file}, fmt::format("{} more problems are not listed",
                                              found.all().size() - max_problems));
    }
}

}  // namespace

ImportBatch read_canonical_csv(std::string_view bytes, const std::string& file, ImportKind kind,
                               const ImportProfile* profile, const CurrencyDefaults& defaults,
                               Diagnostics& diagnostics) {
    ImportBatch batch{.file = file, .kind = kind};
    Diagnostics found;
    if (const auto text = import_text(bytes, file, found)) {
        const bool declared = profile && profile->delimiter;
        const char delimiter = declared ? *profile->delimiter : detect_delimiter(first_line(*text));
        read_table({*text, delimiter, file, profile, defaults}, batch, found);
    }
    found.sort();
    append_up_to_limit(found, file, diagnostics);
    return batch;
}

}  // namespace dunning
