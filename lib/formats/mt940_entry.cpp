#include "formats/mt940_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/ascii.h"
#include "formats/statement_text.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace statement;

constexpr std::string_view amount_remedy = "amounts are written 1234,56, with a comma always";

// Reads a value from left to right; where it stands is where a fault is.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::string_view rest() const { return text_.substr(at_); }
    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::string_view take(std::size_t count) {
        const auto taken = rest().substr(0, count);
        at_ += taken.size();
        return taken;
    }
    template <class Is>
    std::string_view take_while(const Is& is) {
        const auto all = rest();
        const auto end = std::ranges::find_if_not(all, is);
        return take(static_cast<std::size_t>(end - all.begin()));
    }
    void skip_blanks() {
        take_while([](char c) { return c == ' '; });
    }
    Mt940Fault fault(std::string what, std::string_view remedy = {}) const {
        return {count_characters(text_.substr(0, at_)), std::move(what), std::string(remedy)};
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_amount_character(char c) {
    return is_digit(c) || c == ',' || c == '.';
}

// The year in which this day lies nearest to the value day: entries of 1 January may have their
// value on 31 December, and the other way round.
Date nearest_year(DayParts day, Date value) {
    std::optional<Date> nearest;
    for (const int year : {value.year() - 1, value.year(), value.year() + 1}) {
        const auto candidate = day_or_month_end({year, day.month, day.day});
        if (!nearest || std::abs(candidate - value) < std::abs(*nearest - value)) {
            nearest = candidate;
        }
    }
    return *nearest;
}

class EntryScanner {
  public:
    EntryScanner(std::string_view line, Currency currency)
        : scanner_(line), entry_{.value = {}, .booked = {}, .amount = Money::zero(currency)} {}

    Mt940Outcome<Mt940Entry> read() {
        if (!read_value_day() || !read_booking_day() || !read_mark() || !read_amount()) {
            return {std::nullopt, fault_};
        }
        read_type();
        read_references();
        return {std::move(entry_), {}};
    }

    // The line ended before its amount did.
    bool was_cut() const { return was_cut_; }

  private:
    bool fail(std::string what, std::string_view remedy = {}) {
        fault_ = scanner_.fault(std::move(what), remedy);
        return false;
    }

    bool read_value_day() {
        const auto digits = scanner_.rest().substr(0, 6);
        const auto parts = split_day(digits);
        if (!parts) {
            return fail(fmt::format("'{}' is no value day", shown(digits)),
                        "a day is written YYMMDD");
        }
        scanner_.take(6);
        entry_.value = entry_.booked = day_or_month_end(*parts);
        entry_.clamped = entry_.value.day() != parts->day;
        return true;
    }

    // Absent, four blanks, or MMDD.
    bool read_booking_day() {
        scanner_.skip_blanks();
        if (!is_digit(scanner_.peek())) return true;
        const auto digits = scanner_.rest().substr(0, 4);
        // Any year will do to read month and day.
        const auto parts = split_day("2000" + std::string(digits));
        if (!parts) {
            return fail(fmt::format("'{}' is no booking day", shown(digits)),
                        "a day is written MMDD");
        }
        scanner_.take(4);
        scanner_.skip_blanks();
        entry_.booked = nearest_year(*parts, entry_.value);
        entry_.clamped = entry_.clamped || entry_.booked.day() != parts->day;
        return true;
    }

    bool read_mark() {
        entry_.reversal = scanner_.peek() == 'R';
        const auto mark = scanner_.rest().substr(entry_.reversal ? 1 : 0, 1);
        if (mark != "C" && mark != "D") {
            was_cut_ = mark.empty();
            return fail(fmt::format("'{}' is no mark of credit or debit",
                                    shown(scanner_.rest().substr(0, 2))),
                        "C, D, RC or RD stands before the amount");
        }
        scanner_.take(entry_.reversal ? 2 : 1);
        is_positive_ = (mark == "C") != entry_.reversal;
        // The third letter of the currency. It is not compared: some banks write another one.
        if (is_upper(scanner_.peek())) scanner_.take(1);
        scanner_.skip_blanks();
        return true;
    }

    bool read_amount() {
        const auto start = scanner_;
        const auto written = scanner_.take_while(is_amount_character);
        const auto amount = read_mt940_amount(written, entry_.amount.currency());
        if (!amount) {
            was_cut_ = scanner_.at_end();
            scanner_ = start;
            return fail(amount.error().what, amount.error().remedy);
        }
        entry_.amount = is_positive_ ? *amount : -*amount;
        return true;
    }

    void read_type() {
        const auto code = scanner_.rest().substr(0, 4);
        const auto fits = [](char c) { return is_upper_or_digit(c) || c == ' '; };
        if (code.size() < 4 || !is_upper(code[0]) || !std::ranges::all_of(code, fits)) return;
        entry_.type = tidy(scanner_.take(4));
    }

    void read_references() {
        const auto rest = scanner_.rest();
        const auto slashes = rest.find("//");
        entry_.customer_reference = reference_or_none(rest.substr(0, slashes));
        if (slashes == std::string_view::npos) return;
        entry_.bank_reference = reference_or_none(rest.substr(slashes + 2));
    }

    Scanner scanner_;
    Mt940Entry entry_;
    Mt940Fault fault_;
    bool is_positive_ = true;
    bool was_cut_ = false;
};

// "NTRFNONREF", or the decimals that were cut off before it.
bool begins_with_type(std::string_view line) {
    Scanner scanner(line);
    const auto decimals = scanner.take_while(is_digit);
    const auto code = scanner.take(4);
    if (decimals.size() > 2 || code.size() < 4) return false;
    const bool is_kind = code[0] == 'N' || code[0] == 'F' || code[0] == 'S';
    return is_kind && std::ranges::all_of(code, is_upper_or_digit);
}

bool next_belongs(const Mt940Entry& entry, std::string_view next) {
    if (entry.type.empty()) return begins_with_type(next);
    return entry.bank_reference.empty() && next.starts_with("//");
}

}  // namespace

