#include "formats/bai2.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "core/ascii.h"
#include "formats/bai2_codes.h"
#include "formats/bai2_records.h"
#include "formats/statement_text.h"

namespace dunning {
namespace {

using namespace statement;

constexpr std::string_view opening_ledger = "010";
constexpr std::string_view closing_ledger = "015";
// Eighteen digits fit in an int64. Sums of them do not, and are Wide.
constexpr std::size_t most_digits = 18;

struct Number {
    std::int64_t value = 0;
    bool has_sign = false;
};

std::optional<Number> read_number(std::string_view text) {
    Number number;
    const bool is_negative = text.starts_with('-');
    number.has_sign = is_negative || text.starts_with('+');
    if (number.has_sign) text.remove_prefix(1);
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1));
    if (!are_digits(text) || text.size() > most_digits) return std::nullopt;
    for (const char c : text) number.value = number.value * 10 + (c - '0');
    if (is_negative) number.value = -number.value;
    return number;
}

// "000" and "" are no references.
std::string reference_of(const Bai2Field& field) {
    const bool is_zero = field.text.find_first_not_of('0') == std::string_view::npos;
    return is_zero ? "" : reference_or_none(field.text);
}

// What a trailer is compared with.
struct Tally {
    Wide total = 0;
    std::int64_t members = 0;  // accounts of a group, groups of a file
    std::int64_t records = 0;
};

struct Group {
    Tally tally;
    std::optional<Date> day;
    Currency currency = *Currency::from_code("USD");
};

struct Account {
    Tally tally;
    BankStatement statement;
};

class Bai2Reader {
  public:
    Bai2Reader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
        : problems_(file, diagnostics), records_(text, problems_) {}

    std::optional<BankFile> read() {
        Bai2Record record;
        while (!is_full_ && records_.next(record)) {
            record_ = &record;
            take(record);
        }
        if (!is_full_ && !problems_.failed()) check_end();
        problems_.finish();
        if (problems_.failed()) return std::nullopt;
        return BankFile{.format = "bai2", .statements = std::move(statements_)};
    }

  private:
    void take(const Bai2Record& record) {
        const auto physical = static_cast<std::int64_t>(record.parts.size());
        switch (record.code) {
            case Bai2Code::file:
                return take_file(physical);
            case Bai2Code::group:
                return take_group(physical);
            case Bai2Code::account:
                return take_account(physical);
            case Bai2Code::detail:
                return take_detail(physical);
            case Bai2Code::account_trailer:
                return take_account_trailer(physical);
            case Bai2Code::group_trailer:
                return take_group_trailer(physical);
            case Bai2Code::file_trailer:
                return take_file_trailer(physical);
            case Bai2Code::continuation:
                return;  // of nothing, and said so
        }
    }

    // ------------------------------------------------------------------------------------- headers

    void take_file(std::int64_t physical) {
        close_file("another file begins");
        file_ = Tally{.records = physical};
        found_file_ = true;
        Bai2Fields fields(*record_);
        fields.next();  // sender
        fields.next();  // receiver
        const auto day = fields.next();
        fields.next();  // time
        const auto number = fields.next();
        file_id_ = tidy(day.text);
        if (!number.text.empty()) file_id_ += "-" + tidy(number.text);
    }

    void take_group(std::int64_t physical) {
        close_group("another group begins");
        if (!file_) return misplaced("a group (02) outside of a file (01)");
        group_.emplace();
        group_->tally.records = physical;
        Bai2Fields fields(*record_);
        fields.next();  // receiver
        fields.next();  // originator
        take_status(fields.next());
        take_day(fields.next());
        fields.next();  // time
        if (const auto currency = read_currency(fields.next())) group_->currency = *currency;
    }

    void take_status(const Bai2Field& status) {
        if (status.text == "4") {
            error(status, "the group is a test", "a test must not become payments");
        } else if (status.text == "2") {
            error(status, "the group deletes one that was sent before",
                  "ask the bank for the group as it is to be");
        } else if (status.text == "3") {
            warning(status, "the group corrects one that was sent before",
                    "entries that were taken from that one may be wrong");
        }
    }

    void take_day(const Bai2Field& field) {
        group_->day = exact_day(field.text);
        if (!group_->day) {
            error(field, fmt::format("'{}' is no day", shown(field.text)),
                  "a day is written YYMMDD");
        }
    }

    std::optional<Currency> read_currency(const Bai2Field& field) {
        if (field.text.empty()) return std::nullopt;
        const auto currency = Currency::from_code(field.text);
        if (!currency) {
            error(field, fmt::format("'{}' is no currency", shown(field.text)),
                  "a code of ISO 4217 is expected: USD");
        }
        return currency;
    }

    void take_account(std::int64_t physical) {
        close_account("another account begins");
        if (!group_) return misplaced("an account (03) outside of a group (02)");
        is_full_ = !problems_.count_entry(record_->line);
        account_.emplace();
        account_->tally.records = physical;
        Bai2Fields fields(*record_);
        auto& statement = account_->statement;
        const auto number = fields.next();
        statement.account = without_blanks(number.text);
        if (statement.account.empty()) error(number, "the account is empty");
        statement.currency = read_currency(fields.next()).value_or(group_->currency);
        statement.id = file_id_;
        statement.from = statement.to = group_->day;
        statement.line = record_->line;
        while (fields.has_more()) take_summary(fields);
    }

