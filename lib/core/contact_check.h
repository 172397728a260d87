// The contact check: may this customer be contacted now, by this channel; if not, which rule says
// no, and from when on it may be.
//
// Every rule that holds for the customer is asked (rules_for); of those that refuse, the strictest
// is the answer: the one without an end, else the one that ends last. What was said for good
// (cease, opt-out, a lawyer) counts from the moment at which it reached us. Pure: the clock of the
// customer's time zones is passed in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/contact_event.h"
#include "core/contact_rules.h"

namespace dunning {

struct LocalTime {
    Date day;
    int minute = 0;  // since midnight
};

// One time zone in which the customer may be.
struct ZoneClock {
    std::function<LocalTime(Instant)> local;
    std::function<Instant(LocalTime)> instant;  // the earliest one at or after that time
};

// What is known about the contacts with one customer.
struct ContactFile {
    CustomerKind kind = CustomerKind::business;
    std::vector<ContactEvent> events = {};  // in any order; days are those of zones.front()
    std::vector<std::string> debts = {};    // the overdue invoices
    // Where the customer may be: a time is allowed only if it is in each of them. REQUIRES: not
    // empty.
    std::vector<ZoneClock> zones = {};
};

enum class Addressee { customer, somebody_else };

struct ContactQuestion {
    Channel channel = Channel::email;
    Instant at;
    std::string invoice = {};  // about this debt; "": about any of them
    std::string address = {};  // the number that would be rung, if that is known
    Addressee addressee = Addressee::customer;
};

struct ContactRefusal {
    std::string rule;                      // "us.regf.calls7"
    std::string detail;                    // a sentence, with the numbers
    std::optional<Instant> earliest = {};  // none: not without a new word of the customer

    friend bool operator==(const ContactRefusal&, const ContactRefusal&) = default;
};

// A holiday of any of them is one; none has no holidays. They must outlive the question.
using HolidayCalendars = std::vector<const BusinessCalendar*>;

// Nothing when the contact may happen.
std::optional<ContactRefusal> contact_refusal(const ContactFile& file,
                                              const std::vector<ContactRule>& rules,
                                              const HolidayCalendars& holidays,
                                              const ContactQuestion& question);

}  // namespace dunning
