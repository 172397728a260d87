#include "formats/mt940.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/ascii.h"
#include "core/payment_reference.h"
#include "formats/mt940_details.h"
#include "formats/mt940_entry.h"
#include "formats/mt940_fields.h"
#include "formats/statement_text.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace statement;

// ------------------------------------------------------------------------------------- the account

bool is_bank_code(std::string_view text) {
    if (text.size() != 8 && text.size() != 11) return false;
    return std::ranges::all_of(text.substr(0, 6), is_upper) &&
           std::ranges::all_of(text, is_upper_or_digit);
}

// "BIC/number", "number/EUR" and "NL69...789EUR" are the number alone. "BLZ/number" stays whole:
// the number is unique within its bank only.
std::string account_of(std::string_view written) {
    std::string account = upper_case(without_blanks(written));
    const auto slash = account.find('/');
    if (slash != std::string::npos && is_bank_code(account.substr(0, slash))) {
        account.erase(0, slash + 1);
    }
    if (account.size() < 4) return account;
    auto start = account.size() - 3;
    if (!Currency::from_code(account.substr(start)) || is_iban(account)) return account;
    if (account[start - 1] == '/') --start;
    const auto number = account.substr(0, start);
    const bool is_suffix = account[start] == '/' || are_digits(number) || is_iban(number);
    return is_suffix ? number : account;
}

// ------------------------------------------------------------------------------------- the charges

// "EUR3,00", "3,00" and "3.00 EUR", for one currency; nothing for any other text.
std::optional<Money> charge_of(std::string_view written, Currency currency) {
    std::string number = without_blanks(written);
    const auto code = std::string(currency.code());
    if (number.starts_with(code)) number.erase(0, code.size());
    if (number.ends_with(code)) number.erase(number.size() - code.size());
    if (number.find(',') == std::string::npos) {
        const auto point = number.find('.');
        if (point == std::string::npos) return std::nullopt;
        number[point] = ',';
    }
    const auto amount = read_mt940_amount(number, currency);
    return amount ? std::optional(*amount) : std::nullopt;
}

struct Mt940Charges {
    std::optional<Money> total = {};
    bool included = false;  // the amount of the entry contains them
};

// What the bank took. The amount of a return is what was to come back and all charges (DK,
// Anlage 3 of the DFÜ agreement: OCMT and CHGS in :61:, OAMT and COAM in :86:), so the difference
// is what the bank took, whatever it names of it. Of other money the bank says itself what it took,
// and the original amount shows whether it did so from the amount.
Mt940Charges charges_of(const Mt940Details& details, const BankEntry& entry) {
    const auto currency = entry.amount.currency();
    const auto said = charge_of(details.charges, currency);
    const auto original = charge_of(details.original_amount, currency);
    const auto booked = entry.amount.is_negative() ? -entry.amount : entry.amount;
    if (!original || !original->is_positive()) return {said};
    if (entry.reversal && booked > *original) return {booked - *original, true};
    const auto signed_original = entry.amount.is_negative() ? -*original : *original;
    return {said, said && entry.amount + *said == signed_original};
}

std::string first_of(const std::string& first, const std::string& second) {
    return first.empty() ? second : first;
}

std::string reason_of(const Mt940Details& details, const BankEntry& entry) {
    if (!entry.reversal) return {};
    if (!details.reason_code.empty()) return details.reason_code;
    for (const auto* text : {&details.bank_message, &details.text, &details.booking_text}) {
        if (auto code = return_code_in(*text); !code.empty()) return code;
    }
    if (!details.bank_message.empty()) return details.bank_message;
    // Of a return the bank says why in the text; of a correction of its own it has a title.
    return details.is_return ? first_of(details.text, details.booking_text)
                             : first_of(details.booking_text, details.text);
}

// The payer of money in, the payee of money out; of what comes back, the same as of what went
// before.
std::string counterparty_of(const Mt940Details& details, const BankEntry& entry) {
    const bool was_paid_to_us = entry.amount.is_positive() != entry.reversal;
    return first_of(was_paid_to_us ? details.first_debtor : details.last_creditor, details.name);
}

