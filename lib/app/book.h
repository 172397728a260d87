// The book: one creditor's policy and ledger, found and opened.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/policy_places.h"
#include "ledger/ledger.h"
#include "ledger/ledger_lock.h"
#include "render/template_set.h"

namespace dunning {

inline constexpr const char* policy_file_name = "dunning.toml";

// What the options and the environment say; empty: not said.
struct BookLocation {
    std::string directory;
    std::string policy;
    std::string ledger;
};

// No book where it was looked for.
struct NoBook : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The policy file that the location means: the one named, that of the directory, or the first one
// found from the working directory upward. Throws NoBook with the remedy.
std::filesystem::path find_policy_file(const BookLocation& location);

struct Book {
    std::filesystem::path policy_file;
    std::string policy_text;
    Policy policy;
    PolicyPlaces places;
    std::filesystem::path ledger_file;
    std::filesystem::path outbox;
    std::filesystem::path evidence;  // the folder of files that show something

    Ledger open_ledger(Access access, int wait_seconds) const;
    // The lock of a whole run; freed when it ends. `holder` is shown to those who wait.
    std::unique_ptr<LedgerLock> lock(const std::string& holder, int wait_seconds,
                                     const std::function<void(const std::string&)>& on_wait) const;
};

// Reads and checks the policy. Nothing when it does not read: the diagnostics say why.
std::optional<Book> load_book(const BookLocation& location, Diagnostics& diagnostics);

// Reads policy and templates like a careful colleague: see formats/policy_check.h.
void check_book(const Book& book, Date as_of, Diagnostics& diagnostics);

// The policy in plain sentences.
std::string explain_book(const Book& book);

enum class TemplateOrigin { shipped, own };
struct TemplateSource {
    std::string text;
    TemplateOrigin origin = TemplateOrigin::shipped;
};

// The files of the wording by their paths ("en/reminder.txt"), as they are used.
std::map<std::string, TemplateSource> template_sources(const Book& book, Diagnostics& diagnostics);

// The shipped wording with the book's own in its place. An own file without a byte counts as not
// there, with a warning.
std::optional<TemplateSet> load_templates(const Book& book, Diagnostics& diagnostics);

}  // namespace dunning
