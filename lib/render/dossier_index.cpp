#include "render/dossier_index.h"

#include "render/plain_line.h"
#include "text/number_format.h"

namespace dunning {

const std::vector<std::string>& dossier_kinds() {
    static const std::vector<std::string> kinds = {
        "statement_pdf", "evidence",        "charges",     "waivers",        "discounts",
        "statement",     "invoices",        "allocations", "interest",       "notices",
        "contacts",      "promises",        "disputes",    "plans",          "extensions",
        "referrals",     "notice",          "plan_paper",  "credit_records", "corrections",
        "plan_interest", "covered_interest"};
    return kinds;
}

std::string dossier_index(const DossierContents& contents, const TemplateSet& templates) {
    const std::string& language = contents.language;
    TemplateData data{.values = {{"book", plain_line(contents.book)},
                                 {"customer", plain_line(contents.customer.name)},
                                 {"customer_id", plain_line(contents.customer.id)},
                                 {"date", format_date(contents.day, language)},
                                 {"count", std::to_string(contents.entries.size())}},
                      .lists = {{"files", {}}}};
    std::vector<TemplateData> files;
    for (const DossierEntry& entry : contents.entries) {
        const std::string words = plain_line(
            templates.find(language, "dossier.txt[" + entry.kind + "]").render(data, Escape::none));
        files.push_back({.values = {{"file", entry.file},
                                    {"what", words},
                                    {"detail", plain_line(entry.detail)},
                                    {"size", std::to_string(entry.size)},
                                    {"sha256", entry.sha256}},
                         .lists = {}});
    }
    data.lists["files"] = std::move(files);
    return templates.find(language, "dossier.html").render(data, Escape::html);
}

}  // namespace dunning