// ------------------------------------------------------------------------------------- the entries

BankEntry begin_entry(const Mt940Entry& read, const Mt940Field& field) {
    return {.booked = read.booked,
            .value = read.value,
            .amount = read.amount,
            .reversal = read.reversal || read.type == "NRTI",
            .bank_reference = read.bank_reference,
            .type = read.type,
            .line = field.line,
            .column = 1};
}

// Two letters, two digits and what follows. The check digits are the matching's concern: a number
// with wrong ones is what the bank says all the same.
bool has_iban_shape(std::string_view text) {
    return text.size() >= 15 && text.size() <= 34 && is_upper(text[0]) && is_upper(text[1]) &&
           are_digits(text.substr(2, 2)) && std::ranges::all_of(text, is_upper_or_digit);
}

// The second line of :61: has charges, an account or words of the bank.
void take_supplement(const std::string& supplement, Mt940Details& details) {
    if (supplement.starts_with('/')) {
        const auto extra = read_mt940_details({supplement});
        details.charges = first_of(details.charges, extra.charges);
        details.original_amount = first_of(details.original_amount, extra.original_amount);
    }
    const auto number = without_blanks(supplement);
    if (details.account.empty() && has_iban_shape(number)) details.account = number;
}

void complete_entry(BankEntry& entry, const Mt940Entry& read,
                    const std::vector<std::string_view>& lines, int line) {
    auto details = read_mt940_details(lines);
    take_supplement(read.supplement, details);
    entry.reversal = entry.reversal || details.is_return;
    if (!details.code.empty()) entry.type += (entry.type.empty() ? "" : "+") + details.code;
    entry.bank_reference = first_of(entry.bank_reference, details.bank_reference);
    entry.text = details.booking_text;
    append_word(entry.text, details.bank_message);
    append_word(entry.text, read.supplement);
    const auto charges = charges_of(details, entry);
    entry.details.push_back({
        .amount = entry.amount,
        .counterparty = counterparty_of(details, entry),
        .counterparty_account = details.account,
        .end_to_end_id = first_of(details.end_to_end_id, read.customer_reference),
        .bank_reference = entry.bank_reference,
        .reference = details.reference,
        .text = lines.empty() ? read.supplement : details.text,
        .return_reason = reason_of(details, entry),
        .charges = charges.total,
        .charges_included = charges.included,
        .line = line,
    });
}

// ---------------------------------------------------------------------------------- the statements

struct Message {
    BankStatement statement;
    int line = 0;
    int closing_line = 0;
    bool has_account = false;
    bool has_currency = false;
    bool begins_as_page = false;
    bool ends_as_page = false;
    bool has_closing = false;  // also one that cannot be read
    bool has_opening = false;
    bool is_interim = false;
};

class Mt940Reader {
  public:
    Mt940Reader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
        : fields_(text), problems_(file, diagnostics) {}

    std::optional<BankFile> read() {
        Mt940Field field;
        bool goes_on = true;
        while (goes_on && fields_.next(field)) goes_on = take(field);
        if (goes_on) finish();
        problems_.finish();
        if (problems_.failed()) return std::nullopt;
        return BankFile{.format = "mt940", .statements = std::move(statements_)};
    }

  private:
    void finish() {
        finish_message();
        report_missing_pages();
        if (found_message_) return;
        problems_.error(0, 0, "no statement in the file",
                        "a statement of MT940 begins with a line ':20:...'");
    }

    // False when there is no use in going on.
    bool take(const Mt940Field& field) {
        const bool counts = message_ || field.tag == Mt940Tag::reference;
        if (counts && field.bytes > max_statement_field_bytes) {
            problems_.too_long(field.line, field.column);
            return false;
        }
        if (field.tag == Mt940Tag::reference) {
            finish_message();
            return begin_message(field);
        }
        if (!message_) return true;  // outside of messages
        switch (field.tag) {
            case Mt940Tag::account:
                take_account(field);
                return true;
            case Mt940Tag::number:
                message_->statement.sequence = tidy(field.lines.front());
                return true;
            case Mt940Tag::opening:
            case Mt940Tag::opening_page:
                take_opening(field);
                return true;
            case Mt940Tag::entry:
                return take_entry(field);
            case Mt940Tag::details:
                return take_details(field);
            case Mt940Tag::closing:
            case Mt940Tag::closing_page:
                take_closing(field);
                return true;
            case Mt940Tag::interim:
                message_->is_interim = true;
                return true;
            case Mt940Tag::end:
                finish_message();
                return true;
            case Mt940Tag::reference:
            case Mt940Tag::other:
                return true;
        }
        return true;
    }

