#include "render/template_files.h"

#include "core/notice.h"
#include "render/dossier_index.h"

namespace dunning {
namespace {

TemplateFile wording_file(const std::string& wording) {
    TemplateFile file{.name = wording + ".txt", .texts = {}};
    for (const char* heading : {"subject", "opening", "consequence", "closing", "sms", "talk"}) {
        file.texts.push_back({heading, FieldSet::wording});
    }
    return file;
}

TemplateFile letter_file() {
    TemplateFile file{.name = "letter.txt", .texts = {}};
    for (const char* heading :
         {"sender",         "mark",           "address",       "particulars",
          "opening",        "column_invoice", "column_issued", "column_due",
          "column_overdue", "column_amount",  "column_open",   "column_interest",
          "sums",           "total",          "remarks",       "payment_heading",
          "payment",        "code_caption",   "ending",        "signature",
          "footer"}) {
        file.texts.push_back({heading, FieldSet::notice});
    }
    file.texts.push_back({"invoice_note", FieldSet::invoice});
    return file;
}

TemplateFile interest_file() {
    TemplateFile file{.name = "interest.txt", .texts = {}};
    for (const char* heading :
         {"heading", "opening", "column_invoice", "column_from", "column_to", "column_days",
          "column_balance", "column_rate", "column_interest", "sums", "total"}) {
        file.texts.push_back({heading, FieldSet::notice});
    }
    return file;
}

TemplateFile statement_file() {
    TemplateFile file{.name = "statement.txt", .texts = {}};
    for (const char* heading :
         {"sender",       "address",         "particulars",   "subject",        "opening",
          "column_entry", "column_day",      "column_due",    "column_overdue", "column_amount",
          "column_open",  "column_balance",  "entry_opening", "sums",           "total",
          "remarks",      "payment_heading", "payment",       "ending",         "signature",
          "footer"}) {
        file.texts.push_back({heading, FieldSet::statement});
    }
    for (const char* heading : {"entry_invoice", "entry_interest", "entry_costs", "entry_payment",
                                "entry_credit", "entry_discount", "entry_waiver", "entry_note",
                                "bucket_not_due", "bucket_between", "bucket_over"}) {
        file.texts.push_back({heading, FieldSet::statement_line});
    }
    return file;
}

TemplateFile words_file() {
    TemplateFile file{.name = "words.txt", .texts = {}};
    for (const char* heading : {"days", "overdue_by", "claim"}) {
        file.texts.push_back({heading, FieldSet::phrase});
    }
    for (const char* heading :
         {"you", "salutation", "interest_from_due", "interest_from_notice", "interest_from_30_days",
          "task_phone", "task_visit", "task_meeting", "task_referral", "credit_watch",
          "credit_lower_limit", "credit_deposit", "credit_cash_on_delivery", "credit_stop"}) {
        file.texts.push_back({heading, FieldSet::facts});
    }
    for (const std::string& reason : worded_reasons()) {
        file.texts.push_back({"reason_" + reason, FieldSet::facts});
    }
    file.texts.push_back({"charges", FieldSet::wording});
    return file;
}

TemplateFile plan_file(const char* name, const std::vector<const char*>& headings) {
    TemplateFile file{.name = name, .texts = {}};
    for (const char* heading : headings) file.texts.push_back({heading, FieldSet::plan});
    return file;
}

// The papers of a plan, its messages, and what they share.
void add_plan_files(std::vector<TemplateFile>& files) {
    files.push_back(plan_file("plan_offer.txt", {"subject", "opening", "terms", "ending"}));
    files.push_back(
        plan_file("plan_agreement.txt", {"subject", "opening", "terms", "ending", "signature"}));
    files.push_back(plan_file("plan_reminder.txt", {"subject", "opening", "ending", "sms"}));
    files.push_back(plan_file("plan_thanks.txt", {"subject", "opening", "ending", "sms"}));
    files.push_back(
        plan_file("plan.txt", {"particulars", "opening", "column_n", "column_due", "column_amount",
                               "column_interest", "sums", "total", "footer"}));
    files.push_back(plan_file("plan_message.txt", {""}));
    files.push_back(plan_file("plan_message.html", {""}));
}

TemplateFile dossier_words() {
    TemplateFile file{.name = "dossier.txt", .texts = {}};
    for (const std::string& kind : dossier_kinds()) {
        file.texts.push_back({kind, FieldSet::dossier});
    }
    return file;
}

std::vector<TemplateFile> all_files() {
    std::vector<TemplateFile> files = {{.name = "notice.txt", .texts = {{"", FieldSet::notice}}},
                                       {.name = "notice.html", .texts = {{"", FieldSet::notice}}},
                                       letter_file(),
                                       interest_file(),
                                       statement_file(),
                                       {.name = "task.txt", .texts = {{"", FieldSet::task}}},
                                       words_file()};
    for (const std::string& wording : shipped_wordings()) files.push_back(wording_file(wording));
    add_plan_files(files);
    files.push_back(dossier_words());
    files.push_back({.name = "dossier.html", .texts = {{"", FieldSet::dossier}}});
    return files;
}

}  // namespace

const std::vector<std::string>& worded_reasons() {
    static const std::vector<std::string> reasons = {"financial_difficulty", "forgot",
                                                     "disputed_statement", "service_problem",
                                                     "communication_problem"};
    return reasons;
}

const std::vector<TemplateFile>& template_files() {
    static const std::vector<TemplateFile> files = all_files();
    return files;
}

}  // namespace dunning
