// The replay behind allocate(): the facts in the order of their days, and what each of them moves.
//
//   allocation_replay.cpp    the order of the facts; money comes in, waits and is tried again
//   allocation_rules.cpp     what one receipt pays now, by hand and by each rule
//   allocation_plans.cpp     what plans have agreed on
//   allocation_kept.cpp      the money that is kept for what plans will yet charge
//   allocation_readings.cpp  the invoice numbers in its texts
//   allocation_returns.cpp   payments that went back
//   allocation_discounts.cpp what early payment earns, and pays less than the whole of
//   money_on_account.cpp     why what is left in the end is left
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/allocation.h"
#include "core/date.h"
#include "core/discount.h"
#include "core/hand_rulings.h"
#include "core/invoice_names.h"
#include "core/number_reader.h"
#include "core/open_invoices.h"
#include "core/standing_allocations.h"
#include "core/subset_sum.h"
#include "core/waiting_money.h"

namespace dunning {

class AllocationReplay {
  public:
    AllocationReplay(const std::vector<Invoice>& invoices, const std::vector<Receipt>& receipts,
                     const AllocationRules& rules, const std::vector<Ruling>& rulings,
                     const std::vector<PlanAgreement>& plans);

    AllocationResult run(std::optional<Date> until);

  private:
    friend class MoneyOnAccount;

    // On one day in this order, so that a payment of the day finds the invoice of the day, and a
    // list of what is open settles only what the day has left.
    enum class Step { invoice, credit, payment, returned, listed };
    struct Event {
        Date day;
        Step step;
        std::size_t index;

        friend auto operator<=>(const Event&, const Event&) = default;
    };
    // What was read in a receipt's texts, where a rule has asked.
    struct Readings {
        std::optional<NumbersRead> of_text = {};
        std::optional<NumbersRead> of_id = {};
    };

    // allocation_replay.cpp
    bool has_come(Date day) const { return !until_ || day <= *until_; }
    void order_events();
    Event event_of(std::size_t receipt);
    std::string_view id_of(const Event& event) const;
    void issue(std::size_t invoice);
    void receive(std::size_t receipt);
    void arrive(std::size_t receipt);
    void settle();
    void try_again(std::size_t receipt);
    void follow_list(std::size_t receipt);
    void wait(std::size_t receipt);
    void wait_by_rule(std::size_t receipt, AllocationRule rule);
    void wait_for_amount(std::size_t receipt);
    void wait_for_numbers(std::size_t receipt, AllocationRule rule);
    void wait_for(std::size_t receipt, const NumbersRead& read);
    void wait_for_charges(std::size_t receipt, std::span<const std::size_t> named);
    void set_open(std::size_t invoice, std::int64_t amount);
    void wake_for(std::int64_t amount);

    // allocation_rules.cpp
    bool has_rule(AllocationRule rule) const;
    void spend(std::size_t receipt);
    void pay_named(std::size_t receipt, std::size_t named);
    bool pay_charges(std::size_t receipt, std::span<const std::size_t> named, AllocationRule rule);
    std::vector<std::size_t> charges_with(std::size_t receipt, std::span<const std::size_t> named);
    void pay_by_hand(std::size_t receipt);
    bool try_rule(std::size_t receipt, AllocationRule rule);
    bool pay_reference(std::size_t receipt);
    bool pay_group(std::size_t receipt, std::size_t group);
    bool pay_numbers(std::size_t receipt, AllocationRule rule);
    bool pay_exact_amount(std::size_t receipt);
    bool pay_sum(std::size_t receipt);
    bool pay_oldest_due(std::size_t receipt);
    bool pay_one(std::size_t receipt, std::size_t invoice, AllocationRule rule);
    bool pay_beside(std::size_t receipt, std::size_t invoice, std::int64_t kept,
                    AllocationRule rule);
    std::int64_t move(std::size_t receipt, std::size_t invoice, std::int64_t at_most,
                      AllocationRule rule);
    bool pay_each(std::size_t receipt, const std::vector<std::size_t>& invoices,
                  AllocationRule rule);
    std::int64_t spendable(std::size_t receipt) const;
    bool may_pay(std::size_t receipt, std::size_t invoice) const;
    bool may_pay_any(std::size_t receipt, const std::vector<std::size_t>& candidates) const;
    std::optional<std::size_t> only_one_of(std::size_t receipt,
                                           const std::vector<std::size_t>& candidates) const;
    std::vector<std::size_t> invoices_by_reference(std::size_t receipt);
    // The open ones that it may pay, the longest due first, up to a limit.
    std::vector<std::size_t> longest_due(std::size_t receipt, std::size_t limit);
    struct Sum {
        SubsetCount count = SubsetCount::none;
        std::vector<std::size_t> invoices = {};  // of the one set, or of two together
    };
    Sum adding_up_to(std::size_t receipt, std::int64_t amount);
    // allocation_plans.cpp
    bool concerns(const PlanAgreement& plan, std::size_t receipt);
    bool names(std::size_t receipt, const PlanAgreement& plan);
    bool reads_code(std::size_t receipt, const PlanAgreement& plan);
    static bool covers(const PlanAgreement& plan, std::size_t debt);
    bool pay_plan(std::size_t receipt, const PlanAgreement& plan, AllocationRule rule,
                  std::optional<AllocationRule> bound);
    void pay_plans_by_code(std::size_t receipt);
    void pay_installment(std::size_t receipt);
    bool pay_plans_of(std::size_t receipt, std::span<const std::size_t> named, AllocationRule rule);
    bool pay_all_plans(std::size_t receipt, AllocationRule rule);
    bool means(std::size_t receipt, const PlanAgreement& plan);
    bool may_be_kept(std::size_t receipt);
    void wait_for_plans(std::size_t receipt);
    // allocation_kept.cpp
    struct Kept {
        std::size_t receipt = 0;
        std::optional<AllocationRule> bound = {};
        std::int64_t left = 0;
        std::int64_t spendable = 0;
    };
    struct ChargeToCome {
        std::size_t charge = 0;
        std::vector<const PlanAgreement*> plans = {};  // that have agreed on it
    };
    std::vector<ChargeToCome> find_charges_to_come() const;
    const std::vector<ChargeToCome>& charges_to_come();
    bool names_any_of(std::size_t receipt, const PlanAgreement& plan, std::size_t charge,
                      AllocationRule rule);
    bool will_pay(const Kept& money, const PlanAgreement& plan, std::size_t charge);
    bool will_pay(const Kept& money, const ChargeToCome& to_come);
    std::int64_t ruled(std::size_t receipt, std::size_t invoice) const;
    std::vector<Kept> others_on_account(std::size_t receipt) const;
    std::int64_t pay_later(Kept& money, const ChargeToCome& to_come, std::int64_t at_most);
    std::int64_t missing_without(std::vector<Kept>& others, const ChargeToCome& to_come,
                                 std::int64_t asked);
    std::int64_t kept_for(std::size_t receipt, std::optional<AllocationRule> bound,
                          const std::function<bool(const PlanAgreement&)>& wanted);
    std::int64_t kept_for_plans(std::size_t receipt, AllocationRule bound);
    // allocation_discounts.cpp
    void open_discounts();
    void look_at_discount(const StandingAllocation& moved);
    std::int64_t allowance(std::size_t receipt, std::size_t invoice) const;
    bool pay_less_discounts(std::size_t receipt, const std::vector<std::size_t>& invoices,
                            AllocationRule rule);
    std::optional<std::size_t> only_one_less_discount(std::size_t receipt);
    Sum adding_up_less_discounts(std::size_t receipt);

