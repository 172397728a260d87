#include "core/notice.h"

#include <algorithm>

#include "core/check.h"
#include "core/deadline.h"

namespace dunning {
namespace {

Money line_interest(const NoticeRequest::Item& listed, const Policy& policy, Date as_of) {
    const OpenItem& item = listed.item;
    const InterestBase base{.amount = item.amount - listed.disputed,
                            .issued = item.issued,
                            .due = item.due,
                            .first_notice = item.history.first_notice,
                            .changes = item.changes};
    return late_interest(base, policy.interest, as_of).total;
}

Money fee_of(const Level& level, std::size_t level_index, const Policy& policy,
             const Money& claim) {
    const Money none = Money::zero(claim.currency());
    const Money fee = level.fee          ? *level.fee
                      : level_index == 0 ? none
                                         : tiered_fee(policy.fee_tiers, claim);
    return fee.currency() == claim.currency() ? fee : none;
}

// Interest is claimed of an invoice once it is itself at a level that claims it; listing it
// together with a worse one makes it no dearer.
bool claims_interest(const NoticeRequest& request, const NoticeRequest::Item& listed) {
    if (listed.level < 1) return false;
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
                    .level = listed.level,
                    .advances = listed.advances};
    if (claims_interest(request, listed)) line.interest = line_interest(listed, policy, as_of);
    notice.principal += line.open;
    notice.interest += line.interest;
    if (const auto deadline = deadline_of(item, policy, as_of)) {
        notice.send_by = std::min(notice.send_by.value_or(deadline->due), deadline->due);
    }
    notice.lines.push_back(std::move(line));
}

}  // namespace

Notice compose(const NoticeRequest& request, const Policy& policy, Date as_of) {
    const Level& level = request.procedure.levels[request.level_index];
    const CustomerPosition& position = request.position;
    const Money zero = Money::zero(position.currency);
    Notice notice{.customer = position.customer.id,
                  .procedure = request.procedure.name,
                  .level = static_cast<int>(request.level_index) + 1,
                  .level_name = level.name,
                  .wording = wording_of(request.procedure, request.level_index),
                  .channel = request.channel,
                  .also = request.also,
                  .letter = level.letter,
                  .to = contact_point(position.customer, request.channel),
                  .language = position.customer.language.empty() ? policy.book.language
                                                                 : position.customer.language,
                  .currency = position.currency,
                  .principal = zero,
                  .interest = zero,
                  .fee = zero,
                  .credit = zero,
                  .total = zero,
                  .date = as_of,
                  .pay_by = add(as_of, level.pay_within, policy.calendar),
                  .needs_approval = level.approval,
                  .credit_action = level.credit,
                  .refer = level.refer,
                  .reason = position.reason};
    for (const NoticeRequest::Item& item : request.items)
        add_line(notice, request, item, policy, as_of);
    notice.fee = fee_of(level, request.level_index, policy, notice.principal);
    const Money claim = notice.principal + notice.interest + notice.fee;
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
    // The first level reminds; one that needs a person's approval is the last word before legal
    // action; between them the second says that it is overdue and the others demand.
    if (level.approval) return "final";
    if (level_index == 0) return "reminder";
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
