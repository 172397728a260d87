// A trial: two or more procedures given to customers by chance, so that what they bring can be
// compared fairly.
//
// Every customer has a number from 1 to 100 in each trial, found from the trial's name and the
// customer's id alone: the same on every machine and every night, and in another trial another. A
// procedure takes those of a range: part = "1-50" and part = "51-100" halve the customers.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace dunning {

struct TrialPart {
    std::string trial;
    int first = 1;
    int last = 100;

    friend bool operator==(const TrialPart&, const TrialPart&) = default;
};

// Of "1-50"; 1 <= first <= last <= 100.
Result<TrialPart> read_trial_part(std::string_view trial, std::string_view range);

int trial_number(std::string_view trial, std::string_view customer);  // 1 to 100

bool takes_part(const TrialPart& part, std::string_view customer);

}  // namespace dunning
