// Puts the facts of one file into the ledger, and keeps count for its report.
#pragma once

#include "app/brought_history.h"
#include "app/erased_rows.h"
#include "app/import_files.h"

namespace dunning {

// The import of one file.
struct ImportRun {
    RowId batch = 0;
    const Stamp& stamp;
    const Policy& policy;
};

class FactStore final : public FactSink {
  public:
    // REQUIRES: all outlive the store, and a write transaction is open.
    FactStore(Ledger& ledger, const ImportRequest& request, const ImportRun& run,
              FileReport& report)
        : ledger_(ledger),
          request_(request),
          batch_(run.batch),
          stamp_(run.stamp),
          policy_(run.policy),
          timezone_(run.policy.book.timezone),
          interest_(run.policy.interest),
          discounts_(run.policy.discounts),
          report_(report),
          facts_(request.on_progress),
          evidence_(ledger, report.file),
          erased_(ledger) {}

    void take(const Customer& customer, const FactPlace& place) override;
    void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) override;
    void take(const Receipt& receipt, const Beside& beside, const FactPlace& place) override;
    void take(const Contact& contact, const FactPlace& place) override;
    void take(const StatedAgreement& agreement, const FactPlace& place) override;
    void take(const StatedRate& rate, const FactPlace& place) override;

    // Of a snapshot: what the file says is open of each invoice.
    const std::map<std::string, Money>& open_by_number() const { return open_; }
    std::size_t partly_paid() const { return partly_paid_; }

    // When every row was taken: the evidence that contacts of the file name.
    void keep_evidence() { report_.evidence = evidence_.keep(request_.evidence, stamp_); }

  private:
    RowSource source_of(const FactPlace& place) const;
    bool count(const Result<Recorded>& recorded, std::string_view key, const FactPlace& place);
    void report_fault(const Fault& fault, std::string_view key, const FactPlace& place);
    bool knows_timezone(const Customer& customer, const FactPlace& place);
    void need_customer(const Customer& customer, const FactPlace& place);

    Ledger& ledger_;
    const ImportRequest& request_;
    RowId batch_;
    const Stamp& stamp_;
    const Policy& policy_;
    const std::string& timezone_;  // the book's
    const InterestTerms& interest_;
    const std::vector<DiscountTerms>& discounts_;  // that are usual in this book
    FileReport& report_;
    ProgressCount facts_;
    std::map<std::string, Money> open_;
    std::size_t partly_paid_ = 0;
    BroughtEvidence evidence_;
    const ErasedRows erased_;
};

}  // namespace dunning
