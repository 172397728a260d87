// dunning age: what is open, and for how long, on any day.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "app/age_ledger.h"
#include "app/find_by_beginning.h"
#include "app/workbook.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/printout.h"
#include "cli/words.h"
#include "text/number_format.h"
#include "text/table.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct AgeOptions {
    std::string by = "customer";
    std::string basis;
    std::vector<std::string> buckets;
    std::string customer;
};

AgeBy by_from(const std::string& text) {
    for (const AgeBy by : {AgeBy::customer, AgeBy::invoice, AgeBy::class_name, AgeBy::collector,
                           AgeBy::currency, AgeBy::segment}) {
        if (to_text(by) == text) return by;
    }
    return AgeBy::customer;
}

AgingProfile profile_from(const std::vector<std::string>& words) {
    std::vector<int> limits;
    for (const std::string& text : words) {
        int limit = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
        const bool number = error == std::errc() && end == text.data() + text.size();
        if (!number || limit < 1 || limit > 36'500 || (!limits.empty() && limit <= limits.back())) {
            throw Stop{wrong_usage,
                       fmt::format("--buckets: '{}' does not fit\n    the limits are days that "
                                   "rise, as in 30,60,90",
                                   text)};
        }
        limits.push_back(limit);
    }
    return AgingProfile(limits);
}

// ---- for people

std::string blank_or(const Money& amount) {
    return amount.is_zero() ? "-" : group_thousands(amount);
}

std::string bucket_heading(const std::string& name, const std::string& language) {
    return name == "not_due" ? word(language, "Not due") : name;
}

// Narrow screens show the sums without the buckets.

class AgeTable {
  public:
    AgeTable(const AgeReport& report, Session& session)
        : report_(report),
          session_(session),
          language_(session.language()),
          wide_(session.width() >= short_layout_below) {}

    std::string render() {
        std::string text;
        for (const AgeTotal& total : report_.totals) {
            if (shows_nothing(total)) continue;
            if (!text.empty()) text += "\n";
            text += title(total) + "\n\n" + part(total);
        }
        if (text.empty()) text = fmt::format("nothing is open as of {}\n", to_text(report_.as_of));
        if (report_.request.by == AgeBy::invoice || report_.request.by == AgeBy::class_name) {
            text += on_account_lines();
        }
        return text;
    }

  private:
    // Money on account alone is a row among customers, but it is no invoice and has no class.
    bool shows_nothing(const AgeTotal& total) const {
        const AgeBy by = report_.request.by;
        return total.invoices == 0 && (by == AgeBy::invoice || by == AgeBy::class_name);
    }

    std::string on_account_lines() const {
        std::string text;
        for (const AgeTotal& total : report_.totals) {
            if (total.on_account.is_zero()) continue;
            text += fmt::format("{}: {} {}\n", word(language_, "on account"),
                                group_thousands(total.on_account), total.currency.code());
        }
        return text;
    }

    std::string title(const AgeTotal& total) const {
        return fmt::format("{}, {} {}, {}: {} {}, {} {}", word(language_, "Receivables by age"),
                           word(language_, "as of"), to_text(report_.as_of), total.currency.code(),
                           total.customers,
                           word(language_, total.customers == 1 ? "customer" : "customers"),
                           total.invoices,
                           word(language_, total.invoices == 1 ? "open invoice" : "open invoices"));
    }

    std::string part(const AgeTotal& total) const {
        return report_.request.by == AgeBy::invoice ? invoices_of(total) : groups_of(total);
    }

    std::string groups_of(const AgeTotal& total) const {
        Table table(group_columns());
        for (const AgeRow& row : report_.rows) {
            if (row.currency != total.currency) continue;
            const std::string label = row.name.empty() ? row.key : row.name;
            table.add_row(cells(label.empty() ? "-" : label, row.buckets, row.overdue, row.open,
                                row.on_account));
        }
        table.add_rule();
        table.add_row(cells(word(language_, "Total"), total.buckets, total.overdue, total.open,
                            total.on_account));
        if (wide_ && total.open.is_positive()) table.add_row(shares(total));
        return table.render(static_cast<std::size_t>(session_.width()));
    }

