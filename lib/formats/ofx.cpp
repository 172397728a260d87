#include "formats/ofx.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/ascii.h"
#include "formats/ofx_scanner.h"
#include "formats/ofx_values.h"
#include "formats/statement_text.h"

namespace dunning {
namespace {

using namespace statement;

std::size_t index_of(OfxField field) {
    return static_cast<std::size_t>(field);
}

bool is_transaction(std::string_view name) {
    return name == "STMTTRN" || name == "STMTTRNP";
}

bool is_statement(std::string_view name) {
    return name == "STMTRS" || name == "CCSTMTRS";
}

// ------------------------------------------------------------------------------- one statement

// Makes entries of transactions, in one account.
class OfxStatementBuilder {
  public:
    OfxStatementBuilder(Currency currency, StatementProblems& problems)
        : currency_(currency), problems_(problems) {}

    void add(const OfxValues& values, std::string_view element, int line, int column) {
        values_ = &values;
        line_ = line;
        column_ = column;
        const auto day = read_day(element == "STMTTRNP" ? OfxField::pending_day : OfxField::posted);
        const auto amount = read_amount();
        if (!day || !amount) return;
        auto entry = make_entry(*day, *amount);
        if (element == "STMTTRNP") entry.status = EntryStatus::pending;
        if (entry.status == EntryStatus::booked) check_reference(entry.bank_reference);
        if (!of(OfxField::corrected).empty()) return add_correction(std::move(entry));
        keep(std::move(entry));
    }

    std::vector<BankEntry> take_entries() { return std::move(entries_); }

  private:
    const OfxValue& value(OfxField field) const { return (*values_)[index_of(field)]; }
    const std::string& of(OfxField field) const { return value(field).text; }

    std::optional<Date> read_day(OfxField field) {
        const auto& written = value(field);
        if (written.text.empty()) {
            problems_.error(line_, column_, "the transaction has no day (DTPOSTED)");
            return std::nullopt;
        }
        const auto day = ofx_day(written.text);
        if (!day) {
            problems_.error(written.line, written.column,
                            fmt::format("'{}' is no day", shown(written.text)),
                            "expected: YYYYMMDD, perhaps with a time and a zone");
        }
        return day;
    }

    std::optional<Money> read_amount() {
        const auto& written = value(OfxField::amount);
        if (written.text.empty()) {
            problems_.error(line_, column_, "the transaction has no amount (TRNAMT)");
            return std::nullopt;
        }
        const auto currency = read_currency();
        if (!currency) return std::nullopt;
        const auto amount = ofx_amount(written.text, *currency);
        if (amount) return *amount;
        problems_.error(written.line, written.column, amount.error().what, amount.error().remedy);
        return std::nullopt;
    }

    // CURRENCY says that the amount is in another one than the account; what was booked is not
    // there.
    std::optional<Currency> read_currency() {
        const auto& written = value(OfxField::currency);
        if (written.text.empty() || written.text == currency_.code()) return currency_;
        const auto currency = Currency::from_code(written.text);
        if (!currency) {
            problems_.error(written.line, written.column,
                            fmt::format("'{}' is no currency", shown(written.text)));
            return std::nullopt;
        }
        problems_.warning(written.line, written.column,
                          fmt::format("the amount is in {}, the account in {}", currency->code(),
                                      currency_.code()),
                          "the file does not say what was booked");
        return currency;
    }

    std::string counterparty() const {
        const auto& name = of(OfxField::name);
        const auto& extended = of(OfxField::extended_name);
        if (!extended.empty()) return single_spaced(extended);
        return single_spaced(name.empty() ? of(OfxField::payee) : name);
    }