    bool begin_message(const Mt940Field& field) {
        found_message_ = true;
        message_.emplace();
        message_->line = message_->statement.line = field.line;
        message_->statement.id = tidy(field.lines.front());
        return problems_.count_entry(field.line);
    }

    void take_account(const Mt940Field& field) {
        message_->has_account = true;
        message_->statement.account = account_of(field.lines.front());
        if (message_->statement.account.empty()) {
            problems_.error(field.line, field.column, "the account is empty");
        }
    }

    std::optional<Mt940Balance> read_balance(const Mt940Field& field) {
        auto outcome = read_mt940_balance(field.lines.front());
        if (!outcome.value) {
            report(field, outcome.fault);
        } else if (outcome.value->clamped) {
            warn_of_day(field);
        }
        return outcome.value;
    }

    void take_opening(const Mt940Field& field) {
        auto& message = *message_;
        message.has_opening = true;
        message.begins_as_page = field.tag == Mt940Tag::opening_page;
        const auto balance = read_balance(field);
        if (!balance) return;
        message.has_currency = true;
        message.statement.currency = balance->amount.currency();
        message.statement.opening = balance->amount;
        message.statement.from = balance->day;
    }

    void take_closing(const Mt940Field& field) {
        complete_last_entry();
        auto& message = *message_;
        message.has_closing = true;
        message.closing_line = field.line;
        message.ends_as_page = field.tag == Mt940Tag::closing_page;
        const auto balance = read_balance(field);
        if (!balance) return;
        if (message.has_currency && balance->amount.currency() != message.statement.currency) {
            problems_.error(
                field.line, field.column,
                fmt::format("the closing balance is in {}, the opening balance in {}",
                            balance->amount.currency().code(), message.statement.currency.code()));
            return;
        }
        message.statement.closing = balance->amount;
        message.statement.to = balance->day;
    }

    bool take_entry(const Mt940Field& field) {
        complete_last_entry();
        if (!problems_.count_entry(field.line)) return false;
        auto& message = *message_;
        if (!message.has_currency) {
            // Said once, of the opening balance.
            if (!message.has_opening) report_missing_opening(field.line);
            return true;
        }
        auto outcome = read_mt940_entry(field.lines, message.statement.currency);
        if (!outcome.value) {
            report(field, outcome.fault);
            return true;
        }
        if (outcome.value->clamped) warn_of_day(field);
        if (outcome.value->type.empty()) {
            problems_.warning(field.line, field.column, "the entry has no type",
                              "four characters such as NTRF stand after the amount");
        }
        message.statement.entries.push_back(begin_entry(*outcome.value, field));
        last_ = std::move(*outcome.value);
        details_line_ = field.line;
        return true;
    }

    // The lines of all :86: of one entry.
    bool take_details(const Mt940Field& field) {
        if (!last_) return true;
        if (details_.empty()) details_line_ = field.line;
        details_.insert(details_.end(), field.lines.begin(), field.lines.end());
        details_bytes_ += field.bytes;
        if (details_bytes_ <= max_statement_field_bytes) return true;
        problems_.too_long(field.line, field.column);
        return false;
    }

    void complete_last_entry() {
        if (last_) {
            complete_entry(message_->statement.entries.back(), *last_, details_, details_line_);
        }
        last_.reset();
        details_.clear();
        details_bytes_ = 0;
    }

    void finish_message() {
        if (!message_) return;
        complete_last_entry();
        const auto& message = *message_;
        if (!message.has_account) {
            problems_.error(message.line, 0, "the statement names no account",
                            "a line ':25:...' is expected");
        }
        if (!message.has_opening) report_missing_opening(message.line);
        if (!message.has_closing) {
            problems_.error(message.line, 0, "the statement has no closing balance (:62F:)",
                            "the file may have been cut off: fetch it again");
        }
        keep(std::move(*message_));
        message_.reset();
    }

