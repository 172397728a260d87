// What was recorded after a day had ended and changed the answer for that day.
//
// Rows are only ever added, and the chain tells on which day (added_rows.h). So
//
//   balance of the day = invoices - money, dated up to the day - what other receipts have settled
//   open on the day    = invoices dated up to the day - allocations dated up to it
//
// have moved by: invoices and money that came, less what they were before where they were corrected
// or withdrawn; allocations that were added (one that takes another back is a row, too), which
// change what is open, and the balance where the receipt is no money.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/check.h"
#include "ledger/sqlite/added_rows.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

// A fact as one version of its row has it.
struct FactVersion {
    std::string customer;  // '' = nobody known
    std::string currency;
    Date day;
    Date due;  // of an invoice; else the day
    std::int64_t amount_minor = 0;
    std::optional<RowId> batch = {};
    bool is_money = false;
};

// So much a transaction of a later day has set against an invoice, or taken from it.
struct Reallocated {
    std::string invoice;
    std::string customer;
    std::string currency;
    std::int64_t amount_minor = 0;
};

struct Effect {
    std::int64_t amount_minor = 0;
    std::int64_t open_minor = 0;
};
using Effects = std::map<std::pair<std::string, std::string>, Effect>;  // by customer and currency

// A fact as it stood when the day ended, and as it stands.
struct ChangedFact {
    std::string kind;
    std::string code;
    std::optional<FactVersion> then = {};  // none: it was not there
    FactVersion now;
    bool is_withdrawn = false;
};

std::string names_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 3;
    if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + most, ", "),
                       names.size() - most);
}

// "from i3 to i2"
std::string way_of(const std::vector<Reallocated>& moved) {
    std::vector<std::string> from;
    std::vector<std::string> to;
    for (const Reallocated& each : moved) {
        (each.amount_minor < 0 ? from : to).push_back(each.invoice);
    }
    if (from.empty()) return fmt::format("to {}", names_of(to));
    if (to.empty()) return fmt::format("from {}", names_of(from));
    return fmt::format("from {} to {}", names_of(from), names_of(to));
}

class LateFactFinder {
  public:
    LateFactFinder(Connection& db, Date seen)
        : db_(db), seen_(seen), added_(added_after(db, seen)) {}

    std::vector<LateFact> find() {
        read_former_versions();
        read_reallocations();
        for (const RowRange& range : added_["invoice"]) take_added(range, "invoice");
        for (const RowRange& range : added_["receipt"]) take_added(range, "receipt");
        for (const auto& [row, then] : former_invoices_) add_invoice(row, then);
        for (const auto& [row, then] : former_receipts_) add_receipt(row, &then);
        for (const auto& [row, moved] : reallocated_) {
            if (!former_receipts_.contains(row)) add_receipt(row, nullptr);
        }
        add_charge_corrections();
        add_plans();
        // Not by the database, which would take four times as long as for all the rest.
        std::ranges::sort(facts_, {}, [](const LateFact& fact) {
            return std::tie(fact.day, fact.kind, fact.code, fact.customer, fact.currency);
        });
        return std::move(facts_);
    }

  private:
    // What stood when the day ended, of rows that have changed since; none: it was not there.
    using Formers = std::map<RowId, std::optional<FactVersion>>;

    // The first version that was superseded since is the one that stood when the day ended.
    void read_former_versions() {
        for (const RowRange& range : added_["superseded"]) {
            auto query = db_.query(R"sql(
                SELECT kind = 'invoice', id, json_extract(contents, '$.currency'),
                       ifnull(json_extract(contents, '$.issued'), json_extract(contents, '$.day')),
                       ifnull(json_extract(contents, '$.due'), json_extract(contents, '$.day')),
                       json_extract(contents, '$.amount_minor'), json_extract(contents, '$.batch'),
                       ifnull((SELECT code FROM customer
                               WHERE customer.id = json_extract(contents, '$.customer')), ''),
                       ifnull(json_extract(contents, '$.kind'), '') NOT IN ('waiver', 'discount')
                           AND ifnull(json_extract(contents, '$.method'), '') NOT GLOB 'snapshot*'
                FROM superseded
                WHERE rowid BETWEEN :first AND :last AND kind <> 'customer'
                ORDER BY rowid)sql");
            query.bind(":first", range.first).bind(":last", range.last);
            while (query.next()) {
                Formers& formers = query.integer(0) != 0 ? former_invoices_ : former_receipts_;
                FactVersion then{.customer = query.text(7),
                                 .currency = query.text(2),
                                 .day = query.date(3),
                                 .due = query.date(4),
                                 .amount_minor = query.integer(5),
                                 .is_money = query.integer(8) != 0};
                if (!query.is_null(6)) then.batch = query.integer(6);
                formers.emplace(query.integer(1), std::move(then));
            }
        }
    }

