// Reads a table in a test, and keeps what a reader hands to its sink.
#pragma once

#include <string>
#include <vector>

#include "formats/input_file.h"
#include "formats/table_reader.h"
#include "support/literals.h"
#include "unit/formats/print_lines.h"

namespace dunning {

template <class T>
struct Collected {
    T value;
    int line = 0;
    Beside beside = {};
};

struct TableRead {
    std::vector<Collected<Customer>> customers = {};
    std::vector<Collected<Invoice>> invoices = {};
    std::vector<Collected<Receipt>> receipts = {};
    std::vector<Collected<Contact>> contacts = {};
    std::vector<Collected<StatedAgreement>> agreements = {};
    std::vector<StatedRate> rates = {};
    std::vector<std::string> places = {};  // of the columns that the test asks for
    std::vector<std::string> problems = {};
    std::vector<std::string> rejects = {};  // "line:column raw | reason"
    std::string rejects_header = {};
    char rejects_delimiter = 0;
    TableReport report = {};
};

class CollectingSink final : public FactSink {
  public:
    explicit CollectingSink(TableRead& read) : read_(read) {}
    void take(const Customer& customer, const FactPlace& place) override {
        read_.customers.push_back({customer, place.line()});
    }
    void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) override {
        read_.invoices.push_back({invoice, place.line(), beside});
        read_.places.push_back(std::to_string(place.of("due").line) + ":" +
                               std::to_string(place.of("due").column));
    }
    void take(const Receipt& receipt, const Beside& beside, const FactPlace& place) override {
        read_.receipts.push_back({receipt, place.line(), beside});
    }
    void take(const Contact& contact, const FactPlace& place) override {
        read_.contacts.push_back({contact, place.line()});
    }
    void take(const StatedAgreement& agreement, const FactPlace& place) override {
        read_.agreements.push_back({agreement, place.line()});
    }
    void take(const StatedRate& rate, const FactPlace&) override { read_.rates.push_back(rate); }

  private:
    TableRead& read_;
};

// The file is called f.csv; without defaults the book is in CNY.
inline TableRead read_file_text(ImportKind kind, const std::string& bytes,
                                const ImportProfile& profile = {},
                                const CurrencyDefaults& defaults = {
                                    .book = Currency::from_code("CNY").value()}) {
    TableRead read;
    Diagnostics diagnostics;
    CollectingSink sink(read);
    const auto keep = [&read](const RejectedRow& row) {
        read.rejects.push_back(std::to_string(row.line) + ":" + std::to_string(row.column) + " " +
                               std::string(row.raw) + " | " + std::string(row.reason));
        read.rejects_header = row.header;
        read.rejects_delimiter = row.delimiter;
    };
    const auto input = open_input(bytes, "f.csv", profile, diagnostics);
    if (input && input->table) {
        read.report = read_table(*input->table, kind, profile, defaults, sink, diagnostics, keep);
    }
    for (const auto& diagnostic : diagnostics.all()) {
        read.problems.push_back(to_text(diagnostic));
    }
    return read;
}

// Facts as one line each, for tables of expectations.
inline std::string in_words(const Collected<Invoice>& fact) {
    const auto& [invoice, line, beside] = fact;
    std::string text = invoice.number + " " + invoice.customer;
    if (beside.customer.name != invoice.customer) text += " (" + beside.customer.name + ")";
    text += " " + to_text(invoice.issued) + " " + to_text(invoice.due) + " " +
            to_decimal(invoice.amount) + " " + std::string(invoice.amount.currency().code());
    if (beside.open) text += " open " + to_decimal(*beside.open);
    return text;
}

inline std::string in_words(const Collected<Receipt>& fact) {
    const Receipt& receipt = fact.value;
    std::string text(to_text(receipt.kind));
    text += " " + receipt.id + " " + (receipt.customer.empty() ? "-" : receipt.customer) + " " +
            to_text(receipt.date) + " " + to_decimal(receipt.amount) + " " +
            std::string(receipt.amount.currency().code());
    if (!receipt.payer.empty()) text += " from " + receipt.payer;
    return text;
}

// Invoices first, then receipts.
inline std::vector<std::string> in_words(const TableRead& read) {
    std::vector<std::string> lines;
    for (const auto& fact : read.invoices) lines.push_back(in_words(fact));
    for (const auto& fact : read.receipts) lines.push_back(in_words(fact));
    return lines;
}

}  // namespace dunning
