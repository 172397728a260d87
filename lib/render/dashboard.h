// The dashboard: one HTML page that shows a book's state on a day.
//
// Self-contained: no script, no network, no font or picture from elsewhere, so it can be mailed,
// archived and opened years later. Light and dark, screen and paper. Everything that comes from
// data is escaped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/party.h"

namespace dunning {

struct DashboardBucket {
    std::string name;  // of the policy's aging: "not_due", "1-30", "90+"
    Money open;
    int invoices = 0;
};

// One month of a currency's trend.
struct DashboardMonth {
    Date end;
    Money open;     // at its end
    Money overdue;  // of that
    Money cash_in;  // in it
};

// Where the money of one bucket is a month later: shares in tenths of a per cent, first of the
// buckets, then paid, credited, written off. Empty when there was none.
struct DashboardRoll {
    std::string bucket;
    std::vector<int> shares = {};
};

struct DashboardCurrency {
    Money open;
    Money overdue;
    Money on_account;
    int customers = 0;  // that owe something
    int invoices = 0;   // open ones
    std::vector<DashboardBucket> buckets = {};
    std::vector<DashboardMonth> months = {};  // the oldest first
    std::vector<DashboardRoll> rolls = {};    // by bucket
};

struct DashboardDebtor {
    std::string customer;  // id
    std::string name;
    Money overdue;
    Money open;
    int max_days_overdue = 0;
    std::string class_name = {};
};

struct DashboardNotice {
    std::string id;
    std::string customer;  // id
    std::string name;
    std::string level_name;
    Channel channel = Channel::email;
    Money total;
    // "draft", "approved", "queued", "sending", "final", "sent", "delivered", "failed",
    // "uncertain", "cancelled", "task" are said in the page's language; anything else as it stands.
    std::string state;
};

enum class WaitingKind {
    approval,
    task,
    uncertain_delivery,
    broken_promise,
    broken_plan,
    no_contact_point
};

// Something that goes no further without a person.
struct DashboardWaiting {
    WaitingKind kind = WaitingKind::task;
    std::string reference = {};  // "N000012", "P0003"; may be empty
    std::string customer;        // id
    std::string name;
    std::string detail = {};  // one line
    std::optional<Money> amount = {};
    std::optional<Date> since = {};
};

// A promise whose day has not passed.
struct DashboardPromise {
    std::string id;
    std::string customer;  // id
    std::string name;
    Money amount;
    Money received;
    Date by;
};

// A first notice that is to be out, or was.
struct DashboardDeadline {
    std::string invoice;
    std::string customer;  // id
    std::string name;
    Money open;
    Date due;
    bool missed = false;
};

// What a list leaves out: how much of it, and its money, an amount for each currency.
struct DashboardRest {
    std::size_t items = 0;
    std::vector<Money> amounts = {};
};

// Lists are shown in the order given, and after each what is left out of it. Money in one
// DashboardCurrency is of one currency.
struct DashboardData {
    std::string book;
    std::string language;  // zh-CN, en, de; anything else is shown in English
    Date as_of;
    std::vector<DashboardCurrency> currencies = {};
    std::vector<DashboardDebtor> top_debtors = {};
    std::vector<DashboardNotice> notices = {};  // of the last night
    std::vector<DashboardWaiting> waiting = {};
    std::vector<DashboardPromise> promises = {};
    std::vector<DashboardDeadline> deadlines = {};
    DashboardRest more_notices = {};
    DashboardRest more_waiting = {};
    DashboardRest more_promises = {};
    DashboardRest more_deadlines = {};
};

std::string render_dashboard(const DashboardData& data);

}  // namespace dunning
