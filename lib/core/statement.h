// The statement of a customer's account: what was owed, what moved, what is owed.
//
// Two forms. `activity`: the balance before the period, every invoice, payment and credit of it,
// the balance at its end. `open_items`: what is open on its last day, invoice by invoice, and money
// that is on account. Both close with the same balance,
//
//   closing = all invoices - all payments and credits, dated by the last day
//           = the sum of what is open - the money on account,
//
// and with what is open by age. Allocations move nothing: they are not in a statement.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/day_range.h"
#include "core/money.h"
#include "core/party.h"

namespace dunning {

enum class StatementForm { activity, open_items };

struct StatementRequest {
    DayRange period;
    StatementForm form = StatementForm::activity;
};

struct StatementLine {
    enum class Kind { invoice, interest, costs, payment, credit, discount, waiver };

    Kind kind = Kind::invoice;
    Date day;
    std::string code;              // the invoice's number, the payment's or credit's id
    std::string reference = {};    // of an invoice; of charges and money the invoice that they name
    std::optional<Date> due = {};  // of an invoice or charge
    Money amount;                  // money that came in has a minus
    Money open;                    // on the last day; of money what is on account, with a minus
    Money balance;                 // after this line; a running sum
    int days_overdue = 0;          // on the last day, while it is open
};

// In one currency.
struct StatementAccount {
    Currency currency;
    Money opening;  // at the end of the day before the period
    std::vector<StatementLine> lines = {};
    Money invoiced;  // with interest and costs
    Money paid;      // positive
    Money credited;  // with discounts and waivers; positive
    Money closing;
    std::vector<Money> buckets = {};  // what is open, by the policy's aging
    Money overdue;
    Money on_account;
};

struct Statement {
    Customer customer;
    StatementRequest request;
    std::vector<StatementAccount> accounts = {};  // by currency; none: nothing was ever owed
};

std::string_view to_text(StatementLine::Kind kind);

// Nothing moved in the period, and nothing is left at its end.
bool is_idle(const StatementAccount& account);

}  // namespace dunning
