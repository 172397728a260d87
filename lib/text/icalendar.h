// Calendar files (RFC 5545): days with something to do, for any calendar program.
//
// Every event is a whole day, blocks no time, and keeps its UID from one file to the next, so that
// a calendar that reads the file again changes entries instead of adding them. Lines end in CR LF
// and are folded at 75 octets between characters (section 3.1); in texts \ ; , and line ends are
// escaped (section 3.3.11), and other control characters are left out, which no reader may meet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunning {

struct CalendarEvent {
    std::string uid;  // unique in the world: ends in "@" and a domain
    Date day;
    std::string summary;
    std::string description = {};
    std::string category = {};
    int priority = 0;  // 1 highest to 9 lowest; 0: not said
};

struct EventCalendar {
    std::string name;  // as calendar programs show it
    Date stamp;        // when the file says it was made: the day asked about
    std::vector<CalendarEvent> events = {};
};

std::string render_calendar(const EventCalendar& calendar);

}  // namespace dunning
