// The clock: when something is recorded. Business questions are asked as of a date instead, and
// that date is an argument everywhere below the command line.
#pragma once

#include <vector>

#include "core/contact_check.h"
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

// Why a customer's zones, as a file or a person names them, are none.
std::optional<Fault> unknown_timezone(std::string_view listed);

// The clock of a zone, for the contact rules; nothing for an unknown zone. A local time that is
// skipped in spring becomes the first moment after it; of one that comes twice the first is meant.
std::optional<ZoneClock> zone_clock(const std::string& timezone);

// The first moment of a day in a zone, as text: "2026-03-31T00:00:00+02:00". REQUIRES: the zone is
// known.
std::string begin_of_day(Date day, const std::string& timezone);

// "2026-04-08T08:00:00-04:00", as the clocks of the zone show it. REQUIRES: the zone is known.
std::string local_text(Instant instant, const std::string& timezone);

}  // namespace dunning
