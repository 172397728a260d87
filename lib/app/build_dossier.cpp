#include "app/build_dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/build_statement.h"
#include "app/dossier_tables.h"
#include "app/files.h"
#include "app/keep_evidence.h"
#include "app/sent_document.h"
#include "core/ascii.h"
#include "core/check.h"
#include "core/sha256.h"
#include "formats/zip_writer.h"
#include "ledger/customer_file.h"
#include "render/dossier_index.h"

namespace dunning {
namespace {

class Dossier {
  public:
    Dossier(const Ledger& ledger, const Book& book, const TemplateSet& templates,
            const Customer& customer, Date as_of)
        : ledger_(ledger),
          book_(book),
          templates_(templates),
          customer_(customer),
          row_(ledger.find_customer(customer.id).value()),
          as_of_(as_of) {}

    std::string run() {
        add_statement();
        add_tables();
        add_notices();
        add_plan_papers();
        add_evidence();
        add_index();
        return zip_archive(files_, as_of_);
    }

  private:
    void add(std::string name, std::string kind, std::string bytes, std::string detail = {}) {
        entries_.push_back({.file = name,
                            .kind = std::move(kind),
                            .detail = std::move(detail),
                            .size = bytes.size(),
                            .sha256 = sha256_hex(bytes)});
        files_.push_back({std::move(name), std::move(bytes)});
    }

    void add_tables() {
        for (DossierTable& table :
             dossier_tables(ledger_, book_.policy, customer_.id, row_, as_of_)) {
            add(table.kind + ".csv", table.kind, std::move(table.text));
        }
    }

    void add_statement() {
        std::string bytes =
            print_statements({build_whole_statement(ledger_, book_.policy, customer_.id, as_of_)},
                             book_.policy, templates_);
        if (!bytes.empty()) add("statement.pdf", "statement_pdf", std::move(bytes));
    }

    // The files of the evidence folder; one that is gone, or a symbolic link to a
    // file elsewhere, is a matter for `check`, which names it.
    void add_evidence() {
        std::set<std::string> added;
        for (const EvidenceUse& use : CustomerFile(ledger_, row_).evidence()) {
            const std::string name = evidence_file_name(use.evidence);
            if (use.day > as_of_ || use.evidence.erased || !added.insert(name).second) continue;
            std::error_code error;
            if (!std::filesystem::exists(book_.evidence / name, error)) continue;
            if (leads_out_of(book_.evidence, name)) continue;
            add(evidence_path(use.evidence), "evidence", read_file(book_.evidence / name),
                fmt::format("{}, {}", to_text(use.day), use.evidence.name));
        }
    }

    // The very bytes of what went out.
    void add_notices() {
        auto notices = ledger_.notices();
        std::ranges::reverse(notices);  // the oldest first
        for (const NoticeSummary& notice : notices) {
            if (notice.customer != customer_.id || notice.day > as_of_) continue;
            if (notice.state != DeliveryState::sent) continue;
            for (Document& document : documents_as_handed_over(ledger_, notice.id)) {
                add(fmt::format("notices/{}-{}.{}", notice_code(notice.id),
                                to_text(document.channel), document.extension),
                    "notice", std::move(document.bytes),
                    fmt::format("{}, {}", to_text(notice.day), notice.level_name));
            }
        }
    }

    void add_plan_papers() {
        for (const PlanRecord& record : ledger_.plans_of({row_})) {
            for (PlanDocument& document : ledger_.plan_documents(record.id)) {
                if (document.day > as_of_) continue;
                add(fmt::format("plans/{}-{}-{}-{}", record.plan.id, document.kind,
                                document.sha256.substr(0, 8), safe_name(document.file_name)),
                    "plan_paper", std::move(document.bytes),
                    fmt::format("{}, {}", to_text(document.day), document.kind));
            }
        }
    }

    // A name that somebody gave a file, without what another system would not take.
    static std::string safe_name(const std::string& name) {
        std::string safe;
        for (const char letter : name) {
            const bool fits = is_letter_or_digit(letter) || letter == '.' || letter == '-';
            safe += fits ? letter : '_';
        }
        return safe;
    }

    void add_index() {
        const std::string court = templates_.language_for(book_.policy.book.language, "");
        const std::string own =
            templates_.language_for(customer_.language, book_.policy.book.language);
        std::string sums;
        for (const DossierEntry& entry : entries_) {
            sums += fmt::format("{}  {}\n", entry.sha256, entry.file);
        }
        std::vector<ZippedFile> first;
        for (const std::string& language : {own, court}) {
            if (!first.empty() && own == court) break;
            first.push_back({fmt::format("index.{}.html", language),
                             dossier_index({.book = book_.policy.book.name,
                                            .customer = customer_,
                                            .day = as_of_,
                                            .language = language,
                                            .entries = entries_},
                                           templates_)});
        }
        for (const ZippedFile& index : first) {
            sums += fmt::format("{}  {}\n", sha256_hex(index.bytes), index.name);
        }
        first.push_back({"SHA256SUMS", std::move(sums)});
        files_.insert(files_.begin(), first.begin(), first.end());
    }

    const Ledger& ledger_;
    const Book& book_;
    const TemplateSet& templates_;
    const Customer& customer_;
    const RowId row_;
    const Date as_of_;
    std::vector<ZippedFile> files_;
    std::vector<DossierEntry> entries_;
};

}  // namespace

Result<std::string> build_dossier(const Ledger& ledger, const Book& book,
                                  const TemplateSet& templates, const std::string& customer,
                                  Date as_of) {
    const auto known = ledger.customer(customer);
    if (!known) return Fault{fmt::format("customer '{}' is not known", customer)};
    return Dossier(ledger, book, templates, *known, as_of).run();
}

}  // namespace dunning
