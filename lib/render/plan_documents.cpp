#include "render/plan_documents.h"

#include <fmt/format.h>

#include "core/check.h"
#include "render/email.h"
#include "render/letter_pdf.h"
#include "render/letter_pieces.h"
#include "render/letter_text.h"
#include "render/mail_address.h"
#include "render/notice_fields.h"
#include "render/payment_code.h"
#include "render/plain_line.h"
#include "render/wrap_text.h"
#include "text/number_format.h"

namespace dunning {
namespace {

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + plain_line(word);
    return text;
}

std::vector<std::string> charges_in(const std::vector<OfferedWaiver>& waivers) {
    std::vector<std::string> charges;
    for (const OfferedWaiver& waiver : waivers) charges.push_back(waiver.charge);
    return charges;
}

// What the plan says, as values; the texts that are made of them are still empty.
TemplateData plan_data(const NoticeWriting& writing, const Plan& plan, int installment) {
    TemplateData data = wording_data(writing);
    const PlanRules& rules = writing.context.policy.agreements.plan;
    const int grace_days = plan.grace_days.value_or(rules.grace_days);
    auto& values = data.values;
    values["plan"] = plain_line(plan.id);
    values["replaces"] = plain_line(plan.replaces);
    values["plan_total"] = money_in_words(writing, plan.principal + plan.interest);
    values["plan_principal"] = money_in_words(writing, plan.principal);
    values["plan_interest"] = plan.interest.is_zero() ? "" : money_in_words(writing, plan.interest);
    const auto rate = parse_rate(plan.yearly_rate);
    values["yearly_rate"] =
        !plan.yearly_rate.empty() && rate ? rate_in_words(*rate, writing.language) : "";
    values["installment"] = std::to_string(installment);
    values["count"] = std::to_string(plan.installments.size());
    values["covered"] = listed(plan.invoices);
    values["grace_days"] = grace_days == 0 ? "" : days_in_words(writing, grace_days);
    values["whole_balance"] = plan.whole_balance.value_or(rules.whole_balance) ? "yes" : "";
    const Money waived = sum_of(plan.waives, plan.principal.currency());
    values["waived"] = waived.is_zero() ? "" : money_in_words(writing, waived);
    values["waived_charges"] = listed(charges_in(plan.waives));
    values["due_now"] = installment == 0 ? "" : "yes";
    for (const char* later :
         {"subject", "opening", "ending", "consequence", "closing", "charges"}) {
        values[later] = "";
    }
    data.lists["paragraphs"] = {};
    return data;
}

LetterPieces pieces_of(const NoticeWriting& writing, const char* file, const TemplateData& data) {
    return {writing.templates, writing.language, file, data};
}

Letter letter_frame(const NoticeWriting& writing, const TemplateData& data) {
    const LetterPieces shared = pieces_of(writing, "letter.txt", data);
    const LetterPieces plan = pieces_of(writing, "plan.txt", data);
    return {.id = plain_line(writing.context.id),
            .language = writing.language,
            .date = writing.context.notice.date,
            .subject = data.values.at("subject"),
            .sender = shared.one_line("sender"),
            .mark = {},
            .address = shared.lines("address"),
            .particulars = plan.labelled("particulars"),
            .opening = {},
            .columns = {},
            .rows = {},
            .sums = {},
            .total = {},
            .payment_heading = shared.one_line("payment_heading"),
            .payment = shared.labelled("payment"),
            .code = payment_code(writing.context),
            .code_caption = shared.one_line("code_caption"),
            .ending = {},
            .signature = shared.lines("signature"),
            .footer = plan.one_line("footer")};
}

void add_installments(Letter& letter, const NoticeWriting& writing, const LetterPieces& pieces,
                      const Plan& plan) {
    const bool bears_interest = !plan.interest.is_zero();
    letter.columns = {{pieces.one_line("column_n")},
                      {pieces.one_line("column_due")},
                      {pieces.one_line("column_amount"), ColumnKind::number}};
    if (bears_interest) {
        letter.columns.push_back({pieces.one_line("column_interest"), ColumnKind::number});
    }
    for (const Installment& installment : plan.installments) {
        LetterRow row{.cells = {std::to_string(installment.n),
                                format_date(installment.due, writing.language),
                                format_amount(installment.amount, writing.language)}};
        if (bears_interest) {
            row.cells.push_back(format_amount(
                {installment.interest_minor, installment.amount.currency()}, writing.language));
        }
        letter.rows.push_back(std::move(row));
    }
    letter.sums = pieces.labelled("sums");
    letter.total = pieces.labelled("total");
}

std::string language_of(const Customer& customer, const Policy& policy,
                        const TemplateSet& templates) {
    return templates.language_for(customer.language, policy.book.language);
}

// A plan has no notice; what a notice would say of it, for the fields that all texts share.
Notice stand_in(const PlanContext& context) {
    const Plan& plan = context.plan;
    const Money zero = Money::zero(plan.principal.currency());
    return {.kind = NoticeKind::installment_reminder,
            .customer = plan.customer,
            .procedure = {},
            .level = 0,
            .level_name = {},
            .wording = {},
            .channel = Channel::letter,
            .language = context.customer.language,
            .currency = zero.currency(),
            .principal = plan.principal + plan.interest,
            .interest = zero,
            .fee = zero,
            .earlier_charges = zero,
            .credit = zero,
            .total = plan.principal + plan.interest,
            .date = context.date,
            .pay_by = plan.installments.back().due};
}

Document letter_message(const NoticeWriting& writing, TemplateData data) {
    Letter letter = letter_frame(writing, data);
    letter.opening = pieces_of(writing, "plan.txt", data).paragraphs("opening");
    letter.ending = {data.values.at("ending")};
    if (data.values.at("due_now").empty()) {
        letter.payment.clear();
        letter.payment_heading.clear();
        letter.code.reset();
    } else {
        letter.total = pieces_of(writing, "letter.txt", data).labelled("total");
    }
    return {Channel::letter, "application/pdf", "pdf", letter_pdf(letter), letter_text(letter)};
}

// The text's paragraphs for the HTML beside it.
std::vector<TemplateData> paragraphs_of(const std::string& text) {
    std::vector<TemplateData> paragraphs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find("\n\n", at), text.size());
        std::string paragraph = text.substr(at, end - at);
        while (!paragraph.empty() && paragraph.back() == '\n') paragraph.pop_back();
        if (!paragraph.empty()) {
            paragraphs.push_back({.values = {{"paragraph", paragraph}}, .lists = {}});
        }
        at = end + 2;
    }
    return paragraphs;
}