    void take_summary(Bai2Fields& fields) {
        const auto type = fields.next();
        const auto amount = fields.next();
        fields.next();  // count of items
        skip_funds(fields);
        const auto number = take_amount(amount);
        if (!number) return;
        auto& statement = account_->statement;
        const bool is_opening = type.text == opening_ledger && !statement.opening;
        const bool is_closing = type.text == closing_ledger && !statement.closing;
        if (is_opening) statement.opening = Money(number->value, statement.currency);
        if (is_closing) statement.closing = Money(number->value, statement.currency);
    }

    // ------------------------------------------------------------------------------------- details

    // Counts into the control total. Nothing for an empty amount and for one that cannot be read.
    std::optional<Number> take_amount(const Bai2Field& field) {
        if (field.text.empty()) return std::nullopt;
        const auto number = read_number(field.text);
        if (!number) {
            error(field, fmt::format("'{}' is no amount", shown(field.text)),
                  "amounts are whole numbers of cents, without a point");
            return std::nullopt;
        }
        if (number->value > max_amount_minor || number->value < -max_amount_minor) {
            error(field, fmt::format("the amount {} is too large", shown(field.text)));
            return std::nullopt;
        }
        account_->tally.total += number->value;
        return number;
    }

    // The fields that a funds type has after it. The value day of type V.
    std::optional<Bai2Field> skip_funds(Bai2Fields& fields) {
        const auto funds = fields.next();
        if (funds.text == "S") {
            for (int i = 0; i < 3; ++i) fields.next();
        } else if (funds.text == "V") {
            const auto day = fields.next();
            fields.next();  // time
            return day;
        } else if (funds.text == "D") {
            const auto count = read_number(fields.next().text);
            for (auto left = count ? 2 * count->value : 0; left > 0 && fields.has_more(); --left) {
                fields.next();
            }
        } else if (!funds.text.empty() && funds.text.find_first_not_of("012Z") == 0) {
            warning(funds, fmt::format("'{}' is no funds type", shown(funds.text)),
                    "expected: 0, 1, 2, S, V, D or Z");
        }
        return std::nullopt;
    }

    void take_detail(std::int64_t physical) {
        if (!account_) return misplaced("an entry (16) outside of an account (03)");
        account_->tally.records += physical;
        is_full_ = !problems_.count_entry(record_->line);
        Bai2Fields fields(*record_);
        const auto type = fields.next();
        const auto amount = fields.next();
        const auto value_day = skip_funds(fields);
        const bool is_information = !bai2_direction(code_of(type));  // 890, or a balance
        if (amount.text.empty() && !is_information) error(type, "the entry has no amount");
        const auto number = take_amount(amount);
        if (!number || (number->value == 0 && is_information)) return;
        const auto money = signed_amount(type, amount, *number);
        if (!money || !group_->day) return;
        BankEntry entry = begin_entry(type, *money);
        if (value_day) take_value_day(*value_day, entry);
        finish_entry(fields, std::move(entry));
    }

    int code_of(const Bai2Field& type) {
        const auto code = read_number(type.text);
        const bool is_code = code && type.text.size() == 3 && are_digits(type.text);
        return is_code ? static_cast<int>(code->value) : 0;
    }

    std::optional<Money> signed_amount(const Bai2Field& type, const Bai2Field& field,
                                       const Number& number) {
        const Money money(number.value, account_->statement.currency);
        const int code = code_of(type);
        if (is_bai2_custom(code) && number.has_sign) return money;
        const auto direction = bai2_direction(code);
        if (!direction) {
            error(type,
                  fmt::format("type '{}' is neither money in nor money out", shown(type.text)));
            return std::nullopt;
        }
        if (*direction == Bai2Direction::out) {
            if (!money.is_negative()) return -money;
            warning(field, fmt::format("type {} is money out, its amount is negative", code),
                    "it is taken as money out");
            return money;
        }
        if (!money.is_negative()) return money;
        error(field, fmt::format("type {} is money in, its amount is negative", code));
        return std::nullopt;
    }

    BankEntry begin_entry(const Bai2Field& type, const Money& amount) const {
        return {.booked = *group_->day,
                .value = *group_->day,
                .amount = amount,
                .type = tidy(type.text),
                .line = record_->line,
                .column = record_->column};
    }

    void take_value_day(const Bai2Field& field, BankEntry& entry) {
        if (field.text.empty()) return;
        if (const auto day = exact_day(field.text)) {
            entry.value = *day;
        } else {
            warning(field, fmt::format("'{}' is no value day", shown(field.text)),
                    "the day of the group is taken");
        }
    }

