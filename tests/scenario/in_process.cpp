#include "scenario/in_process.h"

#include <sstream>
#include <string>

#include "app/clock.h"
#include "cli/app.h"
#include "core/instant.h"

namespace dunning::scenario {
namespace {

Instant instant_of(const std::string& text) {
    const auto instant = parse_instant(text);
    if (!instant) throw ScenarioError("clock: " + instant.error().what);
    return *instant;
}

}  // namespace

Outcome run_in_process(const Invocation& invocation) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const FixedClock clock(instant_of(invocation.clock));
    cli::World world{
        .in = in, .out = out, .err = err, .clock = clock, .environment = invocation.environment};
    const int status = cli::run(invocation.arguments, world);
    return {.out = out.str(), .err = err.str(), .status = status};
}

}  // namespace dunning::scenario
