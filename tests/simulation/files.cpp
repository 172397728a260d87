#include "simulation/files.h"

#include <fmt/format.h>

#include <stdexcept>

namespace dunning::simulation {
namespace {

std::string row_of(const Customer& c) {
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", c.id, c.name, to_text(c.kind),
                       c.language, c.timezone, c.email, c.phone, c.mobile, c.address, c.city,
                       c.postal_code);
}

std::string row_of(const Invoice& i) {
    return fmt::format("{},{},{},{},{},{},{}\n", i.number, i.customer, to_text(i.issued),
                       to_text(i.due), to_decimal(i.amount), i.amount.currency().code(),
                       i.reference);
}

std::string row_of(const Receipt& p) {
    return fmt::format("{},{},{},{},{},{},\"{}\"\n", p.id, p.customer, to_text(p.date),
                       to_decimal(p.amount), p.amount.currency().code(), p.invoice, p.reference);
}

std::string negative_invoice(const Receipt& c) {
    return fmt::format("{},{},{},,{},{},\n", c.id, c.customer, to_text(c.date),
                       to_decimal(-c.amount), c.amount.currency().code());
}

std::string credit_row(const Receipt& c) {
    return fmt::format("{},{},{},{},{},{}\n", c.id, c.customer, to_text(c.date),
                       to_decimal(c.amount), c.amount.currency().code(), c.invoice);
}

}  // namespace

std::vector<InputFile> files_of(const Facts& facts, const std::string& label) {
    std::string customers;
    std::string invoices;
    std::string credits;
    std::string payments;
    for (const Customer& customer : facts.customers) customers += row_of(customer);
    for (const Invoice& invoice : facts.invoices) invoices += row_of(invoice);
    for (const Receipt& receipt : facts.receipts) {
        if (receipt.kind == ReceiptKind::payment) {
            payments += row_of(receipt);
        } else if (receipt.invoice.empty()) {
            invoices += negative_invoice(receipt);
        } else {
            credits += credit_row(receipt);
        }
    }
    std::vector<InputFile> files;
    const auto add = [&](ImportKind kind, const char* header, const std::string& rows) {
        if (rows.empty() && kind != ImportKind::payments) return;
        files.push_back({kind, fmt::format("{}-{}.csv", to_text(kind), label), header + rows});
    };
    add(ImportKind::customers,
        "id,name,kind,language,timezone,email,phone,mobile,address,city,postal_code\n", customers);
    add(ImportKind::invoices, "number,customer,issued,due,amount,currency,reference\n", invoices);
    add(ImportKind::credits, "number,customer,issued,amount,currency,invoice\n", credits);
    add(ImportKind::payments, "id,customer,date,amount,currency,invoice,reference\n", payments);
    return files;
}

void import_whole(Ledger& ledger, const Policy& policy, const InputFile& file, const Stamp& stamp) {
    const FileReport report =
        import_file(ledger, policy, {.kind = file.kind}, file.name, file.text, stamp);
    if (report.refused) throw std::runtime_error(to_text(report.diagnostics.all().front()));
}

}  // namespace dunning::simulation
