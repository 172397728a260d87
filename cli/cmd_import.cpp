// dunning import: files in, facts in the ledger; what was taken can be taken back, and what no rule
// could match is matched by hand.
#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <limits>
#include <memory>

#include "app/files.h"
#include "app/import_files.h"
#include "app/import_profiles.h"
#include "app/match_by_hand.h"
#include "cli/commands.h"
#include "cli/format_choice.h"
#include "cli/import_report.h"
#include "cli/listing.h"
#include "cli/progress.h"
#include "text/csv.h"
#include "text/json_writer.h"
#include "text/suggest.h"

namespace dunning::cli {
namespace {

constexpr int not_given = std::numeric_limits<int>::min();

struct ImportOptions {
    std::string kind;
    std::vector<std::string> files;
    std::string profile;
    std::string encoding;
    std::string delimiter;
    std::string date_format;
    std::string decimal_mark;
    std::string currency;
    std::string sheet;
    std::string rejects;
    std::string undo;
    std::string note;
    int terms_days = not_given;
    int max_drop = not_given;
    bool create_customers = false;
    bool skip_bad = false;
    bool snapshot = false;
    bool profiles = false;
};

const std::vector<std::string> kinds = {"customers", "invoices", "credits",  "payments",
                                        "contacts",  "promises", "disputes", "plans",
                                        "rates",     "bank",     "allocate", "release"};

[[noreturn]] void stop(std::string what, const std::string& remedy) {
    throw Stop{wrong_usage, remedy.empty() ? what : what + "\n    " + remedy};
}

int in_range(int number, int largest, std::string_view option) {
    if (number >= 0 && number <= largest) return number;
    stop(fmt::format("{}: {} is not between 0 and {}", option, number, largest), "");
}

ImportProfile named_profile(const ImportOptions& options, Session& session) {
    std::vector<std::string> names;
    for (KnownProfile& known : import_profiles(session.policy())) {
        if (known.profile.name != options.profile) {
            names.push_back(known.profile.name);
            continue;
        }
        if (known.profile.kind == options.kind) return std::move(known.profile);
        stop(fmt::format("profile '{}' reads {}, not {}", options.profile, known.profile.kind,
                         options.kind),
             "");
    }
    std::string remedy = did_you_mean(options.profile, names);
    if (remedy.empty()) remedy = "`dunning import --profiles` lists those that there are";
    stop(fmt::format("no profile '{}'", options.profile), remedy);
}

// What the command line says of the file goes before what the profile says.
ImportProfile profile_of(const ImportOptions& options, Session& session) {
    ImportProfile profile =
        options.profile.empty() ? ImportProfile{} : named_profile(options, session);
    if (!options.encoding.empty()) {
        if (!is_known_encoding(options.encoding)) {
            stop(fmt::format("--encoding: '{}' is no encoding that is read", options.encoding),
                 "UTF-8, UTF-16, GB18030, Windows-1252 or ISO-8859-1");
        }
        profile.encoding = options.encoding;
    }
    if (!options.delimiter.empty()) {
        const std::string& text = options.delimiter;
        const bool is_tab = text == "tab" || text == "\\t" || text == "\t";
        if (!is_tab &&
            (text.size() != 1 || std::string_view(",;|").find(text[0]) == std::string_view::npos)) {
            stop(fmt::format("--delimiter: '{}' is none", text), "one of , ; | or tab");
        }
        profile.delimiter = is_tab ? '\t' : text[0];
    }
    if (!options.date_format.empty()) {
        const auto day = parse_date(example_of_format(options.date_format), options.date_format);
        if (!day) stop(fmt::format("--date-format: {}", day.error().what), "as in %d/%m/%Y");
        profile.date_format = options.date_format;
        profile.year_cell.reset();
    }
    if (!options.decimal_mark.empty()) {
        if (options.decimal_mark != "." && options.decimal_mark != ",") {
            stop(fmt::format("--decimal-mark: '{}' is neither . nor ,", options.decimal_mark), "");
        }
        profile.decimal_mark = options.decimal_mark[0];
    }
    if (!options.currency.empty()) {
        if (!Currency::from_code(options.currency)) {
            stop(fmt::format("--currency: '{}' is not a code of ISO 4217", options.currency), "");
        }
        profile.columns.erase("currency");
        profile.constants["currency"] = options.currency;
    }
    if (!options.sheet.empty()) profile.sheet = options.sheet;
    if (options.terms_days != not_given) {
        profile.terms_days = in_range(options.terms_days, 3650, "--terms-days");
    }
    return profile;
}

std::string bytes_of(const std::string& file, Session& session) {
    if (file != "-") return read_file(file);
    return std::string(std::istreambuf_iterator<char>(session.world().in), {});
}

// A folder stands for its files, in the order of their names.
std::vector<std::string> expanded(const std::vector<std::string>& files) {
    std::vector<std::string> all;
    for (const std::string& file : files) {
        if (file == "-" || !is_folder(file)) {
            all.push_back(file);
            continue;
        }
        const auto inside = files_in(file);
        if (inside.empty()) throw Stop{input_missing, file + ": there is no file in it"};
        all.insert(all.end(), inside.begin(), inside.end());
    }
    return all;
}

// Collects the rows that were left out, as a file that can be mended and imported again.
class Rejects {
  public:
    void add(const RejectedRow& row) {
        if (text_.empty()) {
            text_ = std::string(row.header);
            append(row.delimiter, {"line", "column", "reason"});
        }
        text_ += row.raw;
        append(row.delimiter,
               {std::to_string(row.line), std::to_string(row.column), std::string(row.reason)});
    }
    const std::string& text() const { return text_; }

