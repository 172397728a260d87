// What of a customer's contacts counts at a moment: consents, calls to wrong numbers left out.
// Only for contact_check.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/contact_check.h"

namespace dunning {

// A consent under Regulation F lasts seven days, its own included (12 CFR 1006.14(b)(3)(i)).
inline constexpr int consent_days = 7;

class ContactHistory {
  public:
    // The events up to the moment in question, oldest first.
    ContactHistory(const ContactFile& file, Instant at);

    Date today() const { return today_; }
    const std::vector<ContactEvent>& events() const { return events_; }

    // Whether the customer has consented to more than the usual for that time, and the consent
    // still holds: until its last day, no later than `longest` days from its own, and no longer
    // than to the next conversation (12 CFR 1006.14(b)(3)(i)).
    bool has_consent(Date day, std::optional<Instant> at, int longest) const;
    // To be contacted at any hour: until its last day or the customer takes it back.
    bool has_open_consent() const;

    // The days of the contacts that a limit counts, oldest first; `debt` "": all of the customer's.
    std::vector<Date> counted(const ContactLimit& limit, const std::string& debt,
                              const std::string& address) const;
    // The last conversation about the debt.
    const ContactEvent* last_conversation(const std::string& debt) const;
    std::optional<Date> last_contact() const;
    // The last event with that outcome, on that channel if one is given.
    const ContactEvent* last_of(ContactOutcome outcome, std::optional<Channel> channel = {}) const;
    // How many calls of ours in a row, the latest last, did not reach the customer.
    int failures_in_a_row() const;

  private:
    bool counts(const ContactEvent& event, const ContactLimit& limit) const;

    std::vector<ContactEvent> events_;
    Date today_;
};

}  // namespace dunning
