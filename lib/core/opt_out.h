// Whether emails and text messages must say how to stop them.
//
// 12 CFR 1006.6(e): every email and text message of a debt collector has a clear and conspicuous
// statement of a reasonable and simple way to opt out of further ones to that address. It refuses
// no contact, so it is none of the rules that are asked before one; see contact_check.h.
#pragma once

#include "core/contact_rules.h"
#include "core/party.h"

namespace dunning {

// To such a customer.
bool asks_for_opt_out(const ContactSettings& settings, CustomerKind kind);

// To anybody at all.
bool asks_for_opt_out(const ContactSettings& settings);

}  // namespace dunning
