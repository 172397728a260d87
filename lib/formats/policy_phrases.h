// The words of policy_explain.h for single values: "7 days", "by registered letter, else by email".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/policy.h"

namespace dunning {

std::string phrase(Duration duration);  // "1 day", "3 working days"
std::string phrase(const Money& amount);
std::string phrase(AllocationRule rule);
std::string phrase(InterestFirstDay day);
std::string phrase(
    const ProcedureFilter& when);        // "business customers in the segment retail", "everybody"
std::string phrase(const Level& level);  // one sentence without its full stop
std::string phrase_time(int minutes);    // "20:00"

// "a, b and c" for "and"; "a, then b, then c" for "then".
std::string phrase_list(const std::vector<std::string>& parts, std::string_view joint);

}  // namespace dunning