    // allocation_readings.cpp
    NumberReader& reader();
    Texts texts_of(std::size_t receipt, AllocationRule rule) const;
    std::optional<NumbersRead>& kept_reading(std::size_t receipt, AllocationRule rule);
    const NumbersRead& reading(std::size_t receipt, AllocationRule rule);
    void read_again(std::size_t receipt, AllocationRule rule, std::size_t invoice);

    // allocation_returns.cpp
    void take_back(std::size_t receipt);
    void take_back_from(std::size_t receipt, std::size_t original);
    std::optional<std::size_t> original_of(std::size_t receipt);
    bool concerns(std::size_t payment, const Receipt& gone, std::optional<std::size_t> invoice);
    void index_payments();
    void index_payment(std::size_t receipt);
    void forget_spent();
    void cancel(std::size_t debt, std::size_t money);
    void cancel_on_account(std::size_t debt, std::size_t money);
    template <class Matches>
    void cancel_all_on_account(std::size_t debt, const Matches& matches);
    bool reopen(std::size_t receipt, StandingAllocation& standing);

    const std::vector<Invoice>& invoices_;
    const std::vector<Receipt>& receipts_;
    const AllocationRules& rules_;
    HandRulings rulings_;
    const std::vector<PlanAgreement>& plans_;

    std::vector<Event> events_ = {};
    Date today_ = {};
    std::optional<Date> until_ = {};
    OpenInvoices open_;
    InvoiceNames names_;
    std::vector<MoneyState> money_;
    std::size_t arrivals_ = 0;
    std::size_t issued_ = 0;                    // so many of the issue order
    std::vector<char> is_issued_ = {};          // kept when there are rulings or plans
    std::optional<std::size_t> arriving_ = {};  // the receipt that comes in at this moment

    std::vector<std::size_t> issue_order_ = {};  // for the reader
    std::optional<NumberReader> reader_ = {};
    std::vector<std::unique_ptr<Readings>> readings_ = {};

    WaitingMoney waiting_;
    // What had something left, in the order of arrival; what was spent since is forgotten when it
    // is half of all.
    std::vector<std::size_t> on_account_ = {};
    std::size_t forget_at_ = 0;
    std::vector<std::size_t> debts_ = {};  // went back, and was found nowhere so far
    // Payments that came in and have not gone back, in that order; kept from the first return on.
    std::optional<std::map<std::int64_t, std::vector<std::size_t>>> payments_by_amount_ = {};
    StandingAllocations standing_;
    std::vector<Allocation> made_ = {};

    // What plans ask again and again. What was read in a receipt never changes; what is to come
    // does with the issue of each invoice.
    std::optional<std::vector<ChargeToCome>> to_come_ = {};
    std::vector<std::vector<std::optional<bool>>> names_plan_ = {};  // by plan and receipt

    // By invoice; empty when none has terms.
    struct InvoiceDiscount {
        EarlyPayment money;
        std::int64_t given_minor = 0;
        Discount latest = {};
    };
    std::vector<std::optional<InvoiceDiscount>> discounts_ = {};
    // Invoices with terms whose last day has not passed, since the last question.
    std::vector<std::size_t> offers_ = {};
    std::vector<Discount> discounts_made_ = {};
};

}  // namespace dunning
