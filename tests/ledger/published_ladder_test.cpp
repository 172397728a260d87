// A published credit-control ladder, night by night: the full scenario set of OCA credit-control
// (account_credit_control, January to July 2013): 21 instalments of seven customers in two
// currencies, a procedure of two levels and one of three, which between them count from the due
// day, from the end of its month and from the last notice; payments in March and May.
//
// One line of its April list is there twice (SI_15) and one is missing that its own rules demand,
// the third level of SI_13 thirty days after the second; here it stands.
#include <algorithm>
#include <map>
#include <set>

#include "app/run_notify.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

struct Reminder {
    std::string date;
    std::string instalment;
    int level = 0;
    std::string open;

    friend bool operator==(const Reminder&, const Reminder&) = default;
    friend auto operator<=>(const Reminder&, const Reminder&) = default;
};

std::ostream& operator<<(std::ostream& out, const Reminder& reminder) {
    return out << fmt::format("{} {} level {}: {}", reminder.date, reminder.instalment,
                              reminder.level, reminder.open);
}

using Reminders = std::set<Reminder>;

Level level(const char* name, Duration after, LevelFrom from) {
    return {.name = name, .after = after, .from = from, .channels = {Channel::email}};
}

Book book_of_the_ladder() {
    Book book;
    book.policy.book.name = "Acme";
    book.policy.contact.working_days_only = false;
    book.policy.notify.max_data_age = {};
    const Level month_end = level("month end", {30, false}, LevelFrom::due_month_end);
    book.policy.procedures = {
        {.name = "two times",
         .when = {.segment = {"two"}},
         .levels = {month_end, level("sixty", {60, false}, LevelFrom::last_notice)}},
        {.name = "three times",
         .levels = {level("ten net", {10, false}, LevelFrom::due), month_end,
                    level("ten more", {10, false}, LevelFrom::last_notice)}}};
    return book;
}

constexpr std::string_view instalments =
    "number,customer,issued,due,amount,currency\n"
    "SI_4,C2,2013-01-15,2013-02-28,1000.00,EUR\n"
    "SI_5,C2,2013-02-15,2013-03-31,1200.00,USD\n"
    "SI_6,C2,2013-03-15,2013-04-30,1500.00,USD\n"
    "SI_7,C3,2013-01-18,2013-02-17,1000.00,EUR\n"
    "SI_8,C3,2013-02-15,2013-03-17,1200.00,USD\n"
    "SI_9,C3,2013-03-15,2013-04-14,1500.00,USD\n"
    "SI_10/1,C4,2013-01-18,2013-01-18,300.00,EUR\n"
    "SI_10/2,C4,2013-01-18,2013-02-28,700.00,EUR\n"
    "SI_11/1,C4,2013-02-15,2013-02-15,360.00,USD\n"
    "SI_11/2,C4,2013-02-15,2013-03-31,840.00,USD\n"
    "SI_12/1,C4,2013-03-15,2013-03-15,449.99,USD\n"
    "SI_12/2,C4,2013-03-15,2013-04-30,1050.01,USD\n"
    "SI_13,C5,2013-01-18,2013-02-17,1000.00,USD\n"
    "SI_14,C5,2013-02-15,2013-03-17,1200.00,USD\n"
    "SI_15,C5,2013-03-15,2013-04-14,1500.00,USD\n"
    "SI_16,C4,2013-03-15,2013-04-14,1500.00,EUR\n"
    "SI_17,C6,2013-03-15,2013-04-14,1500.00,EUR\n"
    "SI_18/1,C7,2013-03-15,2013-03-15,450.00,EUR\n"
    "SI_18/2,C7,2013-03-15,2013-04-30,1050.00,EUR\n"
    "SI_19/1,C8,2013-03-15,2013-03-15,450.00,EUR\n"
    "SI_19/2,C8,2013-03-15,2013-04-30,1050.00,EUR\n";

Ledger ledger_of_the_ladder() {
    Ledger ledger = Ledger::in_memory();
    std::string customers = "id,name,email,segment\n";
    for (int i = 2; i <= 8; ++i) {
        customers +=
            fmt::format("C{0},Customer {0},c{0}@shop.example,{1}\n", i, i < 4 ? "two" : "");
    }
    import_well(ledger, {ImportKind::customers, "customers.csv", customers});
    import_well(ledger, {ImportKind::invoices, "invoices.csv", std::string(instalments)});
    return ledger;
}

