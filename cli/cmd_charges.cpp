// dunning report interest, report charges, report discounts, log waive: what is owed on top, and
// what is given up.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>

#include "app/find_by_beginning.h"
#include "app/interest_statement.h"
#include "app/list_charges.h"
#include "app/waivers.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "core/plan_interest.h"
#include "text/json_writer.h"

namespace dunning::cli {
namespace {

// ---- the statement of interest

std::string reference_text(const InterestSegment& segment) {
    if (!segment.reference) return {};
    return fmt::format("{} from {}", to_text(segment.reference->rate),
                       to_text(segment.reference->from));
}

void write_segment(JsonWriter& json, const InterestSegment& segment) {
    const InterestDays days = days_of(segment);
    json.begin_object()
        .field("from", days.first)
        .field("to", days.last)
        .field("days", segment.days)
        .field("balance", segment.balance)
        .field("rate", to_text(segment.rate));
    if (segment.reference) {
        json.field("reference_rate", to_text(segment.reference->rate))
            .field("reference_from", segment.reference->from)
            .field("source", segment.reference->source);
    }
    if (segment.year != 0) json.field("year", segment.year);
    json.field("day_count", to_text(segment.day_count));
    json.field("exact", segment.exact).field("amount", segment.amount).end_object();
}

std::string statement_as_json(const std::vector<InterestOnInvoice>& rows,
                              const std::vector<InterestOfPlan>& plans, const Listing& waivers,
                              const InterestTerms& terms, Date as_of) {
    JsonWriter json;
    json.begin_object()
        .field("schema", "dunning.interest/1")
        .field("as_of", as_of)
        .field("day_count", to_text(terms.day_count));
    json.key("invoices").begin_array();
    for (const InterestOnInvoice& row : rows) {
        json.begin_object()
            .field("invoice", row.invoice)
            .field("customer", row.customer)
            .field("currency", row.amount.currency().code())
            .field("issued", row.issued)
            .field("due", row.due)
            .field("amount", row.amount)
            .field("open", row.open);
        json.key("segments").begin_array();
        for (const InterestSegment& segment : row.interest.segments) {
            write_segment(json, segment);
        }
        json.end_array()
            .field("accrued", row.interest.accrued)
            .field("interest", row.interest.total)
            .field("days_without_rate", row.interest.days_without_rate)
            .field("charged", row.charged)
            .field("charged_open", row.charged_open)
            .field("waived", row.waived);
        json.key("covered").begin_array();
        for (const CoveredInterest& covered : row.covered) {
            json.begin_object()
                .field("plan", covered.plan)
                .field("from", covered.from + 1)
                .field("to", covered.to)
                .field("amount", covered.amount)
                .end_object();
        }
        json.end_array().field("not_charged", row.not_charged).end_object();
    }
    json.end_array();
    json.key("plans").begin_array();
    for (const InterestOfPlan& row : plans) {
        json.begin_object()
            .field("plan", row.plan)
            .field("n", row.n)
            .field("charge", row.charge)
            .field("customer", row.customer)
            .field("currency", row.balance.currency().code())
            .field("from", row.from)
            .field("to", row.to)
            .field("days", row.days)
            .field("balance", row.balance)
            .field("rate", row.yearly_rate)
            .field("agreed", row.agreed)
            .field("charged", row.charged)
            .field("waived", row.waived)
            .field("open", row.open);
        json.key("in_use").begin_array();
        for (const PrincipalInUse& part : row.in_use) {
            json.begin_object()
                .field("days", part.days)
                .field("balance", part.balance)
                .end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
    json.key("waivers").begin_array();
    for (const std::vector<Cell>& row : waivers.rows) write_row(json, waivers, row);
    json.end_array().end_object();
    return json.take() + "\n";
}

Listing segments_listing(const std::vector<InterestOnInvoice>& rows) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.interest-segments/1",
                    .name = "segments",
                    .columns = {{"invoice", "Invoice"},
                                {"from", "From"},
                                {"to", "Up to"},
                                {"days", "Days", Kind::number},
                                {"currency", "Currency"},
                                {"balance", "Balance", Kind::number},
                                {"rate", "% a year", Kind::number},
                                {"reference", "Reference rate"},
                                {"day_count", "Day count"},
                                {"exact", "Exactly", Kind::number},
                                {"amount", "Interest", Kind::number}},
                    .when_empty = "no interest has accrued"};
    for (const InterestOnInvoice& row : rows) {
        for (const InterestSegment& segment : row.interest.segments) {
            const InterestDays days = days_of(segment);
            listing.rows.push_back({row.invoice, days.first, days.last, std::int64_t{segment.days},
                                    std::string(segment.balance.currency().code()), segment.balance,
                                    to_text(segment.rate), reference_text(segment),
                                    std::string(to_text(segment.day_count)), segment.exact,
                                    segment.amount});
        }
    }
    return listing;
}

Listing totals_listing(const std::vector<InterestOnInvoice>& rows) {
    using Kind = ListingColumn::Kind;
    const bool any_covered = std::ranges::any_of(
        rows, [](const InterestOnInvoice& row) { return !row.covered.empty(); });
    Listing listing{.schema = "dunning.interest-totals/1",
                    .name = "invoices",
                    .columns = {{"invoice", "Invoice"},
                                {"due", "Due"},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"interest", "Interest", Kind::number},
                                {"charged", "Charged", Kind::number},
                                {"charged_open", "of it open", Kind::number},
                                {"waived", "Waived", Kind::number},
                                {"covered", any_covered ? "By a plan" : "", Kind::number},
                                {"not_charged", "Not charged", Kind::number}}};
    for (const InterestOnInvoice& row : rows) {
        listing.rows.push_back({row.invoice, row.due, std::string(row.amount.currency().code()),
                                row.amount, row.interest.total, row.charged, row.charged_open,
                                row.waived, sum_of(row.covered, row.amount.currency()),
                                row.not_charged});
    }
    return listing;
}

// What the interest of a plan stands for, so that nobody pays twice for the same days.
Listing covered_listing(const std::vector<InterestOnInvoice>& rows) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.interest-covered/1",
                    .name = "covered",
                    .columns = {{"invoice", "Invoice"},
                                {"plan", "Covered by"},
                                {"from", "From"},
                                {"to", "Up to"},
                                {"currency", "Currency"},
                                {"amount", "Interest", Kind::number}}};
    for (const InterestOnInvoice& row : rows) {
        for (const CoveredInterest& covered : row.covered) {
            listing.rows.push_back({row.invoice, covered.plan, covered.from + 1, covered.to,
                                    std::string(covered.amount.currency().code()), covered.amount});
        }
    }
    return listing;
}

