#include "formats/camt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "formats/camt_balance.h"
#include "formats/camt_entry.h"
#include "formats/camt_totals.h"
#include "formats/camt_values.h"
#include "text/utf8.h"

namespace dunning {
namespace {

struct CamtKind {
    std::string_view message;
    std::string_view statement;
    std::string_view name;
    std::string_view paging;
};
constexpr std::array<CamtKind, 3> camt_kinds = {{
    {"BkToCstmrAcctRpt", "Rpt", "camt.052", "RptPgntn"},
    {"BkToCstmrStmt", "Stmt", "camt.053", "StmtPgntn"},
    {"BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt.054", "NtfctnPgntn"},
}};

struct CamtMessage {
    const CamtKind* kind;
    pugi::xml_node node;
};

void add_messages(const pugi::xml_node& parent, std::vector<CamtMessage>& messages) {
    for (const auto& node : parent.children()) {
        const auto* const kind =
            std::ranges::find(camt_kinds, local_name(node), &CamtKind::message);
        if (kind != camt_kinds.end()) messages.push_back({.kind = kind, .node = node});
    }
}

// In the document itself, or in those that an envelope holds.
std::vector<CamtMessage> camt_messages_of(const pugi::xml_node& root) {
    std::vector<CamtMessage> messages;
    if (local_name(root) == "Document") {
        add_messages(root, messages);
        return messages;
    }
    for_each_child(root, "Document",
                   [&](const pugi::xml_node& document) { add_messages(document, messages); });
    for (const auto& inner : root.children()) {
        for_each_child(inner, "Document",
                       [&](const pugi::xml_node& document) { add_messages(document, messages); });
    }
    return messages;
}

// "camt.053.001.08" of the namespace urn:iso:std:iso:20022:tech:xsd:camt.053.001.08 that the
// element or one around it declares; "" when no such namespace is declared.
std::string_view message_name(pugi::xml_node node) {
    constexpr std::string_view prefix = "urn:iso:std:iso:20022:tech:xsd:";
    for (; node; node = node.parent()) {
        for (const auto& attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            const std::string_view value = attribute.value();
            if (!name.starts_with("xmlns") || !value.starts_with(prefix)) continue;
            return value.substr(prefix.size());
        }
    }
    return {};
}

// What the messages are that are mistaken for statements.
std::string_view meaning_of(std::string_view name) {
    struct Meaning {
        std::string_view name;
        std::string_view text;
    };
    constexpr std::array<Meaning, 8> meanings = {{
        {"pain.001", "an order to pay"},
        {"pain.002", "a report on orders"},
        {"pain.007", "a reversal of direct debits"},
        {"pain.008", "an order to collect direct debits"},
        {"camt.029", "an answer to an investigation"},
        {"camt.055", "a request to cancel a payment"},
        {"camt.056", "a request to cancel a payment"},
        {"camt.086", "a bill of the bank"},
    }};
    const auto* const found = std::ranges::find(meanings, name.substr(0, 8), &Meaning::name);
    return found == meanings.end() ? std::string_view() : found->text;
}

void report_other_kind(const CamtSource& source) {
    const auto root = source.document.root();
    const auto inner = root.find_child(
        [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
    const auto name = message_name(local_name(root) == "Document" && inner ? inner : root);
    const auto meaning = meaning_of(name);
    auto shown = name.empty() ? fmt::format("a file of {}", quoted(local_name(root)))
                              : printable(name.substr(0, 40));
    if (!meaning.empty()) shown += fmt::format(", {}", meaning);
    source.error(root, fmt::format("this is {}, not a bank statement", shown),
                 "bank statements are camt.052, camt.053 and camt.054");
}

// One statement, report or notification.
struct StatementNode {
    pugi::xml_node node;
    pugi::xml_node header;  // GrpHdr of its message
    const CamtKind* kind;
};

// Version 02 has the page in the header of the message, later ones in each statement.
pugi::xml_node paging_of(const StatementNode& statement) {
    const auto own = child(statement.node, statement.kind->paging);
    return own ? own : child(statement.header, "MsgPgntn");
}

CamtPaging paging_kind(const CamtSource& source, const StatementNode& statement) {
    const auto paging = paging_of(statement);
    const bool first = text_at(paging, {"PgNb"}).empty() || text_at(paging, {"PgNb"}) == "1";
    const auto last = read_camt_flag(source, child(paging, "LastPgInd"));
    return first && last.value_or(true) ? CamtPaging::whole : CamtPaging::page;
}

// "12", or "12/1" for a page of it.
std::string sequence_of(const StatementNode& statement, CamtPaging paging) {
    auto number = text_at(statement.node, {"ElctrncSeqNb"});
    if (number.empty()) number = text_at(statement.node, {"LglSeqNb"});
    const auto page = text_at(paging_of(statement), {"PgNb"});
    const bool whole = paging == CamtPaging::whole || number.empty() || page.empty();
    return whole ? std::string(number) : fmt::format("{}/{}", number, page);
}

std::string account_of(const CamtSource& source, const pugi::xml_node& statement) {
    const auto id = descend(statement, {"Acct", "Id"});
    for (const auto text : {text_at(id, {"IBAN"}), text_at(id, {"Othr", "Id"}),
                            text_at(id, {"BBAN"}), text_at(id, {"PrtryAcct", "Id"})}) {
        if (!text.empty()) return without_spaces(text);
    }
    source.error(statement, "the statement does not say of which account it is (Acct/Id)");
    return {};
}

std::optional<Currency> currency_of_entries(const pugi::xml_node& statement) {
    std::optional<Currency> currency;
    for_each_child(statement, "Ntry", [&currency](const pugi::xml_node& entry) {
        if (!currency) currency = Currency::from_code(child(entry, "Amt").attribute("Ccy").value());
    });
    return currency;
}

// Nothing when neither the account nor any amount names one.
std::optional<Currency> currency_of(const CamtSource& source, const pugi::xml_node& statement) {
    const auto own = descend(statement, {"Acct", "Ccy"});
    const auto code = text_of(own);
    if (!code.empty()) {
        const auto currency = Currency::from_code(code);
        if (!currency) source.error(own, fmt::format("{} is not a currency", quoted(code)));
        return currency;
    }
    const auto currency = currency_of_camt_balances(statement);
    return currency ? currency : currency_of_entries(statement);
}

std::optional<Date> day_at(const CamtSource& source, const pugi::xml_node& parent,
                           std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        if (const auto day = child(parent, name)) return read_camt_day_text(source, day);
    }
    return std::nullopt;
}

void read_entries(const CamtEntryContext& context, const pugi::xml_node& node,
                  BankStatement& statement) {
    const auto& source = context.source;
    for_each_child(node, "Ntry", [&](const pugi::xml_node& entry_node) {
        auto entry = read_camt_entry(context, entry_node);
        if (!entry) return;
        if (entry->amount.currency() != statement.currency) {
            source.warning(entry_node,
                           fmt::format("an entry in {} in an account in {}; it is not "
                                       "part of the sums",
                                       entry->amount.currency().code(), statement.currency.code()));
        }
        statement.entries.push_back(std::move(*entry));
    });
}

// Sums of money are int64: what would not fit is refused here, and nobody has to ask later.
void check_total(const CamtSource& source, const pugi::xml_node& node,
                 const BankStatement& statement) {
    constexpr Wide limit = static_cast<Wide>(max_amount_minor) * 1000;
    Wide total = 0;
    for (const auto& entry : statement.entries) {
        const Wide minor = entry.amount.minor();
        total += minor < 0 ? -minor : minor;
    }
    if (total > limit) source.error(node, "the entries of this statement are too large to add up");
}

// Statements of which the last page has not come. One that closes with a balance of its own is
// missed by the next statement (app/statement_sequence.h); without one nothing else would tell.
class OpenPages {
  public:
    void add(const CamtSource& source, const StatementNode& from, const BankStatement& statement) {
        auto number = text_at(from.node, {"ElctrncSeqNb"});
        if (number.empty()) number = statement.id;
        const auto last = read_camt_flag(source, child(paging_of(from), "LastPgInd"));
        const bool is_open = !last.value_or(true) && !statement.closing;
        open_[{statement.account, std::string(number)}] = is_open ? from.node : pugi::xml_node();
    }

    void report(const CamtSource& source) const {
        for (const auto& [key, node] : open_) {
            if (!node) continue;
            source.doubt(node,
                         fmt::format("statement {} goes on with a page that is not in the file",
                                     quoted(key.second)),
                         "import the pages in one file, or the next one after this; what it has "
                         "was taken");
        }
    }

  private:
    std::map<std::pair<std::string, std::string>, pugi::xml_node> open_ = {};
};

BankStatement read_statement(const CamtSource& source, const StatementNode& from) {
    const auto& node = from.node;
    const auto period = child(node, "FrToDt");
    const auto paging = paging_kind(source, from);
    BankStatement statement{.account = account_of(source, node),
                            .id = std::string(text_at(node, {"Id"})),
                            .sequence = sequence_of(from, paging),
                            .from = day_at(source, period, {"FrDtTm", "FrDt"}),
                            .to = day_at(source, period, {"ToDtTm", "ToDt"}),
                            .line = source.document.place(node).line};
    if (const auto currency = currency_of(source, node)) statement.currency = *currency;
    const auto balances = read_camt_balances(source, node, statement.currency, paging);
    statement.opening = balances.opening;
    statement.closing = balances.closing;
    const auto created = day_at(source, node, {"CreDtTm"});
    read_entries({.source = source,
                  .own_account = statement.account,
                  .statement_day = statement.to ? statement.to : created},
                 node, statement);
    if (!statement.to) statement.to = balances.closed;
    check_total(source, node, statement);
    // Of a page they may be those of all pages.
    const bool counts = paging == CamtPaging::whole && !source.diagnostics.has_errors();
    if (counts) compare_camt_totals(source, node, statement);
    return statement;
}

std::string format_of(const CamtMessage& message) {
    const auto name = message_name(message.node);
    return std::string(name.starts_with(message.kind->name) ? name.substr(0, 40)
                                                            : message.kind->name);
}

}  // namespace

bool is_camt(const pugi::xml_node& root) {
    return !camt_messages_of(root).empty();
}

std::optional<BankFile> read_camt(const XmlDocument& document, const std::string& file,
                                  Diagnostics& diagnostics) {
    Diagnostics found;
    const CamtSource source{.document = document, .diagnostics = found};
    const auto messages = camt_messages_of(document.root());
    BankFile result{.encoding = std::string(to_text(document.charset()))};
    OpenPages pages;
    for (const auto& message : messages) {
        if (result.format.empty()) result.format = format_of(message);
        const auto header = child(message.node, "GrpHdr");
        for_each_child(message.node, message.kind->statement, [&](const pugi::xml_node& node) {
            const StatementNode from{.node = node, .header = header, .kind = message.kind};
            result.statements.push_back(read_statement(source, from));
            pages.add(source, from, result.statements.back());
        });
    }
    pages.report(source);
    if (messages.empty()) report_other_kind(source);
    const bool refused = found.has_errors();
    for (auto& diagnostic : found.all()) {
        diagnostic.place.file = file;
        diagnostics.add(std::move(diagnostic));
    }
    return refused ? std::nullopt : std::optional(std::move(result));
}

}  // namespace dunning
