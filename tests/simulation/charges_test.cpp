// Interest and costs that become part of the debt, beside the same book without them: whatever
// happens to charges, what is owed of each invoice is what it would be without any.
//
// The two books are told the same facts. Money names its invoice there, because what names nothing
// may pay charges first, and so may what is left of a payment when another goes back.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "app/deliver_outbox.h"
#include "app/interest_statement.h"
#include "app/waivers.h"
#include "simulation/files.h"
#include "simulation/invariants.h"
#include "simulation/portfolio.h"
#include "simulation/seed.h"
#include "simulation/simulated_book.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::simulation;
using namespace dunning::literals;

namespace {

constexpr int charged_nights = 100;

bool names_its_invoice(const Receipt& receipt) {
    return !receipt.invoice.empty() && receipt.amount.is_positive();
}

Facts of_named_money(Facts facts) {
    std::erase_if(facts.receipts, [](const Receipt& r) { return !names_its_invoice(r); });
    return facts;
}

Book book_with_charges() {
    Book book = simulated_book();
    book.policy.post_charges = true;
    book.policy.post_rest = true;
    book.policy.discounts = {{.percent = "2.0"_rate, .days = 10}};
    book.policy.procedures.back().levels.front().fee = fixed_fee("2.50 EUR"_money);
    return book;
}

// A ledger, and the nights that run over it.
struct Side {
    explicit Side(Book policy) : book(std::move(policy)) {}

    void take(const Facts& facts, Date day) {
        for (const InputFile& file : files_of(facts, to_text(day))) {
            import_whole(ledger, book.policy, file, stamp_of(day));
        }
    }

    void night(Date day) {
        const Night planned = foretold_night(ledger, book, stamp_of(day, 21));
        const NightSummary summary =
            run_night(ledger, book, shipped_templates(), stamp_of(day, 22));
        for (const Problems& problems :
             {record_problems(ledger, planned, lines), foretelling_problems(planned, summary)}) {
            for (const std::string& problem : problems) FAIL_CHECK(problem);
        }
        deliver_queued(ledger, {.policy = book.policy,
                                .carrier_of = by(transport),
                                .templates = shipped_templates(),
                                .stamp = stamp_of(day, 23),
                                .now = [&] { return stamp_of(day, 10).recorded_at; }});
    }

    // By number, also of what was charged.
    std::map<std::string, Money> open(Date day) const {
        std::map<std::string, Money> open;
        const auto report = age_ledger(ledger, book.policy, {.by = AgeBy::invoice}, day);
        for (const AgeInvoiceRow& row : report.invoices) open.emplace(row.invoice, row.open);
        return open;
    }

    std::vector<ChargeRecord> charges(std::optional<Date> as_of = {}) const {
        std::vector<ChargeRecord> all;
        for (const CustomerName& customer : ledger.customer_names()) {
            const auto some = ledger.charges(customer.id, as_of);
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }

    Book book;
    Ledger ledger = Ledger::in_memory();
    RecordingTransport transport;
    NoticeLines lines;
};

class ChargedYear {
  public:
    explicit ChargedYear(unsigned seed)
        : portfolio_(seed, first_day, {.customers = 25}), dice_(seed + 1) {
        tell(portfolio_.opening(), first_day - 1);
    }

    void run() {
        for (Date day = first_day; day < first_day + charged_nights; day = day + 1) {
            CAPTURE(day);
            tell(portfolio_.facts_of(day, World{}), day);
            if (dice_.one_in(8)) tell_of_late_money(day);
            if (dice_.one_in(3)) waive_something(day);
            if (dice_.one_in(4)) end_some_waiver(day);
            charged_.night(day);
            check_claims(day);
            if (dice_.one_in(6)) take_charges_back(day);
            check(day);
        }
        CHECK(charged_.charges().size() > 20);
        CHECK(waived_.size() > 5);
        waive_all_and_take_it_back(first_day + charged_nights);
        CHECK(charged_.ledger.violations() == std::vector<std::string>{});
    }

  private:
    void tell(const Facts& facts, Date day) {
        const Facts named = of_named_money(facts);
        charged_.take(named, day);
        plain_.take(named, day);
    }

    // Money for an invoice of which interest was charged, that had come before the charge.
    void tell_of_late_money(Date day) {
        auto interest = charged_.charges(day);
        std::erase_if(interest, [](const ChargeRecord& record) {
            return record.charge.kind != DebtKind::interest;
        });
        if (interest.empty()) return;
        const ChargeRecord& record = dice_.pick(interest);
        const auto open = plain_.open(day);
        const auto invoice = open.find(record.charge.charged_on);
        if (invoice == open.end() || !invoice->second.is_positive()) return;
        const Money paid(1 + (invoice->second.minor() - 1) * dice_.below(3) / 2,
                         invoice->second.currency());
        tell({.receipts = {{.kind = ReceiptKind::payment,
                            .id = fmt::format("LATE-{}", to_text(day)),
                            .customer = record.customer,
                            .date = record.charge.day - (1 + dice_.below(20)),
                            .amount = paid,
                            .invoice = record.charge.charged_on}}},
             day);
    }