void import_payments_of(Ledger& ledger, std::string_view day) {
    static const std::map<std::string_view, std::string_view> payments = {
        {"2013-03-30", "P-1,C8,2013-03-30,300.00,EUR,SI_19/1\n"},
        {"2013-05-30",
         "P-2,C4,2013-05-30,1500.00,EUR,SI_16\n"
         "P-3,C6,2013-05-30,1000.00,EUR,SI_17\n"
         "P-4,C7,2013-05-30,450.00,EUR,SI_18/1\n"}};
    const auto found = payments.find(day);
    if (found == payments.end()) return;
    import_well(ledger,
                {ImportKind::payments, fmt::format("payments-{}.csv", day),
                 "id,customer,date,amount,currency,invoice\n" + std::string(found->second)});
}

// What every night of 2013 reminds of, if there is a run on those of `nights` only.
Reminders reminders_of(const std::function<bool(Date)>& nights) {
    Ledger ledger = ledger_of_the_ladder();
    const Book book = book_of_the_ladder();
    const TemplateSet templates = shipped_templates();
    Reminders reminders;
    for (Date night = "2013-01-01"_date; night <= "2013-12-31"_date; night = night + 1) {
        const std::string day = to_text(night);
        import_payments_of(ledger, day);
        if (!nights(night)) continue;
        decide_night(ledger, book.policy, "", night, [&](const DecidedCustomer& decided) {
            for (const Notice& notice : decided.decision.notices) {
                for (const NoticeLine& line : notice.lines) {
                    if (!line.advances) continue;
                    reminders.insert(
                        {day, line.invoice, line.level,
                         fmt::format("{} {}", to_decimal(line.open), line.open.currency().code())});
                }
            }
        });
        run_night(ledger, book, templates, on(day));
        send_all(ledger, day);
    }
    return reminders;
}

const Reminders published = {
    {"2013-01-31", "SI_10/1", 1, "300.00 EUR"},  {"2013-02-28", "SI_11/1", 1, "360.00 USD"},
    {"2013-02-28", "SI_13", 1, "1000.00 USD"},   {"2013-02-28", "SI_10/1", 2, "300.00 EUR"},

    {"2013-03-31", "SI_4", 1, "1000.00 EUR"},    {"2013-03-31", "SI_7", 1, "1000.00 EUR"},
    {"2013-03-31", "SI_10/2", 1, "700.00 EUR"},  {"2013-03-31", "SI_12/1", 1, "449.99 USD"},
    {"2013-03-31", "SI_14", 1, "1200.00 USD"},   {"2013-03-31", "SI_11/1", 2, "360.00 USD"},
    {"2013-03-31", "SI_13", 2, "1000.00 USD"},   {"2013-03-31", "SI_10/1", 3, "300.00 EUR"},
    {"2013-03-31", "SI_18/1", 1, "450.00 EUR"},  {"2013-03-31", "SI_19/1", 1, "150.00 EUR"},

    {"2013-04-30", "SI_11/1", 3, "360.00 USD"},  {"2013-04-30", "SI_5", 1, "1200.00 USD"},
    {"2013-04-30", "SI_8", 1, "1200.00 USD"},    {"2013-04-30", "SI_10/2", 2, "700.00 EUR"},
    {"2013-04-30", "SI_11/2", 1, "840.00 USD"},  {"2013-04-30", "SI_12/1", 2, "449.99 USD"},
    {"2013-04-30", "SI_13", 3, "1000.00 USD"},   {"2013-04-30", "SI_15", 1, "1500.00 USD"},
    {"2013-04-30", "SI_14", 2, "1200.00 USD"},   {"2013-04-30", "SI_16", 1, "1500.00 EUR"},
    {"2013-04-30", "SI_17", 1, "1500.00 EUR"},   {"2013-04-30", "SI_18/1", 2, "450.00 EUR"},
    {"2013-04-30", "SI_19/1", 2, "150.00 EUR"},

    {"2013-05-31", "SI_6", 1, "1500.00 USD"},    {"2013-05-31", "SI_4", 2, "1000.00 EUR"},
    {"2013-05-31", "SI_7", 2, "1000.00 EUR"},    {"2013-05-31", "SI_9", 1, "1500.00 USD"},
    {"2013-05-31", "SI_11/2", 2, "840.00 USD"},  {"2013-05-31", "SI_15", 2, "1500.00 USD"},
    {"2013-05-31", "SI_10/2", 3, "700.00 EUR"},  {"2013-05-31", "SI_12/1", 3, "449.99 USD"},
    {"2013-05-31", "SI_12/2", 1, "1050.01 USD"}, {"2013-05-31", "SI_14", 3, "1200.00 USD"},
    {"2013-05-31", "SI_17", 2, "500.00 EUR"},    {"2013-05-31", "SI_18/2", 1, "1050.00 EUR"},
    {"2013-05-31", "SI_19/1", 3, "150.00 EUR"},  {"2013-05-31", "SI_19/2", 1, "1050.00 EUR"},

    {"2013-06-30", "SI_5", 2, "1200.00 USD"},    {"2013-06-30", "SI_8", 2, "1200.00 USD"},
    {"2013-06-30", "SI_12/2", 2, "1050.01 USD"}, {"2013-06-30", "SI_11/2", 3, "840.00 USD"},
    {"2013-06-30", "SI_15", 3, "1500.00 USD"},   {"2013-06-30", "SI_17", 3, "500.00 EUR"},
    {"2013-06-30", "SI_18/2", 2, "1050.00 EUR"}, {"2013-06-30", "SI_19/2", 2, "1050.00 EUR"},

    {"2013-07-31", "SI_6", 2, "1500.00 USD"},    {"2013-07-31", "SI_9", 2, "1500.00 USD"},
    {"2013-07-31", "SI_12/2", 3, "1050.01 USD"}, {"2013-07-31", "SI_18/2", 3, "1050.00 EUR"},
    {"2013-07-31", "SI_19/2", 3, "1050.00 EUR"}};

