// What the tests of use cases on a ledger share: importing text as a file, random files, and
// everything that a ledger holds as one text.
#pragma once

#include <random>

#include "app/import_files.h"
#include "ledger/ledger_support.h"
#include "render/template_set.h"

namespace dunning::ledger_testing {

struct InputFile {
    ImportKind kind = ImportKind::invoices;
    std::string name;
    std::string text;
};

inline FileReport import(Ledger& ledger, const InputFile& file, std::string_view day = "2026-03-01",
                         const ImportRequest& options = {}) {
    ImportRequest request = options;
    request.kind = file.kind;
    return import_file(ledger, Policy{}, request, file.name, file.text, on(day));
}

// One that must be taken.
inline FileReport import_well(Ledger& ledger, const InputFile& file,
                              std::string_view day = "2026-03-01") {
    FileReport report = import(ledger, file, day);
    for (const Diagnostic& diagnostic : report.diagnostics.all()) INFO(to_text(diagnostic));
    REQUIRE_FALSE(report.refused);
    return report;
}

inline TemplateSet shipped_templates() {
    Diagnostics diagnostics;
    return TemplateSet::load({}, diagnostics).value();
}

// Everything that is queued goes out, without a transport.
inline void send_all(Ledger& ledger, std::string_view day) {
    for (DeliveryItem item : ledger.deliveries(DeliveryState::queued)) {
        auto transaction = ledger.begin_write();
        for (const DeliveryState state :
             {DeliveryState::sending, DeliveryState::final, DeliveryState::sent}) {
            const std::string_view step = state == DeliveryState::final ? "handing over" : "sent";
            ledger.move_delivery(item, state, state == DeliveryState::sending ? "claimed" : step,
                                 "", on(day));
            item.state = state;
        }
        transaction.commit();
    }
}

// All rows of all tables, so that two states of a ledger can be compared; but for what is random.
inline std::string contents_of(const std::filesystem::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    SQLite::Statement tables(database,
                             "SELECT name FROM sqlite_schema WHERE type = 'table' "
                             "AND name <> 'chain' ORDER BY name");
    std::string all;
    while (tables.executeStep()) {
        const std::string table = tables.getColumn(0).getString();
        all += table + "\n";
        SQLite::Statement rows(database, "SELECT * FROM " + table);
        while (rows.executeStep()) {
            for (int i = 0; i < rows.getColumnCount(); ++i) {
                if (std::string_view(rows.getColumnName(i)) == "salt") continue;
                all += "  " + rows.getColumn(i).getString();
            }
            all += "\n";
        }
    }
    return all;
}

// Files of random facts of a few customers: partial and surplus payments, some that name an invoice
// (known or not, with or without their customer), some with references, some of which only
// the payer is known, credit notes, payments that went back.
class RandomFiles {
  public:
    explicit RandomFiles(unsigned seed) : random_(seed) {
        customers_ = {ImportKind::customers, "customers.csv",
                      "id,name,collector,segment\n"
                      "C0,Zero,kim,retail\nC1,One,kim,\nC2,Two,,retail\nC3,Three,lee,wholesale\n"};
        for (int i = 0; i < 24; ++i) plan_invoice(i);
        for (int i = 0; i < 2; ++i) files_.push_back(invoice_file(i));
        for (int i = 0; i < 3; ++i) files_.push_back(payment_file(i));
        files_.push_back(credit_file());
    }

    const InputFile& customers() const { return customers_; }
    const std::vector<InputFile>& files() const { return files_; }

    std::vector<InputFile> shuffled() {
        auto order = files_;
        std::shuffle(order.begin(), order.end(), random_);
        return order;
    }

  private:
    struct PlannedInvoice {
        std::string number;
        std::string customer;
        std::string currency;
        std::string reference;
        Date issued;
        int amount = 0;
    };

    int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(random_); }
    Date some_day() { return Date::from_ymd(2026, 1, 1) + below(60); }
    // Few different amounts, so that exact matches and ties happen.
    int some_amount() { return 10 * (1 + below(6)); }
    // Customers, who may pay from the accounts of others.
    std::string some_payer() {
        const char* const names[] = {"", "Zero", "One", "Two", "Three", "Nobody"};
        return names[below(6)];
    }
    std::string some_account() { return fmt::format("ACCOUNT{}", below(4)); }
    std::string some_currency() { return below(4) == 0 ? "JPY" : "EUR"; }
    const PlannedInvoice& some_invoice() {
        return invoices_[static_cast<std::size_t>(below(static_cast<int>(invoices_.size())))];
    }

    void plan_invoice(int i) {
        invoices_.push_back({.number = fmt::format("INV-{:02}", i),
                             .customer = fmt::format("C{}", below(4)),
                             .currency = some_currency(),
                             // Several invoices of one reference, as of one order.
                             .reference = below(2) == 0 ? fmt::format("ORDER{}", below(4)) : "",
                             .issued = some_day(),
                             .amount = some_amount()});
    }

    InputFile invoice_file(int part) {
        std::string text = "number,customer,issued,due,amount,currency,reference\n";
        for (std::size_t i = static_cast<std::size_t>(part); i < invoices_.size(); i += 2) {
            const PlannedInvoice& invoice = invoices_[i];
            text += fmt::format("{},{},{},{},{},{},{}\n", invoice.number, invoice.customer,
                                to_text(invoice.issued), to_text(invoice.issued + below(30)),
                                invoice.amount, invoice.currency, invoice.reference);
        }
        return {ImportKind::invoices, fmt::format("invoices-{}.csv", part), text};
    }

    InputFile payment_file(int part) {
        std::string text =
            "id,customer,date,amount,currency,invoice,reference,payer,payer_account\n";
        for (int i = 0; i < 12; ++i) {
            const int way = below(6);
            const PlannedInvoice& invoice = some_invoice();
            const bool named = way == 0 || way == 1;
            const std::string reference = way == 2   ? invoice.reference
                                          : way == 3 ? "for " + invoice.number
                                                     : "";
            const int sign = below(4) == 0 ? -1 : 1;
            const bool is_ownerless = way == 0 || way == 4;
            text += fmt::format("P{}-{:02},{},{},{},{},{},{},{},{}\n", part, i,
                                is_ownerless ? "" : invoice.customer, to_text(some_day()),
                                sign * some_amount(), invoice.currency, named ? invoice.number : "",
                                reference, some_payer(), below(2) == 0 ? some_account() : "");
        }
        return {ImportKind::payments, fmt::format("payments-{}.csv", part), text};
    }

    InputFile credit_file() {
        std::string text = "number,customer,issued,amount,currency,invoice\n";
        for (int i = 0; i < 6; ++i) {
            const PlannedInvoice& invoice = some_invoice();
            text +=
                fmt::format("CN-{},{},{},{},{},{}\n", i, invoice.customer, to_text(some_day()),
                            some_amount(), invoice.currency, below(2) == 0 ? invoice.number : "");
        }
        return {ImportKind::credits, "credits.csv", text};
    }

    std::mt19937 random_;
    std::vector<PlannedInvoice> invoices_;
    InputFile customers_;
    std::vector<InputFile> files_;
};

}  // namespace dunning::ledger_testing
