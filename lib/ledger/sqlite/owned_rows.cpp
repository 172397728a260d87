#include "ledger/sqlite/owned_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

struct Reference {
    std::string table;  // that refers
    std::string column;
    std::string parent;
    std::string key;
};

std::vector<Reference> references_of(Connection& db) {
    std::vector<Reference> references;
    for (const std::string& table : tables_of(db)) {
        for_each(db, fmt::format("PRAGMA foreign_key_list(\"{}\")", table), [&](const Query& row) {
            // Of a reference by several columns the first says whose it is.
            if (row.integer(1) != 0) return;
            references.push_back(
                {table, row.text(3), row.text(2), row.is_null(4) ? "rowid" : row.text(4)});
        });
    }
    return references;
}

bool has_column(Connection& db, const std::string& table, std::string_view name) {
    const auto columns = columns_of(db, table);
    return std::ranges::find(columns, name, &SchemaColumn::name) != columns.end();
}

// Whether it has found rows that were not known.
bool follow(Connection& db, const Reference& reference) {
    db.execute(
        fmt::format("INSERT OR IGNORE INTO temp.owned "
                    "SELECT '{0}', rowid FROM main.\"{0}\" WHERE \"{1}\" IN "
                    "(SELECT \"{3}\" FROM main.\"{2}\" WHERE rowid IN "
                    "(SELECT row FROM temp.owned WHERE name = '{2}'))",
                    reference.table, reference.column, reference.parent, reference.key));
    return db.changes() > 0;
}

}  // namespace

std::vector<SchemaColumn> columns_of(Connection& db, const std::string& table) {
    std::vector<SchemaColumn> columns;
    for_each(db, fmt::format("PRAGMA main.table_xinfo(\"{}\")", table), [&](const Query& row) {
        if (row.integer(6) == 0) columns.push_back({row.text(1), row.text(2)});
    });
    return columns;
}

std::vector<std::string> tables_of(Connection& db) {
    std::vector<std::string> tables;
    for_each(db,
             "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'chain' "
             "AND name NOT LIKE 'sqlite%' ORDER BY name",
             [&](const Query& row) { tables.push_back(row.text(0)); });
    return tables;
}

std::string currency_of_row(Connection& db, const std::string& table) {
    if (has_column(db, table, "currency")) return fmt::format("\"{}\".currency", table);
    for (const Reference& reference : references_of(db)) {
        const std::string& parent = reference.parent;
        if (reference.table != table || parent == table || parent == "customer") continue;
        const std::string currency = currency_of_row(db, parent);
        if (currency == "''") continue;
        return fmt::format("(SELECT {} FROM main.\"{}\" WHERE \"{}\".\"{}\" = \"{}\".\"{}\")",
                           currency, parent, parent, reference.key, table, reference.column);
    }
    return "''";
}

void find_owned_rows(Connection& db, RowId customer) {
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS owned (name TEXT, row INTEGER, PRIMARY KEY (name, row))");
    db.execute("DELETE FROM temp.owned");
    db.execute(fmt::format("INSERT INTO temp.owned VALUES ('customer', {})", customer));
    const std::vector<Reference> references = references_of(db);
    bool found = true;
    while (found) {
        found = false;
        for (const Reference& reference : references) {
            const bool shared = reference.parent == "batch" || reference.parent == "impossible";
            if (!shared && reference.parent != "policy_text") found |= follow(db, reference);
        }
    }
    // What has no reference in the schema: former versions, and evidence that is used here alone.
    db.execute(
        "INSERT OR IGNORE INTO temp.owned SELECT 'superseded', superseded.rowid FROM superseded "
        "JOIN temp.owned ON owned.name = superseded.kind AND owned.row = superseded.id");
    db.execute(
        "INSERT OR IGNORE INTO temp.owned SELECT 'evidence', id FROM evidence "
        "WHERE EXISTS (SELECT 1 FROM evidence_use WHERE evidence_id = evidence.id) "
        "AND NOT EXISTS (SELECT 1 FROM evidence_use WHERE evidence_id = evidence.id "
        "AND evidence_use.rowid NOT IN (SELECT row FROM temp.owned WHERE name = 'evidence_use'))");
}

}  // namespace dunning
