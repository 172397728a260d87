#include "formats/mt940.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
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
    const auto signed_original = entry.amount.is_negative() ? -*original : *original;
    if (entry.reversal && booked > *original) return {signed_original - entry.amount, true};
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

// Direct debits of ours that came back (DK transaction codes 108 to 110, and 009 of the time before
// SEPA): what is credited there had been returned, and is paid after all.
bool is_return_of_our_debits(std::string_view code) {
    return code == "009" || code == "108" || code == "109" || code == "110";
}

// The payer of money in, the payee of money out; of what comes back, the same as of what went
// before.
std::string counterparty_of(const Mt940Details& details, const BankEntry& entry) {
    const bool was_paid_to_us =
        entry.amount.is_positive() != entry.reversal || entry.cancels_return;
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
    entry.cancels_return = entry.amount.is_positive() && is_return_of_our_debits(details.code);
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
        return BankFile{.format = "mt940", .statements = whole_statements()};
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
    using Place = std::pair<Key, std::int64_t>;       // and the balance at which it goes on

    // The pages of a statement that have been put together so far.
    struct Piece {
        bool begins_as_page = false;
        bool ends_as_page = false;
        std::optional<int> first_page = {};
        std::optional<int> last_page = {};
        bool is_joined = false;  // to another one
    };

    static Key key_of(const BankStatement& statement) {
        return {statement.account, statement.sequence.substr(0, statement.sequence.find('/'))};
    }

    // 2 of "12/2".
    static std::optional<int> page_of(const BankStatement& statement) {
        constexpr std::size_t longest = 5;
        const auto slash = statement.sequence.find('/');
        if (slash == std::string::npos) return std::nullopt;
        const std::string page = statement.sequence.substr(slash + 1);
        if (!are_digits(page) || page.size() > longest) return std::nullopt;
        return std::stoi(page);
    }

    // Pages may come in any order: each is put before or after those that go on from it, or that it
    // goes on from.
    void keep(Message message) {
        const auto page = page_of(message.statement);
        std::size_t index = statements_.size();
        pieces_.push_back({.begins_as_page = message.begins_as_page,
                           .ends_as_page = message.ends_as_page,
                           .first_page = page,
                           .last_page = page});
        statements_.push_back(std::move(message.statement));
        const Key key = key_of(statements_[index]);
        if (const auto before = take_before(key, index)) {
            join(*before, index);
            index = *before;
        }
        if (const auto after = take_after(key, index)) join(index, *after);
        const BankStatement& statement = statements_[index];
        if (pieces_[index].ends_as_page && statement.closing) {
            unfinished_.insert({{key, statement.closing->minor()}, index});
        }
        const bool is_head = pieces_[index].begins_as_page && index == statements_.size() - 1;
        if (is_head && statement.opening) {
            headless_.insert({{key, statement.opening->minor()}, index});
        }
    }

    // The first in the waiting place that fits; of a file that is made to take long, only a few are
    // asked.
    template <class Fits>
    static std::optional<std::size_t> take_from(std::multimap<Place, std::size_t>& waiting,
                                                const Place& place, const Fits& fits) {
        int most_asked = 100;
        auto [at, end] = waiting.equal_range(place);
        while (at != end && most_asked-- > 0 && !fits(at->second)) ++at;
        if (at == end || !fits(at->second)) return std::nullopt;
        const std::size_t found = at->second;
        waiting.erase(at);
        return found;
    }

    // Pages without numbers, or with the same ones, go by their balances alone.
    bool may_follow(std::size_t before, std::size_t after) const {
        const auto& last = pieces_[before].last_page;
        const auto& first = pieces_[after].first_page;
        return before != after && (!last || !first || *first <= *last + 1);
    }

    std::optional<std::size_t> take_before(const Key& key, std::size_t index) {
        const auto& opening = statements_[index].opening;
        if (!opening) return std::nullopt;
        return take_from(unfinished_, {key, opening->minor()},
                         [&](std::size_t other) { return may_follow(other, index); });
    }

    std::optional<std::size_t> take_after(const Key& key, std::size_t index) {
        const auto& closing = statements_[index].closing;
        if (!pieces_[index].ends_as_page || !closing) return std::nullopt;
        const auto found = take_from(headless_, {key, closing->minor()},
                                     [&](std::size_t other) { return may_follow(index, other); });
        if (found && pieces_[*found].ends_as_page) {  // it waits no more, what it joins does
            take_from(unfinished_, {key, statements_[*found].closing->minor()},
                      [&](std::size_t other) { return other == *found; });
        }
        return found;
    }

    void join(std::size_t before, std::size_t after) {
        BankStatement& statement = statements_[before];
        BankStatement& page = statements_[after];
        statement.closing = page.closing;
        statement.to = page.to;
        for (auto& entry : page.entries) statement.entries.push_back(std::move(entry));
        pieces_[before].ends_as_page = pieces_[after].ends_as_page;
        pieces_[before].last_page = pieces_[after].last_page;
        pieces_[after].is_joined = true;
    }

    // What is left and goes on in the order of the file: a page between may be missing.
    void join_what_is_left() {
        std::map<std::size_t, Key> tails;
        for (const auto& [place, index] : unfinished_) tails.emplace(index, place.first);
        std::map<Key, std::set<std::size_t>> heads;
        for (const auto& [place, index] : headless_) heads[place.first].insert(index);
        for (const auto& [tail, key] : tails) {
            std::size_t index = tail;
            auto& others = heads[key];
            while (!pieces_[index].is_joined && pieces_[index].ends_as_page) {
                const auto next = others.upper_bound(index);
                if (next == others.end()) break;
                warn_of_break(index, *next);
                join(index, *next);
                others.erase(next);
            }
        }
    }

    void warn_of_break(std::size_t before, std::size_t after) {
        const auto& ends = statements_[before].closing;
        const auto& begins = statements_[after].opening;
        if (!ends || !begins || *ends == *begins) return;
        problems_.warning(statements_[after].line, 0,
                          fmt::format("the page begins with {}, the page before ends with {}",
                                      to_decimal(*begins), to_decimal(*ends)),
                          "a page may be missing");
    }

    void report_missing_pages() {
        join_what_is_left();
        for (const auto& [place, index] : headless_) {
            if (pieces_[index].is_joined) continue;
            problems_.warning(
                statements_[index].line, 0,
                fmt::format("statement {} goes on from a page that is not in the file",
                            shown(statements_[index].sequence)),
                "its opening balance is the one of this page");
        }
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (pieces_[i].is_joined || !pieces_[i].ends_as_page) continue;
            problems_.warning(
                statements_[i].line, 0,
                fmt::format("statement {} goes on with a page that is not in the file",
                            shown(statements_[i].sequence)),
                "its closing balance is the one of its last page here");
        }
    }

    std::vector<BankStatement> whole_statements() {
        std::vector<BankStatement> whole;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (!pieces_[i].is_joined) whole.push_back(std::move(statements_[i]));
        }
        return whole;
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
    std::vector<Piece> pieces_;                     // one for each of the statements
    std::multimap<Place, std::size_t> unfinished_;  // statements whose last page is to come
    std::multimap<Place, std::size_t> headless_;    // whose first page has not come
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
