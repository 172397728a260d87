// A promise, dispute or plan as a file states it, so that a company can bring its agreements along.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/pause.h"

namespace dunning {

enum class AgreementKind { promise, dispute, plan };

struct StatedAgreement {
    AgreementKind kind = AgreementKind::promise;
    std::string id;                          // unique among its kind
    std::string customer = {};               // of a dispute: the invoice's
    std::vector<std::string> invoices = {};  // empty: all of the customer's
    std::optional<Money> amount = {};        // of a dispute: the contested part, none: all of it
    // Of a promise of several, and of a plan its instalments; in the order of their days.
    std::vector<PromisedPayment> payments = {};
    Date from;                       // given, contested, proposed
    std::optional<Date> until = {};  // of a promise: its last day
    std::string reason = {};
    std::string owner = {};
    std::string note = {};
    std::optional<Date> ended = {};  // of a dispute or promise; of a plan the day it was confirmed
    std::string outcome = {};
    std::optional<Date> pay_by = {};
};

}  // namespace dunning
