// dunning import: files in, facts in the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <memory>

#include "app/files.h"
#include "app/import_files.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/number_format.h"
#include "text/suggest.h"

namespace dunning::cli {
namespace {

struct ImportOptions {
    std::string kind;
    std::vector<std::string> files;
    std::string profile;
    bool create_customers = false;
};

const ImportProfile* profile_of(const ImportOptions& options, Session& session) {
    if (options.profile.empty()) return nullptr;
    const Policy& policy = session.policy();
    const ImportProfile* profile = find_profile(policy, options.profile);
    if (profile == nullptr) {
        std::vector<std::string> names;
        for (const ImportProfile& known : policy.profiles) names.push_back(known.name);
        std::string remedy = did_you_mean(options.profile, names);
        if (remedy.empty())
            remedy = "[import.profile." + options.profile + "] in the policy would make it";
        throw Stop{wrong_usage, fmt::format("no profile '{}'\n    {}", options.profile, remedy)};
    }
    if (profile->kind != options.kind) {
        throw Stop{wrong_usage, fmt::format("profile '{}' reads {}, not {}", profile->name,
                                            profile->kind, options.kind)};
    }
    return profile;
}

std::string bytes_of(const std::string& file, Session& session) {
    if (file != "-") return read_file(file);
    return std::string(std::istreambuf_iterator<char>(session.world().in), {});
}

std::string money_list(const std::map<std::string, Money>& sums) {
    std::string text;
    for (const auto& [currency, sum] : sums) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group_thousands(sum), currency);
    }
    return text;
}

void describe(const FileReport& report, Session& session) {
    if (report.refused()) return;
    const auto rows = static_cast<std::int64_t>(report.rows);
    session.say(fmt::format("{}: {}: {} new, {} changed, {} known", report.file,
                            counted(rows, "row", "rows"), report.added, report.changed,
                            report.known));
    if (report.customers_created > 0) {
        const auto created = static_cast<std::int64_t>(report.customers_created);
        session.say(
            fmt::format("  {} created, with {} as {}", counted(created, "customer", "customers"),
                        created == 1 ? "its id" : "their ids", created == 1 ? "name" : "names"));
    }
    if (!report.totals.empty()) {
        session.say(fmt::format("  control total {}", money_list(report.totals)));
    }
    if (!report.allocated.empty()) {
        session.say(fmt::format("  allocated {}, on account {}", money_list(report.allocated),
                                money_list(report.on_account)));
    }
    if (!report.batch.empty() && !session.options().dry_run) {
        session.say(fmt::format("  batch {}", report.batch));
    }
}

// One currency: its amount; several: nothing, the totals have them.
void write_sum(JsonWriter& json, std::string_view key, const std::map<std::string, Money>& sums,
               const std::map<std::string, Money>& totals) {
    json.key(key);
    if (totals.size() != 1) {
        json.null();
    } else if (sums.empty()) {
        json.money(Money::zero(totals.begin()->second.currency()));
    } else {
        json.money(sums.begin()->second);
    }
}

void write_totals(JsonWriter& json, const FileReport& report) {
    json.key("totals").begin_array();
    for (const auto& [currency, total] : report.totals) {
        json.begin_object().field("currency", currency).field("amount", total);
        if (const auto found = report.allocated.find(currency); found != report.allocated.end()) {
            json.field("allocated", found->second);
            json.field("on_account", report.on_account.at(currency));
        }
        json.end_object();
    }
    json.end_array();
}

void write_problems(JsonWriter& json, const Diagnostics& diagnostics) {
    json.key("problems").begin_array();
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        json.begin_object()
            .field("line", diagnostic.place.line)
            .field("column", diagnostic.place.column)
            .field("field", diagnostic.field)
            .field("message", diagnostic.what)
            .end_object();
    }
    json.end_array();
}

void write_file_report(JsonWriter& json, const FileReport& report) {
    json.begin_object()
        .field("file", report.file)
        .field("kind", to_text(report.kind))
        .field("source_format", report.source_format)
        .field("encoding", report.encoding)
        .field("batch", report.batch.empty() ? std::nullopt : std::optional(report.batch))
        .field("rows", report.rows)
        .field("new", report.refused() ? 0 : report.added)
        .field("changed", report.refused() ? 0 : report.changed)
        .field("known", report.refused() ? 0 : report.known)
        .field("rejected", std::ranges::count(report.diagnostics.all(), Severity::error,
                                              &Diagnostic::severity));
    write_totals(json, report);
    write_sum(json, "allocated", report.allocated, report.totals);
    write_sum(json, "on_account", report.on_account, report.totals);
    write_problems(json, report.diagnostics);
    json.end_object();
}

std::string as_json(const std::vector<FileReport>& reports) {
    JsonWriter json;
    std::optional<std::string> batch;
    for (const FileReport& report : reports) {
        if (!batch && !report.batch.empty()) batch = report.batch;
    }
    json.begin_object().field("schema", "dunning.import/1").field("batch", batch);
    json.key("files").begin_array();
    for (const FileReport& report : reports) write_file_report(json, report);
    json.end_array().end_object();
    return json.take() + "\n";
}

int run_import(const ImportOptions& options, Session& session) {
    const ImportRequest request{
        .kind = import_kind_from(options.kind).value(),
        .profile = profile_of(options, session),
        .missing_customers =
            options.create_customers ? MissingCustomers::create : MissingCustomers::refuse,
        .commitment = session.options().dry_run ? Commitment::dry_run : Commitment::keep};
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    std::vector<FileReport> reports;
    int status = done;
    for (const std::string& file : options.files) {
        const std::string bytes = bytes_of(file, session);
        reports.push_back(import_file(ledger, session.policy(), request,
                                      file == "-" ? "stdin" : file, bytes, session.stamp()));
        if (reports.back().refused()) status = input_refused;
        session.print(reports.back().diagnostics);
        if (reports.back().refused()) {
            session.warn(
                fmt::format("{}: not imported, the ledger is as it was", reports.back().file));
        }
        describe(reports.back(), session);
    }
    const std::string& format = session.options().format;
    if (format == "json" || format == "jsonl") session.print(as_json(reports));
    return status;
}

}  // namespace

void add_import(CommandLine& program) {
    const auto options = std::make_shared<ImportOptions>();
    program
        .command({"import", "Take files into the ledger",
                  "  dunning import customers customers.csv\n"
                  "  dunning import invoices open.csv --profile ibm --create-customers\n"
                  "  dunning import payments - --dry-run --format json < payments.csv\n"})
        .argument("KIND", options->kind, "customers, invoices, credits or payments")
        .arguments("FILE", options->files, "CSV files; '-' is stdin")
        .option("--profile", options->profile, "NAME",
                "How to read a foreign file (see the policy)")
        .flag("--create-customers", options->create_customers, "Make customers nobody imported")
        .runs([options](Session& session) {
            if (!import_kind_from(options->kind)) {
                const std::vector<std::string> kinds = {"customers", "invoices", "credits",
                                                        "payments"};
                const std::string suggestion = did_you_mean(options->kind, kinds);
                throw Stop{
                    wrong_usage,
                    fmt::format("'{}' cannot be imported; it is customers, invoices, credits or "
                                "payments{}",
                                options->kind, suggestion.empty() ? "" : "\n    " + suggestion)};
            }
            return run_import(*options, session);
        });
}

}  // namespace dunning::cli
