// Positions and policies as a test writes them:
//
//   acme().owes("120.00 EUR"_money, due("2025-01-31"_date)).on_hold("2025-02-01"_date)
//
// What follows an `owes` is about that invoice. Invoices are numbered INV-1, INV-2, ... and issued
// thirty days before they are due, unless a test says otherwise.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/policy.h"
#include "core/position.h"
#include "support/literals.h"

namespace dunning::testing {

struct Issued {
    Date day;
};
struct Due {
    Date day;
};
struct By {
    Date day;
};
inline Issued issued(Date day) {
    return {day};
}
inline Due due(Date day) {
    return {day};
}
inline By by(Date day) {
    return {day};
}

class PositionBuilder {
  public:
    explicit PositionBuilder(Customer customer, Currency currency)
        : position_{.customer = std::move(customer),
                    .currency = currency,
                    .on_account = Money::zero(currency)} {}

    operator const CustomerPosition&() const { return position_; }  // NOLINT: reads as a position
    const CustomerPosition& position() const { return position_; }

    PositionBuilder& owes(Money amount, Issued issue_day, Due due_day) {
        position_.items.push_back({.invoice = fmt::format("INV-{}", position_.items.size() + 1),
                                   .issued = issue_day.day,
                                   .due = due_day.day,
                                   .amount = amount,
                                   .open = amount});
        return *this;
    }
    PositionBuilder& owes(Money amount, Due due_day) {
        return owes(amount, Issued{due_day.day - 30}, due_day);
    }

    // About the invoice just named.
    PositionBuilder& paid(Money part, Date day) {
        item().open -= part;
        item().changes.push_back({.day = day, .amount_minor = part.minor()});
        return *this;
    }
    PositionBuilder& at_level(int level, Date last_notice) {
        auto& history = item().history;
        if (!history.first_notice) history.first_notice = last_notice;
        history.level = level;
        history.last_notice = last_notice;
        history.last_listed = last_notice;
        return *this;
    }
    PositionBuilder& listed_on(Date day) {
        item().history.last_listed = day;
        return *this;
    }
    PositionBuilder& queued(std::string notice) {
        item().history.waiting = std::move(notice);
        return *this;
    }
    PositionBuilder& awaiting_approval(std::string notice) {
        item().history.waits_for_approval = true;
        return queued(std::move(notice));
    }
    PositionBuilder& uncertain(std::string notice) {
        item().history.uncertain = true;
        return queued(std::move(notice));
    }
    PositionBuilder& paused(Pause pause) {
        item().pauses.push_back(std::move(pause));
        return *this;
    }
    PositionBuilder& on_hold(Date from, std::optional<Date> until = {}) {
        return paused({.kind = PauseKind::hold, .id = "H0001", .from = from, .until = until});
    }
    PositionBuilder& disputed(Date from, std::optional<Date> until = {}) {
        return paused({.kind = PauseKind::dispute, .id = "D0001", .from = from, .until = until});
    }
    PositionBuilder& disputed_in_part(Money part, Date from, std::optional<Date> until = {}) {
        return paused({.kind = PauseKind::dispute,
                       .id = "D0001",
                       .from = from,
                       .until = until,
                       .part = part});
    }
    PositionBuilder& promised(Date given, By last_day) {
        return paused(
            {.kind = PauseKind::promise, .id = "R0001", .from = given, .until = last_day.day});
    }
    PositionBuilder& in_plan(Date from, std::optional<Date> until = {}) {
        return paused({.kind = PauseKind::plan, .id = "P0001", .from = from, .until = until});
    }

    // About the customer.
    PositionBuilder& with_on_account(Money money) {
        position_.on_account = money;
        return *this;
    }
    PositionBuilder& opted_out_of(Channel channel) {
        position_.opted_out.push_back(channel);
        return *this;
    }
    PositionBuilder& dead(DeadPoint point) {
        position_.dead_points.push_back(std::move(point));
        return *this;
    }
    PositionBuilder& ceased() {
        position_.ceased = true;
        return *this;
    }
    PositionBuilder& represented() {
        position_.represented = true;
        return *this;
    }
    template <class Change>
    PositionBuilder& customer(const Change& change) {
        change(position_.customer);
        return *this;
    }

  private:
    OpenItem& item() {
        DUNNING_CHECK(!position_.items.empty());
        return position_.items.back();
    }

    CustomerPosition position_;
};

// A business that every channel reaches.
inline PositionBuilder acme(std::string_view currency = "EUR") {
    return PositionBuilder({.id = "C001",
                            .name = "Acme Tools",
                            .email = "ap@acme.example",
                            .phone = "+49 40 1000",
                            .mobile = "+49 170 1000",
                            .address = "Kai 5",
                            .city = "Hamburg",
                            .postal_code = "20457"},
                           *Currency::from_code(currency));
}

// One that nothing reaches.
inline PositionBuilder nowhere() {
    return PositionBuilder({.id = "C002", .name = "Nowhere"}, *Currency::from_code("EUR"));
}

// The policy with one procedure of the given levels; notices go out on any day, and data never gets
// stale, so that a test sets only what it is about.
inline Policy policy_of(std::vector<Level> levels) {
    Policy policy{.procedures = {{.name = "standard", .levels = std::move(levels)}}};
    policy.notify.max_data_age = {};
    policy.contact.working_days_only = false;
    return policy;
}

// A reminder three days after the due date, a demand after fourteen.
inline Policy two_levels() {
    return policy_of(
        {{.name = "reminder", .after = {3, false}, .channels = {Channel::email, Channel::sms}},
         {.name = "demand", .after = {14, false}, .channels = {Channel::email, Channel::letter}}});
}

// The level with that number, from 1, of the only procedure.
inline Level& level(Policy& policy, std::size_t number) {
    return policy.procedures.front().levels.at(number - 1);
}

}  // namespace dunning::testing
