// What the ledger keeps of the nights: levels, notices, deliveries, plans.
#include <fmt/format.h>

#include <algorithm>

#include "simulation/invariants.h"

namespace dunning::simulation {

const std::vector<NoticeLine>& NoticeLines::of(const Ledger& ledger, RowId notice) {
    const auto found = known_.find(notice);
    if (found != known_.end()) return found->second;
    return known_.emplace(notice, ledger.notice_lines(notice)).first->second;
}

Problems level_problems(const std::string& invoice, const std::vector<int>& levels, Entry entry,
                        int talks) {
    Problems problems;
    int last = 0;
    for (const int level : levels) {
        const int most = last + 1 + talks;
        const bool good = level > last && (entry == Entry::fit || level <= most);
        talks = most - level;  // those that are left
        if (!good) {
            problems.push_back(fmt::format("{} has level {} after level {}", invoice, level, last));
        }
        last = level;
    }
    return problems;
}

// By which a person may have done what no channel could.
int talks_with(const World& world, const std::string& customer) {
    return static_cast<int>(std::ranges::count_if(world.contacts, [&](const ContactRecord& record) {
        return record.contact.customer == customer && record.contact.channel == Channel::phone &&
               record.contact.outcome == ContactOutcome::conversation;
    }));
}

Problems level_problems(const Ledger& ledger, const World& world, Entry entry, NoticeLines& lines) {
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
        const int talks = talks_with(world, world.invoices().at(invoice).customer);
        append(problems, level_problems(invoice, given, entry, talks));
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
        problems.push_back(
            fmt::format("{} by {} is sent, and was not delivered", key.first, to_text(key.second)));
    }
    return problems;
}

Problems plan_problems(const Ledger& ledger) {
    Problems problems;
    for (const PlanRecord& record : ledger.plans()) {
        Money sum = -(record.plan.principal + record.plan.interest);
        for (const Installment& installment : record.plan.installments) sum += installment.amount;
        if (!sum.is_zero())
            problems.push_back(record.plan.id + ": the instalments are another sum");
    }
    return problems;
}

}  // namespace dunning::simulation
