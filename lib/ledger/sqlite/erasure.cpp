#include "ledger/erasure.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "core/ascii.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/owned_rows.h"

namespace dunning {
namespace {

// Columns that hold what a person wrote of a person, in whatever table they stand.
constexpr std::string_view personal_columns[] = {
    "note",  "person", "recipient", "payer",       "payer_account", "address",  "email",
    "phone", "mobile", "city",      "postal_code", "readable",      "evidence", "file_name"};

// Columns that may not be empty.
constexpr std::string_view filled_columns[] = {"value", "name"};

// Columns that people fill as they like, beside those above.
constexpr std::string_view free_columns[] = {"description", "reference",  "method", "end_to_end_id",
                                             "reason",      "handled_by", "bureau", "detail"};

// What other rows and people find a row by; never looked into for names.
constexpr std::string_view keys[] = {"code", "number",   "invoice_number", "sha256",
                                     "kind", "currency", "channel",        "actor",
                                     "text", "step",     "state",          "rule"};

constexpr std::string_view personal_fields[] = {"email", "phone",       "mobile", "address",
                                                "city",  "postal_code", "payer",  "payer_account"};

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::string sql_text(std::string_view text) {
    std::string sql = "'";
    for (const char c : text) sql += c == '\'' ? "''" : std::string(1, c);
    return sql + "'";
}

StoredCell cell_from(const Query& row, int column) {
    switch (row.type(column)) {
        case SQLITE_INTEGER:
            return row.integer(column);
        case SQLITE_TEXT:
            return row.text(column);
        case SQLITE_BLOB:
            return Blob{std::string(row.blob_view(column))};
        default:
            return std::monostate();
    }
}

// What a former version said, by its fields.
StoredCells contents_of(Connection& db, RowId superseded) {
    StoredCells cells;
    for_each(db,
             fmt::format("SELECT key, atom FROM superseded, json_each(contents) "
                         "WHERE superseded.rowid = {}",
                         superseded),
             [&](const Query& row) { cells.emplace_back(row.text(0), cell_from(row, 1)); });
    return cells;
}

// Guards are set aside, and put back as the schema states them; all in one transaction.
class WithoutGuards {
  public:
    explicit WithoutGuards(Connection& db) : db_(db) {
        std::vector<std::string> names;
        for_each(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
                 [&](const Query& row) {
                     names.push_back(row.text(0));
                     made_again_.push_back(row.text(1));
                 });
        for (const std::string& name : names) db.execute("DROP TRIGGER " + name);
    }
    void put_back() {
        for (const std::string& sql : made_again_) db_.execute(sql);
    }

  private:
    Connection& db_;
    std::vector<std::string> made_again_;
};

std::string_view text_view_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// As long as it lives, SQL has the functions without_person(text) and name_the_same(text, text).
class CleaningFunctions {
  public:
    CleaningFunctions(Connection& db, const Erasure::Cleaning& cleaning) : db_(db) {
        // The database does not change what it is given back.
        void* given = const_cast<Erasure::Cleaning*>(&cleaning);
        define("without_person", 1, given, clean);
        define("name_the_same", 2, given, compare);
    }
    ~CleaningFunctions() {
        sqlite3_create_function_v2(db_.handle(), "without_person", 1, SQLITE_UTF8, nullptr, nullptr,
                                   nullptr, nullptr, nullptr);
        sqlite3_create_function_v2(db_.handle(), "name_the_same", 2, SQLITE_UTF8, nullptr, nullptr,
                                   nullptr, nullptr, nullptr);
    }
    CleaningFunctions(const CleaningFunctions&) = delete;
    CleaningFunctions& operator=(const CleaningFunctions&) = delete;

  private:
    using Function = void(sqlite3_context*, int, sqlite3_value**);

    void define(const char* name, int arguments, void* given, Function* function) {
        const int outcome = sqlite3_create_function_v2(db_.handle(), name, arguments, SQLITE_UTF8,
                                                       given, function, nullptr, nullptr, nullptr);
        DUNNING_CHECK(outcome == SQLITE_OK);
    }

    static const Erasure::Cleaning& cleaning_of(sqlite3_context* context) {
        return *static_cast<const Erasure::Cleaning*>(sqlite3_user_data(context));
    }

    static void clean(sqlite3_context* context, int, sqlite3_value** values) {
        if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
        const std::string cleaned = cleaning_of(context).clean(text_view_of(values[0]));
        sqlite3_result_text(context, cleaned.data(), static_cast<int>(cleaned.size()),
                            SQLITE_TRANSIENT);
    }

