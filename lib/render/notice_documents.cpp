#include "render/notice_documents.h"

#include "core/check.h"
#include "core/sha256.h"
#include "render/code_drawing.h"
#include "render/email.h"
#include "render/letter_pdf.h"
#include "render/letter_text.h"
#include "render/mail_address.h"
#include "render/notice_fields.h"
#include "render/plain_line.h"
#include "render/wrap_text.h"

namespace dunning {
namespace {

constexpr const char* plain_text = "text/plain; charset=utf-8";

std::string book_language(const NoticeContext& context, const TemplateSet& templates) {
    return templates.language_for(context.policy.book.language, "");
}

std::string customer_language(const NoticeContext& context, const TemplateSet& templates) {
    const std::string& wanted =
        context.notice.language.empty() ? context.customer.language : context.notice.language;
    return templates.language_for(wanted, context.policy.book.language);
}

// One paragraph of the notice's wording: "subject", "opening" ...
std::string wording(const NoticeWriting& writing, const std::string& heading,
                    const TemplateData& data) {
    const std::string file = writing.context.notice.wording + ".txt[" + heading + "]";
    return plain_line(writing.rendered(file, data, Escape::none));
}

// The wording is rendered first and put into the frame as values, so its text is written once.
TemplateData frame_data(const NoticeWriting& writing) {
    TemplateData data = wording_data(writing);
    std::map<std::string, std::string> said;
    for (const char* heading : {"subject", "opening", "consequence", "closing"}) {
        said[heading] = wording(writing, heading, data);
    }
    said["charges"] = plain_line(writing.rendered("words.txt[charges]", data, Escape::none));
    said.merge(data.values);  // what is said stands in place of a value of that name
    data.values = std::move(said);
    return data;
}

std::string body_text(const NoticeWriting& writing, const TemplateData& data) {
    return wrap_text(writing.rendered("notice.txt", data, Escape::none), page_columns);
}

// A book that names no sender has none to answer to: the address says so and is never delivered to.
Mailbox sender_of(const Policy& policy) {
    Mailbox sender = mailbox_from(policy.mail_from);
    if (policy.mail_from.empty()) sender.address = "no-reply@dunning.invalid";
    if (sender.name.empty()) sender.name = plain_line(policy.book.name);
    return sender;
}

std::string identity_of(const NoticeContext& context) {
    return context.policy.book.name + "\n" + context.id + "\n" + context.customer.id + "\n" +
           to_text(context.notice.date);
}

// The payment code as a picture, whose id is the message's own.
std::vector<InlinePicture> code_pictures(const NoticeContext& context) {
    const auto notice_code = payment_code(context);
    if (!notice_code) return {};
    const auto code = encode_qr(notice_code->payload, notice_code->kind);
    if (!code) return {};
    const std::string digest = sha256_hex(identity_of(context));
    return {{.id = "code." + digest.substr(0, 26) + "@dunning.invalid",
             .png = code_png(*code, notice_code->kind)}};
}

Document email_document(const NoticeWriting& writing) {
    const NoticeContext& context = writing.context;
    TemplateData data = frame_data(writing);
    const auto pictures = code_pictures(context);
    if (!pictures.empty()) data.values["code_image"] = pictures.front().id;
    const EmailMessage email{.from = sender_of(context.policy),
                             .to = {.name = plain_line(context.customer.name),
                                    .address = address_for(context, Channel::email)},
                             .subject = with_ordinary_spaces(data.values.at("subject")),
                             .dated = context.dated,
                             .language = writing.language,
                             .identity = identity_of(context),
                             .text = body_text(writing, data),
                             .html = writing.rendered("notice.html", data, Escape::html),
                             .pictures = pictures};
    return {Channel::email, "message/rfc822", "eml", write_email(email)};
}

Document letter_document(const NoticeWriting& writing) {
    const Letter letter = compose_letter(writing, frame_data(writing));
    return {Channel::letter, "application/pdf", "pdf", letter_pdf(letter), letter_text(letter)};
}

Document sms_document(const NoticeWriting& writing) {
    const TemplateData data = wording_data(writing);
    return {Channel::sms, plain_text, "txt",
            with_ordinary_spaces(wording(writing, "sms", data)) + "\n"};
}

// A task is written for the collector, in the book's language; what to say to the customer in
// theirs.
Document task_document(const NoticeWriting& spoken) {
    NoticeWriting writing = spoken;
    writing.language = book_language(spoken.context, spoken.templates);
    TemplateData data = wording_data(writing);
    data.values["talk"] = wording(spoken, "talk", wording_data(spoken));
    const std::string page = writing.rendered("task.txt", data, Escape::none);
    return {writing.channel, plain_text, "txt", wrap_text(page, page_columns)};
}

Document compose_document(const NoticeWriting& writing) {
    switch (writing.channel) {
        case Channel::email:
            return email_document(writing);
        case Channel::letter:
            return letter_document(writing);
        case Channel::sms:
            return sms_document(writing);
        case Channel::phone:
        case Channel::visit:
        case Channel::meeting:
        case Channel::referral:
            return task_document(writing);
        case Channel::note:
            break;
    }
    DUNNING_CHECK(false);
}

}  // namespace

Letter letter_of(const NoticeContext& context, const TemplateSet& templates) {
    const NoticeWriting writing{context, templates, customer_language(context, templates),
                                Channel::letter};
    return compose_letter(writing, frame_data(writing));
}

std::vector<Document> compose_documents(const NoticeContext& context,
                                        const TemplateSet& templates) {
    std::vector<Channel> channels = {context.notice.channel};
    channels.insert(channels.end(), context.notice.also.begin(), context.notice.also.end());
    const std::string language = customer_language(context, templates);
    std::vector<Document> documents;
    for (const Channel channel : channels) {
        documents.push_back(compose_document({context, templates, language, channel}));
    }
    return documents;
}

}  // namespace dunning
