#include "simulation/invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulation/simulated_book.h"
#include "simulation/standing.h"

namespace dunning::simulation {
namespace {

constexpr int far_future = 400;  // days; the portfolio dates nothing later

std::string code_of(const Money& money) { return std::string(money.currency().code()); }

bool is_overdue(const Invoice& invoice, std::int64_t open, const Policy& policy, Date day) {
    const bool treated_as_paid = policy.tolerance.currency() == invoice.amount.currency() &&
                                 open < policy.tolerance.minor();
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
            const bool overdue = open != settled.open.end() &&
                                 is_overdue(invoice, open->second, policy, night.day);
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
            problems.push_back(fmt::format("{} is in a notice, and is {}", line.invoice, shown(rule)));
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

void append(Problems& all, const Problems& more) {
    all.insert(all.end(), more.begin(), more.end());
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
            problems.push_back(fmt::format("{} is not reached by {}", notice.customer,
                                           to_text(channel)));
        }
    }
    return problems;
}

const std::vector<NoticeLine>& NoticeLines::of(const Ledger& ledger, RowId notice) {
    const auto found = known_.find(notice);
    if (found != known_.end()) return found->second;
    return known_.emplace(notice, ledger.notice_lines(notice)).first->second;
}

Problems level_problems(const std::string& invoice, const std::vector<int>& levels, Entry entry) {
    Problems problems;
    int last = 0;
    for (const int level : levels) {
        const bool good = entry == Entry::step ? level == last + 1 : level > last;
        if (!good) {
            problems.push_back(fmt::format("{} has level {} after level {}", invoice, level, last));
        }
        last = level;
    }
    return problems;
}

Problems level_problems(const Ledger& ledger, Entry entry, NoticeLines& lines) {
    std::map<std::string, std::vector<int>> levels;
    std::vector<NoticeSummary> notices = ledger.notices();
    std::ranges::sort(notices, {}, &NoticeSummary::id);
    for (const NoticeSummary& notice : notices) {
        if (notice.state == DeliveryState::cancelled) continue;
        for (const NoticeLine& line : lines.of(ledger, notice.id)) {
            if (line.advances) levels[line.invoice].push_back(line.level);
        }
    }
    Problems problems;
    for (const auto& [invoice, given] : levels) {
        append(problems, level_problems(invoice, given, entry));
    }
    return problems;
}

Problems record_problems(const Ledger& ledger, const Night& night, NoticeLines& lines) {
    const auto run = ledger.last_run();
    if (!run || run->as_of != night.day) return {"the night is not recorded"};
    std::vector<NoticeSummary> recorded = ledger.notices(run->id);
    std::ranges::sort(recorded, {}, &NoticeSummary::id);
    if (recorded.size() != night.notices.size()) {
        return {fmt::format("{} notices were decided, {} recorded", night.notices.size(),
                            recorded.size())};
    }
    Problems problems;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        const Notice& decided = night.notices[i];
        const NoticeSummary& kept = recorded[i];
        if (kept.customer == decided.customer && kept.level == decided.level &&
            kept.channel == decided.channel && kept.total == decided.total &&
            lines.of(ledger, kept.id) == decided.lines) {
            continue;
        }
        problems.push_back(fmt::format("{} is not as it was decided", notice_code(kept.id)));
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

Problems delivery_problems(const Ledger& ledger, const RecordingTransport& transport) {
    std::map<DocumentKey, int> wanted;
    for (const DeliveryItem& item : ledger.deliveries(DeliveryState::sent)) {
        wanted[{notice_code(item.notice), item.channel}] = 1;
    }
    Problems problems;
    for (const auto& [key, count] : transport.counts()) {
        const bool known = wanted.erase(key) != 0;
        if (known && count == 1) continue;
        problems.push_back(fmt::format("{} by {} was delivered {} times and is {}sent", key.first,
                                       to_text(key.second), count, known ? "" : "not "));
    }
    for (const auto& [key, one] : wanted) {
        problems.push_back(fmt::format("{} by {} is sent, and was not delivered", key.first,
                                       to_text(key.second)));
    }
    return problems;
}

Problems plan_problems(const Ledger& ledger) {
    Problems problems;
    for (const PlanRecord& record : ledger.plans()) {
        Money sum = -(record.plan.principal + record.plan.interest);
        for (const Installment& installment : record.plan.installments) sum += installment.amount;
        if (!sum.is_zero()) problems.push_back(record.plan.id + ": the instalments are another sum");
    }
    return problems;
}

namespace {

// What has been allocated of every row, and whether that is within what the row is.
Problems account_problems(const AccountFacts& facts) {
    std::map<RowId, std::int64_t> of_invoice;
    std::map<RowId, std::int64_t> of_receipt;
    for (const AllocationRow& row : facts.allocations) {
        of_invoice[row.invoice] += row.amount_minor;
        of_receipt[row.receipt] += row.amount_minor;
    }
    Problems problems;
    const auto check = [&](const std::string& name, std::int64_t allocated, std::int64_t amount) {
        if (allocated < std::min<std::int64_t>(amount, 0)) problems.push_back(name + " is below");
        if (allocated > std::max<std::int64_t>(amount, 0)) problems.push_back(name + " is above");
    };
    for (std::size_t i = 0; i < facts.invoices.size(); ++i) {
        check(facts.invoices[i].number, of_invoice[facts.invoice_ids[i]],
              facts.invoices[i].amount.minor());
    }
    for (std::size_t i = 0; i < facts.receipts.size(); ++i) {
        check(facts.receipts[i].id, of_receipt[facts.receipt_ids[i]],
              facts.receipts[i].amount.minor());
    }
    return problems;
}

}  // namespace

Problems money_problems(const Ledger& ledger, const Policy& policy) {
    Problems problems;
    const Date last = ledger.last_run()->as_of + far_future;
    const AgeReport report = age_ledger(ledger, policy, {.by = AgeBy::currency}, last);
    for (const AgeTotal& total : report.totals) {
        std::int64_t invoiced = 0;
        std::int64_t allocated = 0;
        for (const CustomerName& customer : ledger.customer_names()) {
            const AccountFacts facts =
                ledger.account_facts({customer.id, std::string(total.currency.code())});
            for (const Invoice& invoice : facts.invoices) invoiced += invoice.amount.minor();
            for (const AllocationRow& row : facts.allocations) allocated += row.amount_minor;
            append(problems, account_problems(facts));
        }
        if (invoiced == total.open.minor() + allocated) continue;
        problems.push_back(fmt::format("{}: {} was invoiced, {} is open and {} allocated",
                                       total.currency.code(), invoiced, total.open.minor(),
                                       allocated));
    }
    return problems;
}

namespace {

using Sums = std::map<std::string, std::vector<std::int64_t>>;  // currency: buckets, then on account

void add_to(Sums& sums, const std::string& currency, std::size_t place, std::int64_t minor,
            std::size_t places) {
    std::vector<std::int64_t>& row = sums[currency];
    row.resize(places);
    row[place] += minor;
}

struct ExpectedAging {
    std::map<std::string, std::int64_t> open;  // by invoice, those that are open
    Sums sums;
};

ExpectedAging expected_aging(const World& world, const AgingProfile& profile, Date day) {
    const std::size_t places = profile.size() + 1;
    ExpectedAging expected;
    for (const auto& [key, book] : world.accounts()) {
        const Settled settled = settle(book, day);
        for (const Invoice& invoice : book.invoices) {
            const auto open = settled.open.find(invoice.number);
            if (open == settled.open.end() || open->second == 0) continue;
            expected.open[invoice.number] = open->second;
            add_to(expected.sums, key.currency, profile.bucket_of(day - invoice.due), open->second,
                   places);
        }
        add_to(expected.sums, key.currency, profile.size(), settled.on_account, places);
    }
    for (const Receipt& receipt : world.ownerless()) {
        if (receipt.date > day) continue;
        add_to(expected.sums, code_of(receipt.amount), profile.size(),
               receipt.amount.minor(), places);
    }
    return expected;
}

Sums reported_sums(const AgeReport& report, std::size_t places) {
    Sums sums;
    for (const AgeTotal& total : report.totals) {
        std::vector<std::int64_t>& row = sums[std::string(total.currency.code())];
        row.resize(places);
        for (std::size_t i = 0; i < total.buckets.size(); ++i) row[i] = total.buckets[i].minor();
        row.back() = total.on_account.minor();
    }
    return sums;
}

// A currency in which nothing is open and nothing on account may be listed or not.
Problems sum_problems(Sums expected, Sums reported, std::size_t places, Date day) {
    for (const auto& [currency, row] : expected) reported.try_emplace(currency);
    Problems problems;
    for (auto& [currency, row] : reported) {
        std::vector<std::int64_t>& wanted = expected[currency];
        wanted.resize(places);
        row.resize(places);
        if (row == wanted) continue;
        problems.push_back(fmt::format("{} on {}: the buckets and on account are {}, reported {}",
                                       currency, to_text(day), fmt::join(wanted, " "),
                                       fmt::join(row, " ")));
    }
    return problems;
}

Problems bucket_problems(const AgeReport& report) {
    Problems problems;
    for (const AgeTotal& total : report.totals) {
        Money sum = Money::zero(total.currency);
        for (const Money& bucket : total.buckets) sum += bucket;
        if (sum != total.open) problems.push_back("the buckets do not sum to what is open");
    }
    return problems;
}

}  // namespace

Problems aging_problems(const AgeReport& by_invoice, const AgeReport& by_currency,
                        const World& world) {
    const AgingProfile& profile = by_currency.request.profile;
    const Date day = by_currency.as_of;
    ExpectedAging expected = expected_aging(world, profile, day);
    Problems problems = bucket_problems(by_currency);
    for (const AgeInvoiceRow& row : by_invoice.invoices) {
        const auto found = expected.open.find(row.invoice);
        const std::int64_t open = found == expected.open.end() ? 0 : found->second;
        if (row.open.minor() != open) {
            problems.push_back(fmt::format("{}: {} is open on {}, reported {}", row.invoice, open,
                                           to_text(day), row.open.minor()));
        }
        expected.open.erase(row.invoice);
    }
    for (const auto& [invoice, open] : expected.open) {
        problems.push_back(fmt::format("{}: {} is open on {} and not reported", invoice, open,
                                       to_text(day)));
    }
    const std::size_t places = profile.size() + 1;
    append(problems, sum_problems(std::move(expected.sums), reported_sums(by_currency, places),
                                  places, day));
    return problems;
}

Problems aging_problems(const Ledger& ledger, const Policy& policy, const World& world, Date day) {
    return aging_problems(age_ledger(ledger, policy, {.by = AgeBy::invoice}, day),
                          age_ledger(ledger, policy, {.by = AgeBy::currency}, day), world);
}

}  // namespace dunning::simulation