    void read_reallocations() {
        std::map<std::pair<RowId, RowId>, std::int64_t> sums;
        for (const RowRange& range : added_["allocation"]) {
            auto query = db_.query(R"sql(
                SELECT receipt_id, invoice_id, amount_minor
                FROM allocation
                WHERE id BETWEEN :first AND :last AND day <= :seen)sql");
            query.bind(":first", range.first).bind(":last", range.last).bind(":seen", seen_);
            while (query.next()) sums[{query.integer(0), query.integer(1)}] += query.integer(2);
        }
        for (const auto& [rows, amount_minor] : sums) {
            if (amount_minor == 0) continue;
            auto query = db_.query(R"sql(
                SELECT number, customer.code, invoice.currency
                FROM invoice
                JOIN customer ON customer.id = invoice.customer_id
                WHERE invoice.id = :invoice)sql");
            DUNNING_CHECK(query.bind(":invoice", rows.second).next());
            reallocated_[rows.first].push_back(
                {query.text(0), query.text(1), query.text(2), amount_minor});
        }
    }

    // Versions that came and went since say nothing of what was there when the day ended.
    void take_added(const RowRange& range, std::string_view table) {
        auto query = table == "invoice" ? db_.query(R"sql(
            SELECT id FROM invoice
            WHERE id BETWEEN :first AND :last AND (issued <= :seen OR version > 1))sql")
                                        : db_.query(R"sql(
            SELECT id FROM receipt
            WHERE id BETWEEN :first AND :last AND (day <= :seen OR version > 1))sql");
        query.bind(":first", range.first).bind(":last", range.last).bind(":seen", seen_);
        Formers& formers = table == "invoice" ? former_invoices_ : former_receipts_;
        while (query.next()) formers[query.integer(0)] = std::nullopt;
    }

    bool counts(const FactVersion& version) const { return version.day <= seen_; }

    // What the version adds to the balance when it counts on the day.
    void add_to(Effects& effects, const FactVersion& version, int sign) const {
        if (!counts(version)) return;
        effects[{version.customer, version.currency}].amount_minor += sign * version.amount_minor;
    }

    void add_invoice(RowId row, const std::optional<FactVersion>& then) {
        auto query = db_.query(R"sql(
            SELECT number, customer.code, invoice.currency, issued, due, amount_minor,
                   invoice.batch_id, invoice.kind <> 'principal', invoice.withdrawn, plan_id,
                   ifnull((SELECT sum(correction.amount_minor - correction.former_minor)
                           FROM charge_correction correction
                           WHERE correction.invoice_id = invoice.id AND correction.day > :seen), 0)
            FROM invoice
            JOIN customer ON customer.id = invoice.customer_id
            WHERE invoice.id = :row)sql");
        DUNNING_CHECK(query.bind(":row", row).bind(":seen", seen_).next());
        ChangedFact fact{.kind = query.integer(7) != 0 ? "charge" : "invoice",
                         .code = query.text(0),
                         .then = then,
                         .now = {.customer = query.text(1),
                                 .currency = query.text(2),
                                 .day = query.date(3),
                                 .due = query.date(4),
                                 .amount_minor = query.integer(5)},
                         .is_withdrawn = query.integer(8) != 0};
        if (!query.is_null(6)) fact.now.batch = query.integer(6);
        // Corrections of charges are listed one by one, with their reasons.
        fact.now.amount_minor -= query.integer(10);
        Effects effects;
        add_to(effects, fact.now, 1);
        if (then) add_to(effects, *then, -1);
        for (auto& [key, effect] : effects) effect.open_minor = effect.amount_minor;
        std::string why = !then && !query.is_null(9)
                              ? fmt::format("plan {} was confirmed", plan_code(query.integer(9)))
                              : why_of(fact);
        if (all_zero(effects) && (why.empty() || !counts(fact.now))) return;
        add(fact, effects, why);
    }

