// Contact events: everything that happened between us and a customer, as the contact rules see it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/instant.h"
#include "core/party.h"

namespace dunning {

// What came of a contact (cli.md, "Outcomes").
enum class ContactOutcome {
    conversation,
    no_answer,
    voicemail,
    busy,
    not_in_service,
    wrong_number,
    third_party,  // somebody else answered
    sent,
    delivered,
    bounced,
    promised,
    disputed,
    refused,
    consent,      // to be contacted beyond the usual limits, until `until`
    opt_out,      // of this channel
    cease,        // of all contact
    represented,  // by a lawyer, to whom everything goes from now on
    noted,        // nobody was contacted: what was learned otherwise, by the channel `note`
};

std::string_view to_text(ContactOutcome outcome);
std::optional<ContactOutcome> contact_outcome_from(std::string_view text);
const std::vector<ContactOutcome>& all_contact_outcomes();  // without `noted`

enum class Direction { in, out };

std::string_view to_text(Direction direction);
std::optional<Direction> direction_from(std::string_view text);

struct ContactEvent {
    Channel channel = Channel::email;
    Direction direction = Direction::out;
    ContactOutcome outcome = ContactOutcome::sent;
    Date day;                        // the customer's
    std::optional<Instant> at = {};  // none: some time of that day
    std::string invoice = {};        // the debt it was about; "" = all of them
    std::string address = {};        // the number or address that was used, if it was noted
    std::optional<Date> until = {};  // of a consent: its last day
};

// A contact as people record it, or as a file of another system tells of it.
struct Contact {
    std::string id = {};  // unique in the book; "": it was typed in
    std::string customer;
    Instant at;
    Channel channel = Channel::phone;
    Direction direction = Direction::out;
    ContactOutcome outcome = ContactOutcome::conversation;
    std::string invoice = {};
    std::string reason = {};  // why it is late, as the customer said
    std::string note = {};
    std::string collector = {};
    std::string evidence = {};  // where more is to be found
    std::string address = {};   // the number or address that was used
    std::optional<Date> until = {};
    std::string word = {};    // the policy's own word for the outcome, "" = none
    std::string person = {};  // with whom

    friend bool operator==(const Contact&, const Contact&) = default;
};

// Why an invoice is late (domain.md, "reason").
const std::vector<std::string>& overdue_reasons();

// The customer spoke with us, whoever rang whom.
bool is_conversation(const ContactEvent& event);

// A call of ours that connected in the sense of 12 CFR 1006.14(b)(3): it was answered, rang
// unanswered or reached a voicemail. Busy lines and numbers out of service did not.
bool is_placed_call(const ContactEvent& event);

// A person answered: the customer or somebody else.
bool is_answered(const ContactEvent& event);

}  // namespace dunning
