#include "cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <istream>
#include <ostream>

#include "app/earlier_policies.h"
#include "app/files.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

std::string environment_value(const World& world, const std::string& name) {
    const auto found = world.environment.find(name);
    return found == world.environment.end() ? std::string() : found->second;
}

void write_out(World& world, std::string_view data) {
    errno = 0;
    world.out.write(data.data(), static_cast<std::streamsize>(data.size()));
    world.out.flush();
    if (world.out) return;
    if (errno == EPIPE) throw Stop{reader_gone};
    throw Stop{write_failed, "the output cannot be written"};
}

}  // namespace

Session::Session(World& world, const GlobalOptions& options, std::string command)
    : world_(world), options_(options), command_(std::move(command)) {}

const Book& Session::book() {
    if (book_) return *book_;
    const auto or_environment = [&](const std::string& option, const char* name) {
        return option.empty() ? environment_value(world_, name) : option;
    };
    Diagnostics diagnostics;
    book_ = load_book({.directory = or_environment(options_.book, "DUNNING_BOOK"),
                       .policy = or_environment(options_.policy, "DUNNING_POLICY"),
                       .ledger = or_environment(options_.ledger, "DUNNING_LEDGER")},
                      diagnostics);
    diagnostics.sort();
    if (diagnostics.has_errors() || !book_) {
        print(diagnostics);
        throw Stop{bad_policy};
    }
    if (prints_into_file()) refuse_own_file(options_.output, "--output");
    detail(
        fmt::format("policy {}, outbox {}", book_->policy_file.string(), book_->outbox.string()));
    return *book_;
}

const TemplateSet& Session::templates() {
    if (templates_) return *templates_;
    Diagnostics diagnostics;
    templates_ = load_templates(book(), diagnostics);
    if (!templates_) {
        print(diagnostics);
        throw Stop{bad_policy};
    }
    return *templates_;
}

std::string Session::language_note(const std::string& tag) {
    const TemplateSet& wording = templates();
    if (tag.empty() || wording.language_called(tag)) return {};
    return fmt::format("there is no wording in '{}'; notices will be in {}", tag,
                       wording.language_for(tag, policy().book.language));
}

Ledger& Session::ledger(Access access) {
    if (!ledger_ || (access == Access::write && access_ == Access::read)) {
        ledger_.reset();
        ledger_.emplace(book().open_ledger(access, options_.wait_seconds));
        access_ = access;
        detail(fmt::format("ledger {}, for {}, as of {} in {}", book_->ledger_file.string(),
                           access == Access::write ? "writing" : "reading", to_text(as_of()),
                           policy().book.timezone));
        book_->policy.interest = with_rates(book_->policy.interest, ledger_->rates());
        book_->policy.earlier_interest = earlier_interest(*ledger_, *book_);
    }
    return *ledger_;
}

void Session::lock_run() {
    if (lock_) return;
    const std::string holder =
        fmt::format("pid {} 'dunning {}' since {}", ::getpid(), command_, to_text(now()));
    lock_ = book().lock(holder, options_.wait_seconds, [&](const std::string& other) {
        tell(fmt::format("waiting for {} (up to {} s)", other, options_.wait_seconds));
    });
}

Instant Session::now() const {
    if (options_.clock.empty()) return world_.clock.now();
    return typed(parse_instant(options_.clock), "--clock");
}

Date Session::as_of() {
    const std::string& zone = policy().book.timezone;
    const auto today = day_in_zone(now(), zone);
    if (!today) {
        throw Stop{bad_policy, fmt::format("{}: [book] timezone '{}' is not known on this machine",
                                           book().policy_file.string(), zone)};
    }
    if (options_.as_of.empty()) return *today;
    return typed(parse_day(options_.as_of, *today), "--as-of");
}

Stamp Session::stamp() {
    std::string actor = environment_value(world_, "DUNNING_USER");
    if (actor.empty()) actor = environment_value(world_, "USER");
    if (actor.empty()) actor = environment_value(world_, "LOGNAME");
    return {.recorded_at = now(), .actor = actor.empty() ? "unknown" : actor, .as_of = as_of()};
}

