// Half a year of nights over a random portfolio: whatever people and customers do, the invariants
// hold after every one of them. DUNNING_SEED in the environment plays another year.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "app/deliver_outbox.h"
#include "app/files.h"
#include "simulation/closing.h"
#include "simulation/files.h"
#include "simulation/invariants.h"
#include "simulation/office.h"
#include "simulation/portfolio.h"
#include "simulation/seed.h"
#include "simulation/simulated_book.h"
#include "support/literals.h"
#include "support/print.h"
#include "support/temporary_folder.h"

using namespace dunning;
using namespace dunning::simulation;
using namespace dunning::literals;

namespace {

constexpr int nights = 130;

// Refuses a document now and then, as a full disk would.
class MoodyTransport final : public RecordingTransport {
  public:
    explicit MoodyTransport(unsigned seed) : dice_(seed) {}
    Delivery deliver(const Parcel& parcel) override {
        if (dice_.one_in(15)) return {DeliveryOutcome::failed_for_now, "not today"};
        return RecordingTransport::deliver(parcel);
    }

  private:
    testing::Dice dice_;
};

// Everything that the ledger holds, to the last byte.
std::string contents_of(const Ledger& ledger) {
    const testing::TemporaryFolder folder;
    ledger.back_up(folder / "copy.db");
    return read_file(folder / "copy.db");
}

void none_of(const Problems& problems) {
    for (const std::string& problem : problems) FAIL_CHECK(problem);
}

class Year {
  public:
    Year(unsigned seed, Book book, PortfolioSize size)
        : book_(std::move(book)),
          portfolio_(seed, first_day, size),
          office_(seed + 1),
          transport_(seed + 2),
          dice_(seed + 3) {
        take(portfolio_.opening(), first_day - 1);
    }

    void run() {
        for (Date day = first_day; day < first_day + nights; day = day + 1) {
            CAPTURE(day);
            work_on(day);
        }
        CHECK(ledger_.violations() == std::vector<std::string>{});
        // The year was not an idle one.
        CHECK(transport_.counts().size() > 100);
        CHECK(decided_rules_.size() >= 12);
    }

  private:
    // A day without news still has an import, unless somebody forgot it: then the data is stale.
    void work_on(Date day) {
        Facts facts = portfolio_.facts_of(day, world_);
        keep(facts);
        if (!dice_.one_in(12)) tell(day);
        office_.work(ledger_, book_.policy, world_, day);
        if (!dice_.one_in(10)) {  // else the night was missed
            night(day);
            if (dice_.one_in(4)) same_night_again(day);
        }
        close_months(day);
    }

    // Every tenth day is one, so that many are reached back into.
    void close_months(Date day) {
        if (day.days() % 10 != 0) return;
        for (const Closing& closing : closings_) {
            none_of(closing_problems(ledger_, book_.policy, closing));
        }
        closings_.push_back(closed(ledger_, book_.policy, day));
    }

    void keep(const Facts& facts) {
        untold_.customers.insert(untold_.customers.end(), facts.customers.begin(),
                                 facts.customers.end());
        untold_.invoices.insert(untold_.invoices.end(), facts.invoices.begin(),
                                facts.invoices.end());
        untold_.receipts.insert(untold_.receipts.end(), facts.receipts.begin(),
                                facts.receipts.end());
    }

    void tell(Date day) {
        // One customer may have been corrected twice since the last import; the file names each
        // once.
        std::map<std::string, Customer> latest;
        for (const Customer& customer : untold_.customers) latest[customer.id] = customer;
        untold_.customers.clear();
        for (const auto& [code, customer] : latest) untold_.customers.push_back(customer);
        take(std::exchange(untold_, {}), day);
    }

    void take(const Facts& facts, Date day) {
        const auto files = files_of(facts, to_text(day));
        for (const InputFile& file : files) {
            import_whole(ledger_, book_.policy, file, stamp_of(day));
        }
        world_.add(facts);
        if (dice_.one_in(8)) {  // somebody imports it all once more
            for (const InputFile& file : files) {
                import_whole(ledger_, book_.policy, file, stamp_of(day));
            }
        }
    }