    void finish_entry(Bai2Fields& fields, BankEntry entry) {
        entry.bank_reference = reference_of(fields.next());
        const auto customer_reference = reference_of(fields.next());
        const int code = code_of({.text = entry.type});
        const auto came_back = bai2_return(code);
        entry.reversal = !came_back.empty();
        entry.details.push_back({.amount = entry.amount,
                                 .end_to_end_id = customer_reference,
                                 .bank_reference = entry.bank_reference,
                                 .text = fields.rest(),
                                 .return_reason = std::string(came_back),
                                 .line = entry.line});
        account_->statement.entries.push_back(std::move(entry));
    }

    // ------------------------------------------------------------------------------------ trailers

    void take_account_trailer(std::int64_t physical) {
        if (!account_) return misplaced("a trailer (49) without an account (03)");
        account_->tally.records += physical;
        Bai2Fields fields(*record_);
        check_total(fields.next(), account_->tally, "account");
        check_count(fields.next(), account_->tally.records, "account", "records");
        end_account();
    }

    void take_group_trailer(std::int64_t physical) {
        close_account("the group ends");
        if (!group_) return misplaced("a trailer (98) without a group (02)");
        group_->tally.records += physical;
        Bai2Fields fields(*record_);
        check_total(fields.next(), group_->tally, "group");
        check_count(fields.next(), group_->tally.members, "group", "accounts");
        check_count(fields.next(), group_->tally.records, "group", "records");
        end_group();
    }

    void take_file_trailer(std::int64_t physical) {
        close_group("the file ends");
        if (!file_) return misplaced("a trailer (99) without a file (01)");
        file_->records += physical;
        Bai2Fields fields(*record_);
        check_total(fields.next(), *file_, "file");
        check_count(fields.next(), file_->members, "file", "groups");
        check_count(fields.next(), file_->records, "file", "records");
        file_.reset();
    }

    // The stated total goes on into the next one above: a difference is said where it is.
    void check_total(const Bai2Field& field, Tally& tally, std::string_view of) {
        const auto stated = read_number(field.text);
        if (!stated) {
            warning(field, fmt::format("'{}' is no control total", shown(field.text)));
        } else if (stated->value != tally.total) {
            warning(field,
                    fmt::format("the control total of the {} is {}, its amounts add up to {}", of,
                                stated->value, tally.total),
                    "records may be missing or changed");
            tally.total = stated->value;
        }
    }

    void check_count(const Bai2Field& field, std::int64_t counted, std::string_view of,
                     std::string_view what) {
        const auto stated = read_number(field.text);
        if (stated && stated->value == counted) return;
        const auto says = field.text.empty() ? "an unknown number of" : shown(field.text);
        warning(field,
                fmt::format("the {} says it has {} {}, there are {}", of, says, what, counted),
                "records may be missing");
    }

    void end_account() {
        group_->tally.total += account_->tally.total;
        group_->tally.records += account_->tally.records;
        ++group_->tally.members;
        statements_.push_back(std::move(account_->statement));
        account_.reset();
    }

    void end_group() {
        file_->total += group_->tally.total;
        file_->records += group_->tally.records;
        ++file_->members;
        group_.reset();
    }

    // What ends without its trailer.
    void close_account(std::string_view why) {
        if (!account_) return;
        here_warning(fmt::format("{}, the account before has no trailer (49)", why));
        end_account();
    }

    void close_group(std::string_view why) {
        close_account(why);
        if (!group_) return;
        here_warning(fmt::format("{}, the group before has no trailer (98)", why));
        end_group();
    }

    void close_file(std::string_view why) {
        close_group(why);
        if (file_) here_warning(fmt::format("{}, the file before has no trailer (99)", why));
        file_.reset();
    }

    void check_end() {
        if (!found_file_) {
            problems_.error(0, 0, "no file header (01) in the file", "this is no BAI2 file");
        } else if (file_) {
            problems_.error(record_->line, 0, "the file ends before its trailer (99)",
                            "it was cut off: fetch it again");
        }
    }

    void misplaced(std::string what) {
        problems_.error(record_->line, record_->column, std::move(what));
    }
    void here_warning(std::string what) {
        problems_.warning(record_->line, record_->column, std::move(what));
    }
    void error(const Bai2Field& field, std::string what, std::string remedy = {}) {
        problems_.error(line_of(field), column_of(field), std::move(what), std::move(remedy));
    }
    void warning(const Bai2Field& field, std::string what, std::string remedy = {}) {
        problems_.warning(line_of(field), column_of(field), std::move(what), std::move(remedy));
    }
    // A field that is missing is missed where its record begins.
    int line_of(const Bai2Field& field) const {
        return field.line > 0 ? field.line : record_->line;
    }
    int column_of(const Bai2Field& field) const {
        return field.line > 0 ? field.column : record_->column;
    }

    StatementProblems problems_;
    Bai2RecordReader records_;
    const Bai2Record* record_ = nullptr;  // that is being taken
    std::optional<Tally> file_;
    std::optional<Group> group_;
    std::optional<Account> account_;
    std::string file_id_;
    bool found_file_ = false;
    bool is_full_ = false;
    std::vector<BankStatement> statements_;
};

}  // namespace

std::optional<BankFile> read_bai2(std::string_view text, const std::string& file,
                                  Diagnostics& diagnostics) {
    return Bai2Reader(text, file, diagnostics).read();
}

}  // namespace dunning
