// dunning report statement: what a customer's account looks like, for them and for us.
#include <fmt/format.h>

#include <memory>

#include "app/build_statement.h"
#include "app/find_by_beginning.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/number_format.h"
#include "text/table.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct StatementOptions {
    std::vector<std::string> customers;
    std::string from;
    std::string to;
    std::string collector;
    bool open_items = false;
    bool all = false;
};

StatementRequest request_from(const StatementOptions& options, Session& session) {
    const Date today = session.as_of();
    const Date to = options.to.empty() ? today : typed(parse_day(options.to, today), "--to");
    const Date month_start = to - (to.day() - 1);
    const Date from =
        options.from.empty() ? month_start : typed(parse_day(options.from, today), "--from");
    if (to < from) {
        throw Stop{wrong_usage, fmt::format("--from: {} is after {}", to_text(from), to_text(to))};
    }
    return {.period = {from, to},
            .form = options.open_items ? StatementForm::open_items : StatementForm::activity};
}

std::vector<std::string> wanted_customers(const StatementOptions& options, const Ledger& ledger,
                                          const DayRange& period) {
    const bool is_group = options.all || !options.collector.empty();
    if (is_group == !options.customers.empty()) {
        throw Stop{wrong_usage, "say whose: CUSTOMER..., --all or --collector NAME"};
    }
    if (is_group) return customers_with_account(ledger, period, options.collector);
    std::vector<std::string> customers;
    for (const std::string& customer : options.customers) {
        customers.push_back(or_stop(find_customer_by_beginning(ledger, customer)));
    }
    return customers;
}

// ---- for people

std::string amount_text(const Money& amount) {
    return group_thousands(amount);
}

class StatementTable {
  public:
    StatementTable(const Statement& statement, const Policy& policy, Session& session)
        : statement_(statement),
          policy_(policy),
          session_(session),
          language_(session.language()) {}

    std::string render() const {
        std::string text;
        for (const StatementAccount& account : statement_.accounts) {
            if (!text.empty()) text += "\n";
            text += title(account) + "\n\n" + lines(account) + "\n" + age(account);
        }
        if (!text.empty()) return text;
        return fmt::format("{} ({}): nothing was ever owed\n", printable(statement_.customer.name),
                           printable(statement_.customer.id));
    }

  private:
    bool is_activity() const { return statement_.request.form == StatementForm::activity; }

    std::string title(const StatementAccount& account) const {
        const DayRange& period = statement_.request.period;
        const std::string when =
            is_activity() ? fmt::format("{} - {}", to_text(period.from), to_text(period.to))
                          : fmt::format("{} {}", word(language_, "as of"), to_text(period.to));
        return fmt::format("{}, {}, {}: {} ({})",
                           word(language_, is_activity() ? "Statement of account" : "Open items"),
                           when, account.currency.code(), printable(statement_.customer.name),
                           printable(statement_.customer.id));
    }

    std::string lines(const StatementAccount& account) const {
        Table table(
            {{word(language_, "Date"), Align::left, false},
             {word(language_, "Kind"), Align::left, false},
             {word(language_, "Number"), Align::left, true},
             {word(language_, "Reference"), Align::left, true},
             {word(language_, "Due"), Align::left, false},
             {word(language_, is_activity() ? "Amount" : "Days overdue"), Align::right, false},
             {word(language_, is_activity() ? "Balance" : "Open"), Align::right, false}});
        if (is_activity()) add_sum(table, "opening balance", account.opening);
        for (const StatementLine& line : account.lines) {
            table.add_row({to_text(line.day), word(language_, to_text(line.kind)),
                           printable(line.code), printable(line.reference),
                           line.due ? to_text(*line.due) : "", fourth(line),
                           amount_text(is_activity() ? line.balance : line.open)});
        }
        table.add_rule();
        add_sum(table, "closing balance", account.closing);
        return table.render(static_cast<std::size_t>(session_.width()));
    }

