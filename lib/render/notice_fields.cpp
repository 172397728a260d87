#include "render/notice_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/check.h"
#include "core/opt_out.h"
#include "render/mail_address.h"
#include "render/payment_code.h"
#include "render/payment_link.h"
#include "render/plain_line.h"
#include "render/recipient_fields.h"
#include "render/statement_letter.h"
#include "render/template_files.h"
#include "text/chinese_amount.h"
#include "text/number_format.h"

namespace dunning {
namespace {

using Values = std::map<std::string, std::string>;

constexpr const char* yes = "yes";

std::string flag(bool condition) {
    return condition ? yes : "";
}

TemplateFields phrase_fields() {
    TemplateFields fields;
    return fields.scalars({"count", "invoice"}).flag("one").flag("several");
}

std::vector<std::string> invoice_scalars() {
    return {"invoice", "reference", "issued",        "due",          "days_overdue",
            "amount",  "open",      "line_interest", "line_disputed"};
}

std::vector<std::string> segment_scalars() {
    return {"segment_invoice", "segment_from", "segment_to",      "segment_days",
            "segment_balance", "segment_rate", "segment_interest"};
}

TemplateFields fact_fields() {
    TemplateFields fields;
    declare_recipient(fields);
    fields.scalars({"notice",
                    "date",
                    "pay_by",
                    "send_by",
                    "level",
                    "level_name",
                    "book",
                    "contact_name",
                    "contact_email",
                    "currency",
                    "total",
                    "principal",
                    "interest",
                    "interest_now",
                    "earlier_charges",
                    "fee",
                    "lump_sum",
                    "late_fee",
                    "credit",
                    "disputed",
                    "interest_rate",
                    "rounded_once",
                    "interest_rate_now",
                    "max_rate",
                    "cap_percent",
                    "beneficiary",
                    "iban",
                    "bic",
                    "account",
                    "bank",
                    "link",
                    "payment_reference",
                    "day_count",
                    "interest_accrued",
                    "interest_limited",
                    "interest_covered",
                    "interest_earlier",
                    "interest_so_far",
                    "total_in_capitals",
                    "code_image"});
    for (const char* name :
         {"registered", "courier", "refer_agency", "refer_legal", "credit_limited",
          "several_invoices", "code_link", "code_bank", "opt_out"}) {
        fields.flag(name);
    }
    fields.list("invoices", invoice_scalars());
    fields.list("interest_segments", segment_scalars());
    return fields;
}

TemplateFields invoice_fields() {
    return TemplateFields().scalars(invoice_scalars());
}

TemplateFields wording_fields() {
    return fact_fields().scalars(
        {"you", "salutation", "claim", "overdue_by", "interest_from", "grace", "reason"});
}

TemplateFields notice_frame_fields() {
    return wording_fields().scalars({"subject", "opening", "consequence", "closing", "charges"});
}

TemplateFields task_frame_fields() {
    return wording_fields()
        .scalars({"task", "to", "credit_action", "talk", "log_verb", "customer_argument"})
        .flag("conversation")
        .flag("referral");
}

TemplateFields dossier_fields() {
    return TemplateFields()
        .scalars({"book", "customer", "customer_id", "date", "count"})
        .list("files", {"file", "what", "detail", "size", "sha256"});
}

TemplateFields plan_fields() {
    return notice_frame_fields()
        .scalars({"plan", "replaces", "plan_total", "plan_principal", "plan_interest",
                  "yearly_rate", "installment", "count", "covered", "grace_days", "waived",
                  "waived_charges", "ending"})
        .flag("whole_balance")
        .flag("due_now")
        .list("paragraphs", {"paragraph"});
}

// A rate with the language's own decimal mark, which an amount of one and a half shows.
std::string rate_text(Rate rate, std::string_view language) {
    const std::string sample = format_amount({150, *Currency::from_code("EUR")}, language);
    std::string text = to_text(rate);
    std::replace(text.begin(), text.end(), '.', sample.at(1));
    return text;
}

std::string optional_rate(const std::optional<Rate>& rate, std::string_view language) {
    return rate ? rate_text(*rate, language) : "";
}

// The small texts of words.txt.
class Words {
  public:
    Words(const TemplateSet& templates, std::string language)
        : templates_(templates), language_(std::move(language)) {}

