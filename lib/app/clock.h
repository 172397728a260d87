// The clock: when something is recorded. Business questions are asked as of a date instead, and
// that date is an argument everywhere below the command line.
#pragma once

#include <vector>

#include "core/instant.h"

namespace dunning {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant instant) : instant_(instant) {}
    Instant now() const override { return instant_; }

  private:
    Instant instant_;
};

// All zones that this machine knows.
std::vector<std::string> timezone_names();

// What day it is in a time zone ("Asia/Shanghai"), whatever the host's; nothing for an unknown
// zone.
std::optional<Date> day_in_zone(Instant instant, const std::string& timezone);

// Minutes since local midnight in the zone; nothing for an unknown zone.
std::optional<int> minute_of_day(Instant instant, const std::string& timezone);

}  // namespace dunning
