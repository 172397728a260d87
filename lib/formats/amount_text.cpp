#include "formats/amount_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/ascii.h"
#include "core/check.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// Enough for 25 full-width digits with marks; no amount is longer.
constexpr std::size_t max_bytes = 100;

struct Folding {
    std::string_view from;
    std::string_view to;
};

constexpr auto foldings = std::to_array<Folding>({
    {"\u00A0", " "},       // no-break space
    {"\u202F", " "},       // narrow no-break space
    {"\u3000", " "},       // ideographic space
    {"\u2019", "'"},       // right quotation mark, the Swiss group separator
    {"\u2212", "-"},       // minus sign
    {"\uFFE1", "\u00A3"},  // full-width pound
    {"\uFFE5", "\u00A5"},  // full-width yen
    {"\uFFE6", "\u20A9"},  // full-width won
});

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, is_digit);
}

// U+FF01 to U+FF5E are the ASCII characters 0x21 to 0x7E in the width of Chinese ones.
std::optional<char> full_width_ascii(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xEF' || (text[1] != '\xBC' && text[1] != '\xBD')) {
        return std::nullopt;
    }
    const int half = text[1] == '\xBC' ? 0 : 0x40;
    const int ascii = 0x20 + half + (static_cast<unsigned char>(text[2]) - 0x80);
    return ascii > 0x20 && ascii < 0x7F ? std::optional(static_cast<char>(ascii)) : std::nullopt;
}

