#include "app/promised_already.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/load_position.h"
#include "core/joined.h"

namespace dunning {
namespace {

// The invoices that a promise is about; none: all.
using About = std::set<std::string>;

About about(const PauseRecord& promise) {
    const auto invoices = invoices_of(promise);
    return {invoices.begin(), invoices.end()};
}

bool is_within(const About& part, const About& whole) {
    return whole.empty() || (!part.empty() && std::ranges::includes(whole, part));
}

bool overlap(const About& one, const About& other) {
    if (one.empty() || other.empty()) return true;
    return std::ranges::any_of(one,
                               [&](const std::string& invoice) { return other.contains(invoice); });
}

About both(const About& one, const About& other) {
    if (one.empty() || other.empty()) return {};
    About all = one;
    all.insert(other.begin(), other.end());
    return all;
}

// A promise that runs, with what it still has to bring.
struct Running {
    PauseRecord record;
    About invoices;
    Money expected;
};

class RunningPromises {
  public:
    RunningPromises(const Ledger& ledger, const Policy& policy, const PauseRecord& promise,
                    Date as_of)
        : ledger_(ledger), promise_(promise), as_of_(as_of) {
        const auto customer = ledger.find_customer(promise.customer);
        if (!customer) return;
        customer_ = *customer;
        for (const PauseRecord& record : ledger.pauses({customer_})) {
            if (record.kind != PauseKind::promise || record.from > as_of) continue;
            if (record.amount->currency() != promise.amount->currency()) continue;
            const auto view = view_promise(ledger, policy, record, as_of);
            if (view.state.status != PromiseStatus::open) continue;
            const Money left = *record.amount - view.state.received;
            running_.push_back({record, about(record), std::min(left, open_of(about(record)))});
        }
    }

    // Of the same invoices alone, and of these with those of another promise about some of them.
    std::optional<Fault> too_much() const {
        const About own = about(promise_);
        if (auto fault = too_much_of(own)) return fault;
        for (const Running& other : running_) {
            if (!overlap(own, other.invoices)) continue;
            if (auto fault = too_much_of(both(own, other.invoices))) return fault;
        }
        return std::nullopt;
    }

  private:
    Money open_of(const About& invoices) const {
        return ledger_
            .debt(customer_, promise_.amount->currency(), {invoices.begin(), invoices.end()},
                  as_of_, as_of_)
            .open;
    }

    std::optional<Fault> too_much_of(const About& invoices) const {
        Money expected = Money::zero(promise_.amount->currency());
        std::vector<std::string> codes;
        for (const Running& other : running_) {
            if (!is_within(other.invoices, invoices)) continue;
            expected = expected + other.expected;
            codes.push_back(pause_code(PauseKind::promise, other.record.id));
        }
        if (codes.empty()) return std::nullopt;
        const Money open = open_of(invoices);
        if (expected + *promise_.amount <= open) return std::nullopt;
        const std::string of = invoices.empty()
                                   ? std::string()
                                   : " of " + joined({invoices.begin(), invoices.end()}, ", ");
        return Fault{
            fmt::format(
                "{} {} is open{}, and {} of it is promised already ({}); there is no {} beside",
                to_decimal(open), open.currency().code(), of, to_decimal(expected),
                joined(codes, ", "), to_decimal(*promise_.amount)),
            fmt::format("if this takes its place, withdraw that one first: dunning log promise {} "
                        "--withdraw",
                        codes.front()),
            "amount"};
    }

    const Ledger& ledger_;
    const PauseRecord& promise_;
    Date as_of_;
    RowId customer_ = 0;
    std::vector<Running> running_;
};

// Of a file that is imported again; what it says now is compared when it is put.
bool is_known(const Ledger& ledger, const PauseRecord& promise) {
    const auto customer = ledger.find_customer(promise.customer);
    if (!customer || promise.given_id.empty()) return false;
    return std::ranges::any_of(ledger.pauses({*customer}), [&](const PauseRecord& record) {
        return record.kind == PauseKind::promise && record.given_id == promise.given_id;
    });
}

// Refused where it is recorded.
bool names_another_customers(const Ledger& ledger, const PauseRecord& promise) {
    return std::ranges::any_of(invoices_of(promise), [&](const std::string& invoice) {
        return ledger.customer_of_invoice(invoice) != promise.customer;
    });
}

}  // namespace

std::optional<Fault> promised_already(const Ledger& ledger, const Policy& policy,
                                      const PauseRecord& promise, Date as_of) {
    if (promise.ended || *promise.until < as_of) return std::nullopt;
    if (is_known(ledger, promise) || names_another_customers(ledger, promise)) return std::nullopt;
    return RunningPromises(ledger, policy, promise, as_of).too_much();
}

}  // namespace dunning
