#include "app/check_contact.h"

#include "app/clock.h"
#include "core/check.h"
#include "core/country_zones.h"
#include "core/decision.h"

namespace dunning {
namespace {

// The invoices about which a call may be: only calls are counted by debt.
std::vector<std::string> overdue_invoices(const Ledger& ledger, const Policy& policy, RowId row,
                                          Date day) {
    std::vector<std::string> numbers;
    for (const CustomerPosition& position : ledger.positions(row, day)) {
        for (const OpenItem& item : position.items) {
            if (is_overdue(item, policy, day)) numbers.push_back(item.invoice);
        }
    }
    return numbers;
}

}  // namespace

std::vector<std::string> zones_of(const Customer& customer, const BookSettings& book) {
    auto zones = listed_timezones(customer.timezone);
    if (!zones.empty()) return zones;
    for (const std::string_view zone : zones_of_country(customer.country)) zones.emplace_back(zone);
    // Who is in the book's country is where the book is, unless that country is wide.
    const bool is_at_home = customer.country == book.country && zones.size() == 1;
    if (zones.empty() || is_at_home) return {book.timezone};
    return zones;
}

ContactAnswer check_contact(const Ledger& ledger, const Policy& policy, const Customer& customer,
                            const ContactQuestion& question) {
    const auto row = ledger.find_customer(customer.id);
    DUNNING_CHECK(row.has_value());
    const auto zones = zones_of(customer, policy.book);
    ContactFile file{.kind = customer.kind, .events = ledger.contact_events(*row)};
    for (const std::string& zone : zones) {
        // A zone that this machine's tables do not have is no reason to fall silent.
        if (auto clock = zone_clock(zone)) file.zones.push_back(std::move(*clock));
    }
    if (file.zones.empty()) file.zones.push_back(zone_clock("UTC").value());
    for (ContactEvent& event : file.events) {
        if (event.at) event.day = file.zones.front().local(*event.at).day;
    }
    if (question.channel == Channel::phone) {
        const Date day = file.zones.front().local(question.at).day;
        file.debts = overdue_invoices(ledger, policy, *row, day);
    }
    return {
        contact_refusal(file, rules_for(policy.contact, customer.kind), policy.calendar, question),
        zones.front()};
}

}  // namespace dunning
