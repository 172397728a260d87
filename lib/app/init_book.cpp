#include "app/init_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/book.h"
#include "app/clock.h"
#include "app/files.h"
#include "core/ascii.h"
#include "core/check.h"
#include "core/country_names.h"
#include "core/currency.h"
#include "formats/preset.h"

namespace dunning {
namespace {

namespace fs = std::filesystem;

// What a creditor of the country most likely means; every value is a key to change afterwards.
struct CountryDefaults {
    std::string_view country;
    std::string_view currency;
    std::string_view timezone;
    std::string_view language;
    std::string_view calendar;  // shipped; "" = Saturday and Sunday only
};

constexpr CountryDefaults countries[] = {
    {"CN", "CNY", "Asia/Shanghai", "zh-CN", "cn"},
    {"DE", "EUR", "Europe/Berlin", "de", "de"},
    {"AT", "EUR", "Europe/Vienna", "de", ""},
    {"CH", "CHF", "Europe/Zurich", "de", ""},
    {"FR", "EUR", "Europe/Paris", "en", "target"},
    {"NL", "EUR", "Europe/Amsterdam", "en", "target"},
    {"IE", "EUR", "Europe/Dublin", "en", ""},
    {"GB", "GBP", "Europe/London", "en", "gb-eng"},
    {"US", "USD", "America/New_York", "en", "us-fed"},
    {"HK", "HKD", "Asia/Hong_Kong", "en", ""},
    {"JP", "JPY", "Asia/Tokyo", "en", ""},
    {"SG", "SGD", "Asia/Singapore", "en", ""},
};

CountryDefaults defaults_of(const InitBook& book) {
    const auto* found = std::ranges::find(countries, book.country, &CountryDefaults::country);
    if (found != std::end(countries)) return *found;
    if (!is_country(book.country)) {
        throw InitError(fmt::format("--country: '{}' is no country\n    {}", book.country,
                                    country_remedy(book.country)));
    }
    if (book.currency.empty() || book.timezone.empty()) {
        throw InitError(
            fmt::format("nothing is known of country '{}'\n    say its --currency and "
                        "--timezone as well",
                        book.country));
    }
    return {book.country, "", "", "en", ""};
}

std::string language_of(const std::string& tag) {
    Diagnostics diagnostics;
    const auto templates = TemplateSet::load({}, diagnostics);
    DUNNING_CHECK(templates.has_value());
    if (const auto called = templates->language_called(tag)) {
        return lower_case(*called) == lower_case(tag) ? *called : tag;
    }
    throw InitError(fmt::format("--lang: no texts in '{}'; there are {}", tag,
                                fmt::join(templates->languages(), ", ")));
}

PresetValues values_of(const InitBook& book) {
    const CountryDefaults defaults = defaults_of(book);
    const auto or_default = [](const std::string& given, std::string_view otherwise) {
        return given.empty() ? std::string(otherwise) : given;
    };
    const std::string code = or_default(book.currency, defaults.currency);
    const auto currency = Currency::from_code(code);
    if (!currency) throw InitError(fmt::format("--currency: '{}' is not an ISO 4217 code", code));
    const std::string timezone = or_default(book.timezone, defaults.timezone);
    if (!day_in_zone(Instant{0}, timezone)) {
        throw InitError(fmt::format(
            "--timezone: '{}' is not a time zone\n    write it as Europe/Berlin", timezone));
    }
    return {.name = book.name,
            .currency = *currency,
            .timezone = timezone,
            .language = language_of(or_default(book.language, defaults.language)),
            .country = book.country,
            .calendar = std::string(defaults.calendar)};
}

fs::path ledger_of(const fs::path& policy_file) {
    Diagnostics diagnostics;
    const auto book =
        load_book({.directory = {}, .policy = policy_file.string(), .ledger = {}}, diagnostics);
    if (book) return book->ledger_file;
    std::string problems;
    for (const Diagnostic& diagnostic : diagnostics.all()) problems += "\n" + to_text(diagnostic);
    throw InitError("the policy that is there does not read:" + problems);
}

// With the folders above it, each for its owner alone (see umask in main).
void make_folder(const fs::path& directory) {
    std::error_code error;
    if (fs::exists(directory, error) && !fs::is_directory(directory, error)) {
        throw InitError(fmt::format("{}: is a file, not a folder", directory.string()));
    }
    fs::create_directories(directory, error);
    if (error) {
        throw FileError(
            FileFailure::write_failed,
            fmt::format("{}: the folder cannot be made: {}", directory.string(), error.message()));
    }
}

}  // namespace

std::vector<std::string> preset_choices() {
    return preset_names();
}

std::string policy_of_new_book(const InitBook& book) {
    auto text = write_preset(book.preset, values_of(book));
    if (!text) throw InitError(fmt::format("there is no preset '{}'", book.preset));
    return std::move(*text);
}

NewBook init_book(const fs::path& directory, const InitBook& book) {
    NewBook made{.policy_file = (directory / policy_file_name).lexically_normal(),
                 .ledger_file = (directory / "ledger.db").lexically_normal()};
    std::error_code error;
    made.policy_was_there = fs::exists(made.policy_file, error);
    const std::string text = made.policy_was_there ? std::string() : policy_of_new_book(book);
    if (made.policy_was_there) {
        made.ledger_file = ledger_of(made.policy_file);
    } else {
        make_folder(directory);
    }
    // One without a byte is what an `init` leaves that was killed just then.
    if (fs::exists(made.ledger_file, error) && fs::file_size(made.ledger_file, error) == 0) {
        fs::remove(made.ledger_file, error);
    }
    if (fs::exists(made.ledger_file, error)) {
        throw InitError(fmt::format("{}: exists already; a ledger is never overwritten",
                                    made.ledger_file.string()));
    }
    Ledger::create(made.ledger_file);
    if (!made.policy_was_there) write_file(made.policy_file, text);
    return made;
}

}  // namespace dunning
