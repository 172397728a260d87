// What makes dunning wait, found once more from the facts of the world alone.
#pragma once

#include <optional>

#include "core/decision.h"
#include "simulation/world.h"

namespace dunning::simulation {

struct Graces {
    int promise_days = 0;
    int plan_days = 0;
};

// What is contested of the invoice on the day, at most what is open.
std::int64_t disputed_of(const World& world, const Invoice& invoice, std::int64_t open, Date day);

// The first of ceased, disputed, on_hold, promise_open and plan_current that holds for the invoice;
// nothing when it may be dunned.
std::optional<Rule> pause_rule(const World& world, const Invoice& invoice, const Graces& graces,
                               Date day);

// Whether the latest word of the customer on the channel is that it must not be used.
bool has_opted_out(const World& world, const std::string& customer, Channel channel, Date day);

}  // namespace dunning::simulation