    static void compare(sqlite3_context* context, int, sqlite3_value** values) {
        const bool same =
            cleaning_of(context).name_the_same(text_view_of(values[0]), text_view_of(values[1]));
        sqlite3_result_int(context, same ? 1 : 0);
    }

    Connection& db_;
};

std::vector<std::string> numbers_of(Connection& db, RowId customer) {
    std::vector<std::string> numbers;
    for_each(db,
             fmt::format("SELECT number FROM invoice WHERE customer_id = {0} "
                         "UNION SELECT invoice_number FROM receipt WHERE customer_id = {0} "
                         "AND invoice_number <> ''",
                         customer),
             [&](const Query& row) { numbers.push_back(row.text(0)); });
    return numbers;
}

// What the column of the customer's rows says or has said.
std::vector<Erasure::RowText> texts_of(Connection& db, RowId customer, std::string_view table,
                                       std::string_view column) {
    std::vector<Erasure::RowText> texts;
    for_each(db,
             fmt::format("SELECT text, min(id) AS first FROM ("
                         "SELECT {2} AS text, id FROM {1} WHERE customer_id = {0} "
                         "UNION ALL SELECT json_extract(old.contents, '$.{2}'), old.id "
                         "FROM superseded AS old JOIN {1} AS now ON now.id = old.id "
                         "WHERE old.kind = '{1}' AND now.customer_id = {0}) "
                         "WHERE text <> '' GROUP BY text ORDER BY first, text",
                         customer, table, column),
             [&](const Query& row) {
                 texts.push_back({row.text(0), row.integer(1)});
             });
    return texts;
}

class Eraser {
  public:
    Eraser(Connection& db, Chain& chain, RowId customer, const Erasure::Cleaning& cleaning)
        : db_(db), chain_(chain), customer_(customer), cleaning_(db, cleaning) {}

    std::int64_t run() {
        find_owned_rows(db_, customer_);
        find_identifiers();
        WithoutGuards guards(db_);
        for (const std::string& table : tables_of(db_)) empty_own_rows(table);
        empty_former_versions();
        keep_files_out();
        mark_evidence();
        keep_owner();
        for (const std::string& table : tables_of(db_)) replace_elsewhere(table);
        guards.put_back();
        db_.execute("DELETE FROM temp.owned");
        return cells_;
    }

  private:
    // The names, addresses and numbers by which the person may stand in any text.
    void find_identifiers() {
        const auto add = [&](std::string text) {
            constexpr std::size_t too_short = 4;  // would hit too much that is somebody else's
            if (text.size() >= too_short && text != "erased") identifiers_.insert(std::move(text));
        };
        for_each(
            db_,
            fmt::format("SELECT name, email, phone, mobile, address FROM customer "
                        "WHERE id = {0} "
                        "UNION SELECT json_extract(contents, '$.name'), "
                        "json_extract(contents, '$.email'), json_extract(contents, '$.phone'), "
                        "json_extract(contents, '$.mobile'), "
                        "json_extract(contents, '$.address') FROM superseded "
                        "WHERE kind = 'customer' AND id = {0} "
                        "UNION SELECT value, person, '', '', '' FROM contact_point "
                        "WHERE customer_id = {0} "
                        "UNION SELECT person, address, '', '', '' FROM contact "
                        "WHERE customer_id = {0}",
                        customer_),
            [&](const Query& row) {
                for (int column = 0; column < 5; ++column) add(row.text(column));
                add_turned(row.text(0), add);
            });
    }

    // "Anna Weber" as a bank or a list writes it: "Weber, Anna", "WEBER ANNA".
    template <class Add>
    static void add_turned(const std::string& name, const Add& add) {
        const auto space = name.rfind(' ');
        if (space == name.npos) return;
        const std::string first = name.substr(0, space);
        const std::string last = name.substr(space + 1);
        add(last + ", " + first);
        add(last + " " + first);
    }

    void update(const std::string& table, const std::string& column, const std::string& value,
                const std::string& where) {
        if (table == "invoice") {
            for_each(db_, fmt::format("SELECT rowid FROM invoice WHERE {}", where),
                     [&](const Query& row) { chain_.touch("invoice", row.integer(0)); });
        }
        db_.execute(fmt::format("UPDATE main.\"{}\" SET \"{}\" = {} WHERE {}", table, column, value,
                                where));
        cells_ += db_.changes();
    }

