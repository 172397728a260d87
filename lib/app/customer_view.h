// A customer on one screen: who they are and how they are reached, what they may owe and do owe,
// how they pay, what was agreed and said, and what happens next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/credit_control.h"
#include "app/credit_records.h"
#include "app/load_position.h"
#include "core/rating.h"
#include "ledger/customer_file.h"

namespace dunning {

// A way to reach the customer, of the file of customers or added to it.
struct PointView {
    std::string id;  // "K0001"; the field's name for one of the file
    PointKind kind = PointKind::email;
    std::string value;
    std::string role = {};
    std::string person = {};
    bool used = false;                    // notices go there
    std::optional<Date> opted_out = {};   // of its channel, since that day
    std::optional<Date> consent = {};     // given on that day
    std::optional<Date> consent_to = {};  // its last day
    std::optional<Date> ended = {};
};

// An invoice, or interest or costs that a notice has made part of the debt.
struct ItemView {
    std::string invoice;
    DebtKind kind = DebtKind::principal;
    Date due;
    Money amount;
    Money open;
    Money disputed;
    int days_overdue = 0;  // 0: not due
    std::string class_name = {};
    int level = 0;
    std::string reason = {};
    std::string charged_on = {};  // the charge's invoice; "" = a notice as a whole
};

struct NextStep {
    std::string what;  // "level 2 'demand' by email", "withheld: promise_open"
    std::string detail = {};
    std::optional<Date> on = {};  // none: not known
};

struct AccountView {
    Currency currency;
    Money open;
    Money overdue;
    Money on_account;
    std::vector<ItemView> items = {};
    std::string procedure = {};
    std::vector<NextStep> next = {};
};

struct CustomerView {
    Customer customer;
    std::vector<std::string> by_hand = {};
    std::optional<Date> erased = {};
    std::vector<PointView> points = {};
    bool ceased = false;
    bool represented = false;
    std::string reason = {};  // why they pay late, as last told
    CreditStanding credit = {};
    std::vector<Exposure> exposures = {};
    PaymentRecord record = {};
    std::optional<std::string> days_late = {};  // on average
    std::optional<Behaviour> behaviour = {};
    Rating rating = {};                         // as of now
    std::optional<ReviewRecord> reviewed = {};  // the last one
    std::vector<AccountView> accounts = {};     // by currency
    std::vector<PromiseView> promises = {};     // the newest first
    std::vector<PlanView> plans = {};
    std::vector<PauseRecord> pauses = {};              // disputes and holds that stand
    std::vector<WaiverRecord> waivers = {};            // on a condition that is not decided yet
    std::vector<CreditRecordRow> credit_records = {};  // what a credit bureau has
    std::vector<ContactRecord> contacts = {};
    std::vector<EvidenceUse> evidence = {};
    std::vector<LegalHold> legal_holds = {};
    std::vector<Assignment> assignments = {};
};

// What the rating is made of, as of a day.
RatingInput rating_input(const Ledger& ledger, const Policy& policy, RowId customer, Date as_of);

// REQUIRES: the customer is known.
CustomerView view_customer(const Ledger& ledger, const Policy& policy, const std::string& customer,
                           Date as_of);

}  // namespace dunning