    BankEntry make_entry(Date day, const Money& amount) {
        const auto& available = of(OfxField::available);
        const auto value_day =
            available.empty() ? day : read_day(OfxField::available).value_or(day);
        const auto& check = of(OfxField::check_number);
        const bool has_check = check.find_first_not_of('0') != std::string::npos;
        const auto& memo = of(OfxField::memo);
        const auto& reference = of(OfxField::fitid);
        const auto name = counterparty();
        const bool is_held = of(OfxField::type) == "HOLD";
        return {.booked = day,
                .value = value_day,
                .amount = amount,
                .status = is_held ? EntryStatus::pending : EntryStatus::booked,
                .bank_reference = reference,
                .type = of(OfxField::type),
                .text = has_check ? "check number " + check : "",
                .details = {{.amount = amount,
                             .counterparty = name,
                             .counterparty_account = without_blanks(of(OfxField::other_account)),
                             .bank_reference = reference,
                             .text = memo.empty() ? name : memo,
                             .line = line_}},
                .line = line_,
                .column = column_};
    }

    void check_reference(const std::string& reference) {
        if (reference.empty()) {
            problems_.warning(line_, column_, "the transaction has no number (FITID)",
                              "it cannot be told from another one of the same day and amount");
        } else if (const auto known = by_reference_.find(reference); known != by_reference_.end()) {
            problems_.warning(line_, column_,
                              fmt::format("FITID '{}' stands on line {} already", shown(reference),
                                          entries_[known->second].line),
                              "the bank numbers its transactions wrongly");
        }
    }

    void keep(BankEntry entry) {
        if (!entry.bank_reference.empty() && !entry.reversal) {
            by_reference_.try_emplace(entry.bank_reference, entries_.size());
        }
        entries_.push_back(std::move(entry));
    }

    void add_correction(BankEntry entry) {
        const auto& action = value(OfxField::correction);
        const auto written = upper_case(action.text);
        if (written != "REPLACE" && written != "DELETE") {
            problems_.error(line_, column_,
                            fmt::format("'{}' is no CORRECTACTION", shown(action.text)),
                            "REPLACE or DELETE is expected with CORRECTFITID");
            return;
        }
        const bool is_replaced = written == "REPLACE";
        keep(make_reversal(entry, is_replaced ? Action::replace : Action::remove));
        if (is_replaced) keep(std::move(entry));
    }

    enum class Action { replace, remove };

    BankEntry make_reversal(const BankEntry& entry, Action action) {
        const auto& corrected = of(OfxField::corrected);
        BankEntry reversal = entry;
        reversal.reversal = true;
        reversal.corrects = corrected;
        reversal.amount = amount_taken_back(entry, action);
        reversal.text = "transaction " + corrected + " is deleted";
        if (action == Action::replace) {
            reversal.text = "transaction " + corrected + " is replaced by " + entry.bank_reference;
            reversal.bank_reference = entry.bank_reference + "/" + corrected;
        }
        auto& detail = reversal.details.front();
        detail.amount = reversal.amount;
        detail.bank_reference = reversal.bank_reference;
        detail.text = reversal.text;
        return reversal;
    }

    Money amount_taken_back(const BankEntry& entry, Action action) {
        const auto& corrected = value(OfxField::corrected);
        const auto known = by_reference_.find(corrected.text);
        if (known != by_reference_.end()) return -entries_[known->second].amount;
        // An earlier file may have it. What that one says counts, and this is a guess meanwhile.
        return action == Action::remove ? -entry.amount : Money::zero(entry.amount.currency());
    }

    Currency currency_;
    StatementProblems& problems_;
    std::vector<BankEntry> entries_;
    std::unordered_map<std::string, std::size_t> by_reference_;
    const OfxValues* values_ = nullptr;  // of the transaction being added
    int line_ = 0;
    int column_ = 0;
};

// ----------------------------------------------------------------------------------- the file

class OfxReader {
  public:
    OfxReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
        : scanner_(text), problems_(file, diagnostics) {}

    std::optional<BankFile> read() {
        if (scanner_.found()) {
            read_elements();
        } else {
            problems_.error(0, 0, "no <OFX> in the file", "this is no OFX file");
        }
        if (!problems_.failed() && statements_.empty()) {
            problems_.error(0, 0, "no statement of a bank account or card in the file");
        }
        problems_.finish();
        if (problems_.failed()) return std::nullopt;
        name_accounts();
        return BankFile{.format = ofx_format(scanner_.header()),
                        .statements = std::move(statements_)};
    }

