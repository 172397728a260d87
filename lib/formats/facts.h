// What a file says, fact by fact, each with the place where it stands. Nothing here has met the
// ledger yet; readers hand their facts to a FactSink as they come, so that a file of any length
// needs no more memory than one row.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/contact_event.h"
#include "core/diagnostic.h"
#include "core/party.h"
#include "core/rate_table.h"
#include "core/receivable.h"
#include "core/stated_agreement.h"

namespace dunning {

enum class ImportKind {
    customers,
    invoices,
    credits,
    payments,
    contacts,
    promises,
    disputes,
    plans,
    rates,
    bank
};

std::string_view to_text(ImportKind kind);
std::optional<ImportKind> import_kind_from(std::string_view text);

// Where a fact stands, asked only when a message needs it.
class FactPlace {
  public:
    virtual ~FactPlace() = default;
    virtual int line() const = 0;
    virtual Place of(std::string_view field) const = 0;
    // Whether the file has the field, if only to say that it is empty. What a file does not have it
    // says nothing of.
    virtual bool says(std::string_view field) const = 0;
};

// What a row says beside the fact itself.
struct Beside {
    Customer customer = {};          // as far as the row tells: to make it when nobody imported it
    std::optional<Money> open = {};  // what is still open of an invoice, where the file says so
};

class FactSink {
  public:
    virtual ~FactSink() = default;
    // A problem goes to the diagnostics that the reader has too; the reader counts the row as
    // rejected then.
    virtual void take(const Customer& customer, const FactPlace& place) = 0;
    virtual void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) = 0;
    virtual void take(const Receipt& receipt, const Beside& beside, const FactPlace& place) = 0;
    virtual void take(const Contact& contact, const FactPlace& place) = 0;
    virtual void take(const StatedAgreement& agreement, const FactPlace& place) = 0;
    virtual void take(const StatedRate& rate, const FactPlace& place) = 0;
};

// Passes everything on. What is made of it looks at some kinds of facts on their way.
class PassingSink : public FactSink {
  public:
    void take(const Customer& customer, const FactPlace& place) override {
        next_.take(customer, place);
    }
    void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) override {
        next_.take(invoice, beside, place);
    }
    void take(const Receipt& receipt, const Beside& beside, const FactPlace& place) override {
        next_.take(receipt, beside, place);
    }
    void take(const Contact& contact, const FactPlace& place) override {
        next_.take(contact, place);
    }
    void take(const StatedAgreement& agreement, const FactPlace& place) override {
        next_.take(agreement, place);
    }
    void take(const StatedRate& rate, const FactPlace& place) override { next_.take(rate, place); }

  protected:
    explicit PassingSink(FactSink& next) : next_(next) {}

    FactSink& next_;
};

// A row without a currency takes the one of the invoice it names, else its customer's, else the
// book's. The amount cannot be read before, because its digits depend on it (JPY "1234", KWD
// "1.234").
struct CurrencyDefaults {
    Currency book;
    std::function<std::optional<Currency>(std::string_view invoice)> of_invoice = {};
    std::function<std::optional<Currency>(std::string_view customer)> of_customer = {};
    // Asked once for a long file that names no currency: whether the two would only ever answer
    // with the book's. Unset: they have to be asked.
    std::function<bool()> all_of_book = {};
};

// A row that could not be taken, as it stands in the file, in UTF-8.
struct RejectedRow {
    std::string_view header;  // the file's own, to put above the first
    char delimiter = ',';
    std::string_view raw;
    int line = 0;
    int column = 0;
    std::string_view reason;
};

using OnReject = std::function<void(const RejectedRow&)>;

}  // namespace dunning
