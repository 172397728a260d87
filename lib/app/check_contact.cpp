#include "app/check_contact.h"

#include <fmt/format.h>

#include "app/clock.h"
#include "core/check.h"
#include "core/country_zones.h"
#include "core/decision.h"
#include "core/reach.h"
#include "formats/calendar_file.h"

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

// The holidays where the customer is: those of the country, as far as they are shipped, and at home
// the book's own as well, which may know of more. Abroad the book's say nothing.
HolidayCalendars holidays_of(const Customer& customer, const Policy& policy) {
    const bool is_at_home = customer.country.empty() || customer.country == policy.book.country;
    const std::string& country = is_at_home ? policy.book.country : customer.country;
    HolidayCalendars calendars;
    if (const auto* shipped = shipped_calendar_of(country)) calendars.push_back(shipped);
    if (is_at_home) calendars.push_back(&policy.calendar);
    return calendars;
}

}  // namespace

std::vector<std::string> zones_of(const Customer& customer, const BookSettings& book) {
    auto zones = listed_timezones(customer.timezone);
    // What this machine's tables do not have says nothing of where the customer is.
    std::erase_if(zones, [](const std::string& zone) { return !zone_clock(zone); });
    if (!zones.empty()) return zones;
    for (const std::string_view zone : zones_of_country(customer.country)) {
        if (zone_clock(std::string(zone))) zones.emplace_back(zone);
    }
    // Who is in the book's country is where the book is, unless that country is wide.
    const bool is_at_home = customer.country == book.country && zones.size() == 1;
    if (zones.empty() || is_at_home) return {book.timezone};
    return zones;
}

Instant delivery_moment(const BookSettings& book, Date as_of, Instant now) {
    const auto clock = zone_clock(book.timezone);
    DUNNING_CHECK(clock.has_value());  // the policy was read with it
    const LocalTime shown = clock->local(now);
    return shown.day == as_of ? now : clock->instant({as_of, shown.minute});
}

ContactAnswer check_contact(const Ledger& ledger, const Policy& policy, const Customer& customer,
                            const ContactQuestion& question,
                            const std::vector<ContactEvent>& further) {
    const auto row = ledger.find_customer(customer.id);
    DUNNING_CHECK(row.has_value());
    const auto zones = zones_of(customer, policy.book);
    ContactFile file{.kind = customer.kind, .events = ledger.contact_events(*row)};
    file.events.insert(file.events.end(), further.begin(), further.end());
    for (const std::string& zone : zones) file.zones.push_back(zone_clock(zone).value());
    for (ContactEvent& event : file.events) {
        if (event.at) event.day = file.zones.front().local(*event.at).day;
    }
    if (question.channel == Channel::phone) {
        const Date day = file.zones.front().local(question.at).day;
        file.debts = overdue_invoices(ledger, policy, *row, day);
    }
    return {contact_refusal(file, rules_for(policy.contact, customer.kind),
                            holidays_of(customer, policy), question),
            zones.front()};
}

std::optional<ContactRefusal> dead_end(const Ledger& ledger, const Customer& customer,
                                       const ContactQuestion& question, Date day) {
    const std::string value =
        question.address.empty() ? contact_point(customer, question.channel) : question.address;
    if (question.channel == Channel::sms && value.empty() && has_phone_without_sms(customer)) {
        return ContactRefusal{"no_contact_point", no_sms_number(customer), {}};
    }
    const auto standing = ledger.contact_standing(ledger.find_customer(customer.id).value(), day);
    const DeadPoint* dead = find_dead_point(standing.dead_points, question.channel, value);
    if (value.empty() || dead == nullptr) return std::nullopt;
    return ContactRefusal{"no_contact_point",
                          fmt::format("{}: {} on {}", value, dead->how, to_text(dead->since)),
                          {}};
}

}  // namespace dunning