Result<Money> read_mt940_amount(std::string_view text, Currency currency) {
    const auto comma = text.find(',');
    const auto whole = text.substr(0, comma);
    const auto fraction =
        comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const bool is_number = comma != std::string_view::npos && are_digits(whole) &&
                           (fraction.empty() || are_digits(fraction));
    if (!is_number) {
        return Fault{fmt::format("'{}' is no amount", shown(text)), std::string(amount_remedy)};
    }
    auto decimal = std::string(whole);
    if (!fraction.empty()) decimal += "." + std::string(fraction);
    auto amount = parse_money(decimal, currency);
    if (amount) return amount;
    return Fault{fmt::format("'{}' is no amount in {}", shown(text), currency.code())};
}

Mt940Outcome<Mt940Balance> read_mt940_balance(std::string_view value) {
    Scanner scanner(value.substr(0, value.find_last_not_of(" \t") + 1));  // npos + 1 is 0
    const auto mark = scanner.peek();
    if (mark != 'C' && mark != 'D') {
        return {std::nullopt, scanner.fault("a balance begins with C or D")};
    }
    scanner.take(1);
    const auto parts = split_day(scanner.rest().substr(0, 6));
    if (!parts) {
        const auto written = shown(scanner.rest().substr(0, 6));
        return {std::nullopt,
                scanner.fault(fmt::format("'{}' is no day", written), "a day is written YYMMDD")};
    }
    scanner.take(6);
    const auto currency = Currency::from_code(scanner.rest().substr(0, 3));
    if (!currency) {
        const auto written = shown(scanner.rest().substr(0, 3));
        return {std::nullopt, scanner.fault(fmt::format("'{}' is no currency", written),
                                            "a code of ISO 4217 is expected: EUR")};
    }
    scanner.take(3);
    const auto amount = read_mt940_amount(scanner.rest(), *currency);
    if (!amount) {
        return {std::nullopt, scanner.fault(amount.error().what, amount.error().remedy)};
    }
    const auto day = day_or_month_end(*parts);
    return {Mt940Balance{day, mark == 'C' ? *amount : -*amount, day.day() != parts->day}, {}};
}

Mt940Outcome<Mt940Entry> read_mt940_entry(const std::vector<std::string_view>& lines,
                                          Currency currency) {
    // Two breaks at most: SWIFT has one line, and what goes on for longer is no such line.
    constexpr std::size_t most_joined = 3;
    std::string line;
    std::size_t used = 0;
    Mt940Outcome<Mt940Entry> outcome;
    while (used < std::min(lines.size(), most_joined)) {
        line += lines[used++];
        EntryScanner scanner(line, currency);
        outcome = scanner.read();
        const bool is_last = used == lines.size();
        if (is_last) break;
        if (outcome.value ? !next_belongs(*outcome.value, lines[used]) : !scanner.was_cut()) break;
    }
    if (!outcome.value) return outcome;
    for (; used < lines.size(); ++used) {
        auto& supplement = outcome.value->supplement;
        if (!supplement.empty()) supplement += ' ';
        supplement += tidy(lines[used]);
    }
    return outcome;
}

}  // namespace dunning