    // `then` is null when the row is as it was, and only what it pays has changed.
    void add_receipt(RowId row, const std::optional<FactVersion>* then) {
        auto query = db_.query(R"sql(
            SELECT receipt.kind, receipt.code, ifnull(customer.code, ''), receipt.currency, day,
                   amount_minor, receipt.batch_id, receipt.withdrawn, )sql" DUNNING_IS_MONEY R"sql(
            FROM receipt
            LEFT JOIN customer ON customer.id = receipt.customer_id
            WHERE receipt.id = :row)sql");
        DUNNING_CHECK(query.bind(":row", row).next());
        ChangedFact fact{.kind = query.text(0),
                         .code = query.text(1),
                         .now = {.customer = query.text(2),
                                 .currency = query.text(3),
                                 .day = query.date(4),
                                 .due = query.date(4),
                                 .amount_minor = query.integer(5),
                                 .is_money = query.integer(8) != 0},
                         .is_withdrawn = query.integer(7) != 0};
        if (!query.is_null(6)) fact.now.batch = query.integer(6);
        fact.then = then == nullptr ? fact.now : *then;
        Effects effects;
        if (fact.now.is_money) add_to(effects, fact.now, -1);
        if (fact.then && fact.then->is_money) add_to(effects, *fact.then, 1);
        const auto moved = reallocated_.find(row);
        if (moved != reallocated_.end()) {
            for (const Reallocated& each : moved->second) {
                Effect& effect = effects[{each.customer, each.currency}];
                effect.open_minor -= each.amount_minor;
                if (!fact.now.is_money) effect.amount_minor -= each.amount_minor;
            }
        }
        const bool has_moved = moved != reallocated_.end();
        std::string why = why_of(fact);
        if (has_moved && !fact.is_withdrawn && fact.then && why.empty()) {
            fact.kind += " reallocated";
            why = (was_ruled_on(row) ? "by hand, " : "") + way_of(moved->second);
        } else if (!has_moved && all_zero(effects)) {
            return;
        }
        add(fact, effects, why);
    }

    bool was_ruled_on(RowId receipt) {
        auto query = db_.query(R"sql(
            SELECT 1
            FROM ruling
            WHERE receipt_id = :receipt AND day > :seen)sql");
        return query.bind(":receipt", receipt).bind(":seen", seen_).next();
    }

    // When the import that brought what stood then was taken back.
    std::optional<Date> taken_back(const ChangedFact& fact) {
        if (!fact.then || !fact.then->batch) return std::nullopt;
        auto query = db_.query("SELECT as_of FROM batch_undo WHERE batch_id = :batch");
        if (!query.bind(":batch", *fact.then->batch).next()) return std::nullopt;
        if (fact.then->batch == fact.now.batch && !fact.is_withdrawn) return std::nullopt;
        return query.date(0);
    }

    // What became of a fact that was there; "" when it is as it was.
    std::string why_of(const ChangedFact& fact) {
        if (!fact.then) return "";
        const FactVersion& then = *fact.then;
        const FactVersion& now = fact.now;
        std::vector<std::string> all;
        if (const auto day = taken_back(fact)) {
            all.push_back(fmt::format("its import was taken back on {}", to_text(*day)));
        }
        const auto is_other = [&](std::string_view what, const std::string& is,
                                  const std::string& was) {
            if (is != was) all.push_back(fmt::format("{}{} instead of {}", what, is, was));
        };
        if (fact.is_withdrawn) {
            if (fact.kind == "charge") all.push_back("its notice was taken back");
        } else {
            const bool in_one = now.currency == then.currency;
            is_other("", amount_of(now, in_one), amount_of(then, in_one));
            is_other("customer ", or_nobody(now.customer), or_nobody(then.customer));
            is_other("dated ", to_text(now.day), to_text(then.day));
            if (then.due != then.day || now.due != now.day) {
                is_other("due ", to_text(now.due), to_text(then.due));
            }
        }
        return fmt::format("{}", fmt::join(all, ", "));
    }

