#include "app/personal_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/credit_records.h"
#include "app/load_position.h"
#include "app/refer_case.h"
#include "app/without_person.h"
#include "channel/mailbox_file.h"
#include "channel/outbox_bundle.h"
#include "core/check.h"
#include "ledger/erasure.h"
#include "text/json_writer.h"
#include "text/utf8.h"

namespace dunning {
namespace {

namespace fs = std::filesystem;

// ---- export

bool is_one_of(std::initializer_list<std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_day(std::string_view column) {
    return column.ends_with("_day") || is_one_of({"day", "issued", "due", "pay_by", "send_by",
                                                  "as_of", "proposed", "next_review"},
                                                 column);
}

bool is_instant(std::string_view column) {
    return column == "at" || column == "recorded_at";
}

void write_number(JsonWriter& json, std::string_view column, std::int64_t number,
                  const std::optional<Currency>& currency) {
    if (is_day(column)) {
        json.date(Date::from_days(static_cast<std::int32_t>(number)));
    } else if (is_instant(column)) {
        json.string(to_text(Instant{number}));
    } else if (column.ends_with("_minor") && currency) {
        json.money(Money(number, *currency));
    } else {
        json.integer(number);
    }
}

// Bytes are shown when they are text; others by their size, what they say stands beside them.
void write_bytes(JsonWriter& json, const std::string& bytes) {
    const bool is_text = !first_invalid_utf8(bytes) && bytes.find('\0') == std::string::npos;
    json.string(is_text ? bytes : fmt::format("({} bytes)", bytes.size()));
}

void write_cells(JsonWriter& json, const StoredCells& cells,
                 const std::optional<Currency>& currency) {
    for (const auto& [column, cell] : cells) {
        if (std::holds_alternative<std::monostate>(cell)) continue;
        const bool is_amount = column.ends_with("_minor") && currency;
        json.key(is_amount ? column.substr(0, column.size() - 6) : column);
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            write_number(json, column, *number, currency);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            json.string(*text);
        } else {
            write_bytes(json, std::get<Blob>(cell).bytes);
        }
    }
}

bool has_amount(const StoredCells& cells) {
    return std::ranges::any_of(cells, [](const auto& named) {
        return named.first.ends_with("_minor") &&
               !std::holds_alternative<std::monostate>(named.second);
    });
}

const std::string* text_of(const StoredCells& cells, std::string_view name) {
    for (const auto& [column, cell] : cells) {
        if (column == name) return std::get_if<std::string>(&cell);
    }
    return nullptr;
}

// A row whose amounts are in the currency of another says it, too.
void write_row(JsonWriter& json, const StoredRow& row) {
    json.begin_object();
    if (!row.contents.empty()) {
        StoredCells cells = row.cells;
        std::erase_if(cells, [](const auto& named) { return named.first == "contents"; });
        write_cells(json, cells, std::nullopt);
        const std::string* code = text_of(row.contents, "currency");
        json.key("contents").begin_object();
        write_cells(json, row.contents, code ? Currency::from_code(*code) : std::nullopt);
        json.end_object().end_object();
        return;
    }
    const auto currency = Currency::from_code(row.currency);
    write_cells(json, row.cells, currency);
    const bool says_currency = text_of(row.cells, "currency") != nullptr;
    if (currency && !says_currency && has_amount(row.cells)) {
        json.field("currency", row.currency);
    }
    json.end_object();
}

// ---- erasure

RowId row_of(const Ledger& ledger, const std::string& customer) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    return *row;
}

void add_open_amounts(const Ledger& ledger, RowId customer, Date as_of,
                      std::vector<std::string>& obstacles) {
    for (const CustomerPosition& position : ledger.positions(customer, as_of)) {
        Money open = Money::zero(position.currency);
        for (const OpenItem& item : position.items) open += item.open;
        obstacles.push_back(
            fmt::format("{} {} is open", to_decimal(open), position.currency.code()));
    }
    for (const AccountMoney& money : ledger.on_account(as_of)) {
        if (money.customer != customer || money.amount_minor == 0) continue;
        const Money left(money.amount_minor, Currency::from_code(money.currency).value());
        obstacles.push_back(
            fmt::format("{} {} of theirs is on account", to_decimal(left), money.currency));
    }
}

void add_legal_holds(const CustomerFile& file, Date as_of, std::vector<std::string>& obstacles) {
    for (const LegalHold& hold : file.legal_holds()) {
        const bool over = (hold.ended && *hold.ended <= as_of) ||
                          (hold.until && *hold.until < as_of) || hold.from > as_of;
        if (over) continue;
        obstacles.push_back(fmt::format("legal hold {} stands{}: {}", legal_hold_code(hold.id),
                                        hold.until ? " until " + to_text(*hold.until) : "",
                                        hold.reason));
    }
}

// Counted from the end of the year of the last thing that happened, as commercial law counts.
void add_retention(const CustomerFile& file, const Policy& policy, Date as_of,
                   std::vector<std::string>& obstacles) {
    const auto last = file.last_activity();
    if (policy.retention_months == 0 || !last) return;
    const Date end = Date::from_ymd(last->year(), 12, 31).plus_months(policy.retention_months);
    if (end < as_of) return;
    obstacles.push_back(
        fmt::format("the retention period runs until {} ([privacy] retention, from the end of {})",
                    to_text(end), last->year()));
}

int remove_outbox_files(const Ledger& ledger, const fs::path& outbox, RowId customer) {
    int removed = 0;
    std::error_code error;
    Erasure::for_each_row(ledger, customer, [&](const StoredRow& row) {
        if (row.table != "notice") return;
        const std::string code = notice_code(row.row);
        for (const auto& folder : fs::directory_iterator(outbox, error)) {
            if (!folder.is_directory()) continue;
            for (const auto& file : fs::directory_iterator(folder.path(), error)) {
                if (file.path().stem() == code && fs::remove(file.path(), error)) ++removed;
            }
        }
    });
    return removed;
}

// A mailbox file may be open in somebody's mail program, and has other people's mail; so a file of
// letters has other people's letters.
std::vector<std::string> shared_files_with(const Ledger& ledger, const fs::path& outbox,
                                           RowId customer) {
    std::set<std::string> codes;
    Erasure::for_each_row(ledger, customer, [&](const StoredRow& row) {
        if (row.table == "notice") codes.insert(notice_code(row.row));
    });
    std::vector<std::string> shared;
    std::error_code error;
    const auto look_at = [&](const fs::path& file, const std::set<std::string>& keys) {
        const auto is_in = [&keys](const std::string& code) { return keys.contains(code); };
        if (std::ranges::any_of(codes, is_in)) shared.push_back(file.string());
    };
    for (const auto& file : fs::directory_iterator(outbox / "email", error)) {
        if (file.path().extension() == ".mbox") look_at(file, keys_in_mailbox(file.path()));
    }
    for (const auto& file : fs::directory_iterator(outbox / "letter", error)) {
        if (file.path().extension() != ".pdf") continue;
        const auto keys = keys_in_bundle(file.path());
        look_at(file, keys);
        look_at(fs::path(file).replace_extension(".csv"), keys);  // its index, with the addresses
    }
    std::ranges::sort(shared);
    return shared;
}

// "ledger.db.before-v2": the ledger as it was before a newer program took it over.
std::vector<std::string> copies_beside(const fs::path& ledger) {
    std::vector<std::string> copies;
    std::error_code error;
    const fs::path folder = ledger.has_parent_path() ? ledger.parent_path() : fs::path(".");
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(ledger.filename().string() + ".before-")) {
            copies.push_back(entry.path().string());
        }
    }
    std::ranges::sort(copies);
    return copies;
}

}  // namespace

