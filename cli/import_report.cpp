#include "cli/import_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/words.h"
#include "text/json_writer.h"
#include "text/number_format.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

std::string money_list(const std::map<std::string, Money>& sums) {
    std::string text;
    for (const auto& [currency, sum] : sums) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group_thousands(sum), currency);
    }
    return text;
}

void describe(const StatementReport& statement, Session& session) {
    std::string balances;
    if (statement.opening && statement.closing) {
        balances = fmt::format(", {} -> {}{}", group_thousands(*statement.opening),
                               group_thousands(*statement.closing),
                               statement.ties.value_or(true) ? "" : ", does not tie");
    }
    const std::string pending =
        statement.pending > 0 ? fmt::format(", {} pending and not booked", statement.pending) : "";
    session.say(fmt::format("  account {} {}: {}, in {}, out {}{}{}", statement.account,
                            statement.currency, counted(statement.entries, "entry", "entries"),
                            group_thousands(statement.credits), group_thousands(statement.debits),
                            balances, pending));
}

// One currency: its amount; several: nothing, the totals have them.
void write_sum(JsonWriter& json, std::string_view key, const std::map<std::string, Money>& sums,
               const std::map<std::string, Money>& totals) {
    json.key(key);
    if (totals.size() != 1) {
        json.null();
    } else if (sums.empty()) {
        json.money(Money::zero(totals.begin()->second.currency()));
    } else {
        json.money(sums.begin()->second);
    }
}

void write_totals(JsonWriter& json, const FileReport& report) {
    json.key("totals").begin_array();
    for (const auto& [currency, total] : report.totals) {
        json.begin_object().field("currency", currency).field("amount", total);
        if (const auto found = report.allocated.find(currency); found != report.allocated.end()) {
            json.field("allocated", found->second);
            json.field("on_account", report.on_account.at(currency));
        }
        json.end_object();
    }
    json.end_array();
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<Money>& amount) {
    json.key(key);
    if (amount) {
        json.money(*amount);
    } else {
        json.null();
    }
}

void write_statements(JsonWriter& json, const std::vector<StatementReport>& statements) {
    if (statements.empty()) return;
    json.key("statements").begin_array();
    for (const StatementReport& statement : statements) {
        json.begin_object()
            .field("account", statement.account)
            .field("currency", statement.currency)
            .field("sequence", statement.sequence);
        write_optional(json, "opening", statement.opening);
        write_optional(json, "closing", statement.closing);
        json.field("entries", statement.entries)
            .field("credits", statement.credits)
            .field("debits", statement.debits)
            .field("reversals", statement.reversals)
            .field("details", statement.details)
            .field("pending", statement.pending)
            .field("ties", statement.ties)
            .end_object();
    }
    json.end_array();
}

void write_unread(JsonWriter& json, const std::vector<UnreadColumn>& unread) {
    json.key("unread").begin_array();
    for (const UnreadColumn& column : unread) {
        json.begin_object()
            .field("column", column.column + 1)
            .field("heading", column.heading)
            .field("meant", column.meant.empty() ? std::nullopt : std::optional(column.meant))
            .end_object();
    }
    json.end_array();
}

void write_problems(JsonWriter& json, const Diagnostics& diagnostics) {
    json.key("problems").begin_array();
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        json.begin_object()
            .field("line", diagnostic.place.line)
            .field("column", diagnostic.place.column)
            .field("field", diagnostic.field)
            .field("message", diagnostic.what)
            .end_object();
    }
    json.end_array();
}

void write_file_report(JsonWriter& json, const FileReport& report) {
    json.begin_object()
        .field("file", report.file)
        .field("kind", to_text(report.kind))
        .field("source_format", report.source_format)
        .field("encoding", report.encoding)
        .field("batch", report.batch.empty() ? std::nullopt : std::optional(report.batch))
        .field("rows", report.rows)
        .field("new", report.refused ? 0 : report.added)
        .field("changed", report.refused ? 0 : report.changed)
        .field("known", report.refused ? 0 : report.known)
        .field("rejected", report.rejected)
        .field("left_out", report.left_out)
        .field("settled", report.settled)
        .field("reopened", report.reopened);
    write_totals(json, report);
    write_sum(json, "allocated", report.allocated, report.totals);
    write_sum(json, "on_account", report.on_account, report.totals);
    write_statements(json, report.statements);
    write_unread(json, report.unread);
    write_problems(json, report.diagnostics);
    json.end_object();
}