  private:
    // An element that is open: its place is the one of its tag.
    struct Open {
        std::string name;
        int line = 0;
        int column = 0;
    };

    void read_elements() {
        OfxToken token;
        while (!is_full_ && scanner_.next(token)) {
            if (token.kind == OfxToken::Kind::start) begin(token);
            if (token.kind == OfxToken::Kind::end) end(upper_case(token.name));
            if (token.kind == OfxToken::Kind::text && leaf_) add_text(token.text);
        }
        if (is_full_) return;
        finish_leaf();
        if (open_.empty()) return;
        problems_.error(token.line, token.column,
                        fmt::format("the file ends before </{}>", open_.front().name),
                        "it was cut off: fetch it again");
    }

    void add_text(const std::string& text) {
        is_full_ = leaf_value_.size() + text.size() > max_statement_field_bytes;
        if (is_full_) return problems_.too_long(leaf_->line, leaf_->column);
        leaf_value_ += text;
    }

    void begin(const OfxToken& token) {
        finish_leaf();
        const Open element{upper_case(token.name), token.line, token.column};
        if (!is_ofx_aggregate(element.name)) {
            leaf_ = element;
            return;
        }
        close(element.name);  // one that was not closed: no element holds itself
        open_.push_back(element);
        if (is_transaction(element.name)) is_full_ = !problems_.count_entry(element.line);
        if (is_statement(element.name)) begin_statement(element);
        if (token.is_empty) close(element.name);
    }

    void end(const std::string& name) {
        const bool ends_leaf = leaf_ && leaf_->name == name;
        finish_leaf();
        if (!ends_leaf) close(name);
    }

    void finish_leaf() {
        if (!leaf_) return;
        const auto field = open_.empty() ? std::nullopt : ofx_field(open_.back().name, leaf_->name);
        if (field) {
            auto& value = values_[index_of(*field)];
            auto text = tidy(leaf_value_);
            // The first one counts: what follows may belong to an element that is not known.
            if (value.text.empty()) value = {std::move(text), leaf_->line, leaf_->column};
        }
        leaf_.reset();
        leaf_value_.clear();
    }

    // Closes an element and what is still open within it; nothing when it is not open.
    void close(const std::string& name) {
        const auto is_open = [&name](const Open& open) { return open.name == name; };
        if (std::ranges::none_of(open_, is_open)) return;
        while (!open_.empty()) {
            const auto element = std::move(open_.back());
            open_.pop_back();
            finish_element(element);
            if (element.name == name) return;
        }
    }

    void finish_element(const Open& element) {
        if (is_transaction(element.name)) add_transaction(element);
        if (is_statement(element.name)) finish_statement();
        if (element.name == "STATUS") report_status(element);
        if (element.name == "STMTTRNRS" || element.name == "CCSTMTTRNRS") {
            forget(OfxField::answer, OfxField::answer);
        }
    }

    void forget(OfxField first, OfxField last) {
        for (auto i = index_of(first); i <= index_of(last); ++i) values_[i] = {};
    }

    const OfxValue& value(OfxField field) const { return values_[index_of(field)]; }

    void begin_statement(const Open& element) {
        forget(OfxField::default_currency, OfxField::balance_day);
        statement_.emplace();
        statement_->line = element.line;
        statement_column_ = element.column;
        builder_.reset();
        said_currency_ = false;
    }

    void add_transaction(const Open& element) {
        if (statement_ && has_currency()) {
            builder_->add(values_, element.name, element.line, element.column);
        }
        forget(OfxField::type, OfxField::correction);
    }

