#include "app/book.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/check_own_wording.h"
#include "app/clock.h"
#include "app/files.h"
#include "formats/policy_check.h"
#include "formats/policy_explain.h"
#include "formats/policy_reader.h"
#include "formats/shipped_calendars.h"
#include "render/shipped_templates.h"
#include "text/suggest.h"

namespace dunning {
namespace {

namespace fs = std::filesystem;

NoBook no_book(const fs::path& where) {
    return NoBook(
        fmt::format("{}: no {} there\n    `dunning init` makes a book; --book DIR or "
                    "$DUNNING_BOOK says where one is",
                    where.string(), policy_file_name));
}

// A shipped calendar by its name, or a file beside the policy.
std::optional<std::string> calendar_text(const fs::path& folder, const std::string& name) {
    for (const EmbeddedFile& file : shipped_calendars) {
        if (file.stem() == name) return std::string(file.contents);
    }
    std::error_code error;
    const fs::path own = folder / name;
    if (!fs::is_regular_file(own, error)) return std::nullopt;
    return read_file(own);
}

std::optional<Fault> timezone_fault(const std::string& zone) {
    if (day_in_zone(Instant{0}, zone)) return std::nullopt;
    return Fault{"is not a time zone", did_you_mean(zone, timezone_names())};
}

fs::path beside(const fs::path& folder, const std::string& path) {
    return path.empty() ? folder : fs::path(path).is_absolute() ? fs::path(path) : folder / path;
}

}  // namespace

fs::path find_policy_file(const BookLocation& location) {
    std::error_code error;
    if (!location.policy.empty()) {
        if (fs::is_regular_file(location.policy, error)) return location.policy;
        throw NoBook(fs::is_directory(location.policy, error)
                         ? fmt::format("{}: a folder, not a policy file\n    --book takes a folder",
                                       location.policy)
                         : fmt::format("{}: no such policy file", location.policy));
    }
    if (!location.directory.empty()) {
        const fs::path file = fs::path(location.directory) / policy_file_name;
        if (fs::is_regular_file(file, error)) return file;
        throw no_book(location.directory);
    }
    const fs::path start = fs::current_path(error);
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (fs::is_regular_file(folder / policy_file_name, error)) {
            return fs::proximate(folder / policy_file_name, start, error);
        }
        if (folder == folder.parent_path()) throw no_book(".");
    }
}

Ledger Book::open_ledger(Access access, int wait_seconds) const {
    return Ledger::open(ledger_file, access, wait_seconds);
}

std::unique_ptr<LedgerLock> Book::lock(
    const std::string& holder, int wait_seconds,
    const std::function<void(const std::string&)>& on_wait) const {
    return std::make_unique<LedgerLock>(LedgerLock::Request{
        .ledger = ledger_file, .holder = holder, .wait_seconds = wait_seconds, .on_wait = on_wait});
}

std::optional<Book> load_book(const BookLocation& location, Diagnostics& diagnostics) {
    Book book;
    book.policy_file = find_policy_file(location);
    book.policy_text = read_file(book.policy_file);
    const fs::path folder = book.policy_file.parent_path();
    auto policy = read_policy(
        {.file = book.policy_file.string(),
         .text = book.policy_text,
         .calendar_file = [&](const std::string& name) { return calendar_text(folder, name); },
         .timezone_fault = timezone_fault},
        book.places, diagnostics);
    if (!policy || diagnostics.has_errors()) return std::nullopt;
    book.policy = std::move(*policy);
    book.ledger_file = location.ledger.empty() ? beside(folder, book.policy.ledger_path)
                                               : fs::path(location.ledger);
    book.outbox = beside(book.ledger_file.parent_path(), book.policy.outbox_path);
    book.evidence = book.ledger_file.parent_path() / "evidence";
    return book;
}

