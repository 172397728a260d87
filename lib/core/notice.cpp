#include "core/notice.h"

#include <algorithm>

#include "core/ascii.h"
#include "core/check.h"
#include "core/deadline.h"
#include "core/plan_interest.h"

namespace dunning {
namespace {

// Once for each invoice, by what was owed of it when its due date had passed: what was credited or
// paid before is no late payment. A law that counts it towards other costs grants what it is more
// than the fees that came before it (BGB 288(5) sentence 3, directive 2011/7/EU article 6(3)).
Money lump_sum(const NoticeRequest::Item& listed, const Policy& policy) {
    const OpenItem& item = listed.item;
    Money debt = item.amount - listed.disputed;
    if (!policy.lump_sum.amount || item.lump_sum_posted_minor != 0) {
        return Money::zero(debt.currency());
    }
    for (const BalanceChange& change : item.changes) {
        if (change.day <= item.due) debt -= Money(change.amount_minor, debt.currency());
    }
    const Money granted = fee_of_claim(*policy.lump_sum.amount, debt);
    if (!policy.lump_sum.credited) return granted;
    return granted - std::min(granted, Money(item.fees_posted_minor, granted.currency()));
}

// The fee of a level for each invoice; that of a notice as a whole is none of it.
Money fee_for_invoice(const FeeTerms& terms, const NoticeRequest::Item& listed) {
    const bool charged = terms.per == FeePer::invoice && listed.advances && !listed.item.fee_posted;
    return charged ? fee_of_claim(terms, listed.claim) : Money::zero(listed.claim.currency());
}

// A law may count its lump sum towards what else the delay costs: all fees together are owed only
// so far as they are more, whether the lump sum was paid or not. What is left of the fee after a
// lump sum that came before it, or comes with it.
Money less_lump_sum(const Money& fee, const Policy& policy, const OpenItem& item,
                    NoticeLine& line) {
    if (!policy.lump_sum.credited) return fee;
    const std::int64_t free = item.lump_sum_posted_minor + line.lump_sum_minor -
                              item.fees_in_lump_sum_minor - line.fees_in_lump_sum_minor;
    const std::int64_t taken = std::clamp<std::int64_t>(free, 0, fee.minor());
    line.fees_in_lump_sum_minor += taken;
    return fee - Money(taken, fee.currency());
}

Money fee_for_notice(const FeeTerms& terms, const NoticeRequest& request, const Policy& policy,
                     Notice& notice) {
    if (terms.per != FeePer::notice) return Money::zero(notice.currency);
    Money fee = fee_of_claim(terms, notice.principal);
    for (std::size_t i = 0; i < notice.lines.size(); ++i) {
        fee = less_lump_sum(fee, policy, request.items[i].item, notice.lines[i]);
    }
    return fee;
}

// A level's own fee, else that of the tiers.
const FeeTerms& fee_terms(const NoticeRequest& request, const Policy& policy) {
    const Level& level = request.procedure.levels[request.level_index];
    return level.fee ? *level.fee : policy.fees;
}

// Interest is claimed of an invoice once it is itself at a level that claims it; listing it
// together with a worse one makes it no dearer.
bool claims_interest(const NoticeRequest& request, const NoticeRequest::Item& listed,
                     const InterestTerms& terms) {
    if (listed.level < 1 || !terms.bind(request.position.customer.kind)) return false;
    const auto& levels = request.procedure.levels;
    return levels[std::min(static_cast<std::size_t>(listed.level), levels.size()) - 1].interest;
}

void add_line(Notice& notice, const NoticeRequest& request, const NoticeRequest::Item& listed,
              const Policy& policy, Date as_of) {
    const OpenItem& item = listed.item;
    NoticeLine line{.invoice = item.invoice,
                    .reference = item.reference,
                    .issued = item.issued,
                    .due = item.due,
                    .days_overdue = as_of - item.due,
                    .amount = item.amount,
                    .open = listed.claim,
                    .disputed = listed.disputed,
                    .interest = Money::zero(notice.currency),
                    .costs = Money::zero(notice.currency),
                    .level = listed.level,
                    .advances = listed.advances};
    if (claims_interest(request, listed, policy.interest)) {
        auto stated = state_interest(item, listed.disputed, policy, as_of);
        line.interest = stated.claimed;
        if (!stated.interest.segments.empty()) {
            notice.interest_statement.push_back(std::move(stated));
        }
        line.costs = lump_sum(listed, policy);
        line.lump_sum_minor = line.costs.minor();
    }
    line.costs +=
        less_lump_sum(fee_for_invoice(fee_terms(request, policy), listed), policy, item, line);
    notice.principal += line.open;
    notice.interest += line.interest;
    notice.fee += line.costs;
    // Once the customer has had a word, the deadline of the first is nobody's any more.
    const auto deadline = send_by_deadline(item, policy, as_of);
    if (deadline && !deadline->first_notice) {
        notice.send_by = std::min(notice.send_by.value_or(deadline->due), deadline->due);
    }
    notice.lines.push_back(std::move(line));
}

bool writes_to_customer(const Procedure& procedure, std::size_t level_index) {
    return wording_of(procedure, level_index) != "referral";
}

// A level that has the name of a wording is meant to read like it. A referral is known by its
// channel instead: its wording is for a task.
std::optional<std::string> wording_by_name(const Level& level) {
    std::string name = lower_case(level.name);
    const auto& known = shipped_wordings();
    const bool is_known = std::ranges::find(known, name) != known.end();
    if (!is_known || name == "referral") return std::nullopt;
    return name;
}

}  // namespace

namespace {

// Nothing when all of it was claimed by what the policy says today.
std::vector<ClaimedTerms> claimed_terms(const OpenItem& item, const Policy& policy) {
    std::vector<ClaimedTerms> claimed;
    for (const InterestClaim& claim : item.interest_claims) {
        const auto earlier = policy.earlier_interest.find(claim.policy);
        claimed.push_back(
            {claim.until, earlier == policy.earlier_interest.end() ? nullptr : earlier->second});
    }
    const bool by_today = std::ranges::all_of(
        claimed, [](const ClaimedTerms& claim) { return claim.terms == nullptr; });
    return by_today ? std::vector<ClaimedTerms>{} : claimed;
}

}  // namespace

InterestBase interest_base(const OpenItem& item, const Money& disputed, const Policy& policy) {
    return {.amount = item.amount - disputed,
            .issued = item.issued,
            .due = item.due,
            .first_notice = item.history.first_notice,
            .changes = item.changes,
            .calendar = &policy.calendar,
            .claimed = claimed_terms(item, policy)};
}

// What has accrued, was not given up, is not part of the debt yet and not covered by the interest
// of a plan. A cap or a payment that came to be known late may make that less than nothing.
StatedInterest state_interest(const OpenItem& item, const Money& disputed, const Policy& policy,
                              Date as_of) {
    const auto base = interest_base(item, disputed, policy);
    const Currency currency = base.amount.currency();
    Interest interest = late_interest(base, policy.interest, as_of);
    const Money not_posted = std::max(interest.total - Money(item.interest_posted_minor, currency),
                                      Money::zero(currency));
    const Money covered = std::min(sum_of(item.covered_interest, currency), not_posted);
    const Money waived =
        std::min(Money(item.interest_waived_minor, currency), not_posted - covered);
    return {.invoice = item.invoice,
            .interest = std::move(interest),
            .waived = waived,
            .covered = covered,
            .claimed = not_posted - covered - waived};
}

bool is_final_notice(const Procedure& procedure, std::size_t level_index) {
    const Level& level = procedure.levels.at(level_index);
    if (!writes_to_customer(procedure, level_index)) return false;
    if (wording_of(procedure, level_index) == "final" || level.approval) return true;
    if (level.refer != Referral::none || level.credit == CreditAction::stop) return true;
    for (std::size_t later = level_index + 1; later < procedure.levels.size(); ++later) {
        if (writes_to_customer(procedure, later)) return false;
    }
    return true;
}

Notice blank_notice(const Customer& customer, Channel channel, Currency currency,
                    const Policy& policy, Date day) {
    const Money zero = Money::zero(currency);
    return {.customer = customer.id,
            .channel = channel,
            .to = contact_point(customer, channel),
            .language = customer.language.empty() ? policy.book.language : customer.language,
            .currency = currency,
            .principal = zero,
            .interest = zero,
            .fee = zero,
            .earlier_charges = zero,
            .credit = zero,
            .total = zero,
            .date = day,
            .pay_by = day};
}

Notice compose(const NoticeRequest& request, const Policy& policy, Date as_of) {
    const Level& level = request.procedure.levels[request.level_index];
    const CustomerPosition& position = request.position;
    Notice notice =
        blank_notice(position.customer, request.channel, position.currency, policy, as_of);
    notice.procedure = request.procedure.name;
    notice.level = static_cast<int>(request.level_index) + 1;
    notice.level_name = level.name;
    notice.wording = wording_of(request.procedure, request.level_index);
    notice.also = request.also;
    notice.letter = level.letter;
    notice.pay_by = add(as_of, level.pay_within, policy.calendar);
    notice.needs_approval = level.approval;
    notice.credit_action = level.credit;
    notice.refer = level.refer;
    notice.reason = position.reason;
    notice.charges = request.charges;
    notice.posts = policy.post_charges;
    notice.shows_interest_statement = is_final_notice(request.procedure, request.level_index);
    for (const NoticeRequest::Item& item : request.items)
        add_line(notice, request, item, policy, as_of);
    for (const OpenCharge& charge : notice.charges) notice.earlier_charges += charge.open;
    notice.fee += fee_for_notice(fee_terms(request, policy), request, policy, notice);
    const Money claim = notice.principal + notice.interest + notice.fee + notice.earlier_charges;
    notice.credit = std::min(claim, request.credit_available);
    notice.total = claim - notice.credit;
    return notice;
}

const std::vector<std::string>& shipped_wordings() {
    static const std::vector<std::string> names = {"reminder", "overdue", "demand", "final",
                                                   "referral"};
    return names;
}

std::string wording_of(const Procedure& procedure, std::size_t level_index) {
    DUNNING_CHECK(level_index < procedure.levels.size());
    const Level& level = procedure.levels[level_index];
    if (!level.wording.empty()) return level.wording;
    if (!level.channels.empty() && level.channels.front() == Channel::referral) return "referral";
    if (const auto named = wording_by_name(level)) return *named;
    // The first level reminds; a later one that needs a person's approval is the last word before
    // legal action; between them the second says that it is overdue and the others demand. One
    // level alone that needs approval or leads to a referral is that last word, too.
    const bool is_alone = procedure.levels.size() == 1;
    const bool is_grave = level.approval || level.refer != Referral::none;
    if (level_index == 0) return is_alone && is_grave ? "final" : "reminder";
    if (level.approval) return "final";
    return level_index == 1 ? "overdue" : "demand";
}

std::string_view to_text(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::dunning:
            return "dunning";
        case NoticeKind::installment_reminder:
            return "installment_reminder";
        case NoticeKind::plan_thanks:
            return "plan_thanks";
    }
    DUNNING_CHECK(false);
}

std::string_view to_text(CreditAction action) {
    switch (action) {
        case CreditAction::none:
            return "none";
        case CreditAction::watch:
            return "watch";
        case CreditAction::lower_limit:
            return "lower_limit";
        case CreditAction::deposit:
            return "deposit";
        case CreditAction::cash_on_delivery:
            return "cash_on_delivery";
        case CreditAction::stop:
            return "stop";
    }
    return "none";
}

std::string_view to_text(Referral referral) {
    switch (referral) {
        case Referral::none:
            return "none";
        case Referral::agency:
            return "agency";
        case Referral::legal:
            return "legal";
    }
    return "none";
}

std::string_view to_text(LetterKind kind) {
    switch (kind) {
        case LetterKind::plain:
            return "plain";
        case LetterKind::registered:
            return "registered";
        case LetterKind::courier:
            return "courier";
    }
    return "plain";
}

}  // namespace dunning