    static std::string own_rows_of(const std::string& table) {
        return fmt::format("rowid IN (SELECT row FROM temp.owned WHERE name = '{}')", table);
    }

    void empty_own_rows(const std::string& table) {
        if (table == "evidence") return;
        const std::string own = own_rows_of(table);
        for (const SchemaColumn& column : columns_of(db_, table)) {
            const std::string filled = fmt::format(" AND \"{}\" <> ''", column.name);
            if (is_one_of(personal_columns, column.name)) {
                update(table, column.name, "''", own + filled);
            } else if (is_one_of(filled_columns, column.name)) {
                update(table, column.name, "'erased'",
                       own + fmt::format(" AND \"{}\" NOT IN ('', 'erased')", column.name));
            } else if (column.name == "bytes") {
                update(table, column.name, "CAST('erased' AS BLOB)",
                       own + " AND bytes <> CAST('erased' AS BLOB)");
            } else if (column.name == "sha256" && table == "plan_document") {
                // Of a paper that anybody can print again who guesses the name.
                update(table, column.name, "printf('%064d', id)",
                       own + " AND sha256 <> printf('%064d', id)");
            } else if (column.name == "detail" && table == "delivery_step") {
                update(table, column.name, "''", own + filled);  // what a server said of an address
            } else if (is_one_of(free_columns, column.name) || is_end_of_waiver(table, column)) {
                // Of a method nothing is left: "erased" would be one that customers share.
                update(table, column.name,
                       column.name == "method" ? "''"
                                               : fmt::format("without_person(\"{}\")", column.name),
                       own + free_rows_of(column.name) +
                           fmt::format(" AND \"{0}\" <> without_person(\"{0}\")", column.name));
            } else if (column.name == "salt") {
                db_.execute(fmt::format("UPDATE main.\"{}\" SET salt = x'' WHERE {}", table, own));
            }
        }
    }

    // What a list of open items settled is known by its method, whatever the customer is called.
    static std::string free_rows_of(std::string_view column) {
        return column == "method" ? " AND method NOT GLOB 'snapshot*'" : "";
    }

    // Why it ended, as a person wrote it; elsewhere such a column has words of ours.
    static bool is_end_of_waiver(const std::string& table, const SchemaColumn& column) {
        return column.name == "why" && table.ends_with("waiver_end");
    }

    void empty_former_versions() {
        std::string changes;
        for (const std::string_view field : personal_fields) {
            changes += fmt::format(", '$.{}', ''", field);
        }
        changes +=
            ", '$.method', iif(json_extract(contents, '$.method') = "
            "without_person(json_extract(contents, '$.method')), "
            "json_extract(contents, '$.method'), '')";
        for (const std::string_view field : {"description", "reference", "end_to_end_id"}) {
            changes +=
                fmt::format(", '$.{0}', without_person(json_extract(contents, '$.{0}'))", field);
        }
        const std::string emptied = "json_replace(contents, '$.name', 'erased'" + changes + ")";
        update("superseded", "contents", emptied,
               own_rows_of("superseded") + " AND contents <> " + emptied);
    }

    // The next file of customers does not bring the person back.
    void keep_files_out() {
        constexpr std::string_view fields = "name,email,phone,mobile,address,city,postal_code";
        db_.execute(
            fmt::format("UPDATE customer SET by_hand = ltrim(by_hand || ',{0}', ',') "
                        "WHERE id = {1} AND instr(by_hand, '{0}') = 0",
                        fields, customer_));
    }

    // Who paid says nothing any more, and is not asked again.
    void keep_owner() {
        db_.execute(fmt::format(
            "UPDATE receipt SET found_by = NULL WHERE customer_id = {} AND found_by IS NOT NULL",
            customer_));
    }

    void mark_evidence() {
        const std::string own = own_rows_of("evidence");
        update("evidence", "erased", "1", own + " AND NOT erased");
        update("evidence", "name", "'erased'", own + " AND name <> 'erased'");
        db_.execute("UPDATE evidence SET salt = x'' WHERE " + own);
    }

    // The same texts in rows that are not the customer's: the name in a reference of somebody who
    // paid for them, in a verdict, in the name of a file.
    void replace_elsewhere(const std::string& table) {
        for (const SchemaColumn& column : columns_of(db_, table)) {
            if (column.type != "TEXT" || is_one_of(keys, column.name)) continue;
            if (table == "customer") continue;
            for (const std::string& text : identifiers_) replace_text(table, column.name, text);
        }
    }

