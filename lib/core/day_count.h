// Day counts: how many days of interest lie between two dates, and of how many a year has.
//
// Conventions per ISDA 2006 Definitions section 4.16 and the sources in the research notes; the
// first day counts, the last does not. The bare name "30/360" means four different things and is
// refused.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunning {

enum class DayCount {
    act_365,       // act/365: actual days / 365
    act_360,       // act/360
    act_act_isda,  // act/act-isda: days in leap years / 366 + days in other years / 365
    e30_360,       // 30e/360 (Eurobond): day 31 becomes 30 at both ends
    bond_30_360,   // 30/360-bond: an end on the 31st becomes 30 only if the start is on the 30th or
                   // 31st
    us_30_360,     // 30u/360: the bond rule after moving both ends from the last of February to 30
    e30_360_isda,  // 30e/360-isda: the last of February becomes 30, except at the end of the period
};

// Years as a sum of fractions days / basis; more than one part only for act/act-isda.
struct YearFraction {
    int days = 0;
    int basis = 365;
    friend bool operator==(const YearFraction&, const YearFraction&) = default;
};

std::optional<DayCount> day_count_from_name(std::string_view name);  // the policy's names, above
std::string_view to_text(DayCount convention);

// Parts with days = 0 are left out. `termination` is the day on which interest stops for good; only
// 30e/360-isda asks. REQUIRES: start <= end.
std::vector<YearFraction> year_fractions(DayCount convention, Date start, Date end,
                                         Date termination);

}  // namespace dunning
