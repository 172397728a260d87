#include "ledger/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/open.h"

namespace dunning {

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

// ---- transactions

struct Ledger::Transaction::State {
    Impl* ledger = nullptr;
    bool open = true;
};

Ledger::Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Transaction::Transaction(Transaction&&) noexcept = default;

Ledger::Transaction::~Transaction() {
    if (!state_ || !state_->open) return;
    state_->ledger->roll_back();
    try {
        state_->ledger->db.query("ROLLBACK").run();
    } catch (const LedgerError&) {
        // A failed write (disk full) may have rolled back by itself; then there is nothing to undo.
    }
}

void Ledger::Transaction::commit() {
    DUNNING_CHECK(state_ && state_->open);
    DUNNING_CHECK(!state_->ledger->load);  // a table would stay without its indexes
    state_->ledger->chain.close();
    state_->ledger->db.query("COMMIT").run();
    state_->ledger->end();
    state_->open = false;
}

Ledger::Transaction Ledger::begin_write() {
    // IMMEDIATE: a transaction that begins by reading and then writes would fail when another has
    // written.
    impl_->db.query("BEGIN IMMEDIATE").run();
    impl_->begin();
    return Transaction(std::make_unique<Transaction::State>(Transaction::State{impl_.get()}));
}

Ledger::Transaction Ledger::begin_read() {
    impl_->db.query("BEGIN DEFERRED").run();
    return Transaction(std::make_unique<Transaction::State>(Transaction::State{impl_.get()}));
}

std::int64_t Ledger::writings_of_others() const {
    auto query = impl_->db.query("PRAGMA data_version");
    query.next();
    return query.integer(0);
}

void Ledger::add_event(const Stamp& stamp, std::string_view kind, std::string_view subject,
                       std::string_view payload_json) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO event (recorded_at, as_of, actor, kind, subject, payload)
        VALUES (:recorded_at, :as_of, :actor, :kind, :subject, :payload))sql");
    query.bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":as_of", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":kind", kind)
        .bind(":subject", subject)
        .bind(":payload", payload_json)
        .run();
}

void Ledger::begin_load(const ExpectedRows& expected) {
    set_cache(impl_->db.handle(), load_cache_mib);
    impl_->load.emplace(impl_->db, expected);
}

void Ledger::finish_load() {
    if (impl_->load) impl_->load->finish();
    impl_->load.reset();
}

// ---- codes

std::string pause_code(PauseKind kind, RowId id) {
    const char letter = kind == PauseKind::dispute ? 'D' : kind == PauseKind::hold ? 'H' : 'R';
    return fmt::format("{}{:04}", letter, id);
}

std::string plan_code(RowId id) {
    return fmt::format("P{:04}", id);
}

std::string notice_code(RowId id) {
    return fmt::format("N{:06}", id);
}

std::optional<RowId> row_of_code(std::string_view code, char letter) {
    if (code.size() < 2 || (code[0] != letter && code[0] != letter - 'A' + 'a'))
        return std::nullopt;
    RowId id = 0;
    const auto [end, error] = std::from_chars(code.data() + 1, code.data() + code.size(), id);
    if (error != std::errc() || end != code.data() + code.size() || id < 1) return std::nullopt;
    return id;
}

std::string_view to_text(DeliveryState state) {
    switch (state) {
        case DeliveryState::draft:
            return "draft";
        case DeliveryState::queued:
            return "queued";
        case DeliveryState::sending:
            return "sending";
        case DeliveryState::final:
            return "final";
        case DeliveryState::sent:
            return "sent";
        case DeliveryState::uncertain:
            return "uncertain";
        case DeliveryState::failed:
            return "failed";
        case DeliveryState::cancelled:
            return "cancelled";
    }
    return "draft";
}

}  // namespace dunning