    std::string fourth(const StatementLine& line) const {
        if (is_activity()) return amount_text(line.amount);
        return line.days_overdue > 0 ? fmt::format("{}", line.days_overdue) : "-";
    }

    void add_sum(Table& table, std::string_view name, const Money& amount) const {
        table.add_row({"", "", word(language_, name), "", "", "", amount_text(amount)});
    }

    std::string age(const StatementAccount& account) const {
        std::vector<TableColumn> columns;
        std::vector<std::string> cells;
        const auto add = [&](const std::string& heading, const Money& amount) {
            columns.push_back({heading, Align::right, false});
            cells.push_back(amount_text(amount));
        };
        for (std::size_t i = 0; i < account.buckets.size(); ++i) {
            const std::string& name = policy_.aging.names()[i];
            add(i == 0 ? word(language_, "Not due") : name, account.buckets[i]);
        }
        add(word(language_, "Overdue"), account.overdue);
        if (!account.on_account.is_zero()) {
            add(word(language_, "On account"), account.on_account);
        }
        Table table(columns);
        table.add_row(cells);
        return table.render(static_cast<std::size_t>(session_.width()));
    }

    const Statement& statement_;
    const Policy& policy_;
    Session& session_;
    const std::string language_;
};

// ---- for programs

using Row = std::vector<Cell>;

void add_rows(const Statement& statement, const StatementAccount& account, const Policy& policy,
              std::vector<Row>& rows) {
    const auto row = [&](std::string line) {
        return Row{statement.customer.id, statement.customer.name,
                   std::string(account.currency.code()), std::move(line)};
    };
    const auto add_sum = [&](const char* line, Date day, const Money& balance) {
        Row cells = row(line);
        cells.insert(cells.end(), {day, Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), balance});
        rows.push_back(std::move(cells));
    };
    const DayRange& period = statement.request.period;
    const bool is_activity = statement.request.form == StatementForm::activity;
    if (is_activity) add_sum("opening", period.from - 1, account.opening);
    for (const StatementLine& line : account.lines) {
        Row cells = row(std::string(to_text(line.kind)));
        cells.insert(cells.end(),
                     {line.day, line.code, line.reference, optional_cell(line.due),
                      std::int64_t{line.days_overdue}, line.amount, line.open, line.balance});
        rows.push_back(std::move(cells));
    }
    add_sum("closing", period.to, account.closing);
    for (std::size_t i = 0; i < account.buckets.size(); ++i) {
        Row cells = row("aging");
        cells.insert(cells.end(), {period.to, policy.aging.names()[i], Cell(), Cell(), Cell(),
                                   Cell(), account.buckets[i], Cell()});
        rows.push_back(std::move(cells));
    }
}

Listing listing_of(const std::vector<Statement>& statements, const Policy& policy) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.statement/1",
                    .name = "lines",
                    .columns = {{"customer", "Customer"},
                                {"name", "Name", Kind::flexible},
                                {"currency", "Currency"},
                                {"line", "Kind"},
                                {"date", "Date"},
                                {"number", "Number"},
                                {"reference", "Reference"},
                                {"due", "Due"},
                                {"days_overdue", "Days overdue", Kind::number},
                                {"amount", "Amount", Kind::number},
                                {"open", "Open", Kind::number},
                                {"balance", "Balance", Kind::number}}};
    for (const Statement& statement : statements) {
        for (const StatementAccount& account : statement.accounts) {
            add_rows(statement, account, policy, listing.rows);
        }
    }
    return listing;
}

void write_line(JsonWriter& json, const StatementLine& line) {
    json.begin_object()
        .field("line", to_text(line.kind))
        .field("date", line.day)
        .field("number", line.code)
        .field("reference", line.reference)
        .field("due", line.due)
        .field("days_overdue", line.days_overdue)
        .field("amount", line.amount)
        .field("open", line.open)
        .field("balance", line.balance)
        .end_object();
}