// A column that nobody reads may be one that was meant: said once for the file.
void describe(const std::vector<UnreadColumn>& unread, Session& session) {
    constexpr std::size_t most_listed = 20;
    if (unread.empty()) return;
    std::string text;
    for (std::size_t i = 0; i < std::min(unread.size(), most_listed); ++i) {
        const auto& [column, heading, meant] = unread[i];
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", excerpt(heading));
        if (!meant.empty()) text += fmt::format(" (did you mean '{}'?)", meant);
    }
    if (unread.size() > most_listed) {
        text += fmt::format(" and {} more", unread.size() - most_listed);
    }
    session.say(fmt::format("  {} not read: {}", unread.size() == 1 ? "column" : "columns", text));
}

}  // namespace

void describe(const FileReport& report, Session& session) {
    if (report.refused) return;
    const auto rows = static_cast<std::int64_t>(report.rows);
    session.say(fmt::format(
        "{}: {}: {} new, {} changed, {} known{}", report.file, counted(rows, "row", "rows"),
        report.added, report.changed, report.known,
        report.rejected > 0 ? fmt::format(", {} rejected", report.rejected) : std::string()));
    if (report.left_out > 0) {
        const auto left_out = static_cast<std::int64_t>(report.left_out);
        session.say(fmt::format("  {} left out by the profile", counted(left_out, "row", "rows")));
    }
    describe(report.unread, session);
    if (report.encoding != "UTF-8" || report.source_format != "csv") {
        session.say(fmt::format("  read as {}, {}", report.source_format, report.encoding));
    }
    if (report.repeated > 0) {
        session.say(fmt::format(
            "  {} another of the file",
            counted(static_cast<std::int64_t>(report.repeated), "row repeats", "rows repeat")));
    }
    if (report.customers_created > 0) {
        const auto created = static_cast<std::int64_t>(report.customers_created);
        const auto unnamed = static_cast<std::int64_t>(report.customers_unnamed);
        session.say(fmt::format("  {} created{}", counted(created, "customer", "customers"),
                                unnamed == 0   ? ""
                                : unnamed == 1 ? ", with its id as name"
                                               : ", with their ids as names"));
    }
    if (report.evidence > 0) {
        const auto files = static_cast<std::int64_t>(report.evidence);
        session.say(fmt::format("  {} of evidence kept", counted(files, "file", "files")));
    }
    if (!report.totals.empty()) {
        session.say(fmt::format("  control total {}{}", money_list(report.totals),
                                report.agreeing_totals > 0 ? ", as the file says" : ""));
    }
    for (const StatementReport& statement : report.statements) describe(statement, session);
    if (report.settled > 0) {
        const auto settled = static_cast<std::int64_t>(report.settled);
        session.say(fmt::format("  {} settled, or partly: they are not in the list, or with less",
                                counted(settled, "invoice", "invoices")));
    }
    if (report.reopened > 0) {
        const auto again = static_cast<std::int64_t>(report.reopened);
        session.say(fmt::format("  {} open again: no more on an earlier list, or with less there",
                                counted(again, "invoice is", "invoices are")));
    }
    if (report.more_open > 0) {
        const auto more = static_cast<std::int64_t>(report.more_open);
        session.say(fmt::format("  {} with more open in the list than here: the money came since",
                                counted(more, "invoice", "invoices")));
    }
    if (!report.allocated.empty()) {
        session.say(fmt::format("  allocated {}, on account {}", money_list(report.allocated),
                                money_list(report.on_account)));
    }
    if (!report.batch.empty() && !session.options().dry_run) {
        session.say(fmt::format("  batch {}", report.batch));
    }
}

void describe_languages(const FileReport& report, Session& session) {
    for (const auto& [language, count] : report.languages) {
        const std::string note = session.language_note(language);
        if (note.empty()) continue;
        const auto customers = static_cast<std::int64_t>(count);
        session.say(fmt::format("  {}: {}", counted(customers, "customer", "customers"), note));
    }
}

std::string import_json(const std::vector<FileReport>& reports) {
    JsonWriter json;
    std::optional<std::string> batch;
    for (const FileReport& report : reports) {
        if (!batch && !report.batch.empty()) batch = report.batch;
    }
    json.begin_object().field("schema", "dunning.import/1").field("batch", batch);
    json.key("files").begin_array();
    for (const FileReport& report : reports) write_file_report(json, report);
    json.end_array().end_object();
    return json.take() + "\n";
}

}  // namespace dunning::cli
