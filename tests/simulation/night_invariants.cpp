// What a night decides, held against the world.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulation/invariants.h"
#include "simulation/simulated_book.h"
#include "simulation/standing.h"

namespace dunning::simulation {
namespace {

bool is_overdue(const Invoice& invoice, std::int64_t open, const Policy& policy, Date day) {
    const bool treated_as_paid =
        policy.tolerance.currency() == invoice.amount.currency() && open < policy.tolerance.minor();
    return invoice.due < day && open > 0 && !treated_as_paid;
}

}  // namespace

Night decided_night(const Ledger& ledger, const Policy& policy, Date day) {
    Night night{.day = day};
    decide_night(ledger, policy, {}, day, [&](const DecidedCustomer& decided) {
        const Decision& decision = decided.decision;
        night.notices.insert(night.notices.end(), decision.notices.begin(), decision.notices.end());
        night.withheld.insert(night.withheld.end(), decision.withheld.begin(),
                              decision.withheld.end());
    });
    return night;
}

Night foretold_night(Ledger& ledger, const Book& book, const Stamp& stamp) {
    NightForecast forecast = forecast_night(ledger, book, stamp);
    Night night{.day = stamp.as_of,
                .notices = std::move(forecast.notices),
                .withheld = std::move(forecast.withheld),
                .told_first = std::move(forecast.settled.lines),
                .plans = std::move(forecast.settled.plans)};
    std::ranges::move(forecast.taken_back, std::back_inserter(night.told_first));
    return night;
}

Problems foretelling_problems(const Night& foretold, const NightSummary& night) {
    Problems problems;
    if (foretold.told_first != night.superseded)
        problems.push_back("settles what was not foretold");
    if (foretold.plans != night.plans) problems.push_back("finds plans as was not foretold");
    if (std::ssize(foretold.withheld) != night.withheld) {
        problems.push_back(fmt::format("withholds {} items, {} were foretold", night.withheld,
                                       foretold.withheld.size()));
    }
    return problems;
}

Problems coverage_problems(const Night& night, const Policy& policy, const World& world) {
    std::map<std::string, int> times;
    for (const Notice& notice : night.notices) {
        for (const NoticeLine& line : notice.lines) ++times[line.invoice];
    }
    for (const Withheld& withheld : night.withheld) ++times[withheld.invoice];
    Problems problems;
    for (const auto& [key, book] : world.accounts()) {
        const Settled settled = settle(book, night.day);
        for (const Invoice& invoice : book.invoices) {
            const auto open = settled.open.find(invoice.number);
            const bool overdue =
                open != settled.open.end() && is_overdue(invoice, open->second, policy, night.day);
            const auto found = times.find(invoice.number);
            const int seen = found == times.end() ? 0 : found->second;
            if (seen == (overdue ? 1 : 0)) continue;
            problems.push_back(fmt::format("{} is {}overdue and was decided {} times",
                                           invoice.number, overdue ? "" : "not ", seen));
        }
    }
    return problems;
}

namespace {

bool is_pause(Rule rule) {
    return rule == Rule::ceased || rule == Rule::disputed || rule == Rule::on_hold ||
           rule == Rule::promise_open || rule == Rule::plan_current;
}

std::string shown(const std::optional<Rule>& rule) {
    return rule ? std::string(to_text(*rule)) : "free to be dunned";
}

}  // namespace

Problems pause_problems(const Night& night, const Policy& policy, const World& world) {
    const Graces graces = graces_of(policy);
    Problems problems;
    for (const Notice& notice : night.notices) {
        for (const NoticeLine& line : notice.lines) {
            const Invoice& invoice = world.invoices().at(line.invoice);
            const auto rule = pause_rule(world, invoice, graces, night.day);
            if (!rule) continue;
            problems.push_back(
                fmt::format("{} is in a notice, and is {}", line.invoice, shown(rule)));
        }
    }
    for (const Withheld& withheld : night.withheld) {
        const Invoice& invoice = world.invoices().at(withheld.invoice);
        const auto rule = pause_rule(world, invoice, graces, night.day);
        if (rule ? withheld.rule == *rule : !is_pause(withheld.rule)) continue;
        problems.push_back(fmt::format("{} is withheld as {}, and is {}", withheld.invoice,
                                       to_text(withheld.rule), shown(rule)));
    }
    return problems;
}

namespace {

Problems line_problems(const NoticeLine& line, const World& world, Date day) {
    const Invoice& invoice = world.invoices().at(line.invoice);
    const std::int64_t open = world.open_of(invoice, day);
    const std::int64_t disputed = disputed_of(world, invoice, open, day);
    if (line.open.minor() == open - disputed && line.disputed.minor() == disputed) return {};
    return {fmt::format("{}: {} is claimed and {} disputed, but {} is open and {} disputed",
                        line.invoice, line.open.minor(), line.disputed.minor(), open, disputed)};
}

}  // namespace

Problems total_problems(const Night& night, const World& world) {
    Problems problems;
    for (const Notice& notice : night.notices) {
        Money principal = Money::zero(notice.currency);
        Money interest = Money::zero(notice.currency);
        for (const NoticeLine& line : notice.lines) {
            principal += line.open;
            interest += line.interest;
            append(problems, line_problems(line, world, night.day));
        }
        const Money total = principal + interest + notice.fee - notice.credit;
        if (principal == notice.principal && interest == notice.interest && total == notice.total &&
            total.is_positive()) {
            continue;
        }
        problems.push_back(fmt::format("the notice to {} says {}, its lines {}", notice.customer,
                                       to_decimal(notice.total), to_decimal(total)));
    }
    return problems;
}

Problems channel_problems(const Night& night, const World& world) {
    Problems problems;
    for (const Notice& notice : night.notices) {
        std::vector<Channel> channels = notice.also;
        channels.push_back(notice.channel);
        for (const Channel channel : channels) {
            if (channel == Channel::referral) continue;
            const Customer& customer = world.customers().at(notice.customer);
            if (!contact_point(customer, channel).empty() &&
                !has_opted_out(world, notice.customer, channel, night.day)) {
                continue;
            }
            problems.push_back(
                fmt::format("{} is not reached by {}", notice.customer, to_text(channel)));
        }
    }
    return problems;
}

Problems claim_problems(const NoticeSummary& notice, const std::vector<NoticeLine>& lines,
                        const Policy& policy, const World& world, Date day) {
    Problems problems;
    if (notice.pay_by <= day) problems.push_back("it asks for payment by a day that has passed");
    for (const NoticeLine& line : lines) {
        append(problems, line_problems(line, world, day));
        const auto rule =
            pause_rule(world, world.invoices().at(line.invoice), graces_of(policy), day);
        if (rule) problems.push_back(fmt::format("{} is {}", line.invoice, shown(rule)));
    }
    for (std::string& problem : problems) {
        problem = fmt::format("{} went out, but {}", notice_code(notice.id), problem);
    }
    return problems;
}

}  // namespace dunning::simulation