void write_account(JsonWriter& json, const StatementAccount& account, const Policy& policy) {
    json.begin_object()
        .field("currency", account.currency.code())
        .field("opening", account.opening)
        .field("invoiced", account.invoiced)
        .field("paid", account.paid)
        .field("credited", account.credited)
        .field("closing", account.closing);
    json.key("lines").begin_array();
    for (const StatementLine& line : account.lines) write_line(json, line);
    json.end_array().key("buckets").begin_object();
    for (std::size_t i = 0; i < account.buckets.size(); ++i) {
        json.field(policy.aging.names()[i], account.buckets[i]);
    }
    json.end_object()
        .field("overdue", account.overdue)
        .field("on_account", account.on_account)
        .end_object();
}

std::string as_json(const std::vector<Statement>& statements, const StatementRequest& request,
                    Session& session) {
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.statement/1")
        .field("as_of", session.as_of())
        .field("from", request.period.from)
        .field("to", request.period.to)
        .field("form", request.form == StatementForm::activity ? "activity" : "open_items");
    json.key("statements").begin_array();
    for (const Statement& statement : statements) {
        json.begin_object()
            .field("customer", statement.customer.id)
            .field("name", statement.customer.name);
        json.key("accounts").begin_array();
        for (const StatementAccount& account : statement.accounts) {
            write_account(json, account, session.policy());
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

std::string as_tables(const std::vector<Statement>& statements, Session& session) {
    std::string text;
    for (const Statement& statement : statements) {
        if (!text.empty()) text += "\n";
        text += StatementTable(statement, session.policy(), session).render();
    }
    return text.empty() ? "no account has moved or is open\n" : text;
}

std::string as_pdf(const std::vector<Statement>& statements, Session& session) {
    std::string pdf = print_statements(statements, session.policy(), session.templates());
    if (pdf.empty()) throw Stop{failed, "nothing was ever owed: there is no page to print"};
    return pdf;
}

int run_statement(const StatementOptions& options, Session& session) {
    const StatementRequest request = request_from(options, session);
    std::vector<Statement> statements;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const std::string& customer : wanted_customers(options, ledger, request.period)) {
            Statement statement = build_statement(ledger, session.policy(), customer, request);
            // Who asks for everybody's accounts wants those with something in them.
            if (options.customers.empty()) std::erase_if(statement.accounts, is_idle);
            if (options.customers.empty() && statement.accounts.empty()) continue;
            statements.push_back(std::move(statement));
        }
    }
    const std::string& format = session.options().format;
    if (format == "pdf") {
        session.print(as_pdf(statements, session));
    } else if (format == "json") {
        session.print(as_json(statements, request, session));
    } else if (format == "table") {
        session.print(as_tables(statements, session));
    } else {
        print_listing(listing_of(statements, session.policy()), session);
    }
    return done;
}

}  // namespace

void add_statement(CommandLine& report) {
    const auto options = std::make_shared<StatementOptions>();
    report
        .command({"statement", "What a customer's account looks like: balance, movements, age",
                  "  dunning report statement C001\n"
                  "  dunning report statement C001 --from 2026-01-01 --to 2026-03-31\n"
                  "  dunning report statement C001 --open-items --format pdf -o C001.pdf\n"
                  "  dunning report statement --all --as-of month-end --format pdf -o all.pdf\n"})
        .optional_arguments("CUSTOMER", options->customers, "Whose; several at once")
        .flag("--all", options->all, "Everybody whose account moved or is open")
        .option("--collector", options->collector, "NAME", "Everybody of one collector, likewise")
        .option("--from", options->from, "DATE", "First day (default: of the month)")
        .option("--to", options->to, "DATE", "Last day (default: --as-of)")
        .flag("--open-items", options->open_items, "What is open on the last day, not what moved")
        .runs([options](Session& session) { return run_statement(*options, session); });
}

}  // namespace dunning::cli