    std::vector<TableColumn> group_columns() const {
        std::string label(to_text(report_.request.by));
        label.front() = static_cast<char>(label.front() - 'a' + 'A');
        std::vector<TableColumn> columns{
            {.heading = word(language_, label), .align = Align::left, .flexible = true}};
        if (wide_) {
            for (const std::string& name : report_.request.profile.names()) {
                columns.push_back({bucket_heading(name, language_), Align::right, false});
            }
        }
        columns.push_back({word(language_, "Overdue"), Align::right, false});
        columns.push_back({word(language_, "Total"), Align::right, false});
        if (has_on_account())
            columns.push_back({word(language_, "On account"), Align::right, false});
        return columns;
    }

    bool has_on_account() const {
        for (const AgeTotal& total : report_.totals) {
            if (!total.on_account.is_zero()) return true;
        }
        return false;
    }

    std::vector<std::string> cells(const std::string& label, const std::vector<Money>& buckets,
                                   const Money& overdue, const Money& open,
                                   const Money& on_account) const {
        std::vector<std::string> row{printable(label)};
        if (wide_) {
            for (const Money& bucket : buckets) row.push_back(blank_or(bucket));
        }
        row.push_back(blank_or(overdue));
        row.push_back(blank_or(open));
        if (has_on_account()) row.push_back(blank_or(on_account));
        return row;
    }

    // Each bucket's share of the whole in tenths of a per cent.
    std::vector<std::string> shares(const AgeTotal& total) const {
        std::vector<std::string> row{""};
        const auto share = [&](const Money& part) {
            if (!total.open.is_positive()) return std::string();
            const auto tenths = divide_rounded(Wide{part.minor()} * 1000, total.open.minor(),
                                               Rounding::half_away_from_zero);
            return fmt::format("{}.{}%", tenths / 10, tenths % 10);
        };
        for (const Money& bucket : total.buckets) row.push_back(share(bucket));
        row.push_back(share(total.overdue));
        row.push_back("");
        if (has_on_account()) row.push_back("");
        return row;
    }

    enum class InvoiceColumns { all, without_class };

    Table invoice_table(const AgeTotal& total, InvoiceColumns columns) const {
        const auto without_class = [columns](auto parts) {
            if (columns == InvoiceColumns::without_class) parts.erase(parts.begin() + 4);
            return parts;
        };
        Table table(without_class(
            std::vector<TableColumn>{{word(language_, "Invoice"), Align::left, true},
                                     {word(language_, "Customer"), Align::left, true},
                                     {word(language_, "Due"), Align::left, false},
                                     {word(language_, "Days overdue"), Align::right, false},
                                     {word(language_, "Class"), Align::left, false},
                                     {word(language_, "Amount"), Align::right, false},
                                     {word(language_, "Open"), Align::right, false}}));
        for (const AgeInvoiceRow& row : report_.invoices) {
            if (row.open.currency() != total.currency) continue;
            table.add_row(without_class(std::vector<std::string>{
                printable(row.invoice), printable(row.name), to_text(row.due),
                row.days_overdue > 0 ? fmt::format("{}", row.days_overdue) : "-", row.class_name,
                group_thousands(row.amount), group_thousands(row.open)}));
        }
        table.add_rule();
        table.add_row(without_class(std::vector<std::string>{word(language_, "Total"), "", "", "",
                                                             "", "", group_thousands(total.open)}));
        return table;
    }

    // A narrow screen can do without the class, which follows from the days.
    std::string invoices_of(const AgeTotal& total) const {
        const auto width = static_cast<std::size_t>(session_.width());
        const Table whole = invoice_table(total, InvoiceColumns::all);
        if (wide_ || whole.fits(width)) return whole.render(width);
        return invoice_table(total, InvoiceColumns::without_class).render(width);
    }

    const AgeReport& report_;
    Session& session_;
    const std::string language_;
    const bool wide_;
};

// ---- for programs

void write_buckets(JsonWriter& json, const AgeReport& report, const std::vector<Money>& buckets) {
    json.key("buckets").begin_object();
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        json.field(report.request.profile.names()[i], buckets[i]);
    }
    json.end_object();
}