namespace {

// The folder that the policy names, or "templates" beside it when there is one.
fs::path templates_folder(const Book& book) {
    const fs::path folder = book.policy_file.parent_path();
    if (!book.policy.templates_path.empty()) return beside(folder, book.policy.templates_path);
    std::error_code error;
    const fs::path usual = folder / "templates";
    return fs::is_directory(usual, error) ? usual : fs::path();
}

// The files of the book's own folder, by their paths in it.
struct OwnTemplates {
    std::map<std::string, std::string> texts;
    std::vector<std::string>
        empty;  // a file without a byte counts as none: see read_own_template()
};

// `policy template show FILE > templates/FILE` makes the file before this program runs, so an empty
// one is how an own text begins; it must neither hide the shipped text nor stop a night.
void read_own_template(const fs::path& file, const std::string& path, OwnTemplates& own) {
    std::string text = read_file(file);
    if (text.empty()) {
        own.empty.push_back(path);
    } else {
        own.texts[path] = std::move(text);
    }
}

// Nothing when the folder cannot be read.
std::optional<OwnTemplates> own_templates(const Book& book, Diagnostics& diagnostics) {
    OwnTemplates own;
    const fs::path folder = templates_folder(book);
    if (folder.empty()) return own;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        const auto extension = entry.path().extension();
        if (!entry.is_regular_file() || (extension != ".txt" && extension != ".html")) continue;
        read_own_template(entry.path(), fs::relative(entry.path(), folder).generic_string(), own);
    }
    if (!error) return own;
    diagnostics.error({folder.string()},
                      "the folder of templates cannot be read: " + error.message());
    return std::nullopt;
}

std::optional<TemplateSet> load_wording(const std::optional<OwnTemplates>& own,
                                        Diagnostics& diagnostics) {
    if (!own) return std::nullopt;
    for (const std::string& path : own->empty) {
        diagnostics.warning({"templates/" + path}, "is empty and counts as not there",
                            "write the text into it, or remove it");
    }
    return TemplateSet::load(own->texts, diagnostics);
}

// A customer without a language of his own is written to in the book's.
void check_language(const Book& book, const TemplateSet& wording, Diagnostics& diagnostics) {
    const std::string& language = book.policy.book.language;
    if (wording.language_called(language)) return;
    diagnostics.error(book.places.of("book.language"),
                      fmt::format("there is no wording in '{}': notices would be in {}", language,
                                  wording.language_for("", language)),
                      fmt::format("there is {}; a folder templates/{} with every file of "
                                  "templates/en makes another",
                                  fmt::join(wording.languages(), ", "), language));
}

}  // namespace

std::optional<TemplateSet> load_templates(const Book& book, Diagnostics& diagnostics) {
    return load_wording(own_templates(book, diagnostics), diagnostics);
}

void check_book(const Book& book, Date as_of, Diagnostics& diagnostics) {
    check_policy(book.policy, book.places, as_of, diagnostics);
    const auto own = own_templates(book, diagnostics);
    const auto wording = load_wording(own, diagnostics);
    if (wording) check_language(book, *wording, diagnostics);
    if (own) check_own_wording(own->texts, book.policy, diagnostics);
    diagnostics.sort();
}

// The language is the one that notices are in.
std::string explain_book(const Book& book) {
    Policy policy = book.policy;
    Diagnostics diagnostics;
    const auto wording = load_templates(book, diagnostics);
    if (wording && !wording->language_called(policy.book.language)) {
        policy.book.language = wording->language_for("", policy.book.language);
    }
    return explain_policy(policy);
}

std::map<std::string, TemplateSource> template_sources(const Book& book, Diagnostics& diagnostics) {
    std::map<std::string, TemplateSource> sources;
    for (const EmbeddedFile& file : shipped_templates) {
        sources[std::string(file.path)] = {std::string(file.contents), TemplateOrigin::shipped};
    }
    const auto own = own_templates(book, diagnostics);
    if (!own) return sources;
    for (const auto& [path, text] : own->texts) sources[path] = {text, TemplateOrigin::own};
    return sources;
}

}  // namespace dunning
