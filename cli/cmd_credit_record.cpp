// dunning log credit-record, dunning report credit-records: what a person may report to a credit
// bureau, has reported there, and has to correct.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/credit_records.h"
#include "app/find_by_beginning.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/log_entry.h"

namespace dunning::cli {
namespace {

struct CreditRecordOptions {
    std::string subject;
    std::string step;
    std::vector<std::string> invoices;
    std::string bureau;
    std::string reference;
    std::string corrects;
    std::string note;
    std::string customer;
    std::string collector;
    std::string status;
};

std::string line_of(const CreditRecord& record) {
    if (record.step == CreditRecordStep::withdrawn) {
        return fmt::format("credit record {}: {} of customer {} counts no more",
                           credit_record_code(record.id), credit_record_code(*record.corrects),
                           record.customer);
    }
    std::string text =
        fmt::format("credit record {}: {} of customer {}", credit_record_code(record.id),
                    to_text(record.step), record.customer);
    if (!record.bureau.empty()) text += " at " + record.bureau;
    for (const StatedDebt& debt : record.debts) {
        text += fmt::format("{} {} {} {}", &debt == record.debts.data() ? ":" : ",", debt.invoice,
                            to_decimal(debt.stated), debt.stated.currency().code());
    }
    if (record.corrects) {
        text += fmt::format(", in place of {}", credit_record_code(*record.corrects));
    }
    return text;
}

int run_withdrawn(const CreditRecordOptions& options, Session& session) {
    if (!options.invoices.empty() || !options.corrects.empty()) {
        throw Stop{wrong_usage,
                   "a whole entry is withdrawn: name it and nothing else\n    as in dunning log "
                   "credit-record B0003 withdrawn --note 'typed in twice'"};
    }
    return write_entry(session, [&](Ledger& ledger) {
        return line_of(or_stop(
            withdraw_credit_record(ledger, options.subject, options.note, session.stamp())));
    });
}

int run_entry(const CreditRecordOptions& options, Session& session) {
    const auto step = credit_record_step_from(options.step);
    if (!step) {
        throw Stop{
            wrong_usage,
            fmt::format("'{}' is no step; it is reported, corrected or withdrawn", options.step)};
    }
    if (*step == CreditRecordStep::withdrawn) return run_withdrawn(options, session);
    return write_entry(session, [&](Ledger& ledger) {
        CreditRecordRequest request{
            .customer = or_stop(find_customer_by_beginning(ledger, options.subject)),
            .step = *step,
            .bureau = options.bureau,
            .reference = options.reference,
            .note = options.note,
            .corrects = options.corrects};
        request.invoices =
            or_stop(find_invoices_by_beginning(ledger, options.invoices, request.customer));
        std::ranges::sort(request.invoices);
        const auto repeated = std::ranges::unique(request.invoices);
        request.invoices.erase(repeated.begin(), repeated.end());
        const RecordedCredit recorded =
            or_stop(record_credit(ledger, session.policy(), request, session.stamp()));
        for (const std::string& remark : recorded.remarks) session.tell("remark: " + remark);
        return line_of(recorded.record);
    });
}

bool is_wanted(const CreditRecordOptions& options, const CreditRecordRow& row) {
    return (options.customer.empty() || options.customer == row.customer) &&
           (options.collector.empty() || options.collector == row.collector) &&
           (options.status.empty() || options.status == to_text(row.status));
}

int run_list(CreditRecordOptions options, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.credit-records/1",
                    .name = "invoices",
                    .columns = {{"status", "Status"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible, 4},
                                {"collector", ""},
                                {"invoice", "Invoice"},
                                {"currency", "Currency"},
                                {"open", "Open", Kind::number},
                                {"stated", "Reported", Kind::number, 1},
                                {"truth", "", Kind::number},
                                {"bureau", ""},
                                {"entry", "Entry", Kind::text, 3},
                                {"since", "Since", Kind::text, 2},
                                {"by", "Correct by"},
                                {"why", "Detail", Kind::wrapped}},
                    .when_empty = "nothing is to be reported, and nothing was"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto reading = ledger.begin_read();
        if (!options.customer.empty()) {
            options.customer = or_stop(find_customer_by_beginning(ledger, options.customer));
        }
        for (const CreditRecordRow& row :
             list_credit_records(ledger, session.policy(), session.as_of())) {
            if (!is_wanted(options, row)) continue;
            listing.rows.push_back({std::string(to_text(row.status)), row.customer, row.name,
                                    row.collector, row.invoice,
                                    std::string(row.open.currency().code()), row.open, row.stated,
                                    row.truth, row.bureau, row.entry, optional_cell(row.since),
                                    optional_cell(row.by), row.why});
        }
    }
    print_listing(listing, session);
    return done;
}

}  // namespace

void add_credit_record(CommandLine& log) {
    const auto options = std::make_shared<CreditRecordOptions>();
    log.command({"credit-record",
                 "What a person has reported to a credit bureau, or corrected there",
                 "  dunning log credit-record C001 reported --reference 'SF-2026-118'\n"
                 "  dunning log credit-record C001 corrected --note 'confirmed by letter'\n"
                 "  dunning log credit-record C001 reported --invoice R-17 --corrects B0001\n"
                 "  dunning log credit-record B0003 withdrawn --note 'typed in twice'\n"})
        .argument("CUSTOMER|ENTRY", options->subject, "Who (or the entry that was a mistake)")
        .argument("STEP", options->step,
                  "reported, corrected, or withdrawn: the entry was a mistake")
        .list("--invoice", options->invoices, "NUMBER",
              "These invoices (default: all that may be reported, or are to be corrected)")
        .option("--bureau", options->bureau, "NAME", "Where (default: the policy's)")
        .option("--reference", options->reference, "TEXT", "By what the bureau knows it")
        .option("--corrects", options->corrects, "ENTRY", "Stands for that entry")
        .option("--note", options->note, "TEXT", "More, for the record")
        .runs([options](Session& session) { return run_entry(*options, session); });
}

void add_credit_record_report(CommandLine& report) {
    const auto options = std::make_shared<CreditRecordOptions>();
    report
        .command({"credit-records",
                  "What may be reported to a credit bureau, is there, and must be corrected",
                  "  dunning report credit-records --status to_correct\n"
                  "  dunning report credit-records --customer C001 --format csv\n"})
        .option("--customer", options->customer, "ID", "One customer's")
        .option("--collector", options->collector, "NAME", "One collector's customers")
        .choice("--status", options->status, {"to_correct", "to_report", "reported", "corrected"},
                "Only these")
        .runs([options](Session& session) { return run_list(*options, session); });
}

}  // namespace dunning::cli