    std::string say(const std::string& heading, const TemplateData& data) const {
        const MessageTemplate& text = templates_.find(language_, "words.txt[" + heading + "]");
        return plain_line(text.render(data, Escape::none));
    }

    // "12 days"
    std::string days(int count) const { return say("days", counted(count)); }

    // "invoice INV-1" or "3 invoices"
    std::string claim(const std::vector<NoticeLine>& lines) const {
        TemplateData data = counted(static_cast<int>(lines.size()));
        if (!lines.empty()) data.values["invoice"] = plain_line(lines.front().invoice);
        return say("claim", data);
    }

    // "overdue by up to 12 days"
    std::string overdue_by(const std::vector<NoticeLine>& lines) const {
        int longest = 0;
        for (const NoticeLine& line : lines) longest = std::max(longest, line.days_overdue);
        TemplateData data = counted(longest);
        data.values["several"] = flag(lines.size() > 1);
        return say("overdue_by", data);
    }

  private:
    static TemplateData counted(int count) {
        return {.values = {{"count", std::to_string(count)},
                           {"invoice", ""},
                           {"one", flag(count == 1)},
                           {"several", ""}},
                .lists = {}};
    }

    const TemplateSet& templates_;
    std::string language_;
};

struct Facts {
    const NoticeContext& context;
    std::string_view language;
    Words words;