Reminders missing(const Reminders& from, const Reminders& in) {
    Reminders rest;
    std::set_difference(in.begin(), in.end(), from.begin(), from.end(),
                        std::inserter(rest, rest.end()));
    return rest;
}

bool has_two_levels(const std::string& instalment) {
    static const std::set<std::string> of_two = {"SI_4", "SI_5", "SI_6", "SI_7", "SI_8", "SI_9"};
    return of_two.contains(instalment);
}

// The first day of each level by the words of the ladder.
std::map<int, Date> every_night(Date due, bool two_levels) {
    const Date month_end = (due + 30).end_of_month();
    if (two_levels) return {{1, month_end}, {2, month_end + 60}};
    return {{1, due + 10}, {2, month_end}, {3, month_end + 10}};
}

}  // namespace

TEST_CASE("published ladder: a run at the end of each month gives exactly the published list") {
    const Reminders ours = reminders_of([](Date night) { return night == night.end_of_month(); });
    for (const Reminder& reminder : missing(ours, published)) {
        FAIL_CHECK("published, not ours: " << reminder);
    }
    for (const Reminder& reminder : missing(published, ours)) {
        FAIL_CHECK("ours, not published: " << reminder);
    }
}

TEST_CASE("published ladder: a run every night takes each level on its first day") {
    const Reminders ours = reminders_of([](Date) { return true; });
    std::map<std::pair<std::string, int>, std::string> days;
    for (const Reminder& reminder : ours) {
        const bool first =
            days.emplace(std::pair(reminder.instalment, reminder.level), reminder.date).second;
        CHECK_MESSAGE(first, reminder);
    }
    const Ledger ledger = ledger_of_the_ladder();
    std::size_t expected = 0;
    for (const Reminder& reminder : published) {
        if (reminder.level != 1) continue;
        const bool two_levels = has_two_levels(reminder.instalment);
        CAPTURE(reminder);
        const Date due = ledger.due_of_invoice(reminder.instalment, "2013-01-01"_date);
        for (const auto& [level, day] : every_night(due, two_levels)) {
            // SI_16 and the first half of SI_18 are paid in full on 30 May.
            const bool paid = day >= "2013-05-30"_date &&
                              (reminder.instalment == "SI_16" || reminder.instalment == "SI_18/1");
            if (paid) continue;
            ++expected;
            CHECK(days[{reminder.instalment, level}] == to_text(day));
        }
    }
    CHECK(expected == ours.size());
}