// The last column says by which days less is charged than was agreed; it is left out when nothing
// is.
Listing plans_listing(const std::vector<InterestOfPlan>& rows) {
    using Kind = ListingColumn::Kind;
    const bool any_less =
        std::ranges::any_of(rows, [](const InterestOfPlan& row) { return !row.in_use.empty(); });
    Listing listing{.schema = "dunning.interest-plans/1",
                    .name = "plans",
                    .columns = {{"charge", "Instalment"},
                                {"from", "From"},
                                {"to", "Up to"},
                                {"days", "Days", Kind::number},
                                {"currency", "Currency"},
                                {"balance", "Balance", Kind::number},
                                {"rate", "% a year", Kind::number},
                                {"agreed", "As agreed", Kind::number},
                                {"charged", "Charged", Kind::number},
                                {"waived", "Waived", Kind::number},
                                {"open", "of it open", Kind::number},
                                {"in_use", any_less ? "Days in use" : ""}}};
    for (const InterestOfPlan& row : rows) {
        listing.rows.push_back({row.charge, row.from, row.to, std::int64_t{row.days},
                                std::string(row.balance.currency().code()), row.balance,
                                row.yearly_rate, row.agreed, row.charged, row.waived, row.open,
                                in_use_text(row)});
    }
    return listing;
}

// What the reader of a statement must know of the rates that it rests on.
void tell_of_rates(const InterestTerms& terms, const std::vector<InterestOnInvoice>& rows,
                   Session& session) {
    if (terms.method == InterestMethod::none) {
        session.tell("the policy claims no interest ([interest] method = \"none\")");
    }
    if (terms.method != InterestMethod::reference) return;
    const RateTable& table = *terms.table;
    const std::string remark = remark_on_rates(terms, session.as_of());
    if (!remark.empty()) session.tell(remark);
    for (const InterestOnInvoice& row : rows) {
        if (row.interest.days_without_rate == 0) continue;
        session.warn(fmt::format("{}: {} days bear nothing, because the rates of {} begin on {}",
                                 row.invoice, row.interest.days_without_rate, table.name,
                                 to_text(table.rows.front().from)));
    }
}

struct InterestOptions {
    std::string subject;
};