    // Of every invoice the same is open on both sides; what else is open is a charge, as the ledger
    // lists it, and of a notice that went out.
    void check(Date day) {
        std::map<std::string, Money> open = charged_.open(day);
        for (const auto& [number, amount] : plain_.open(day)) {
            CAPTURE(number);
            CHECK(open.contains(number));
            CHECK(open.at(number) == amount);
            open.erase(number);
        }
        for (const ChargeRecord& record : charged_.charges(day)) {
            CAPTURE(record.charge.number);
            if (record.notice != 0) {
                CHECK(charged_.ledger.notice(record.notice)->state == DeliveryState::sent);
            }
            CHECK_FALSE(record.charge.open.is_negative());
            CHECK(record.charge.open + record.waived <= record.charge.amount);
            const auto listed = open.find(record.charge.number);
            const Money zero = Money::zero(record.charge.open.currency());
            CHECK((listed == open.end() ? zero : listed->second) == record.charge.open);
            if (listed != open.end()) open.erase(listed);
        }
        for (const auto& [number, amount] : open) FAIL_CHECK("open, and of nobody: ", number);
        for (const std::string& problem : money_problems(charged_.ledger, charged_.book.policy)) {
            FAIL_CHECK(problem);
        }
    }

    // After a night no more is claimed of any invoice's interest than has accrued on it, whatever
    // has come to be known since it was charged.
    void check_claims(Date day) const {
        std::map<std::string, Money> claimed;
        for (const ChargeRecord& record : charged_.charges(day)) {
            const OpenCharge& charge = record.charge;
            if (charge.kind != DebtKind::interest) continue;
            const Money claim = charge.amount - record.waived;
            claimed.try_emplace(charge.charged_on, Money::zero(claim.currency())).first->second +=
                claim;
        }
        for (const auto& [invoice, claim] : claimed) {
            CAPTURE(invoice);
            const auto rows =
                interest_statement(charged_.ledger, charged_.book.policy, invoice, day);
            REQUIRE(rows.has_value());
            // No row: it has borne none.
            CHECK(claim <=
                  (rows->empty() ? Money::zero(claim.currency()) : rows->front().interest.total));
        }
    }

    std::vector<ChargeRecord> open_charges() const {
        std::vector<ChargeRecord> open = charged_.charges();
        std::erase_if(open, [](const ChargeRecord& r) { return !r.charge.open.is_positive(); });
        return open;
    }

    void waive_something(Date day) {
        const auto open = open_charges();
        if (open.empty()) return;
        const ChargeRecord& record = dice_.pick(open);
        WaiverRequest request{.subject = record.charge.number, .reason = "as agreed"};
        if (dice_.one_in(2)) {
            const Money part(1 + record.charge.open.minor() * dice_.below(9) / 10,
                             record.charge.open.currency());
            request.amount = fmt::format("{} {}", to_decimal(part), part.currency().code());
        }
        if (dice_.one_in(3)) {
            request.if_paid = fmt::format("50.00 {}", record.charge.open.currency().code());
            request.by = day + dice_.below(12);
        }
        if (dice_.one_in(4)) request = {.subject = record.customer, .reason = "all of it"};
        request.accrued = dice_.one_in(5);
        if (request.accrued) request.subject = record.customer;
        waive_now(request, day);
    }

    // A customer with charges of two currencies is asked which; nothing is given up then.
    std::vector<std::string> waive_now(const WaiverRequest& request, Date day) {
        auto transaction = charged_.ledger.begin_write();
        const auto made = waive(charged_.ledger, charged_.book.policy, request, stamp_of(day, 11));
        if (!made) return {};
        transaction.commit();
        std::vector<std::string> codes;
        for (const WaiverRecord& waiver : *made) codes.push_back(waiver.code);
        waived_.insert(codes.begin(), codes.end());
        return codes;
    }

    // False when it has ended already.
    bool end_now(const std::string& code, Date day) {
        auto transaction = charged_.ledger.begin_write();
        const bool ended =
            end_waiver(charged_.ledger, charged_.book.policy, code, "a mistake", stamp_of(day, 12))
                .has_value();
        if (ended) transaction.commit();
        return ended;
    }

    void end_some_waiver(Date day) {
        if (waived_.empty()) return;
        const std::vector<std::string> codes(waived_.begin(), waived_.end());
        end_now(dice_.pick(codes), day);
    }

    // As the command does that takes a notice back: what came with it was never owed.
    void take_charges_back(Date day) {
        auto all = charged_.charges();
        std::erase_if(all, [](const ChargeRecord& record) { return record.notice == 0; });
        if (all.empty()) return;
        const RowId notice = dice_.pick(all).notice;
        auto transaction = charged_.ledger.begin_write();
        dunning::take_charges_back(charged_.ledger, charged_.book.policy, notice, "a mistake",
                                   stamp_of(day, 23));
        transaction.commit();
        for (const ChargeRecord& record : charged_.charges()) CHECK(record.notice != notice);
    }

    void waive_all_and_take_it_back(Date day) {
        const auto before = charged_.open(day);
        std::vector<std::string> codes;
        for (const ChargeRecord& record : open_charges()) {
            const auto made = waive_now({.subject = record.charge.number, .reason = "all"}, day);
            REQUIRE_FALSE(made.empty());
            codes.insert(codes.end(), made.begin(), made.end());
        }
        CHECK(open_charges().empty());
        CHECK((charged_.open(day) == plain_.open(day)));
        for (const std::string& code : codes) {
            REQUIRE(end_now(code, day));
        }
        CHECK((charged_.open(day) == before));
    }

    Portfolio portfolio_;
    testing::Dice dice_;
    Side charged_{book_with_charges()};
    Side plain_{book_with_charges()};  // no night ever runs there
    std::set<std::string> waived_;
};

}  // namespace

TEST_CASE("charges: whatever becomes of them, each invoice is owed as if there were none") {
    const unsigned seed = seed_of(11);
    CAPTURE(seed);
    ChargedYear(seed).run();
}