    void report_missing_opening(int line) {
        message_->has_opening = true;  // so that it is said once
        problems_.error(line, 0, "the statement has no opening balance (:60F:) before its entries",
                        message_->is_interim
                            ? "this is an interim report (MT942): import the statement, MT940"
                            : "");
    }

    using Key = std::pair<std::string, std::string>;  // account, number without the page

    static Key key_of(const BankStatement& statement) {
        return {statement.account, statement.sequence.substr(0, statement.sequence.find('/'))};
    }

    void keep(Message message) {
        const auto key = key_of(message.statement);
        if (put_before(key, message)) return;
        const auto before = unfinished_.find(key);
        if (before == unfinished_.end()) {
            if (message.begins_as_page) headless_.emplace(key, statements_.size());
            if (message.ends_as_page) unfinished_.emplace(key, statements_.size());
            statements_.push_back(std::move(message.statement));
            return;
        }
        join(statements_[before->second], std::move(message));
        if (!message.ends_as_page) unfinished_.erase(before);
    }

    void join(BankStatement& statement, Message&& page) {
        const auto& opening = page.statement.opening;
        if (opening && statement.closing && *opening != *statement.closing) {
            problems_.warning(page.line, 0,
                              fmt::format("the page begins with {}, the page before ends with {}",
                                          to_decimal(*opening), to_decimal(*statement.closing)),
                              "a page may be missing");
        }
        statement.closing = page.statement.closing;
        statement.to = page.statement.to;
        for (auto& entry : page.statement.entries) statement.entries.push_back(std::move(entry));
    }

    // Pages may come in any order: before one that has none before it belongs the page of its
    // number that ends with what it begins with.
    bool put_before(const Key& key, Message& page) {
        const auto later = headless_.find(key);
        if (later == headless_.end() || !page.ends_as_page) return false;
        auto& statement = statements_[later->second];
        if (!statement.opening || statement.opening != page.statement.closing) return false;
        page.statement.closing = statement.closing;
        page.statement.to = statement.to;
        for (auto& entry : statement.entries) {
            page.statement.entries.push_back(std::move(entry));
        }
        statement = std::move(page.statement);
        if (!page.begins_as_page) headless_.erase(later);
        return true;
    }

    void report_missing_pages() {
        for (const auto& [key, index] : headless_) {
            problems_.warning(
                statements_[index].line, 0,
                fmt::format("statement {} goes on from a page that is not in the file",
                            shown(statements_[index].sequence)),
                "its opening balance is the one of this page");
        }
        for (const auto& [key, index] : unfinished_) {
            problems_.warning(
                statements_[index].line, 0,
                fmt::format("statement {} goes on with a page that is not in the file",
                            shown(statements_[index].sequence)),
                "its closing balance is the one of its last page here");
        }
    }

    void report(const Mt940Field& field, const Mt940Fault& fault) {
        problems_.error(field.line, field.column + static_cast<int>(fault.offset), fault.what,
                        fault.remedy);
    }

    void warn_of_day(const Mt940Field& field) {
        problems_.warning(field.line, field.column,
                          "the day does not exist, the last of its month is taken");
    }

    Mt940FieldReader fields_;
    StatementProblems problems_;
    std::vector<BankStatement> statements_;
    std::map<Key, std::size_t> unfinished_;  // statements whose last page is to come
    std::map<Key, std::size_t> headless_;    // statements of which the first page has not come
    std::optional<Message> message_;
    std::optional<Mt940Entry> last_;  // whose :86: may be to come
    std::vector<std::string_view> details_;
    std::size_t details_bytes_ = 0;
    int details_line_ = 0;
    bool found_message_ = false;
};

}  // namespace

std::optional<BankFile> read_mt940(std::string_view text, const std::string& file,
                                   Diagnostics& diagnostics) {
    return Mt940Reader(text, file, diagnostics).read();
}

}  // namespace dunning
