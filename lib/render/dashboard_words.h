// The dashboard's own words in each language. Internal to render.
#pragma once

#include <string>
#include <string_view>

#include "render/dashboard.h"

namespace dunning {

struct DashboardWords {
    std::string_view language;
    std::string_view title;
    std::string_view as_of;
    std::string_view open;
    std::string_view overdue;
    std::string_view on_account;
    std::string_view of_open;  // after a share: "42.0 % of open"
    std::string_view invoices;
    std::string_view customers;
    std::string_view aging;
    std::string_view bucket;
    std::string_view share;
    std::string_view chart;  // what the picture shows, for those who do not see it
    std::string_view top_debtors;
    std::string_view customer;
    std::string_view days_overdue;
    std::string_view class_name;
    std::string_view notices;
    std::string_view notice;
    std::string_view level;
    std::string_view channel;
    std::string_view total;
    std::string_view state;
    std::string_view waiting;
    std::string_view matter;
    std::string_view detail;
    std::string_view amount;
    std::string_view since;
    std::string_view nothing_open;
    std::string_view no_debtors;
    std::string_view no_notices;
    std::string_view nothing_waits;
    std::string_view not_due;
    std::string_view days_between;  // {} is "1–30"
    std::string_view days_over;     // {} is "90"
    std::string_view trend;
    std::string_view trend_chart;  // what the picture shows
    std::string_view month;
    std::string_view cash_in;
    std::string_view rolls;
    std::string_view from_bucket;
    std::string_view paid;
    std::string_view credited;
    std::string_view written_off;
    std::string_view promises;
    std::string_view received;
    std::string_view pay_by;
    std::string_view deadlines;
    std::string_view invoice;
    std::string_view first_notice_by;
    std::string_view missed;
    std::string_view near;
    std::string_view more;        // of a list: {} is how many are not shown
    std::string_view more_money;  // likewise, and their amounts
};

// By exact tag or primary subtag; English when there is no such language.
const DashboardWords& dashboard_words(std::string_view language);

// Whether that is more than English standing in.
bool has_dashboard_words(std::string_view language);

std::string_view channel_word(Channel channel, const DashboardWords& words);
std::string_view waiting_word(WaitingKind kind, const DashboardWords& words);
// An unknown state as it stands.
std::string_view state_word(std::string_view state, const DashboardWords& words);
// "1–30 days" from the policy's "1-30".
std::string bucket_words(std::string_view bucket, const DashboardWords& words);

}  // namespace dunning
