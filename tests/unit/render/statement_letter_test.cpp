// Statements as letters: what stands in them, in three languages.
#include "render/statement_letter.h"

#include "notice_samples.h"
#include "render/letter_pdf.h"
#include "render/letter_text.h"

using namespace dunning;

namespace {

Policy acme() {
    Policy policy;
    policy.book.name = "Acme GmbH";
    policy.payment.iban = "DE89370400440532013000";
    return policy;
}

Statement statement(StatementForm form, const std::string& language) {
    const Money zero = "0.00 EUR"_money;
    Statement result{.customer = {.id = "K1", .name = "Blume & Söhne", .language = language},
                     .request = {.period = {"2026-03-01"_date, "2026-03-31"_date}, .form = form}};
    result.accounts.push_back({.currency = *Currency::from_code("EUR"),
                               .opening = "100.00 EUR"_money,
                               .lines = {{.kind = StatementLine::Kind::invoice,
                                          .day = "2026-03-02"_date,
                                          .code = "R-1",
                                          .reference = "PO 7",
                                          .due = "2026-03-09"_date,
                                          .amount = "1250.00 EUR"_money,
                                          .open = "1250.00 EUR"_money,
                                          .balance = "1350.00 EUR"_money,
                                          .days_overdue = 22},
                                         {.kind = StatementLine::Kind::payment,
                                          .day = "2026-03-10"_date,
                                          .code = "P-1",
                                          .amount = "-120.00 EUR"_money,
                                          .open = "-20.00 EUR"_money,
                                          .balance = "1230.00 EUR"_money}},
                               .invoiced = "1250.00 EUR"_money,
                               .paid = "120.00 EUR"_money,
                               .credited = zero,
                               .closing = "1230.00 EUR"_money,
                               .buckets = {zero, "1250.00 EUR"_money, zero, zero, zero},
                               .overdue = "1250.00 EUR"_money,
                               .on_account = "20.00 EUR"_money});
    return result;
}

Letter letter(StatementForm form, const std::string& language) {
    return statement_letters(statement(form, language), acme(), shipped()).at(0);
}

}  // namespace

TEST_CASE("statement letter: activity has the opening balance, each line, and a running balance") {
    const Letter english = letter(StatementForm::activity, "en");
    CHECK(english.subject == "Statement of account from 1 March 2026 to 31 March 2026, EUR");
    REQUIRE(english.rows.size() == 3);
    CHECK(english.rows[0].cells ==
          std::vector<std::string>{"Balance carried forward", "", "", "", "100.00"});
    CHECK(english.rows[1].cells == std::vector<std::string>{"Invoice R-1", "2 Mar 2026",
                                                            "9 Mar 2026", "1,250.00", "1,350.00"});
    CHECK(english.rows[1].notes == std::vector<std::string>{"Reference PO 7"});
    CHECK(english.rows[2].cells ==
          std::vector<std::string>{"Payment P-1", "10 Mar 2026", "", "-120.00", "1,230.00"});
    CHECK(english.sums == std::vector<LetterLine>{{"1 to 30 days overdue", "EUR 1,250.00"},
                                                  {"Less your credit on account", "EUR 20.00"}});
    CHECK(english.total == std::vector<LetterLine>{{"Balance", "EUR 1,230.00"}});
    CHECK(english.payment.at(1) == LetterLine{"IBAN", "DE89370400440532013000"});
}

TEST_CASE("statement letter: open items have days overdue and what is open") {
    const Letter german = letter(StatementForm::open_items, "de");
    CHECK(german.subject == "Offene Posten zum 31. März 2026, EUR");
    REQUIRE(german.rows.size() == 2);
    CHECK(german.rows[0].cells == std::vector<std::string>{"Rechnung R-1", "02.03.2026",
                                                           "09.03.2026", "22", "1.250,00",
                                                           "1.250,00"});
    CHECK(german.rows[1].cells ==
          std::vector<std::string>{"Zahlung P-1", "10.03.2026", "", "", "-120,00", "-20,00"});
}

TEST_CASE("statement letter: in Chinese, and a balance in the customer's favour asks for nothing") {
    Statement chinese = statement(StatementForm::activity, "zh-CN");
    chinese.accounts[0].closing = "-20.00 EUR"_money;
    const Letter letter = statement_letters(chinese, acme(), shipped()).at(0);
    CHECK(letter.subject == "往来对账单（2026年3月1日至2026年3月31日，EUR）");
    CHECK(letter.total == std::vector<LetterLine>{{"贵方贷方余额", "EUR 20.00"}});
    CHECK(letter.payment.empty());
    CHECK(letter.payment_heading.empty());
}

TEST_CASE("statement letter: what comes from data stays on its line") {
    Statement evil = statement(StatementForm::activity, "en");
    evil.customer.name = "Evil\nBalance: 0";
    evil.accounts[0].lines[0].code = "R\n-1{{customer}}";
    const Letter letter = statement_letters(evil, acme(), shipped()).at(0);
    CHECK(letter.address.at(0) == "Evil Balance: 0");
    CHECK(letter.rows[1].cells[0] == "Invoice R -1{{customer}}");
}

TEST_CASE("statements: all in one PDF, the same bytes each time; nothing when nothing was owed") {
    const std::vector<Statement> several = {statement(StatementForm::activity, "en"),
                                            statement(StatementForm::open_items, "zh-CN")};
    const std::string pdf = statements_pdf(several, acme(), shipped());
    CHECK(pdf.starts_with("%PDF-"));
    CHECK(pdf == statements_pdf(several, acme(), shipped()));
    CHECK(statements_pdf({{.customer = {.id = "K2", .name = "New"}, .request = {}}}, acme(),
                         shipped())
              .empty());
}
