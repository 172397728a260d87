// Month end: aging that ties to the general ledger's control account, and what changed since the
// last one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/age_ledger.h"
#include "core/day_range.h"

namespace dunning {

// The control account of one currency held against the ledger. It ties when it equals what is open,
// or what is open less the money on account: books differ in where they keep that.
enum class Tie { open, balance, none };
std::string_view to_text(Tie tie);

struct ControlCheck {
    Money open;
    Money on_account;
    Money control;

    Money balance() const { return open - on_account; }
    Money difference() const { return control - open; }
    Tie tie() const;
};

// open now = open then + invoiced - paid - credited - written off, of the invoices' own currency.
// What came in and is on account has settled nothing and is not in it.
struct AgingMovement {
    Money open_then;
    Money invoiced;
    Money paid;
    Money credited;
    Money written_off;
    Money open_now;
};

enum class ItemChange { added, settled, reduced, increased, rolled };
std::string_view to_text(ItemChange change);

// An invoice that looks different on the two days; `rolled`: its bucket alone.
struct ChangedItem {
    RowId invoice = 0;
    std::string number = {};
    std::string customer = {};
    std::string name = {};
    ItemChange change = ItemChange::added;
    Date due;
    Money open_then;
    Money open_now;
    std::optional<std::size_t> bucket_then = {};
    std::optional<std::size_t> bucket_now = {};
};

struct AgingChanges {
    std::map<std::string, AgingMovement> movements;  // by currency
    std::vector<ChangedItem> items;                  // by currency, customer, due day, number
    // Recorded after the earlier day for that day or before it: the list that was printed then did
    // not have it.
    std::vector<LateFact> recorded_late;
};

// Between the ends of two days.
AgingChanges aging_changes(const Ledger& ledger, const Policy& policy, Date since, Date as_of);

}  // namespace dunning