  private:
    void append(char delimiter, const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) {
            text_ += delimiter;
            append_csv_field(text_, cell, delimiter);
        }
        text_ += '\n';
    }

    std::string text_;
};

void check_combination(const ImportOptions& options) {
    if (options.skip_bad == options.rejects.empty()) {
        stop("--skip-bad and --rejects FILE go together",
             "rows that are left out must be kept somewhere");
    }
    if (options.skip_bad && (options.files.size() != 1 || is_folder(options.files.front()))) {
        stop("--skip-bad takes one file", "its bad rows are kept in a file of their own");
    }
    if (options.skip_bad && is_same_file(options.rejects, options.files.front())) {
        stop("--rejects names the file that is imported", "choose another name");
    }
    if (options.snapshot && options.skip_bad) {
        stop("--snapshot and --skip-bad do not go together",
             "a row that is left out would count as settled");
    }
    if (options.snapshot && options.kind != "invoices") {
        stop("--snapshot reads the list of all open invoices", "dunning import invoices ...");
    }
    if (options.max_drop != not_given && !options.snapshot) {
        stop("--max-drop is for --snapshot", "");
    }
    if (options.snapshot && options.files.size() != 1) {
        stop("--snapshot takes one file: the list of all that is open", "");
    }
}

ImportRequest request_of(const ImportOptions& options, Rejects& rejects, Session& session) {
    ImportRequest request{.kind = import_kind_from(options.kind).value(),
                          .profile = profile_of(options, session)};
    request.evidence = session.book().evidence;
    if (options.create_customers) request.missing_customers = MissingCustomers::create;
    if (session.options().dry_run) request.commitment = Commitment::dry_run;
    if (options.skip_bad) {
        request.bad_rows = BadRows::skip;
        request.on_reject = [&rejects](const RejectedRow& row) { rejects.add(row); };
    }
    if (options.snapshot) {
        request.snapshot = SnapshotGuard{};
        if (options.max_drop != not_given) {
            request.snapshot->max_drop_percent = in_range(options.max_drop, 100, "--max-drop");
        }
    }
    return request;
}

// 65 goes before 3: a refused file is the worse news.
int worse_of(int status, const FileReport& report) {
    if (report.refused) return input_refused;
    if (status == done && report.rejected > 0) return done_in_part;
    return status;
}

bool wants_json(Session& session) {
    const std::string& format = session.options().format;
    return format == "json" || format == "jsonl";
}

int run_import(const ImportOptions& options, Session& session) {
    check_combination(options);
    if (options.skip_bad) session.refuse_own_file(options.rejects, "--rejects");
    Rejects rejects;
    ImportRequest request = request_of(options, rejects, session);
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    // Better to fail now than when the good rows are in the ledger.
    const bool keeps_rejects = options.skip_bad && !session.options().dry_run;
    if (keeps_rejects) write_file(options.rejects, "");
    std::vector<FileReport> reports;
    int status = done;
    for (const std::string& file : expanded(options.files)) {
        const std::string bytes = bytes_of(file, session);
        const std::string name = file == "-" ? "stdin" : file;
        {
            Progress progress(session, "rows of " + name);
            request.on_progress = [&progress](std::size_t rows) { progress.reached(rows); };
            reports.push_back(
                import_file(ledger, session.policy(), request, name, bytes, session.stamp()));
        }
        const FileReport& report = reports.back();
        status = worse_of(status, report);
        session.print(report.diagnostics);
        if (report.refused) {
            session.warn(fmt::format("{}: not imported, the ledger is as it was", report.file));
        }
        describe(report, session);
        if (!report.refused) describe_languages(report, session);
    }
    if (keeps_rejects) write_file(options.rejects, rejects.text());
    if (wants_json(session)) session.print(import_json(reports));
    return status;
}

std::string undo_json(const BatchRecord& undone, bool dry_run) {
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.undo/1")
        .field("batch", undone.name)
        .field("kind", undone.kind)
        .field("file", undone.file)
        .field("new", undone.added)
        .field("changed", undone.changed)
        .field("dry_run", dry_run)
        .end_object();
    return json.take() + "\n";
}

int run_undo(const std::string& batch, Session& session) {
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    const auto undone = or_stop(undo_import(
        ledger, session.policy(), batch,
        session.options().dry_run ? Commitment::dry_run : Commitment::keep, session.stamp()));
    session.say(fmt::format("batch {} {}: {} of {}, {} new, {} changed", undone.name,
                            session.options().dry_run ? "would be taken back" : "taken back",
                            undone.kind, undone.file, undone.added, undone.changed));
    if (wants_json(session)) session.print(undo_json(undone, session.options().dry_run));
    return done;
}

// import allocate PAYMENT INVOICE [AMOUNT], import release PAYMENT [INVOICE]
int run_by_hand(const ImportOptions& options, Session& session) {
    const bool release = options.kind == "release";
    const auto& words = options.files;
    if (words.size() < 2 || words.size() > (release ? 2U : 3U)) {
        stop(release ? "release takes PAYMENT INVOICE" : "allocate takes PAYMENT INVOICE [AMOUNT]",
             "`dunning report unmatched` lists what is on account");
    }
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    HandMatch match{.payment = words[0], .invoice = words[1], .note = options.note};
    if (words.size() == 3) {
        const auto whole = ledger.amount_of_invoice(words[1]);
        match.amount = typed(
            parse_typed_money(words[2], whole ? std::optional(whole->currency()) : std::nullopt),
            "AMOUNT");
    }
    const auto commitment = session.options().dry_run ? Commitment::dry_run : Commitment::keep;
    const Money now = or_stop(
        release ? release_by_hand(ledger, session.policy(), match, commitment, session.stamp())
                : allocate_by_hand(ledger, session.policy(), match, commitment, session.stamp()));
    session.say(fmt::format("{} of {} for invoice {}", to_decimal(now), words[0], words[1]));
    if (wants_json(session)) {
        JsonWriter json;
        json.begin_object()
            .field("schema", "dunning.allocation/1")
            .field("payment", match.payment)
            .field("invoice", match.invoice)
            .field("currency", now.currency().code())
            .field("allocated", now)
            .field("dry_run", session.options().dry_run)
            .end_object();
        session.print(json.take() + "\n");
    }
    return done;
}

// The shipped profiles are there without a book, too.
Policy policy_or_none(Session& session) {
    try {
        return session.policy();
    } catch (const NoBook&) {
        return {};
    }
}

int list_profiles(Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.import-profiles/1",
                    .name = "profiles",
                    .columns = {{"profile", "Profile"},
                                {"kind", "Kind"},
                                {"about", "About", Kind::flexible},
                                {"origin", "Origin"},
                                {"draft", "Draft"}}};
    for (const KnownProfile& known : import_profiles(policy_or_none(session))) {
        listing.rows.push_back(
            {known.profile.name, known.profile.kind, known.profile.about,
             std::string(known.origin == ProfileOrigin::policy ? "policy" : "shipped"),
             known.profile.draft});
    }
    print_listing(listing, session);
    return done;
}