    static std::string amount_of(const FactVersion& version, bool of_known_currency) {
        const Money amount(version.amount_minor, currency_from_row(version.currency));
        return to_decimal(amount) + (of_known_currency ? "" : " " + version.currency);
    }
    static std::string or_nobody(const std::string& customer) {
        return customer.empty() ? "nobody" : customer;
    }

    static bool all_zero(const Effects& effects) {
        return std::ranges::all_of(effects, [](const auto& each) {
            return each.second.amount_minor == 0 && each.second.open_minor == 0;
        });
    }

    // A fact that went from one account to another is a row in each.
    void add(ChangedFact& fact, const Effects& effects, const std::string& why) {
        std::optional<RowId> batch = fact.now.batch;
        if (fact.then && fact.is_withdrawn) {
            fact.kind += " withdrawn";
        } else if (fact.kind.ends_with(" reallocated")) {
            batch.reset();
        } else if (fact.then) {
            fact.kind += " corrected";
        }
        if (taken_back(fact)) batch = fact.then->batch;
        for (const auto& [account, effect] : effects) {
            const bool is_all = effects.size() == 1;
            if (!is_all && effect.amount_minor == 0 && effect.open_minor == 0) continue;
            facts_.push_back({.kind = fact.kind,
                              .code = fact.code,
                              .customer = account.first,
                              .currency = account.second,
                              .day = counts(fact.now) ? fact.now.day : fact.then->day,
                              .amount_minor = effect.amount_minor,
                              .open_minor = effect.open_minor,
                              .batch = name_of(batch),
                              .why = why});
        }
    }

    std::string name_of(std::optional<RowId> batch) {
        if (!batch) return "";
        auto query = db_.query("SELECT name FROM batch WHERE id = :batch");
        DUNNING_CHECK(query.bind(":batch", *batch).next());
        return query.text(0);
    }

    // Each with its reason.
    void add_charge_corrections() {
        auto query = db_.query(R"sql(
            SELECT charge.number, customer.code, charge.currency, charge.issued,
                   charge_correction.amount_minor - charge_correction.former_minor,
                   charge_correction.why
            FROM charge_correction
            JOIN invoice charge ON charge.id = charge_correction.invoice_id
            JOIN customer ON customer.id = charge.customer_id
            WHERE charge_correction.day > :seen AND charge.issued <= :seen)sql");
        query.bind(":seen", seen_);
        while (query.next()) {
            facts_.push_back({.kind = "charge corrected",
                              .code = query.text(0),
                              .customer = query.text(1),
                              .currency = query.text(2),
                              .day = query.date(3),
                              .amount_minor = query.integer(4),
                              .open_minor = query.integer(4),
                              .batch = "",
                              .why = query.text(5)});
        }
    }

    // Why payments pay something else.
    void add_plans() {
        auto query = db_.query(R"sql(
            SELECT plan.id, customer.code, plan.currency, plan.proposed
            FROM plan_step
            JOIN plan ON plan.id = plan_step.plan_id
            JOIN customer ON customer.id = plan.customer_id
            WHERE plan_step.step = 'confirmed' AND plan_step.day > :seen
                AND EXISTS (SELECT 1
                            FROM receipt
                            WHERE receipt.customer_id = plan.customer_id
                                AND receipt.currency = plan.currency AND receipt.kind = 'payment'
                                AND receipt.amount_minor > 0 AND NOT receipt.withdrawn
                                AND receipt.day > plan.proposed AND receipt.day <= :seen))sql");
        query.bind(":seen", seen_);
        while (query.next()) {
            facts_.push_back({.kind = "plan confirmed",
                              .code = plan_code(query.integer(0)),
                              .customer = query.text(1),
                              .currency = query.text(2),
                              .day = query.date(3),
                              .batch = "",
                              .why = "payments since its proposal pay it first"});
        }
    }

    Connection& db_;
    const Date seen_;
    TouchedRows added_;
    Formers former_invoices_;
    Formers former_receipts_;
    std::map<RowId, std::vector<Reallocated>> reallocated_;  // by receipt
    std::vector<LateFact> facts_;
};

}  // namespace

std::vector<LateFact> Ledger::recorded_after(Date seen) const {
    return LateFactFinder(impl_->db, seen).find();
}

}  // namespace dunning