void write_group(JsonWriter& json, const AgeReport& report, const AgeRow& row) {
    json.begin_object().field(to_text(report.request.by), row.key);
    if (report.request.by == AgeBy::customer) json.field("name", row.name);
    if (report.request.by != AgeBy::currency) json.field("currency", row.currency.code());
    write_buckets(json, report, row.buckets);
    json.field("open", row.open)
        .field("overdue", row.overdue)
        .field("on_account", row.on_account)
        .field("max_days_overdue", row.max_days_overdue);
    if (report.request.by != AgeBy::class_name) json.field("class", row.class_name);
    json.field("invoices", row.invoices).end_object();
}

std::string status_of(const AgeInvoiceRow& row) {
    const std::string part = row.open == row.amount ? "open" : "part_paid";
    return row.days_overdue > 0 ? "overdue" : part;
}

void write_invoice(JsonWriter& json, const AgeReport& report, const AgeInvoiceRow& row) {
    json.begin_object()
        .field("invoice", row.invoice)
        .field("customer", row.customer)
        .field("name", row.name)
        .field("currency", row.open.currency().code())
        .field("issued", row.issued)
        .field("due", row.due)
        .field("amount", row.amount)
        .field("open", row.open)
        .field("days_overdue", row.days_overdue)
        .field("bucket", report.request.profile.names()[row.bucket])
        .field("class", row.class_name)
        .field("status", status_of(row))
        .field("reference", row.reference)
        .end_object();
}

void write_total(JsonWriter& json, const AgeReport& report, const AgeTotal& total) {
    json.begin_object().field("currency", total.currency.code());
    write_buckets(json, report, total.buckets);
    json.field("open", total.open)
        .field("overdue", total.overdue)
        .field("on_account", total.on_account)
        .field("invoices", total.invoices)
        .field("customers", total.customers)
        .end_object();
}

// Row by row, as they are printed.
void print_json(const AgeReport& report, Session& session) {
    Printout out(session);
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.age/1")
        .field("as_of", report.as_of)
        .field("basis", report.request.basis == AgingBasis::due ? "due" : "issued")
        .field("by", to_text(report.request.by));
    json.key("rows").begin_array();
    for (const AgeRow& row : report.rows) {
        write_group(json, report, row);
        out.add(json.take_part());
    }
    for (const AgeInvoiceRow& row : report.invoices) {
        write_invoice(json, report, row);
        out.add(json.take_part());
    }
    json.end_array().key("totals").begin_array();
    for (const AgeTotal& total : report.totals) write_total(json, report, total);
    json.end_array().end_object();
    out.add(json.take_part());
    out.add("\n");
    out.finish();
}

void print_json_lines(const AgeReport& report, Session& session) {
    Printout out(session);
    const auto print_line = [&](const auto& row, const auto& write) {
        JsonWriter json;
        write(json, report, row);
        out.add(json.take() + "\n");
    };
    for (const AgeRow& row : report.rows) print_line(row, write_group);
    for (const AgeInvoiceRow& row : report.invoices) print_line(row, write_invoice);
    out.finish();
}

// Columns and rows for CSV and workbooks.
std::vector<std::string> columns_of(const AgeReport& report) {
    const AgeBy by = report.request.by;
    if (by == AgeBy::invoice) {
        return {"invoice", "customer",     "name",   "currency", "issued", "due",      "amount",
                "open",    "days_overdue", "bucket", "class",    "status", "reference"};
    }
    std::vector<std::string> columns{std::string(to_text(by))};
    if (by == AgeBy::customer) columns.push_back("name");
    if (by != AgeBy::currency) columns.push_back("currency");
    for (const std::string& name : report.request.profile.names()) columns.push_back(name);
    for (const char* name : {"open", "overdue", "on_account", "max_days_overdue"})
        columns.push_back(name);
    if (by != AgeBy::class_name) columns.push_back("class");
    columns.push_back("invoices");
    return columns;
}

std::vector<Cell> cells_of(const AgeReport& report, const AgeRow& row) {
    const AgeBy by = report.request.by;
    std::vector<Cell> cells;
    cells.reserve(row.buckets.size() + 9);  // those below
    cells.emplace_back(row.key);
    if (by == AgeBy::customer) cells.emplace_back(row.name);
    if (by != AgeBy::currency) cells.emplace_back(std::string(row.currency.code()));
    for (const Money& bucket : row.buckets) cells.emplace_back(bucket);
    cells.emplace_back(row.open);
    cells.emplace_back(row.overdue);
    cells.emplace_back(row.on_account);
    cells.emplace_back(std::int64_t{row.max_days_overdue});
    if (by != AgeBy::class_name) cells.emplace_back(row.class_name);
    cells.emplace_back(static_cast<std::int64_t>(row.invoices));
    return cells;
}

