// Personal data: everything that the ledger holds on one customer, to hand it out or to erase it.
//
// What belongs to a customer is found along the references of the schema, so that tables which come
// later belong too. Erasing empties names, addresses, numbers, notes and the bytes of notices, in
// these rows and wherever else in the ledger the same texts stand; from the free texts of these
// rows (descriptions, references, methods, reasons) each word of the person's names goes as well,
// and so do their streets and accounts. Amounts, days and ids stay, the books add up as before, and
// the chain holds: the digests of what was there remain, salted with what has gone.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

// A cell as the database has it; monostate: nothing.
struct Blob {
    std::string bytes;
};
using StoredCell = std::variant<std::monostate, std::int64_t, std::string, Blob>;

using StoredCells = std::vector<std::pair<std::string, StoredCell>>;  // by column

struct StoredRow {
    std::string table;
    RowId row = 0;
    StoredCells cells;
    std::string currency = {};  // of its amounts; "" where it has none
    StoredCells contents = {};  // of a former version: what it said
};

class Erasure {
  public:
    // Every row that belongs to the customer, and evidence that is theirs beside others', by table
    // and number.
    static void for_each_row(const Ledger& ledger, RowId customer,
                             const std::function<void(const StoredRow&)>& visit);
    // Evidence that belongs to nobody else.
    static std::vector<std::string> own_evidence(const Ledger& ledger, RowId customer);

    // What the person is or was called, and who has paid or spoken for them.
    static std::vector<std::string> names(const Ledger& ledger, RowId customer);
    // Where they live or lived, as files and people have told it.
    struct Address {
        std::string street;
        std::string postal_code;
        std::string town;
    };
    static std::vector<Address> addresses(const Ledger& ledger, RowId customer);
    // The accounts that their payments came from.
    static std::vector<std::string> accounts(const Ledger& ledger, RowId customer);

    // What tells the customer's invoices and payments apart, in this version or a former one.
    struct RowText {
        std::string text;
        RowId row = 0;  // the first that has it
    };
    struct InvoiceNames {
        std::vector<std::string> numbers;     // of invoices, and those that payments name
        std::vector<RowText> references;      // of invoices; by row
        std::vector<RowText> end_to_end_ids;  // of payments; by row
    };
    static InvoiceNames invoice_names(const Ledger& ledger, RowId customer);

    // A free text without what it says of the person.
    using Cleaner = std::function<std::string(std::string_view)>;
    // Whether two texts of a payment name the same invoices of the customer.
    using NameTheSame = std::function<bool(std::string_view, std::string_view)>;
    struct Cleaning {
        Cleaner clean;
        NameTheSame name_the_same;
    };

    // How many texts went. What was erased before counts no more; when nothing is left, nothing is
    // recorded either. REQUIRES: a write transaction.
    static std::int64_t erase(Ledger& ledger, RowId customer, const Cleaning& cleaning,
                              std::string_view reason, const Stamp& stamp);
    static bool erased_anybody(const Ledger& ledger);
    // What is left in the texts of a row whose customer was erased; nothing for any other row.
    struct TextsLeft {
        std::string reference;
        std::string description;
        std::string method = {};         // of a receipt
        std::string end_to_end_id = {};  // likewise
    };
    static std::optional<TextsLeft> left_of_invoice(const Ledger& ledger, std::string_view number);
    static std::optional<TextsLeft> left_of_receipt(const Ledger& ledger, ReceiptKind kind,
                                                    std::string_view code);
    // By the ids of the files that they came with.
    static bool is_contact_of_erased(const Ledger& ledger, std::string_view id);
    static bool is_agreement_of_erased(const Ledger& ledger, std::string_view id);

    // What has gone is gone from the file too. REQUIRES: no transaction.
    static void compact(Ledger& ledger);
};

}  // namespace dunning