    // CURDEF stands before everything that has an amount.
    bool has_currency() {
        if (builder_) return true;
        const auto& written = value(OfxField::default_currency);
        const auto currency = Currency::from_code(written.text);
        if (!currency) {
            if (!std::exchange(said_currency_, true)) report_currency(written);
            return false;
        }
        statement_->currency = *currency;
        builder_.emplace(*currency, problems_);
        return true;
    }

    void report_currency(const OfxValue& written) {
        if (written.text.empty()) {
            problems_.error(statement_->line, statement_column_,
                            "the statement does not say its currency (CURDEF)");
        } else {
            problems_.error(written.line, written.column,
                            fmt::format("'{}' is no currency", shown(written.text)),
                            "a code of ISO 4217 is expected: EUR");
        }
    }

    void finish_statement() {
        if (!statement_) return;
        auto& statement = *statement_;
        const auto& account = value(OfxField::account);
        statement.account = without_blanks(account.text);
        if (statement.account.empty()) {
            problems_.error(statement.line, statement_column_,
                            "the statement names no account (ACCTID)");
        }
        const auto& answer = value(OfxField::answer).text;
        statement.id = answer == "0" ? "" : answer;
        statement.from = read_day(OfxField::start);
        statement.to = read_day(OfxField::end);
        if (!statement.to) statement.to = read_day(OfxField::balance_day);
        if (has_currency()) {
            statement.closing = read_balance();
            statement.entries = builder_->take_entries();
        }
        banks_.push_back(without_blanks(value(OfxField::bank).text));
        statements_.push_back(std::move(statement));
        statement_.reset();
        builder_.reset();
    }

    std::optional<Date> read_day(OfxField field) {
        const auto& written = value(field);
        const auto day = ofx_day(written.text);
        if (!day && !written.text.empty()) {
            problems_.warning(written.line, written.column,
                              fmt::format("'{}' is no day", shown(written.text)));
        }
        return day;
    }

    std::optional<Money> read_balance() {
        const auto& written = value(OfxField::balance);
        if (written.text.empty()) return std::nullopt;
        const auto amount = ofx_amount(written.text, statement_->currency);
        if (amount) return *amount;
        problems_.error(written.line, written.column, amount.error().what, amount.error().remedy);
        return std::nullopt;
    }

    // What the bank's server says of itself: a statement that was refused is not in the file.
    void report_status(const Open& element) {
        if (upper_case(value(OfxField::severity).text) == "ERROR") {
            problems_.warning(
                element.line, element.column,
                fmt::format("the bank reports error {}: {}", shown(value(OfxField::code).text),
                            shown(value(OfxField::message).text)));
        }
        forget(OfxField::code, OfxField::message);
    }

    void name_accounts() {
        std::map<std::string, std::string> bank_of;
        std::map<std::string, bool> is_ambiguous;
        for (std::size_t i = 0; i < statements_.size(); ++i) {
            const auto& account = statements_[i].account;
            const auto [known, is_new] = bank_of.try_emplace(account, banks_[i]);
            if (!is_new && known->second != banks_[i]) is_ambiguous[account] = true;
        }
        for (std::size_t i = 0; i < statements_.size(); ++i) {
            auto& account = statements_[i].account;
            const bool needs_bank = is_ambiguous.contains(account) && !banks_[i].empty();
            if (needs_bank) account = banks_[i] + "/" + account;
        }
    }

    OfxScanner scanner_;
    StatementProblems problems_;
    std::vector<Open> open_;
    std::optional<Open> leaf_;  // an element that may have text
    std::string leaf_value_;
    OfxValues values_;
    std::optional<BankStatement> statement_;
    std::optional<OfxStatementBuilder> builder_;  // once the currency is known
    int statement_column_ = 0;
    bool said_currency_ = false;
    bool is_full_ = false;
    std::vector<BankStatement> statements_;
    std::vector<std::string> banks_;  // of each statement
};

}  // namespace

std::optional<BankFile> read_ofx(std::string_view text, const std::string& file,
                                 Diagnostics& diagnostics) {
    return OfxReader(text, file, diagnostics).read();
}

}  // namespace dunning
