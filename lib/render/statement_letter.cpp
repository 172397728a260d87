#include "render/statement_letter.h"

#include <algorithm>

#include "render/letter_pdf.h"
#include "render/letter_pieces.h"
#include "render/mail_address.h"
#include "render/plain_line.h"
#include "render/recipient_fields.h"
#include "text/number_format.h"

namespace dunning {
namespace {

using Values = std::map<std::string, std::string>;

std::string flag(bool condition) {
    return condition ? "yes" : "";
}

class StatementLetter {
  public:
    StatementLetter(const Statement& statement, const StatementAccount& account,
                    const Policy& policy, const TemplateSet& templates)
        : statement_(statement),
          account_(account),
          policy_(policy),
          templates_(templates),
          language_(templates.language_for(statement.customer.language, policy.book.language)),
          is_activity_(statement.request.form == StatementForm::activity) {}

    Letter compose() {
        const TemplateData data = fields();
        const LetterPieces pieces = pieces_of(data);
        Letter letter{.id = plain_line(statement_.customer.id),
                      .language = language_,
                      .date = statement_.request.period.to,
                      .subject = pieces.one_line("subject"),
                      .sender = pieces.one_line("sender"),
                      .address = pieces.lines("address"),
                      .particulars = pieces.labelled("particulars"),
                      .opening = pieces.paragraphs("opening"),
                      .columns = columns(pieces),
                      .rows = rows(pieces),
                      .sums = pieces.labelled("sums"),
                      .total = pieces.labelled("total"),
                      .remarks = pieces.paragraphs("remarks"),
                      .payment_heading = pieces.one_line("payment_heading"),
                      .payment = pieces.labelled("payment"),
                      .ending = pieces.paragraphs("ending"),
                      .signature = pieces.lines("signature"),
                      .footer = pieces.one_line("footer")};
        return letter;
    }

  private:
    LetterPieces pieces_of(const TemplateData& data) const {
        return LetterPieces(templates_, language_, "statement.txt", data);
    }

    std::string money(const Money& amount) const { return format_money(amount, language_); }
    std::string day(Date date) const { return format_date(date, language_); }

    TemplateData fields() const {
        TemplateData data;
        add_recipient(data.values, statement_.customer, policy_.book);
        add_book(data.values);
        add_sums(data.values);
        data.lists["buckets"] = buckets();
        return data;
    }

    void add_book(Values& values) const {
        const std::string book = plain_line(policy_.book.name);
        const Mailbox sender = mailbox_from(policy_.mail_from);
        const PaymentDetails& payment = policy_.payment;
        const std::string beneficiary = plain_line(payment.beneficiary);
        values["book"] = book;
        values["contact_name"] = sender.name == book ? "" : sender.name;
        values["contact_email"] = is_mail_address(sender.address) ? sender.address : "";
        values["beneficiary"] = beneficiary.empty() ? book : beneficiary;
        values["iban"] = plain_line(payment.iban);
        values["bic"] = plain_line(payment.bic);
        values["account"] = plain_line(payment.account);
        values["bank"] = plain_line(payment.bank);
    }

    void add_sums(Values& values) const {
        const Money& closing = account_.closing;
        values["activity"] = flag(is_activity_);
        values["owed"] = flag(closing.is_positive());
        values["in_credit"] = flag(closing.is_negative());
        values["from"] = day(statement_.request.period.from);
        values["to"] = day(statement_.request.period.to);
        values["currency"] = account_.currency.code();
        values["opening_balance"] = money(account_.opening);
        values["invoiced"] = money(account_.invoiced);
        values["paid"] = money(account_.paid);
        values["credited"] = money(account_.credited);
        values["closing"] = money(closing.is_negative() ? -closing : closing);
        values["overdue"] = account_.overdue.is_positive() ? money(account_.overdue) : "";
        values["on_account"] = account_.on_account.is_zero() ? "" : money(account_.on_account);
    }