int run(const ImportOptions& options, Session& session) {
    if (options.profiles) return list_profiles(session);
    refuse_other_formats(session, {"table", "json", "jsonl"});
    if (!options.undo.empty()) return run_undo(options.undo, session);
    if (options.kind.empty() || options.files.empty()) {
        stop("import takes KIND FILE...", "dunning import invoices open.csv");
    }
    if (options.kind == "allocate" || options.kind == "release") {
        return run_by_hand(options, session);
    }
    if (!import_kind_from(options.kind)) {
        stop(fmt::format("'{}' cannot be imported; it is customers, invoices, credits, payments, "
                         "contacts, promises, disputes, plans, rates or bank",
                         options.kind),
             did_you_mean(options.kind, kinds));
    }
    return run_import(options, session);
}

}  // namespace

void add_import(CommandLine& program) {
    const auto options = std::make_shared<ImportOptions>();
    program
        .command({"import", "Take files into the ledger",
                  "  dunning import customers customers.csv\n"
                  "  dunning import invoices open.xlsx --profile xero --create-customers\n"
                  "  dunning import bank statements/\n"
                  "  dunning import payments - --dry-run --format json < payments.csv\n"
                  "  dunning import invoices open.csv --snapshot\n"
                  "  dunning import --undo 2026-11-21-1\n"
                  "  dunning import allocate PAY-17 INV-4 120.00\n"
                  "  dunning import release PAY-17 INV-4\n"})
        .optional_argument("KIND", options->kind,
                           "customers, invoices, credits, payments, contacts, promises, disputes, "
                           "plans, rates or bank; "
                           "allocate, release")
        .optional_arguments("FILE", options->files, "Files or folders; '-' is stdin")
        .option("--profile", options->profile, "NAME", "How to read a foreign file")
        .flag("--profiles", options->profiles, "List the profiles")
        .flag("--create-customers", options->create_customers, "Make customers nobody imported")
        .option("--encoding", options->encoding, "NAME", "As GB18030; found unless told")
        .option("--delimiter", options->delimiter, "CHAR", "One of , ; | tab; likewise")
        .option("--date-format", options->date_format, "FORMAT", "As %d/%m/%Y")
        .option("--decimal-mark", options->decimal_mark, "CHAR", ". or ,")
        .option("--currency", options->currency, "CODE", "Of the whole file")
        .option("--sheet", options->sheet, "NAME", "Of a workbook; the first unless told")
        .number("--terms-days", options->terms_days, "N", "Due so long after issue, if not stated")
        .flag("--skip-bad", options->skip_bad, "Take the good rows of a file")
        .option("--rejects", options->rejects, "FILE", "Where the bad rows go")
        .flag("--snapshot", options->snapshot, "The file lists all that is open")
        .number("--max-drop", options->max_drop, "PERCENT", "Of a snapshot, at most (20)")
        .option("--undo", options->undo, "BATCH", "Take a batch back")
        .option("--note", options->note, "TEXT", "Why, with allocate and release")
        .runs([options](Session& session) { return run(*options, session); });
}

}  // namespace dunning::cli