    // An amount and its currency stay on one line.
    std::string money(const Money& amount) const {
        std::string text;
        for (const char letter : format_money(amount, language)) {
            if (letter == ' ') {
                text += "\u00A0";
            } else {
                text += letter;
            }
        }
        return text;
    }
    std::string money_or_nothing(const Money& amount) const {
        return amount.is_zero() ? "" : money(amount);
    }
    std::string day(Date date) const { return format_date(date, language); }
};

void add_sender(Values& values, const Facts& facts) {
    const std::string book = plain_line(facts.context.policy.book.name);
    const Mailbox sender = mailbox_from(facts.context.policy.mail_from);
    values["book"] = book;
    values["contact_name"] = sender.name == book ? "" : sender.name;
    values["contact_email"] = is_mail_address(sender.address) ? sender.address : "";
}

void add_amounts(Values& values, const Facts& facts) {
    const Notice& notice = facts.context.notice;
    Money disputed = Money::zero(notice.currency);
    Money lump_sum = disputed;
    for (const NoticeLine& line : notice.lines) {
        disputed += line.disputed;
        lump_sum += Money(line.lump_sum_minor, notice.currency);
    }
    values["currency"] = notice.currency.code();
    values["total"] = facts.money(notice.total);
    values["total_in_capitals"] = chinese_capitals(notice.total).value_or("");
    values["principal"] = facts.money(notice.principal);
    values["interest"] = facts.money_or_nothing(notice.interest);
    values["interest_now"] = facts.money(notice.interest);
    values["fee"] = facts.money_or_nothing(notice.fee);
    values["lump_sum"] = facts.money_or_nothing(lump_sum);
    values["late_fee"] = facts.money_or_nothing(notice.fee - lump_sum);
    values["earlier_charges"] = facts.money_or_nothing(notice.earlier_charges);
    values["credit"] = facts.money_or_nothing(notice.credit);
    values["disputed"] = facts.money_or_nothing(disputed);
}

void add_level(Values& values, const Facts& facts) {
    const Notice& notice = facts.context.notice;
    const CreditAction action = notice.credit_action;
    values["notice"] = plain_line(facts.context.id);
    values["date"] = facts.day(notice.date);
    values["pay_by"] = facts.day(notice.pay_by);
    values["send_by"] = notice.send_by ? facts.day(*notice.send_by) : "";
    values["level"] = std::to_string(notice.level);
    values["level_name"] = plain_line(notice.level_name);
    values["registered"] = flag(notice.letter == LetterKind::registered);
    values["courier"] = flag(notice.letter == LetterKind::courier);
    values["refer_agency"] = flag(notice.refer == Referral::agency);
    values["refer_legal"] = flag(notice.refer == Referral::legal);
    values["credit_limited"] = flag(action != CreditAction::none && action != CreditAction::watch);
    values["several_invoices"] = flag(notice.lines.size() > 1);
}

// Of the rates that the interest of the notice was computed with, and with which it runs on.
struct RatesApplied {
    std::set<Rate> all = {};
    std::set<Rate> last = {};
};

RatesApplied rates_applied(const Notice& notice) {
    RatesApplied rates;
    for (const StatedInterest& stated : notice.interest_statement) {
        for (const InterestSegment& segment : stated.interest.segments) {
            rates.all.insert(segment.rate);
        }
        if (!stated.interest.segments.empty()) {
            rates.last.insert(stated.interest.segments.back().rate);
        }
    }
    return rates;
}

// Of what may be claimed later: the one of today, or with one rate for the life of a debt the one
// that it began with.
std::set<Rate> rates_to_come(const Notice& notice, const InterestTerms& terms) {
    std::set<Rate> rates;
    if (terms.method == InterestMethod::none) return rates;
    for (const NoticeLine& line : notice.lines) {
        const bool at_start = terms.fixing == RateFixing::fixed_at_start;
        const auto applied = applied_rate(terms, at_start ? line.due + 1 : notice.date);
        if (applied) rates.insert(applied->rate);
    }
    return rates;
}

// A rate is named where it is the one of all invoices and days; where it has changed, that of now.
void add_interest_terms(Values& values, const Facts& facts) {
    const Notice& notice = facts.context.notice;
    const InterestTerms& terms = facts.context.policy.interest;
    RatesApplied rates = rates_applied(notice);
    if (rates.all.empty()) rates.all = rates_to_come(notice, terms);
    const auto only_one = [&](const std::set<Rate>& of) {
        return of.size() == 1 ? rate_text(*of.begin(), facts.language) : std::string();
    };
    values["interest_rate"] = only_one(rates.all);
    values["interest_rate_now"] = rates.all.size() > 1 ? only_one(rates.last) : "";
    values["max_rate"] = optional_rate(terms.max_rate, facts.language);
    values["cap_percent"] = optional_rate(terms.cap_percent_of_principal, facts.language);
}

void add_payment(Values& values, const Facts& facts) {
    const PaymentDetails& payment = facts.context.policy.payment;
    const std::string beneficiary = plain_line(payment.beneficiary);
    values["beneficiary"] = beneficiary.empty() ? values["book"] : beneficiary;
    values["iban"] = plain_line(payment.iban);
    values["bic"] = plain_line(payment.bic);
    values["account"] = plain_line(payment.account);
    values["bank"] = plain_line(payment.bank);
    values["link"] = payment_link(facts.context);
    values["payment_reference"] = payment_reference(facts.context);
    const auto code = payment_code(facts.context);
    values["code_link"] = flag(code && code->kind == PaymentCode::link);
    values["code_bank"] = flag(code && code->kind != PaymentCode::link);
    values["code_image"] = "";
}

std::vector<TemplateData> invoice_rows(const Facts& facts) {
    std::vector<TemplateData> rows;
    for (const NoticeLine& line : facts.context.notice.lines) {
        rows.push_back({.values = {{"invoice", plain_line(line.invoice)},
                                   {"reference", plain_line(line.reference)},
                                   {"issued", facts.day(line.issued)},
                                   {"due", facts.day(line.due)},
                                   {"days_overdue", facts.words.days(line.days_overdue)},
                                   {"amount", facts.money(line.amount)},
                                   {"open", facts.money(line.open)},
                                   {"line_interest", facts.money_or_nothing(line.interest)},
                                   {"line_disputed", facts.money_or_nothing(line.disputed)}},
                        .lists = {}});
    }
    return rows;
}

TemplateData segment_row(const StatedInterest& stated, const InterestSegment& segment,
                         const Facts& facts) {
    const InterestDays days = days_of(segment);
    const auto language = facts.language;
    return {.values = {{"segment_invoice", plain_line(stated.invoice)},
                       {"segment_from", format_short_date(days.first, language)},
                       {"segment_to", format_short_date(days.last, language)},
                       {"segment_days", std::to_string(segment.days)},
                       {"segment_balance", format_amount(segment.balance, language)},
                       {"segment_rate", rate_text(segment.rate, language)},
                       {"segment_interest", format_amount(segment.amount, language)}},
            .lists = {}};
}

bool asks_for_interest(const Notice& notice) {
    return notice.interest.is_positive() ||
           std::ranges::any_of(notice.charges, [](const OpenCharge& charge) {
               return charge.kind == DebtKind::interest;
           });
}

// All that has accrued, and of it what is not claimed or was claimed before; segment by segment
// where the notice shows how it comes about.
void add_interest_statement(TemplateData& data, const Facts& facts) {
    const Notice& notice = facts.context.notice;
    Money accrued = Money::zero(notice.currency);
    Money total = accrued;
    Money claimed = accrued;
    Money covered = accrued;
    std::vector<TemplateData> rows;
    std::vector<std::string_view> conventions;
    for (const StatedInterest& stated : notice.interest_statement) {
        accrued += stated.interest.accrued;
        total += stated.interest.total - stated.waived - stated.covered;
        covered += stated.covered;
        claimed += stated.claimed;
        if (!notice.shows_interest_statement || !asks_for_interest(notice)) continue;
        for (const InterestSegment& segment : stated.interest.segments) {
            rows.push_back(segment_row(stated, segment, facts));
            const std::string_view convention = to_text(segment.day_count);
            if (std::ranges::count(conventions, convention) == 0) conventions.push_back(convention);
        }
    }
    const bool is_shown = !rows.empty();
    data.values["day_count"] = fmt::format("{}", fmt::join(conventions, ", "));
    data.values["interest_accrued"] = is_shown ? facts.money(accrued) : "";
    data.values["interest_limited"] = facts.money_or_nothing(accrued - total - covered);
    data.values["interest_covered"] = facts.money_or_nothing(covered);
    data.values["interest_earlier"] = facts.money_or_nothing(total - claimed);
    data.values["interest_so_far"] = facts.money_or_nothing(notice.interest + (total - claimed));
    const bool once = facts.context.policy.interest.round == InterestRounding::final;
    data.values["rounded_once"] = flag(once && rows.size() > notice.interest_statement.size());
    data.lists["interest_segments"] = std::move(rows);
}

std::string interest_from(const Facts& facts, const TemplateData& data) {
    switch (facts.context.policy.interest.first_day) {
        case InterestFirstDay::day_after_due:
            return facts.words.say("interest_from_due", data);
        case InterestFirstDay::day_after_notice:
            return facts.words.say("interest_from_notice", data);
        case InterestFirstDay::day_after_30_days:
            return facts.words.say("interest_from_30_days", data);
    }
    DUNNING_CHECK(false);
}

// A known code in the language's words, "other" as nothing, and what somebody typed as it stands.
std::string reason_text(const Facts& facts, const TemplateData& data) {
    const std::string reason = plain_line(facts.context.notice.reason);
    const std::vector<std::string>& worded = worded_reasons();
    if (std::find(worded.begin(), worded.end(), reason) != worded.end()) {
        return facts.words.say("reason_" + reason, data);
    }
    return reason == "other" ? "" : reason;
}

// The verb of `dunning log` for what came of the task.
std::string log_verb(Channel channel) {
    const bool talk = channel == Channel::phone || channel == Channel::referral;
    return talk ? "call" : std::string(to_text(channel));
}

// The customer's id as a shell takes it, for the commands that a task shows.
std::string shell_argument(const std::string& text) {
    constexpr std::string_view harmless =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
    if (!text.empty() && text.find_first_not_of(harmless) == std::string::npos) return text;
    std::string quoted = "'";
    for (const char letter : text) {
        if (letter == '\'') {
            quoted += "'\\''";
        } else {
            quoted += letter;
        }
    }
    return quoted + "'";
}

void add_task_fields(Values& values, const NoticeWriting& writing, const Facts& facts,
                     const TemplateData& data) {
    const Notice& notice = writing.context.notice;
    const CreditAction action = notice.credit_action;
    const bool referral = writing.channel == Channel::referral;
    values["task"] = is_task(writing.channel)
                         ? facts.words.say("task_" + std::string(to_text(writing.channel)), data)
                         : "";
    values["to"] = plain_line(address_for(writing.context, writing.channel));
    values["credit_action"] = action == CreditAction::none
                                  ? ""
                                  : facts.words.say("credit_" + std::string(to_text(action)), data);
    values["log_verb"] = log_verb(writing.channel);
    values["customer_argument"] = shell_argument(plain_line(writing.context.customer.id));
    values["conversation"] = flag(!referral);
    values["referral"] = flag(referral);
}

bool says_opt_out(const NoticeWriting& writing) {
    const NoticeContext& context = writing.context;
    return (writing.channel == Channel::email || writing.channel == Channel::sms) &&
           asks_for_opt_out(context.policy.contact, context.customer.kind);
}

Facts facts_of(const NoticeWriting& writing) {
    return {writing.context, writing.language, Words(writing.templates, writing.language)};
}

}  // namespace

const TemplateFields& fields_of(FieldSet set) {
    static const TemplateFields phrase = phrase_fields();
    static const TemplateFields facts = fact_fields();
    static const TemplateFields wording = wording_fields();
    static const TemplateFields notice = notice_frame_fields();
    static const TemplateFields invoice = invoice_fields();
    static const TemplateFields task = task_frame_fields();
    static const TemplateFields plan = plan_fields();
    static const TemplateFields dossier = dossier_fields();
    switch (set) {
        case FieldSet::phrase:
            return phrase;
        case FieldSet::facts:
            return facts;
        case FieldSet::wording:
            return wording;
        case FieldSet::notice:
            return notice;
        case FieldSet::invoice:
            return invoice;
        case FieldSet::task:
            return task;
        case FieldSet::plan:
            return plan;
        case FieldSet::dossier:
            return dossier;
        case FieldSet::statement:
            return statement_fields();
        case FieldSet::statement_line:
            return statement_line_fields();
    }
    DUNNING_CHECK(false);
}

std::string address_for(const NoticeContext& context, Channel channel) {
    return channel == context.notice.channel ? context.notice.to
                                             : contact_point(context.customer, channel);
}

TemplateData notice_facts(const NoticeWriting& writing) {
    const Facts facts = facts_of(writing);
    TemplateData data;
    add_recipient(data.values, facts.context.customer, facts.context.policy.book);
    add_sender(data.values, facts);
    add_amounts(data.values, facts);
    add_level(data.values, facts);
    add_interest_terms(data.values, facts);
    add_payment(data.values, facts);
    data.values["opt_out"] = flag(says_opt_out(writing));
    data.lists["invoices"] = invoice_rows(facts);
    add_interest_statement(data, facts);
    return data;
}

std::string days_in_words(const NoticeWriting& writing, int days) {
    return facts_of(writing).words.days(days);
}

std::string money_in_words(const NoticeWriting& writing, const Money& amount) {
    return facts_of(writing).money(amount);
}

std::string rate_in_words(Rate rate, std::string_view language) {
    return rate_text(rate, language);
}

TemplateData wording_data(const NoticeWriting& writing) {
    const Facts facts = facts_of(writing);
    const NoticeContext& context = writing.context;
    const int grace_days = context.policy.interest.grace_days;
    TemplateData data = notice_facts(writing);
    Values chosen;
    chosen["you"] = facts.words.say("you", data);
    chosen["salutation"] = facts.words.say("salutation", data);
    chosen["claim"] = facts.words.claim(context.notice.lines);
    chosen["overdue_by"] = facts.words.overdue_by(context.notice.lines);
    chosen["interest_from"] = interest_from(facts, data);
    chosen["grace"] = grace_days == 0 ? "" : facts.words.days(grace_days);
    chosen["reason"] = reason_text(facts, data);
    add_task_fields(chosen, writing, facts, data);
    data.values.merge(chosen);
    return data;
}

}  // namespace dunning