// All blanks, signs and digits in their ASCII form.
std::string folded(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto known = std::ranges::find_if(
            foldings, [text](const Folding& folding) { return text.starts_with(folding.from); });
        if (known != foldings.end()) {
            result += known->to;
            text.remove_prefix(known->from.size());
        } else if (const auto ascii = full_width_ascii(text)) {
            result += *ascii;
            text.remove_prefix(3);
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

enum class Problem { none, form, group, signs, brackets, currencies };

// What stands around the digits.
struct Pieces {
    std::string body = {};  // from the first digit to the last
    std::string currency = {};
    int signs = 0;  // minus, plus, brackets, CR, DR
    bool negative = false;
    Problem problem = Problem::none;
};

// Takes one thing after another off both ends of an amount until only digits and marks are left.
class Peeling {
  public:
    explicit Peeling(std::string_view text) : rest_(text) {}

    Pieces peel() {
        while (take_front()) continue;
        while (take_back()) continue;
        pieces_.body = rest_;
        const bool is_body = !rest_.empty() && is_digit(rest_.front()) && is_digit(rest_.back());
        if (!is_body) found(Problem::form);
        if (opened_ != closed_) found(Problem::brackets);
        if (pieces_.signs > 1) found(Problem::signs);
        return std::move(pieces_);
    }

  private:
    // The first problem found is the one that is said.
    void found(Problem problem) {
        if (pieces_.problem == Problem::none) pieces_.problem = problem;
    }

    void sign(char c) {
        ++pieces_.signs;
        pieces_.negative |= c == '-';
    }

    bool take_front() {
        if (rest_.empty() || is_digit(rest_.front())) return false;
        const char c = rest_.front();
        std::size_t size = 1;
        if (c == '-' || c == '+') {
            sign(c);
        } else if (c == '(' && !opened_) {
            opened_ = true;
            sign('-');
        } else if (c != ' ') {
            size = rest_.substr(0, rest_.find_first_of(" 0123456789(+-")).size();
            if (!currency(rest_.substr(0, size))) return false;
        }
        rest_.remove_prefix(size);
        return true;
    }

    bool take_back() {
        if (rest_.empty() || is_digit(rest_.back())) return false;
        const char c = rest_.back();
        std::size_t size = 1;
        if (c == '-') {
            sign(c);
        } else if (c == ')' && !closed_) {
            closed_ = true;
        } else if (c != ' ') {
            const auto word = rest_.substr(rest_.find_last_of(" 0123456789)+-") + 1);
            if (!credit_or_debit(word) && !currency(word)) return false;
            size = word.size();
        }
        rest_.remove_suffix(size);
        return true;
    }

    // Only after a blank: "12CR" could be anything.
    bool credit_or_debit(std::string_view word) {
        const bool apart =
            rest_.size() > word.size() && rest_[rest_.size() - word.size() - 1] == ' ';
        const auto name = upper_case(word);
        if (!apart || (name != "CR" && name != "DR")) return false;
        sign(name == "CR" ? '-' : '+');
        return true;
    }

    bool currency(std::string_view word) {
        const auto code = Currency::from_code(upper_case(word));
        const std::string mark = code ? std::string(code->code()) : std::string(word);
        if (!is_currency_mark(mark)) return false;
        const bool first = pieces_.currency.empty();
        if (first || (code && is_mark_of(pieces_.currency, *code))) {
            pieces_.currency = mark;  // of "$12.00 CAD" the code says more
        } else {
            const auto before = Currency::from_code(pieces_.currency);
            if (!before || !is_mark_of(mark, *before)) found(Problem::currencies);
        }
        return true;
    }

    std::string_view rest_;
    Pieces pieces_;
    bool opened_ = false;
    bool closed_ = false;
};

Pieces pieces_of(std::string_view text) {
    if (text.size() > max_bytes) return {.problem = Problem::form};
    const auto plain = folded(text);
    return Peeling(plain).peel();
}

// The digits of "1.234.567", or of "1234567".
Problem take_groups(std::string_view whole, char decimal_mark, std::string& digits) {
    const auto first = whole.find_first_not_of("0123456789");
    digits = whole.substr(0, first);
    if (first == std::string_view::npos) return digits.empty() ? Problem::form : Problem::none;
    const char separator = whole[first];
    const bool known =
        separator == ',' || separator == '.' || separator == '\'' || separator == ' ';
    if (!known || separator == decimal_mark) return Problem::form;
    // No program writes 123 as 0,123: that comma is a decimal one.
    if (first == 0 || digits.front() == '0') return Problem::form;
    bool threes = first <= 3;
    for (auto rest = whole.substr(first); !rest.empty();) {
        rest.remove_prefix(1);
        const auto group = rest.substr(0, rest.find(separator));
        if (!all_digits(group)) return Problem::form;
        threes = threes && group.size() == 3;
        digits += group;
        rest.remove_prefix(group.size());
    }
    return threes ? Problem::none : Problem::group;
}

struct Body {
    std::string number;  // without a sign
    Problem problem = Problem::none;
};

Body read_body(std::string_view body, char decimal_mark) {
    const auto mark = body.find(decimal_mark);
    Body read;
    read.problem = take_groups(body.substr(0, mark), decimal_mark, read.number);
    if (mark == std::string_view::npos) return read;
    const auto fraction = body.substr(mark + 1);
    if (fraction.empty() || !all_digits(fraction)) read.problem = Problem::form;
    read.number.append(1, '.').append(fraction);
    return read;
}

// "1234.50", as most files have it: there is nothing to peel off.
bool is_machine_form(std::string_view text) {
    const auto mark = text.find('.');
    const auto whole = text.substr(0, mark);
    if (whole.empty() || text.size() > max_bytes || !all_digits(whole)) return false;
    if (mark == std::string_view::npos) return true;
    const auto fraction = text.substr(mark + 1);
    return !fraction.empty() && all_digits(fraction);
}

Fault amount_fault(std::string_view text, const Pieces& pieces, Problem problem,
                   char decimal_mark) {
    const auto shown = printable(fit_width(text.substr(0, max_bytes), 60));
    if (text.size() > max_bytes) return Fault{fmt::format("'{}' is too long for an amount", shown)};
    const char other = decimal_mark == '.' ? ',' : '.';
    switch (problem) {
        case Problem::signs:
            return Fault{fmt::format("'{}' has more than one sign", shown)};
        case Problem::brackets:
            return Fault{fmt::format("'{}' has only one bracket", shown)};
        case Problem::currencies:
            return Fault{fmt::format("'{}' names two currencies", shown)};
        case Problem::none:
        case Problem::form:
        case Problem::group:
            break;
    }
    if (pieces.problem == Problem::none && read_body(pieces.body, other).problem == Problem::none) {
        return Fault{
            fmt::format("'{}' is a number only with '{}' as the decimal mark", shown, other)};
    }
    const auto* why = problem == Problem::group ? ": its groups are not of three digits" : "";
    const bool has_exponent = !text.empty() && is_digit(text.front()) && is_digit(text.back()) &&
                              text.find_first_of("eE") != std::string_view::npos;
    return Fault{fmt::format("'{}' is not a number{}", shown, why),
                 has_exponent ? "write it without an exponent: 150, not 1.5e2" : ""};
}

}  // namespace

Result<AmountText> read_amount(std::string_view text, char decimal_mark) {
    DUNNING_CHECK(decimal_mark == '.' || decimal_mark == ',');
    text = trimmed(text);
    if (decimal_mark == '.' && is_machine_form(text)) {
        return AmountText{.number = std::string(text), .currency = {}};
    }
    auto pieces = pieces_of(text);
    if (pieces.problem != Problem::none) {
        return amount_fault(text, pieces, pieces.problem, decimal_mark);
    }
    auto body = read_body(pieces.body, decimal_mark);
    if (body.problem != Problem::none)
        return amount_fault(text, pieces, body.problem, decimal_mark);
    return AmountText{.number = (pieces.negative ? "-" : "") + std::move(body.number),
                      .currency = std::move(pieces.currency)};
}

void DecimalMarkVote::see(std::string_view value) {
    value = trimmed(value);
    const auto pieces = pieces_of(value);
    if (pieces.problem != Problem::none) return;
    const auto with_point = read_body(pieces.body, '.');
    const auto with_comma = read_body(pieces.body, ',');
    const bool point = with_point.problem == Problem::none;
    const bool comma = with_comma.problem == Problem::none;
    std::string* kind = nullptr;
    if (point && comma && with_point.number != with_comma.number) kind = &example_;
    if (point && !comma) kind = &point_;
    if (comma && !point) kind = &comma_;
    if (kind && kind->empty()) *kind = value;
}

std::optional<char> DecimalMarkVote::mark() const {
    if (point_.empty() == comma_.empty()) return std::nullopt;
    return comma_.empty() ? '.' : ',';
}

}  // namespace dunning
