// The portfolio: random customers, and day by day the random facts that a creditor's systems
// report.
//
// Payments name their invoice, a reference, a number in a text, or nothing; they are exact, in part
// or too much, come back, are told late or before their day, and may come before their invoice.
// Whatever the order in which the facts are told, none contradicts another.
#pragma once

#include <deque>

#include "simulation/world.h"
#include "support/dice.h"

namespace dunning::simulation {

struct PortfolioSize {
    int customers = 30;
    int invoices_a_day = 4;  // at most
    int payments_a_day = 4;
};

class Portfolio {
  public:
    Portfolio(unsigned seed, Date first_day, PortfolioSize size);

    // What is known when the book is opened: the customers, and invoices of the two months before.
    Facts opening();
    // What becomes known on the day; `world` is what people have agreed, so that some of it is
    // paid.
    Facts facts_of(Date day, const World& world);

  private:
    void invent_customer(int n);
    Invoice invent_invoice();
    Invoice next_invoice(Date issued);
    void issue(Date day, Facts& facts);
    void pay(Date day, Facts& facts);
    void pay_something(const Invoice& invoice, Date day, Facts& facts);
    void pay_too_early(Date day, Facts& facts);
    void pay_as_agreed(Date day, const World& world, Facts& facts);
    void give_credit(Date day, Facts& facts);
    void take_back(Date day, Facts& facts);
    void correct_customer(Facts& facts);
    Receipt payment(const Invoice& invoice, Date day);
    Money part_of(const Money& amount);
    Date about(Date day);

    testing::Dice dice_;
    Date first_day_;
    PortfolioSize size_;
    std::vector<Customer> customers_;
    std::map<std::string, std::vector<Currency>> currencies_;  // of each customer
    std::deque<Invoice> planned_;  // invoices that come next, so that payments can be too early
    std::vector<Invoice> issued_;
    std::vector<Receipt> paid_;
    int invoices_ = 0;
    int payments_ = 0;
    int credits_ = 0;
};

}  // namespace dunning::simulation