    void night(Date day) {
        const Policy& policy = book_.policy;
        const Night planned = foretold_night(ledger_, book_, stamp_of(day, 21));
        check_decisions(planned);
        const NightSummary summary =
            run_night(ledger_, book_, shipped_templates(), stamp_of(day, 22));
        none_of(record_problems(ledger_, planned, lines_));
        none_of(foretelling_problems(planned, summary));
        // Some nights run while people sleep, and messages wait for the morning of the customer.
        deliver(day, dice_.one_in(3) ? 2 : 10, summary.fresh);
        const Night after = decided_night(ledger_, policy, day);
        for (const Notice& notice : after.notices) {
            FAIL_CHECK("would be noticed again: ", notice.customer, notice.lines.front().invoice);
        }
        check_decisions(after);
        check_ledger(day);
    }

    void check_decisions(const Night& night) {
        none_of(coverage_problems(night, book_.policy, world_));
        none_of(pause_problems(night, book_.policy, world_));
        none_of(total_problems(night, world_));
        none_of(channel_problems(night, world_));
        for (const Withheld& withheld : night.withheld) decided_rules_.insert(withheld.rule);
    }

    void deliver(Date day, int hour, const std::optional<FreshNotices>& fresh) {
        deliver_queued(ledger_, {.policy = book_.policy,
                                 .carrier_of = by(transport_),
                                 .templates = shipped_templates(),
                                 .stamp = stamp_of(day, 23),
                                 .now = [&] { return stamp_of(day, hour).recorded_at; },
                                 .fresh = fresh});
        for (const NoticeSummary& notice : ledger_.notices()) {
            if (notice.state != DeliveryState::sent || !gone_out_.insert(notice.id).second)
                continue;
            none_of(
                claim_problems(notice, lines_.of(ledger_, notice.id), book_.policy, world_, day));
        }
    }

    void check_ledger(Date day) {
        none_of(money_problems(ledger_, book_.policy));
        for (const Date asked : {day, day - dice_.below(120), day + dice_.below(60)}) {
            none_of(aging_problems(ledger_, book_.policy, world_, asked));
        }
        if (dice_.one_in(20)) {
            none_of(report_problems(ledger_, book_.policy, day - 1 - dice_.below(90), day));
        }
        none_of(level_problems(ledger_, world_, book_.policy.notify.entry, lines_));
        none_of(delivery_problems(ledger_, transport_));
        none_of(plan_problems(ledger_));
    }

    void same_night_again(Date day) {
        const auto once_more = [&] {
            run_night(ledger_, book_, shipped_templates(), stamp_of(day, 23));
            deliver(day, 10, std::nullopt);
        };
        once_more();  // takes what was refused before; then nothing is left to do
        if (!ledger_.deliveries(DeliveryState::queued).empty()) return;
        const std::string before = contents_of(ledger_);
        once_more();
        CHECK((contents_of(ledger_) == before));
        none_of(delivery_problems(ledger_, transport_));
    }

    Book book_;
    Ledger ledger_ = Ledger::in_memory();
    World world_;
    Portfolio portfolio_;
    Office office_;
    MoodyTransport transport_;
    testing::Dice dice_;
    Facts untold_;
    NoticeLines lines_;
    std::set<RowId> gone_out_;
    std::vector<Closing> closings_;
    std::set<Rule> decided_rules_;
};

}  // namespace

TEST_CASE("year: level by level, one notice a customer, the invariants hold after every night") {
    const unsigned seed = seed_of(20260105);
    CAPTURE(seed);
    Year(seed, simulated_book(), {.customers = 45}).run();
}

TEST_CASE("year: straight to the level that fits, one notice an invoice, the invariants hold") {
    const unsigned seed = seed_of(4711);
    CAPTURE(seed);
    Year(seed, book_by_invoice(), {.customers = 32}).run();
}
