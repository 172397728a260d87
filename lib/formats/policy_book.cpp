// [book], [ledger], [templates]
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/ascii.h"
#include "formats/policy_sections.h"

namespace dunning {
namespace {

// "Asia/Shanghai", "UTC". Whether there is such a zone only the zone database knows.
bool is_zone_shaped(std::string_view text) {
    const auto allowed = [](char c) {
        return is_letter_or_digit(c) || c == '_' || c == '-' || c == '+' || c == '/';
    };
    const bool framed = !text.empty() && is_letter(text.front()) && is_letter_or_digit(text.back());
    const bool named = text == "UTC" || text == "GMT" || text.find('/') != std::string_view::npos;
    return framed && named && std::ranges::all_of(text, allowed) &&
           text.find("//") == std::string_view::npos;
}

// BCP 47 in its usual shape: "de", "zh-CN", "zh-Hans-CN".
bool is_language_shaped(std::string_view text) {
    const auto language = text.substr(0, text.find('-'));
    if (language.size() < 2 || language.size() > 3 || !std::ranges::all_of(language, is_letter)) {
        return false;
    }
    text.remove_prefix(language.size());
    while (!text.empty()) {
        const auto part = text.substr(1, text.substr(1).find('-'));
        if (part.size() < 2 || part.size() > 8 || !std::ranges::all_of(part, is_letter_or_digit)) {
            return false;
        }
        text.remove_prefix(part.size() + 1);
    }
    return true;
}

std::optional<Currency> currency_in(const TomlValue& value) {
    const auto code = value.text();
    if (!code) return std::nullopt;
    const auto currency = Currency::from_code(*code);
    if (!currency)
        value.problem("is not a currency code of ISO 4217", "as in \"EUR\", \"CNY\", \"USD\"");
    return currency;
}

struct Shape {
    bool (*fits)(std::string_view);
    std::string_view expected;

    std::optional<std::string> operator()(const TomlValue& value) const {
        auto text = value.text();
        if (!text || fits(*text)) return text;
        value.problem(fmt::format("is not {}", expected));
        return std::nullopt;
    }
};

// Well shaped, and a zone that the machine knows.
std::optional<std::string> read_zone(const TomlValue& value, const PolicyInput& input) {
    auto zone = Shape{is_zone_shaped, "a time zone such as \"Europe/Berlin\""}(value);
    const auto fault =
        zone && input.timezone_fault ? input.timezone_fault(*zone) : std::optional<Fault>();
    if (!fault) return zone;
    value.problem(fault->what, fault->remedy);
    return std::nullopt;
}

}  // namespace

void read_book(TomlSection& root, const PolicyInput& input, Policy& policy) {
    auto book = root.section("book");
    if (book) {
        book->take("name", policy.book.name, &TomlValue::text);
        book->take("currency", policy.book.currency, currency_in);
        book->take("timezone", policy.book.timezone,
                   [&](const TomlValue& value) { return read_zone(value, input); });
        book->take("language", policy.book.language,
                   Shape{is_language_shaped, "a language tag such as \"zh-CN\""});
        book->take("country", policy.book.country, &TomlValue::country);
        book->refuse_unknown();
    }
    policy.tolerance = Money::zero(policy.book.currency);
}

void read_paths(TomlSection& root, Policy& policy) {
    if (auto ledger = root.section("ledger")) {
        ledger->take("path", policy.ledger_path, &TomlValue::text_with_content);
        ledger->refuse_unknown();
    }
    if (auto templates = root.section("templates")) {
        templates->take("path", policy.templates_path, &TomlValue::text);
        templates->refuse_unknown();
    }
}

// "10y", "6m"; the end of the year comes on top.
void read_privacy(TomlSection& root, Policy& policy) {
    auto privacy = root.section("privacy");
    if (!privacy) return;
    if (const auto value = privacy->find("retention")) {
        const auto text = value->text();
        const char unit = text && !text->empty() ? text->back() : ' ';
        int number = 0;
        const char* const end =
            text ? text->data() + text->size() - (text->empty() ? 0 : 1) : nullptr;
        const bool is_number =
            text && std::from_chars(text->data(), end, number).ptr == end && number > 0;
        if (!is_number || number > 100 || (unit != 'y' && unit != 'm')) {
            value->problem("is not a span of years or months", "as in \"10y\" or \"6m\"");
        } else {
            policy.retention_months = unit == 'y' ? 12 * number : number;
        }
    }
    privacy->refuse_unknown();
}

}  // namespace dunning
