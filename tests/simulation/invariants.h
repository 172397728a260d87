// What must hold after every night, each as a question that answers with what is wrong.
//
// The answers are values, not failed checks, so that a test can show that each question notices
// what it is there for (planted_faults_test.cpp).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/age_ledger.h"
#include "app/book.h"
#include "app/run_notify.h"
#include "simulation/recording_transport.h"
#include "simulation/world.h"

namespace dunning::simulation {

using Problems = std::vector<std::string>;

inline void append(Problems& all, const Problems& more) {
    all.insert(all.end(), more.begin(), more.end());
}

// What a night decides, or would decide.
struct Night {
    Date day;
    std::vector<Notice> notices = {};
    std::vector<Withheld> withheld = {};
    std::vector<std::string> told_first = {};  // what it settles and takes back, in its order
    std::vector<std::string> plans = {};
};
// As a dry run has it.
Night foretold_night(Ledger& ledger, const Book& book, const Stamp& stamp);
Night decided_night(const Ledger& ledger, const Policy& policy, Date day);

// ---- money

// Invoiced = open + allocated per currency; no more allocated than an invoice or a receipt is.
Problems money_problems(const Ledger& ledger, const Policy& policy);
// The open items of the day, their sums and buckets, and the money on account are those of the
// world.
Problems aging_problems(const AgeReport& by_invoice, const AgeReport& by_currency,
                        const World& world);
// Both questions of aging, asked.
Problems aging_problems(const Ledger& ledger, const Policy& policy, const World& world, Date day);

// ---- reports

struct ReportSum {
    std::int64_t open = 0;
    std::int64_t overdue = 0;
    friend bool operator==(const ReportSum&, const ReportSum&) = default;
};
using ReportSums = std::map<std::string, ReportSum>;  // by currency, minor units
Problems tie_problems(const std::string& report, ReportSums expected, ReportSums reported);
// Segments, reasons, forecast, trend, month end, roll rates and statements show the money that
// aging has, on the day and on the earlier one. REQUIRES: since < day.
Problems report_problems(const Ledger& ledger, const Policy& policy, Date since, Date day);

// ---- decisions

// Every overdue item is in one notice or withheld, and nothing else is.
Problems coverage_problems(const Night& night, const Policy& policy, const World& world);
// Nothing that a pause covers is in a notice, and what is withheld for a pause is covered by it.
Problems pause_problems(const Night& night, const Policy& policy, const World& world);
// A notice's sums are those of its lines, and its lines state what is open and disputed.
Problems total_problems(const Night& night, const World& world);
// The channel of a notice reaches the customer, who has not refused it.
Problems channel_problems(const Night& night, const World& world);

// The night has settled and taken back what the dry run has foretold.
Problems foretelling_problems(const Night& foretold, const NightSummary& night);

// ---- what the ledger keeps

// The lines of notices by the notice's row: they never change, so they are read once.
class NoticeLines {
  public:
    const std::vector<NoticeLine>& of(const Ledger& ledger, RowId notice);

  private:
    std::map<RowId, std::vector<NoticeLine>> known_;
};

// The levels that an invoice was given, in the order of the notices that were not taken back: one
// after the other when each is a step, rising when the level fits the lateness.
// `talks`: so many levels may have been done by hand.
Problems level_problems(const std::string& invoice, const std::vector<int>& levels, Entry entry,
                        int talks = 0);
Problems level_problems(const Ledger& ledger, const World& world, Entry entry, NoticeLines& lines);
// The run recorded what had been decided.
Problems record_problems(const Ledger& ledger, const Night& night, NoticeLines& lines);
// What is in the way of a notice that goes out on the day: its debt is another, or waits.
Problems claim_problems(const NoticeSummary& notice, const std::vector<NoticeLine>& lines,
                        const Policy& policy, const World& world, Date day);
// Delivered once for each document that the ledger calls sent, and for no other.
Problems delivery_problems(const Ledger& ledger, const RecordingTransport& transport);
// Instalments sum to the plan.
Problems plan_problems(const Ledger& ledger);

}  // namespace dunning::simulation