std::vector<Cell> cells_of(const AgeReport& report, const AgeInvoiceRow& row) {
    return {row.invoice,
            row.customer,
            row.name,
            std::string(row.open.currency().code()),
            row.issued,
            row.due,
            row.amount,
            row.open,
            std::int64_t{row.days_overdue},
            report.request.profile.names()[row.bucket],
            row.class_name,
            status_of(row),
            row.reference};
}

// The report has rows of one kind.
template <class Visit>
void for_each_row(const AgeReport& report, const Visit& visit) {
    for (const AgeRow& row : report.rows) visit(cells_of(report, row));
    for (const AgeInvoiceRow& row : report.invoices) visit(cells_of(report, row));
}

void print_rows(const AgeReport& report, char delimiter, Session& session) {
    Printout out(session);
    DelimitedText text(columns_of(report), delimiter);
    for_each_row(report, [&](const std::vector<Cell>& cells) {
        text.add(cells);
        if (text.size() >= Printout::piece_bytes) out.add(text.take());
    });
    out.add(text.take());
    out.finish();
}

Sheet sheet_of(const AgeReport& report) {
    Sheet sheet{.name = "age", .columns = {}, .rows = {}};
    for (const std::string& name : columns_of(report)) {
        sheet.columns.push_back({.name = name, .heading = {}});
    }
    for_each_row(report, [&](std::vector<Cell> cells) { sheet.rows.push_back(std::move(cells)); });
    return sheet;
}

// With a picture of the buckets, unless there is one row for each invoice.
std::string as_workbook(const AgeReport& report) {
    Sheet sheet = sheet_of(report);
    if (report.request.by != AgeBy::invoice) {
        sheet.chart = SheetChart{.kind = ChartKind::stacked_bars, .title = "Receivables by age"};
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            const auto& names = report.request.profile.names();
            if (std::ranges::find(names, sheet.columns[i].name) != names.end()) {
                sheet.chart->values.push_back(i);
            }
        }
    }
    return workbook_of({sheet});
}

int run_age(const AgeOptions& options, Session& session) {
    const Policy& policy = session.policy();
    AgeRequest request{
        .by = by_from(options.by),
        .basis = policy.aging_basis,
        .profile = options.buckets.empty() ? policy.aging : profile_from(options.buckets)};
    if (!options.basis.empty()) {
        request.basis = options.basis == "issued" ? AgingBasis::issued : AgingBasis::due;
    }
    Ledger& ledger = session.ledger(Access::read);
    if (!options.customer.empty()) {
        request.customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    }
    const AgeReport report = [&] {
        // The view ends before anything is printed: a slow reader must not hold up a writer.
        const auto view = ledger.begin_read();
        return age_ledger(ledger, policy, request, session.as_of());
    }();
    const std::string& format = session.options().format;
    if (format == "json") {
        print_json(report, session);
    } else if (format == "jsonl") {
        print_json_lines(report, session);
    } else if (format == "table") {
        session.print(AgeTable(report, session).render());
    } else if (format == "xlsx") {
        session.print(as_workbook(report));
    } else {
        print_rows(report, format == "tsv" ? '\t' : ',', session);
    }
    return done;
}

}  // namespace

void add_age(CommandLine& program) {
    const auto options = std::make_shared<AgeOptions>();
    program
        .command({"age", "Show what is open, and for how long, on any day",
                  "  dunning age\n"
                  "  dunning age --by invoice --customer C001\n"
                  "  dunning age --as-of month-end --format csv\n"})
        .choice("--by", options->by,
                {"customer", "invoice", "class", "collector", "currency", "segment"},
                "How to group")
        .choice("--basis", options->basis, {"due", "issued"},
                "Count from the due or the issue date")
        .list("--buckets", options->buckets, "DAYS", "Limits of the buckets, as in 30,60,90")
        .option("--customer", options->customer, "ID", "One customer only")
        .runs([options](Session& session) { return run_age(*options, session); });
}

}  // namespace dunning::cli