    void replace_text(const std::string& table, const std::string& column,
                      const std::string& text) {
        const bool names_invoices = table == "receipt" || table == "invoice";
        // Another customer may have the same name; their own file stays. A telephone number may be
        // in the number of another's invoice.
        const bool own_alone = table == "superseded" || table == "contact_point" ||
                               (names_invoices && std::ranges::none_of(text, is_letter_byte));
        std::string limit = own_alone ? " AND " + own_rows_of(table) : "";
        if (column == "method") limit += free_rows_of(column);
        for (const std::string& wanted :
             {sql_text(text), fmt::format("upper({})", sql_text(text))}) {
            const std::string without =
                fmt::format("replace(\"{}\", {}, 'erased')", column, wanted);
            // A word that customers share would join them.
            const bool goes_whole = column == "end_to_end_id" || column == "method";
            const std::string same = names_invoices && column != "method"
                                         ? fmt::format(" AND name_the_same(\"{}\", {})", column,
                                                       goes_whole ? "''" : without)
                                         : "";
            update(table, column, goes_whole ? "''" : without,
                   fmt::format("instr(\"{}\", {}) > 0{}{}", column, wanted, limit, same));
        }
    }

    // Of any script.
    static bool is_letter_byte(char c) {
        return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    }

    Connection& db_;
    Chain& chain_;
    RowId customer_;
    CleaningFunctions cleaning_;
    std::set<std::string> identifiers_;
    std::int64_t cells_ = 0;
};

}  // namespace

void Erasure::for_each_row(const Ledger& ledger, RowId customer,
                           const std::function<void(const StoredRow&)>& visit) {
    Connection& db = ledger.impl_->db;
    find_owned_rows(db, customer);
    db.execute(
        "INSERT OR IGNORE INTO temp.owned SELECT 'evidence', evidence_id FROM evidence_use "
        "WHERE rowid IN (SELECT row FROM temp.owned WHERE name = 'evidence_use')");
    for (const std::string& table : tables_of(db)) {
        const auto columns = columns_of(db, table);
        std::string names;
        for (const SchemaColumn& column : columns) names += fmt::format(", \"{}\"", column.name);
        for_each(db,
                 fmt::format("SELECT rowid, {2}{0} FROM main.\"{1}\" WHERE rowid IN (SELECT row "
                             "FROM temp.owned WHERE name = '{1}') ORDER BY rowid",
                             names, table, currency_of_row(db, table)),
                 [&](const Query& row) {
                     StoredRow stored{.table = table,
                                      .row = row.integer(0),
                                      .cells = {},
                                      .currency = row.is_null(1) ? "" : row.text(1)};
                     int place = 2;
                     for (const SchemaColumn& column : columns) {
                         if (column.name != "salt") {
                             stored.cells.emplace_back(column.name, cell_from(row, place));
                         }
                         ++place;
                     }
                     if (table == "superseded") stored.contents = contents_of(db, stored.row);
                     visit(stored);
                 });
    }
}

std::vector<std::string> Erasure::own_evidence(const Ledger& ledger, RowId customer) {
    Connection& db = ledger.impl_->db;
    find_owned_rows(db, customer);
    std::vector<std::string> files;
    for_each(db,
             "SELECT sha256 || extension FROM evidence WHERE id IN "
             "(SELECT row FROM temp.owned WHERE name = 'evidence') ORDER BY id",
             [&](const Query& row) { files.push_back(row.text(0)); });
    return files;
}

std::vector<std::string> Erasure::names(const Ledger& ledger, RowId customer) {
    Connection& db = ledger.impl_->db;
    std::vector<std::string> names;
    for_each(db,
             fmt::format("SELECT name FROM customer WHERE id = {0} "
                         "UNION SELECT json_extract(contents, '$.name') FROM superseded "
                         "WHERE kind = 'customer' AND id = {0} "
                         "UNION SELECT person FROM contact_point WHERE customer_id = {0} "
                         "UNION SELECT person FROM contact WHERE customer_id = {0} "
                         "UNION SELECT payer FROM receipt WHERE customer_id = {0}",
                         customer),
             [&](const Query& row) {
                 if (row.text_view(0) != "erased") names.push_back(row.text(0));
             });
    return names;
}

std::vector<Erasure::Address> Erasure::addresses(const Ledger& ledger, RowId customer) {
    std::vector<Address> addresses;
    for_each(
        ledger.impl_->db,
        fmt::format("SELECT address, postal_code, city FROM customer WHERE id = {0} "
                    "UNION SELECT json_extract(contents, '$.address'), "
                    "json_extract(contents, '$.postal_code'), json_extract(contents, '$.city') "
                    "FROM superseded WHERE kind = 'customer' AND id = {0} "
                    "UNION SELECT value, '', '' FROM contact_point "
                    "WHERE customer_id = {0} AND kind = 'address' AND value <> 'erased'",
                    customer),
        [&](const Query& row) {
            addresses.push_back({row.text(0), row.text(1), row.text(2)});
        });
    return addresses;
}

std::vector<std::string> Erasure::accounts(const Ledger& ledger, RowId customer) {
    std::vector<std::string> accounts;
    for_each(ledger.impl_->db,
             fmt::format("SELECT payer_account FROM receipt WHERE customer_id = {0} "
                         "UNION SELECT json_extract(old.contents, '$.payer_account') "
                         "FROM superseded AS old JOIN receipt ON receipt.id = old.id "
                         "WHERE old.kind = 'receipt' AND receipt.customer_id = {0}",
                         customer),
             [&](const Query& row) { accounts.push_back(row.text(0)); });
    return accounts;
}

Erasure::InvoiceNames Erasure::invoice_names(const Ledger& ledger, RowId customer) {
    Connection& db = ledger.impl_->db;
    return {.numbers = numbers_of(db, customer),
            .references = texts_of(db, customer, "invoice", "reference"),
            .end_to_end_ids = texts_of(db, customer, "receipt", "end_to_end_id")};
}

std::int64_t Erasure::erase(Ledger& ledger, RowId customer, const Cleaning& cleaning,
                            std::string_view reason, const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    const std::int64_t cells = Eraser(db, ledger.impl_->chain, customer, cleaning).run();
    if (cells == 0) return 0;
    auto query = db.query(R"sql(
        INSERT INTO erasure (customer_id, reason, cells, day, actor, recorded_at, salt)
        VALUES (:customer, :reason, :cells, :day, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":customer", customer)
        .bind(":reason", reason)
        .bind(":cells", cells)
        .bind(":day", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    ledger.add_event(stamp, "customer_erased", "customer " + code_of_customer(db, customer));
    return cells;
}

bool Erasure::erased_anybody(const Ledger& ledger) {
    auto query = ledger.impl_->db.query("SELECT 1 FROM erasure LIMIT 1");
    return query.next();
}

std::optional<Erasure::TextsLeft> Erasure::left_of_invoice(const Ledger& ledger,
                                                           std::string_view number) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT reference, description
        FROM invoice
        WHERE number = :number
            AND EXISTS (SELECT 1 FROM erasure WHERE erasure.customer_id = invoice.customer_id))sql");
    if (!query.bind(":number", number).next()) return std::nullopt;
    return TextsLeft{.reference = query.text(0), .description = query.text(1)};
}

std::optional<Erasure::TextsLeft> Erasure::left_of_receipt(const Ledger& ledger, ReceiptKind kind,
                                                           std::string_view code) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT reference, description, method, end_to_end_id
        FROM receipt
        WHERE code = :code AND kind = :kind
            AND EXISTS (SELECT 1 FROM erasure WHERE erasure.customer_id = receipt.customer_id))sql");
    if (!query.bind(":code", code).bind(":kind", to_text(kind)).next()) return std::nullopt;
    return TextsLeft{.reference = query.text(0),
                     .description = query.text(1),
                     .method = query.text(2),
                     .end_to_end_id = query.text(3)};
}

bool Erasure::is_contact_of_erased(const Ledger& ledger, std::string_view id) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT 1
        FROM contact
        JOIN erasure ON erasure.customer_id = contact.customer_id
        WHERE contact.code = :id)sql");
    return query.bind(":id", id).next();
}

bool Erasure::is_agreement_of_erased(const Ledger& ledger, std::string_view id) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT 1
        FROM pause
        JOIN erasure ON erasure.customer_id = pause.customer_id
        WHERE pause.code = :id
        UNION ALL
        SELECT 1
        FROM plan
        JOIN erasure ON erasure.customer_id = plan.customer_id
        WHERE plan.code = :id)sql");
    return query.bind(":id", id).next();
}

void Erasure::compact(Ledger& ledger) {
    ledger.impl_->db.execute("PRAGMA secure_delete = ON");
    ledger.impl_->db.execute("VACUUM");
}

}  // namespace dunning
