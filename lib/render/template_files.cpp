#include "render/template_files.h"

#include "core/notice.h"

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
    for (const char* heading : {"entry_invoice", "entry_payment", "entry_credit", "entry_note",
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

std::vector<TemplateFile> all_files() {
    std::vector<TemplateFile> files = {{.name = "notice.txt", .texts = {{"", FieldSet::notice}}},
                                       {.name = "notice.html", .texts = {{"", FieldSet::notice}}},
                                       letter_file(),
                                       statement_file(),
                                       {.name = "task.txt", .texts = {{"", FieldSet::task}}},
                                       words_file()};
    for (const std::string& wording : shipped_wordings()) files.push_back(wording_file(wording));
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