// What was given up by that day: by whom, why and on what condition.
Listing waivers_listing(const std::vector<WaiverRecord>& waivers, Date as_of) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.waivers/1",
                    .name = "waivers",
                    .columns = {{"waiver", "Waiver"},
                                {"customer", "Customer"},
                                {"of", "Of"},
                                {"kind", ""},
                                {"day", "Date"},
                                {"currency", "Currency"},
                                {"amount", "Waived", Kind::number},
                                {"if_paid", "If paid", Kind::number, 1},
                                {"by", "Pay by", Kind::text, 1},
                                {"ended", "Ended", Kind::text, 2},
                                {"why_ended", ""},
                                {"reason", "Reason", Kind::wrapped},
                                {"note", ""},
                                {"who", "Who"}}};
    for (const WaiverRecord& waiver : waivers) {
        if (waiver.day > as_of) continue;
        const bool ended = waiver.ended && *waiver.ended <= as_of;
        listing.rows.push_back({waiver.code, waiver.customer, waiver.of,
                                std::string(waiver.of_accrued ? "accrued interest" : "charge"),
                                waiver.day, std::string(waiver.amount.currency().code()),
                                waiver.amount, optional_cell(waiver.if_paid),
                                optional_cell(waiver.by), ended ? Cell(*waiver.ended) : Cell(),
                                ended ? waiver.why_ended : std::string(), waiver.reason,
                                waiver.note, waiver.actor});
    }
    return listing;
}

// Those of the invoices' accrued interest and of the interest that notices have charged on them.
Listing interest_waivers(const Ledger& ledger, const std::vector<InterestOnInvoice>& rows,
                         Date as_of) {
    std::set<std::string> customers;
    std::set<std::string> of;
    for (const InterestOnInvoice& row : rows) {
        customers.insert(row.customer);
        of.insert(row.invoice);
    }
    std::vector<WaiverRecord> waivers;
    for (const std::string& customer : customers) {
        const RowId id = ledger.find_customer(customer).value();
        for (const ChargeRecord& record : ledger.charges(id, as_of)) {
            const OpenCharge& charge = record.charge;
            const bool is_meant =
                charge.kind == DebtKind::interest && of.contains(charge.charged_on);
            if (is_meant) of.insert(charge.number);
        }
        std::ranges::copy_if(ledger.waivers(id), std::back_inserter(waivers),
                             [&](const WaiverRecord& waiver) { return of.contains(waiver.of); });
    }
    return waivers_listing(waivers, as_of);
}

void tell_of_earlier_terms(const std::vector<InterestOnInvoice>& rows, Session& session) {
    for (const InterestOnInvoice& row : rows) {
        if (!row.by_earlier_terms) continue;
        session.tell(
            fmt::format("{}: interest up to {} was charged by the terms of an earlier policy, "
                        "which stay those of these days",
                        row.invoice, to_text(*row.by_earlier_terms)));
    }
}

void tell_if_not_bound(const InterestTerms& terms, const std::string& subject, const Ledger& ledger,
                       Session& session) {
    const auto owner = ledger.customer_of_invoice(subject);
    const auto customer = ledger.customer(owner.value_or(subject));
    if (!customer || terms.bind(customer->kind)) return;
    session.tell(
        fmt::format("{}: is a {} customer, and [interest] is for others (customers = \"{}\")",
                    customer->id, to_text(customer->kind), to_text(*terms.customers)));
}

int run_interest(const InterestOptions& options, Session& session) {
    const InterestTerms& terms = session.policy().interest;
    std::vector<InterestOnInvoice> rows;
    std::vector<InterestOfPlan> plans;
    Listing waivers;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        tell_if_not_bound(terms, options.subject, ledger, session);
        rows =
            or_stop(interest_statement(ledger, session.policy(), options.subject, session.as_of()));
        plans = or_stop(
            plan_interest_statement(ledger, session.policy(), options.subject, session.as_of()));
        waivers = interest_waivers(ledger, rows, session.as_of());
    }
    const std::string& format = session.options().format;
    if (format == "json") {
        session.print(statement_as_json(rows, plans, waivers, terms, session.as_of()));
    } else if (format == "table") {
        std::string text = render_listing(segments_listing(rows), session);
        if (!rows.empty()) text += "\n" + render_listing(totals_listing(rows), session);
        const Listing covered = covered_listing(rows);
        if (!covered.rows.empty()) text += "\n" + render_listing(covered, session);
        if (!plans.empty()) text += "\n" + render_listing(plans_listing(plans), session);
        if (!waivers.rows.empty()) text += "\n" + render_listing(waivers, session);
        session.print(text);
    } else {
        print_listing(segments_listing(rows), session);
    }
    tell_of_rates(terms, rows, session);
    tell_of_earlier_terms(rows, session);
    return done;
}