std::string Session::language() const {
    if (!options_.lang.empty()) return options_.lang;
    for (const char* name : {"DUNNING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
        std::string value = environment_value(world_, name);
        value = value.substr(0, value.find('.'));
        for (char& c : value) c = c == '_' ? '-' : c;
        if (!value.empty()) return value;
    }
    return "en";
}

int Session::width() const {
    if (world_.width > 0) return world_.width;
    const std::string columns = environment_value(world_, "COLUMNS");
    int stated = 0;
    const auto [end, error] =
        std::from_chars(columns.data(), columns.data() + columns.size(), stated);
    const bool good = error == std::errc() && end == columns.data() + columns.size();
    return good && stated > 0 ? stated : 100;
}

bool Session::colored() const {
    if (options_.color != "auto") return options_.color == "always";
    return world_.out_is_terminal && options_.output.empty() &&
           environment_value(world_, "NO_COLOR").empty() &&
           environment_value(world_, "TERM") != "dumb";
}

bool Session::prints_into_file() const {
    return !options_.output.empty() && options_.output != "-";
}

void Session::refuse_own_file(const std::string& file, std::string_view option) {
    const std::string ledger = book().ledger_file.string();
    for (const std::string& own :
         {book().policy_file.string(), ledger, ledger + "-journal", ledger + ".lock"}) {
        if (!is_same_file(file, own)) continue;
        throw Stop{wrong_usage,
                   fmt::format("{}: {} is the book's own and is not overwritten", option, file)};
    }
}

void Session::print(std::string_view data) {
    if (prints_into_file()) {
        write_file(options_.output, data);
    } else {
        write_out(world_, data);
    }
}

void Session::say(std::string_view line) {
    if (options_.quiet || options_.format != "table") return;
    write_out(world_, std::string(line) + "\n");
}

void Session::tell(std::string_view line) {
    if (!options_.quiet) warn(line);
}

void Session::detail(std::string_view line) {
    if (options_.verbose) warn(line);
}

void Session::warn(std::string_view line) {
    world_.err << line << '\n';
    world_.err.flush();
}

void Session::print(const Diagnostics& diagnostics) {
    // A thousand rows with the same mistake need its remedy once.
    std::string_view remedy_above;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (options_.quiet && diagnostic.severity == Severity::warning) continue;
        Diagnostic shown = diagnostic;
        if (shown.remedy == remedy_above) shown.remedy.clear();
        warn(to_text(shown));
        remedy_above = diagnostic.remedy;
    }
}

void Session::confirm(const std::string& question) {
    if (options_.yes) return;
    if (!world_.in_is_terminal || !world_.err_is_terminal) {
        throw Stop{wrong_usage,
                   question + "\n    nobody is there to answer: say --yes if it is meant"};
    }
    world_.err << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(world_.in, answer);
    if (answer != "y" && answer != "yes") throw Stop{wrong_usage, "nothing was done"};
}

Result<Date> parse_day(std::string_view text, Date today) {
    if (text == "today") return today;
    if (text == "yesterday") return today - 1;
    if (text == "month-end") {
        if (today == today.end_of_month()) return today;
        return today - today.day();
    }
    auto date = parse_date(text);
    if (date) return date;
    return Fault{date.error().what, "write it as 2026-11-21, or today, yesterday, month-end"};
}

Result<Money> parse_typed_money(std::string_view text, std::optional<Currency> currency) {
    const auto space = text.find(' ');
    if (space != std::string_view::npos) {
        currency = Currency::from_code(text.substr(space + 1));
        if (!currency) return Fault{fmt::format("'{}' is not a currency", text.substr(space + 1))};
    }
    if (!currency)
        return Fault{fmt::format("'{}' needs its currency, as in \"{} EUR\"", text, text)};
    return parse_money(text.substr(0, space), *currency);
}

}  // namespace dunning::cli