Document email_message(const NoticeWriting& writing, TemplateData data) {
    const NoticeContext& context = writing.context;
    Mailbox sender = mailbox_from(context.policy.mail_from);
    if (context.policy.mail_from.empty()) sender.address = "no-reply@dunning.invalid";
    if (sender.name.empty()) sender.name = plain_line(context.policy.book.name);
    const std::string text = writing.rendered("plan_message.txt", data);
    data.lists["paragraphs"] = paragraphs_of(text);
    const EmailMessage email{
        .from = sender,
        .to = {.name = plain_line(context.customer.name), .address = context.notice.to},
        .subject = with_ordinary_spaces(data.values.at("subject")),
        .dated = context.dated,
        .language = writing.language,
        .identity = context.policy.book.name + "\n" + context.id + "\n" + context.customer.id +
                    "\n" + to_text(context.notice.date),
        .text = wrap_text(text, page_columns),
        .html = writing.rendered("plan_message.html", data, Escape::html)};
    return {Channel::email, "message/rfc822", "eml", write_email(email)};
}

}  // namespace

Letter plan_letter(PlanPaper paper, const PlanContext& context, const TemplateSet& templates) {
    const Notice notice = stand_in(context);
    const NoticeContext about{.id = context.plan.id,
                              .notice = notice,
                              .customer = context.customer,
                              .policy = context.policy,
                              .dated = {}};
    const NoticeWriting writing{about, templates,
                                language_of(context.customer, context.policy, templates),
                                Channel::letter};
    const bool is_offer = paper == PlanPaper::offer;
    TemplateData data = plan_data(writing, context.plan, 0);
    const LetterPieces wording =
        pieces_of(writing, is_offer ? "plan_offer.txt" : "plan_agreement.txt", data);
    data.values["subject"] = wording.one_line("subject");
    Letter letter = letter_frame(writing, data);
    letter.opening = wording.paragraphs("opening");
    if (is_offer) letter.opening.insert(letter.opening.begin(), data.values.at("salutation"));
    add_installments(letter, writing, pieces_of(writing, "plan.txt", data), context.plan);
    letter.remarks = wording.paragraphs("terms");
    letter.ending = wording.paragraphs("ending");
    letter.code.reset();  // each instalment has its own amount
    if (!is_offer) {
        // With the room between paragraphs to sign in.
        const auto signature = wording.paragraphs("signature");
        letter.ending.insert(letter.ending.end(), signature.begin(), signature.end());
        letter.signature.clear();
    }
    return letter;
}

Document plan_message(const NoticeContext& context, const Plan& plan, int installment,
                      const TemplateSet& templates) {
    const NoticeWriting writing{context, templates,
                                language_of(context.customer, context.policy, templates),
                                context.notice.channel};
    const std::string file = installment == 0 ? "plan_thanks.txt" : "plan_reminder.txt";
    TemplateData data = plan_data(writing, plan, installment);
    for (const char* heading : {"subject", "opening", "ending"}) {
        data.values[heading] = plain_line(writing.rendered(file + "[" + heading + "]", data));
    }
    switch (context.notice.channel) {
        case Channel::letter:
            return letter_message(writing, std::move(data));
        case Channel::email:
            return email_message(writing, std::move(data));
        case Channel::sms:
            return {
                Channel::sms, "text/plain; charset=utf-8", "txt",
                with_ordinary_spaces(plain_line(writing.rendered(file + "[sms]", data))) + "\n"};
        case Channel::phone:
        case Channel::visit:
        case Channel::meeting:
        case Channel::referral:
        case Channel::note:
            break;
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