// ---- charges

// Nothing: all of them.
std::optional<RowId> asked_customer(const Ledger& ledger, const std::string& customer) {
    if (customer.empty()) return std::nullopt;
    return ledger.find_customer(or_stop(find_customer_by_beginning(ledger, customer))).value();
}

// Of one customer, or of all.
template <class OfCustomer>
auto of_customers(const Ledger& ledger, const std::string& customer, const OfCustomer& rows_of) {
    if (const auto asked = asked_customer(ledger, customer)) return rows_of(*asked);
    decltype(rows_of(RowId{})) all;
    for (const CustomerName& name : ledger.customer_names()) {
        auto some = rows_of(name.id);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

// Charges that were made less, or as much as before.
Listing corrections_listing(const Ledger& ledger, const std::string& customer, Date as_of) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.charge-corrections/1",
                    .name = "corrections",
                    .columns = {{"charge", "Charge"},
                                {"customer", "Customer"},
                                {"day", "Date"},
                                {"currency", "Currency"},
                                {"former", "Former", Kind::number},
                                {"amount", "Amount", Kind::number},
                                {"why", "Why", Kind::wrapped},
                                {"who", ""}}};
    for (const ChargeCorrection& correction :
         list_charge_corrections(ledger, asked_customer(ledger, customer))) {
        if (correction.day > as_of) continue;
        listing.rows.push_back({correction.charge, correction.customer, correction.day,
                                std::string(correction.amount.currency().code()), correction.former,
                                correction.amount, correction.why, correction.actor});
    }
    return listing;
}

int run_charges(const InterestOptions& options, Session& session) {
    using Kind = ListingColumn::Kind;
    std::vector<Listing> more;
    Listing listing{.schema = "dunning.charges/1",
                    .name = "charges",
                    .columns = {{"charge", "Charge"},
                                {"customer", "Customer"},
                                {"kind", "Kind"},
                                {"invoice", "Invoice"},
                                {"day", "Since"},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"waived", "Waived", Kind::number},
                                {"open", "Open", Kind::number}},
                    .when_empty = "nothing is charged"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        const auto customer = asked_customer(ledger, options.subject);
        for (const ChargeRecord& record : list_charges(ledger, customer, session.as_of())) {
            const OpenCharge& charge = record.charge;
            listing.rows.push_back({charge.number, record.customer,
                                    std::string(to_text(charge.kind)), charge.charged_on,
                                    charge.day, std::string(charge.amount.currency().code()),
                                    charge.amount, record.waived, charge.open});
        }
        more.push_back(corrections_listing(ledger, options.subject, session.as_of()));
        const auto waivers = [&](RowId customer) { return ledger.waivers(customer); };
        more.push_back(
            waivers_listing(of_customers(ledger, options.subject, waivers), session.as_of()));
    }
    std::erase_if(more, [](const Listing& each) { return each.rows.empty(); });
    if (more.empty()) {
        print_listing(listing, session);
    } else {
        more.insert(more.begin(), std::move(listing));
        print_listings(more, session);
    }
    return done;
}

// ---- discounts