    // Those with money in them, in words.
    std::vector<TemplateData> buckets() const {
        std::vector<TemplateData> lines;
        const std::vector<int>& limits = policy_.aging.limits();
        for (std::size_t i = 0; i < account_.buckets.size(); ++i) {
            if (account_.buckets[i].is_zero()) continue;
            Values bounds;
            if (i > 0) bounds["first"] = std::to_string(i == 1 ? 1 : limits[i - 2] + 1);
            if (i > 0 && i <= limits.size()) bounds["last"] = std::to_string(limits[i - 1]);
            const bool is_last = i + 1 == account_.buckets.size();
            if (is_last) bounds["first"] = std::to_string(limits.back());
            const char* heading = i == 0    ? "bucket_not_due"
                                  : is_last ? "bucket_over"
                                            : "bucket_between";
            lines.push_back({.values = {{"bucket", line_text(heading, std::move(bounds))},
                                        {"amount", money(account_.buckets[i])}},
                             .lists = {}});
        }
        return lines;
    }

    std::string line_text(const char* heading, Values values) const {
        for (const char* name : {"code", "reference", "first", "last"}) values.try_emplace(name);
        const TemplateData data{.values = std::move(values), .lists = {}};
        return pieces_of(data).one_line(heading);
    }

    std::vector<LetterColumn> columns(const LetterPieces& pieces) const {
        std::vector<LetterColumn> all;
        const auto add = [&](const char* heading, ColumnKind kind) {
            all.push_back({pieces.one_line(heading), kind});
        };
        add("column_entry", ColumnKind::text);
        add("column_day", ColumnKind::text);
        add("column_due", ColumnKind::text);
        if (!is_activity_) add("column_overdue", ColumnKind::number);
        add("column_amount", ColumnKind::number);
        add(is_activity_ ? "column_balance" : "column_open", ColumnKind::number);
        return all;
    }

    std::vector<LetterRow> rows(const LetterPieces& pieces) const {
        std::vector<LetterRow> all;
        if (is_activity_) {
            all.push_back({.cells = {pieces.one_line("entry_opening"), "", "", "",
                                     format_amount(account_.opening, language_)}});
        }
        for (const StatementLine& line : account_.lines) all.push_back(row(line));
        return all;
    }

    LetterRow row(const StatementLine& line) const {
        const Values named = {{"code", plain_line(line.code)},
                              {"reference", plain_line(line.reference)}};
        const std::string heading = "entry_" + std::string(to_text(line.kind));
        LetterRow row;
        row.cells.push_back(line_text(heading.c_str(), named));
        row.cells.push_back(format_short_date(line.day, language_));
        row.cells.push_back(line.due ? format_short_date(*line.due, language_) : "");
        if (!is_activity_) {
            row.cells.push_back(line.days_overdue > 0 ? std::to_string(line.days_overdue) : "");
        }
        row.cells.push_back(format_amount(line.amount, language_));
        row.cells.push_back(format_amount(is_activity_ ? line.balance : line.open, language_));
        const std::string note = line_text("entry_note", named);
        if (!note.empty()) row.notes.push_back(note);
        return row;
    }

    const Statement& statement_;
    const StatementAccount& account_;
    const Policy& policy_;
    const TemplateSet& templates_;
    const std::string language_;
    const bool is_activity_;
};

}  // namespace

const TemplateFields& statement_fields() {
    static const TemplateFields fields = [] {
        TemplateFields all;
        declare_recipient(all);
        all.scalars({"book", "contact_name", "contact_email", "beneficiary", "iban", "bic",
                     "account", "bank", "from", "to", "currency", "opening_balance", "invoiced",
                     "paid", "credited", "closing", "overdue", "on_account"});
        for (const char* name : {"activity", "owed", "in_credit"}) all.flag(name);
        all.list("buckets", {"bucket", "amount"});
        return all;
    }();
    return fields;
}

const TemplateFields& statement_line_fields() {
    static const TemplateFields fields =
        TemplateFields().scalars({"code", "reference", "first", "last"});
    return fields;
}

std::vector<Letter> statement_letters(const Statement& statement, const Policy& policy,
                                      const TemplateSet& templates) {
    std::vector<Letter> letters;
    for (const StatementAccount& account : statement.accounts) {
        letters.push_back(StatementLetter(statement, account, policy, templates).compose());
    }
    return letters;
}

std::string statements_pdf(const std::vector<Statement>& statements, const Policy& policy,
                           const TemplateSet& templates) {
    std::vector<Letter> all;
    for (const Statement& statement : statements) {
        for (Letter& letter : statement_letters(statement, policy, templates)) {
            all.push_back(std::move(letter));
        }
    }
    return all.empty() ? std::string() : letters_pdf(all);
}

}  // namespace dunning