std::string export_customer(const Ledger& ledger, const std::string& customer, Date as_of) {
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.personal-data/1")
        .field("as_of", as_of)
        .field("customer", customer);
    std::string table;
    Erasure::for_each_row(ledger, row_of(ledger, customer), [&](const StoredRow& row) {
        if (row.table != table) {
            if (!table.empty()) json.end_array();
            json.key(row.table).begin_array();
            table = row.table;
        }
        write_row(json, row);
    });
    if (!table.empty()) json.end_array();
    json.end_object();
    return json.take() + "\n";
}

std::vector<std::string> obstacles_to_erasure(const Ledger& ledger, const Policy& policy,
                                              const std::string& customer, Date as_of) {
    const RowId row = row_of(ledger, customer);
    const CustomerFile file(ledger, row);
    std::vector<std::string> obstacles;
    add_open_amounts(ledger, row, as_of, obstacles);
    add_legal_holds(file, as_of, obstacles);
    for (PlanRecord& record : ledger.plans_of({row})) {
        const PlanView view = view_plan(policy, std::move(record), as_of);
        if (view.state.status == PlanStatus::active) {
            obstacles.push_back(fmt::format("plan {} runs", view.record.plan.id));
        }
    }
    for (ReferralRecord& record : ledger.referrals_of({row})) {
        const ReferralView view = view_referral(std::move(record), as_of);
        if (view.status == ReferralStatus::proposed || view.status == ReferralStatus::active) {
            obstacles.push_back(
                fmt::format("case {} is not closed", referral_code(view.record.id)));
        }
    }
    for (const CreditRecordRow& reported : reported_debts(ledger, policy, as_of, row)) {
        obstacles.push_back(fmt::format("invoice {} stands at a credit bureau ({})",
                                        reported.invoice, reported.entry));
    }
    add_retention(file, policy, as_of, obstacles);
    return obstacles;
}

Erased erase_customer(Ledger& ledger, const Book& book, const std::string& customer,
                      const std::string& reason, const Stamp& stamp) {
    const RowId row = row_of(ledger, customer);
    Erased erased;
    const std::vector<std::string> evidence = Erasure::own_evidence(ledger, row);
    const WithoutPerson without(ledger, row);
    const Erasure::Cleaning cleaning = {
        .clean = [&](std::string_view text) { return without(text); },
        .name_the_same = [&](std::string_view a,
                             std::string_view b) { return without.name_the_same(a, b); }};
    {
        auto transaction = ledger.begin_write();
        erased.texts = Erasure::erase(ledger, row, cleaning, reason, stamp);
        if (erased.texts > 0) transaction.commit();
    }
    // Files after the commit: after a kill in between the same command takes away what is left.
    erased.files = remove_outbox_files(ledger, book.outbox, row);
    for (const std::string& file : evidence) {
        std::error_code error;
        if (fs::remove(book.evidence / file, error)) ++erased.files;
    }
    Erasure::compact(ledger);
    erased.copies = copies_beside(book.ledger_file);
    erased.shared_files = shared_files_with(ledger, book.outbox, row);
    return erased;
}

}  // namespace dunning
