// Whether a customer may be contacted now: the contact rules of the policy, asked with what the
// ledger knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/contact_check.h"
#include "ledger/ledger.h"

namespace dunning {

// Where the customer may be: the zones that their file names ("America/New_York", several with ';'
// between them), else those of their country, else the book's.
std::vector<std::string> zones_of(const Customer& customer, const BookSettings& book);

struct ContactAnswer {
    std::optional<ContactRefusal> refusal = {};  // none: it is allowed
    std::string zone = {};                       // in which its times are best told
};

// Whether the address of the question, or the one that the channel would take, is known not to
// reach the customer. Asked of a person's call; a run has chosen its addresses by that already.
std::optional<ContactRefusal> dead_end(const Ledger& ledger, const Customer& customer,
                                       const ContactQuestion& question, Date day);

// The moment at which a run of that day delivers when the clock shows `now`: a rehearsal of another
// day happens on that day, at the time that the book's clock shows.
Instant delivery_moment(const BookSettings& book, Date as_of, Instant now);

// `further`: contacts that count although the ledger does not know of them. REQUIRES: the customer
// is known.
ContactAnswer check_contact(const Ledger& ledger, const Policy& policy, const Customer& customer,
                            const ContactQuestion& question,
                            const std::vector<ContactEvent>& further = {});

}  // namespace dunning
