#include "core/aging.h"

#include <doctest/doctest.h>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

std::string bucket(const AgingProfile& profile, int days_past) {
    return profile.names()[profile.bucket_of(days_past)];
}

const std::vector<OverdueClass> classes = {
    {.name = "mild", .from_day = 1, .first_notice_within = Duration{3, true}},
    {.name = "moderate", .from_day = 31},
    {.name = "severe", .from_day = 91}};

std::string severity(int days_overdue) {
    const OverdueClass* found = class_of(classes, days_overdue);
    return found == nullptr ? "none" : found->name;
}

}  // namespace

TEST_CASE("aging: every bucket includes its limit, the next one begins the day after") {
    const AgingProfile profile({30, 60, 90, 120});
    struct Row {
        int days_past;
        const char* bucket;
    };
    const Row rows[] = {{-30, "not_due"}, {-1, "not_due"}, {0, "not_due"},  {1, "1-30"},
                        {30, "1-30"},     {31, "31-60"},   {60, "31-60"},   {61, "61-90"},
                        {90, "61-90"},    {91, "91-120"},  {120, "91-120"}, {121, "120+"},
                        {5000, "120+"}};
    for (const Row& row : rows) {
        CAPTURE(row.days_past);
        CHECK(bucket(profile, row.days_past) == row.bucket);
    }
}

TEST_CASE("aging: the buckets are named by their days, the default is 30, 60, 90") {
    CHECK(AgingProfile().names() ==
          std::vector<std::string>{"not_due", "1-30", "31-60", "61-90", "90+"});
    CHECK(AgingProfile() == AgingProfile({30, 60, 90}));
    CHECK(AgingProfile({1, 2}).names() == std::vector<std::string>{"not_due", "1-1", "2-2", "2+"});
    CHECK(AgingProfile({7}).size() == 3);
}

TEST_CASE("aging: days are counted from the basis, the due day itself is not overdue") {
    const Date issued = "2017-12-01"_date;
    const Date due = "2017-12-31"_date;
    CHECK(days_past(issued, due, AgingBasis::due, due) == 0);
    CHECK(days_past(issued, due, AgingBasis::due, due + 1) == 1);
    CHECK(days_past(issued, due, AgingBasis::due, due - 1) == -1);
    CHECK(days_past(issued, due, AgingBasis::issued, due) == 30);
}

TEST_CASE("aging: a portfolio falls into its buckets by due date, and none of it is lost") {
    const Date as_of = "2017-12-31"_date;
    const std::pair<Date, int> items[] = {{"2018-01-15"_date, 500},  {"2017-12-15"_date, 1000},
                                          {"2017-11-15"_date, 2000}, {"2017-10-15"_date, 4000},
                                          {"2017-09-15"_date, 8000}, {"2017-08-15"_date, 160000}};
    const AgingProfile profile({30, 60, 90, 120});
    std::vector<int> sums(profile.size());
    for (const auto& [due, amount] : items) {
        sums[profile.bucket_of(days_past(due - 30, due, AgingBasis::due, as_of))] += amount;
    }
    CHECK(sums == std::vector<int>{500, 1000, 2000, 4000, 8000, 160000});
}

TEST_CASE("class_of: the last class whose first day is reached, nothing before the first") {
    CHECK(severity(-5) == "none");
    CHECK(severity(0) == "none");
    CHECK(severity(1) == "mild");
    CHECK(severity(30) == "mild");
    CHECK(severity(31) == "moderate");
    CHECK(severity(90) == "moderate");
    CHECK(severity(91) == "severe");
    CHECK(class_of({}, 10) == nullptr);
    CHECK(class_of({{.name = "late", .from_day = 5}}, 4) == nullptr);
    CHECK(class_of({{.name = "all", .from_day = 0}}, 0) == nullptr);
}