int run_discounts(const InterestOptions& options, Session& session) {
    Listing listing{.schema = "dunning.discounts/1",
                    .name = "discounts",
                    .columns = {{"discount", "Discount"},
                                {"customer", "Customer"},
                                {"invoice", "Invoice"},
                                {"day", "Date"},
                                {"currency", "Currency"},
                                {"amount", "Amount", ListingColumn::Kind::number},
                                {"why", "Why"}},
                    .when_empty = "no discount for early payment was earned"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        const Date as_of = session.as_of();
        const auto discounts = [&](RowId customer) { return ledger.discounts(customer); };
        for (const DiscountRecord& record : of_customers(ledger, options.subject, discounts)) {
            if (record.day > as_of) continue;
            listing.rows.push_back({record.code, record.customer, record.invoice, record.day,
                                    std::string(record.amount.currency().code()), record.amount,
                                    record.why});
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- waivers

struct WaiveOptions {
    std::string subject;
    std::string amount;
    std::string reason;
    std::string note;
    std::string if_paid;
    std::string by;
    bool accrued = false;
    bool withdraw = false;
};

std::optional<std::string> if_written(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// "25.00 EUR of N000012-F", "3.10 EUR interest on R-17".
std::string what_was_waived(const WaiverRecord& waiver) {
    return fmt::format("{} {} {} {}", to_decimal(waiver.amount), waiver.amount.currency().code(),
                       waiver.of_accrued ? "interest on" : "of", waiver.of);
}

std::string in_words(const WaiverRecord& waiver) {
    std::string text = fmt::format("{}: {} waived", waiver.code, what_was_waived(waiver));
    if (waiver.if_paid) {
        text += fmt::format(", if {} {} is paid by {}", to_decimal(*waiver.if_paid),
                            waiver.if_paid->currency().code(), to_text(*waiver.by));
    }
    return text;
}

std::vector<std::string> give_up(const WaiveOptions& options, Ledger& ledger, Session& session) {
    WaiverRequest request{.subject = options.subject,
                          .accrued = options.accrued,
                          .amount = if_written(options.amount),
                          .reason = options.reason,
                          .note = options.note,
                          .if_paid = if_written(options.if_paid)};
    if (!options.by.empty()) request.by = typed(parse_date(options.by), "--by");
    std::vector<std::string> lines;
    for (const WaiverRecord& waiver :
         or_stop(waive(ledger, session.policy(), request, session.stamp()))) {
        lines.push_back(in_words(waiver));
    }
    return lines;
}

int run_waive(const WaiveOptions& options, Session& session) {
    session.lock_run();
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    std::vector<std::string> lines;
    if (options.withdraw) {
        const auto waiver = or_stop(
            end_waiver(ledger, session.policy(), options.subject, options.note, session.stamp()));
        lines.push_back(
            fmt::format("{}: taken back, {} is owed again", waiver.code, what_was_waived(waiver)));
    } else {
        lines = give_up(options, ledger, session);
    }
    if (!session.options().dry_run) transaction.commit();
    for (const std::string& line : lines) {
        session.say(session.options().dry_run ? line + " (not written)" : line);
    }
    return done;
}

}  // namespace

void add_charge_reports(CommandLine& report) {
    const auto options = std::make_shared<InterestOptions>();
    report
        .command({"interest", "How interest was computed, segment by segment",
                  "  dunning report interest C001\n"
                  "  dunning report interest R-17 --as-of 2026-12-31 --format csv\n"})
        .argument("CUSTOMER|INVOICE", options->subject, "Whose, or of which invoice")
        .runs([options](Session& session) { return run_interest(*options, session); });
    report
        .command({"charges", "Interest and costs that became part of the debt",
                  "  dunning report charges\n"
                  "  dunning report charges C001 --format csv\n"})
        .optional_argument("CUSTOMER", options->subject, "Whose (default: all)")
        .runs([options](Session& session) { return run_charges(*options, session); });
    report
        .command({"discounts", "What was credited for early payment, and why",
                  "  dunning report discounts\n"
                  "  dunning report discounts C001 --as-of 2026-12-31 --format csv\n"})
        .optional_argument("CUSTOMER", options->subject, "Whose (default: all)")
        .runs([options](Session& session) { return run_discounts(*options, session); });
}

void add_waive(CommandLine& log) {
    const auto options = std::make_shared<WaiveOptions>();
    log.command({"waive", "Give up a charge or interest, or part of it, perhaps on a condition",
                 "  dunning log waive N000012-F --reason goodwill\n"
                 "  dunning log waive R-17 --accrued --reason 'paid at once when asked'\n"
                 "  dunning log waive C001 25.00 --if-paid 5000.00 --by 2026-12-15\n"
                 "  dunning log waive W0001 --withdraw --note 'agreed otherwise'\n"})
        .argument("CHARGE|NOTICE|INVOICE|CUSTOMER", options->subject,
                  "What is charged on it (or the waiver to take back)")
        .optional_argument("AMOUNT", options->amount, "How much (default: all that is open)")
        .option("--reason", options->reason, "TEXT", "Why")
        .option("--note", options->note, "TEXT", "More, for the record")
        .option("--if-paid", options->if_paid, "AMOUNT", "Only if the customer pays so much")
        .option("--by", options->by, "DATE", "by this day; else the charge is owed again")
        .flag("--accrued", options->accrued,
              "Interest that has accrued up to today and is not charged yet")
        .flag("--withdraw", options->withdraw, "Take the waiver back")
        .runs([options](Session& session) { return run_waive(*options, session); });
}

}  // namespace dunning::cli
