#include "ledger/sqlite/page_seals.h"

#include <doctest/doctest.h>

#include <fstream>

#include "ledger/ledger_support.h"
#include "ledger/sqlite/migrations.h"
#include "ledger/sqlite/open.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

constexpr std::int64_t page_size = 4096;

void add_invoices(Ledger& ledger, int first, int count) {
    auto transaction = ledger.begin_write();
    for (int n = first; n < first + count; ++n) {
        put(ledger, invoice_of("C1", fmt::format("INV-{}", n), "100.00 EUR"_money));
    }
    transaction.commit();
}

// A book with enough in it for pages of all kinds.
struct SealedBook : OnFile {
    SealedBook() {
        {
            auto transaction = ledger.begin_write();
            put(ledger, customer_called("C1"));
            transaction.commit();
        }
        add_invoices(ledger, 1, 300);
    }

    // What `check` says of a copy in which one bit is turned.
    std::vector<std::string> with_bit_turned(std::int64_t at, int bit) const {
        const std::filesystem::path changed = folder / "changed.db";
        ledger.back_up(changed);
        {
            std::fstream bytes(changed, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekg(at);
            const char byte = static_cast<char>(bytes.get() ^ (1 << bit));
            bytes.seekp(at);
            bytes.put(byte);
        }
        std::vector<std::string> found;
        try {
            found = Ledger::open(changed, Access::read, 1).violations();
        } catch (const LedgerError& error) {
            found.emplace_back(error.what());
        }
        std::filesystem::remove(changed);
        return found;
    }
};

std::string last_of(const std::vector<std::string>& lines) {
    return lines.empty() ? std::string() : lines.back();
}

}  // namespace

TEST_CASE("page seals: a bit turned anywhere in the file is found") {
    SealedBook book;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(book.file));
    std::int64_t at = 1;
    for (int n = 0; n < 150; ++n) {
        at = (at * 48'271 + 11) % size;
        CAPTURE(at);
        CHECK_FALSE(book.with_bit_turned(at, n % 8).empty());
    }
}

TEST_CASE("page seals: the page is named, also where nothing is kept") {
    SealedBook book;
    // Of a table without a row, all but its first bytes are unused.
    SQLite::Database database = raw(book.file);
    const std::int64_t page =
        database.execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'referral'")
            .getInt64();
    for (const std::int64_t at : {page_size / 2, page_size - 1}) {
        CHECK(last_of(book.with_bit_turned((page - 1) * page_size + at, 3)) ==
              fmt::format("does not hold: every page of the file is as it was written: page {}",
                          page));
    }
}

TEST_CASE("page seals: what is rolled back, packed anew or copied is sealed") {
    SealedBook book;
    {
        auto transaction = book.ledger.begin_write();
        put(book.ledger, invoice_of("C1", "LOST", "5.00 EUR"_money));
    }
    CHECK(book.ledger.violations() == std::vector<std::string>{});
    book.ledger.back_up(book.folder / "copy.db");
    Ledger copy = Ledger::open(book.folder / "copy.db", Access::write, 1);
    add_invoices(copy, 1000, 100);
    CHECK(copy.violations() == std::vector<std::string>{});
    raw(book.file).exec("VACUUM");
    CHECK(book.ledger.violations() == std::vector<std::string>{});
    CHECK_FALSE(book.with_bit_turned(3 * page_size - 1, 0).empty());
}

TEST_CASE("page seals: another program's writing has none") {
    SealedBook book;
    {
        SQLite::Database other(book.file.string(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TABLE strange (a)");
    }
    CHECK_FALSE(book.ledger.violations().empty());
}

TEST_CASE("page seals: a ledger that was made without them goes on without them") {
    TemporaryFolder folder;
    const std::filesystem::path file = folder / "ledger.db";
    {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        apply_settings(database);
        migrate(database, file, schema_migrations);
    }
    Ledger ledger = with_batch(Ledger::open(file, Access::write, 1));
    {
        auto transaction = ledger.begin_write();
        put(ledger, customer_called("C1"));
        transaction.commit();
    }
    add_invoices(ledger, 1, 300);
    CHECK(ledger.violations() == std::vector<std::string>{});
    ledger.back_up(folder / "copy.db");
    CHECK(Ledger::open(folder / "copy.db", Access::read, 1).violations() ==
          std::vector<std::string>{});
}
