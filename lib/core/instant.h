// An instant: when something was recorded or done, in UTC. Business questions are asked as of a
// Date.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"

namespace dunning {

// Seconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t seconds = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

std::string to_text(Instant instant);  // "2026-11-21T18:04:05Z"

// "2026-11-21T18:04:05Z", or with an offset: "2026-11-21T18:04:05+08:00"; seconds may be left out.
Result<Instant> parse_instant(std::string_view text);

// Who changes the ledger, when, and for which business day: stands on every event.
struct Stamp {
    Instant recorded_at;
    std::string actor;
    Date as_of;
};

}  // namespace dunning
