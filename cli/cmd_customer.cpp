// dunning customer: who the customers are, how they stand, and who is in charge of them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "app/age_ledger.h"
#include "app/change_customer.h"
#include "app/find_by_beginning.h"
#include "cli/commands.h"
#include "cli/customer_screen.h"
#include "cli/listing.h"
#include "cli/words.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct CustomerOptions {
    std::string customer;
    std::vector<std::string> words;
    std::string segment;
    std::string collector;
    std::string country;
    std::string kind;
    std::string credit;
    std::string grade;
    bool overdue = false;
    bool over_limit = false;
    bool review_due = false;
    std::vector<std::string> to_files;
    std::string from;
    std::string note;
    std::string next;
};

// ---- list

struct Amounts {
    Money open;
    Money overdue;
    Money on_account;
    int days = 0;
};

struct ListedCustomer {
    Customer customer;
    CreditStanding credit;
    std::optional<ReviewRecord> review;
    std::vector<Amounts> amounts;  // by currency; one of zeros when nothing is open
};

std::map<std::string, std::vector<Amounts>> amounts_by_customer(const Ledger& ledger,
                                                                const Policy& policy, Date as_of) {
    std::map<std::string, std::vector<Amounts>> amounts;
    const AgeReport aged = age_ledger(
        ledger, policy, {.by = AgeBy::customer, .basis = AgingBasis::due, .profile = policy.aging},
        as_of);
    for (const AgeRow& row : aged.rows) {
        amounts[row.key].push_back(
            {row.open, row.overdue, row.on_account, std::max(0, row.max_days_overdue)});
    }
    return amounts;
}

bool is_over_limit(const ListedCustomer& listed) {
    const auto& limit = listed.credit.limit;
    return limit && std::ranges::any_of(listed.amounts, [&](const Amounts& amounts) {
               return amounts.open.currency() == limit->currency() && amounts.open > *limit;
           });
}

bool has_credit_level(const ListedCustomer& listed, const std::string& wanted) {
    if (wanted.empty()) return true;
    if (wanted == "any") return listed.credit.level.has_value();
    if (wanted == "none") return !listed.credit.level;
    return std::ranges::any_of(listed.credit.decisions, [&](const CreditDecision& decision) {
        return to_text(decision.level) == wanted;
    });
}

bool is_wanted(const ListedCustomer& listed, const CustomerOptions& options, Date as_of) {
    const Customer& customer = listed.customer;
    const auto fits = [](const std::string& wanted, std::string_view value) {
        return wanted.empty() || wanted == value;
    };
    if (!fits(options.customer, customer.id)) return false;
    if (!fits(options.segment, customer.segment) || !fits(options.collector, customer.collector) ||
        !fits(options.country, customer.country) || !fits(options.kind, to_text(customer.kind))) {
        return false;
    }
    if (!has_credit_level(listed, options.credit)) return false;
    if (!options.grade.empty() && (!listed.review || listed.review->grade != options.grade)) {
        return false;
    }
    const bool is_due = listed.review && listed.review->next_review <= as_of;
    if (options.review_due && !is_due) return false;
    if (options.over_limit && !is_over_limit(listed)) return false;
    return !options.overdue || std::ranges::any_of(listed.amounts, [](const Amounts& amounts) {
        return amounts.overdue.is_positive();
    });
}

std::vector<ListedCustomer> listed_customers(const Ledger& ledger, const Policy& policy,
                                             const CustomerOptions& options, Date as_of) {
    auto amounts = amounts_by_customer(ledger, policy, as_of);
    std::map<std::string, std::vector<CreditDecision>> decisions;
    for (CreditDecision& decision : CustomerFile::all_credit_decisions(ledger)) {
        decisions[decision.customer].push_back(std::move(decision));
    }
    std::vector<ListedCustomer> wanted;
    for (Customer& customer : ledger.customers()) {
        const RowId row = ledger.find_customer(customer.id).value();
        const std::string id = customer.id;
        const Money none = Money::zero(customer.currency.value_or(policy.book.currency));
        ListedCustomer listed{
            .customer = std::move(customer), .credit = {}, .review = {}, .amounts = amounts[id]};
        listed.credit = credit_standing(listed.customer, decisions[id], as_of);
        for (const ReviewRecord& review : CustomerFile(ledger, row).reviews()) {
            if (review.day <= as_of && !listed.review) listed.review = review;
        }
        if (listed.amounts.empty()) listed.amounts.push_back({none, none, none, 0});
        if (is_wanted(listed, options, as_of)) wanted.push_back(std::move(listed));
    }
    return wanted;
}

std::vector<Cell> row_of(const ListedCustomer& listed, const Amounts& amounts) {
    const Customer& customer = listed.customer;
    const auto& limit = listed.credit.limit;
    const CreditDecision* decision =
        listed.credit.decisions.empty() ? nullptr : &listed.credit.decisions.front();
    return {customer.id,
            customer.name,
            std::string(to_text(customer.kind)),
            customer.country,
            customer.segment,
            customer.collector,
            std::string(amounts.open.currency().code()),
            amounts.open,
            amounts.overdue,
            std::int64_t{amounts.days},
            amounts.on_account,
            optional_cell(limit),
            limit ? Cell(std::string(limit->currency().code())) : Cell(),
            decision == nullptr ? Cell() : Cell(std::string(to_text(decision->level))),
            decision == nullptr ? Cell() : Cell(decision->from),
            decision == nullptr ? Cell() : optional_cell(decision->until),
            decision == nullptr ? Cell() : Cell(decision->reason),
            listed.review ? Cell(listed.review->grade) : Cell(),
            listed.review ? Cell(listed.review->next_review) : Cell()};
}

int run_list(const CustomerOptions& options, Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.customers/1",
                    .name = "customers",
                    .columns = {{"customer", "Customer"},
                                {"name", "Name", Kind::flexible},
                                {"kind", ""},
                                {"country", ""},
                                {"segment", ""},
                                {"collector", "Collector", Kind::text, 2},
                                {"currency", "Currency"},
                                {"open", "Open", Kind::number},
                                {"overdue", "Overdue", Kind::number},
                                {"max_days_overdue", "Days", Kind::number},
                                {"on_account", ""},
                                {"credit_limit", "Limit", Kind::number, 1},
                                {"limit_currency", ""},
                                {"credit", "Credit"},
                                {"credit_since", ""},
                                {"credit_until", ""},
                                {"credit_reason", ""},
                                {"grade", "Grade"},
                                {"next_review", ""}},
                    .when_empty = "no customers"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const ListedCustomer& listed :
             listed_customers(ledger, session.policy(), options, session.as_of())) {
            for (const Amounts& amounts : listed.amounts) {
                listing.rows.push_back(row_of(listed, amounts));
            }
        }
    }
    print_listing(listing, session);
    return done;
}

// ---- show

std::string by_whom(const std::string& actor, const std::string& note) {
    return fmt::format(" ({}){}\n", printable(actor), note.empty() ? "" : ": " + printable(note));
}

// Contact points as they were added, corrected and ended.
std::string points_as_text(const CustomerFile& file, Date as_of) {
    std::string text;
    for (const ContactPoint& point : file.points()) {
        if (point.since > as_of) continue;
        const std::string what = fmt::format("{} {} {}", point_code(point.id), to_text(point.kind),
                                             printable(point.value));
        text += fmt::format("{}  {}: {}{}", to_text(point.since), what,
                            point.corrects ? "corrects " + point_code(*point.corrects) : "added",
                            by_whom(point.actor, point.note));
        if (!point.ended || *point.ended > as_of) continue;
        text += fmt::format("{}  {}: {}{}", to_text(*point.ended), what, point.end,
                            by_whom(point.end_actor, point.end_note));
    }
    return text;
}

std::string changes_as_text(const CustomerFile& file, Date as_of) {
    std::string text;
    for (const FieldChange& change : file.changes()) {
        text += fmt::format("version {}  {}: '{}' -> '{}'", change.version, change.field,
                            printable(change.former), printable(change.now));
        if (change.day) text += fmt::format(" ({}, {})", to_text(*change.day), change.actor);
        text += "\n";
    }
    for (const Assignment& assignment : file.assignments()) {
        text +=
            fmt::format("{}  {} in charge after {} ({}){}\n", to_text(assignment.day),
                        assignment.collector.empty() ? "nobody" : assignment.collector,
                        assignment.former.empty() ? "nobody" : assignment.former, assignment.actor,
                        assignment.note.empty() ? "" : ": " + printable(assignment.note));
    }
    for (const CreditDecision& decision : file.credit_decisions()) {
        text += fmt::format("{}  {} {}: {} ({})", to_text(decision.from), credit_code(decision.id),
                            to_text(decision.level), printable(decision.reason), decision.actor);
        if (decision.lifted) {
            text += fmt::format(", lifted on {} ({})", to_text(*decision.lifted), decision.lift);
        }
        text += "\n";
    }
    for (const ReviewRecord& review : file.reviews()) {
        text += fmt::format("{}  reviewed: {} ({})\n", to_text(review.day), review.formula,
                            review.actor);
    }
    return text + points_as_text(file, as_of);
}

// As a row among rows it is one of the list.
int show_as_row(CustomerOptions options, Session& session) {
    options.customer =
        or_stop(find_customer_by_beginning(session.ledger(Access::read), options.customer));
    return run_list(options, session);
}

enum class History { without, with };

int run_show(const CustomerOptions& options, Session& session, History history) {
    const std::string& format = session.options().format;
    if (format == "csv" || format == "tsv") return show_as_row(options, session);
    std::string text;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto transaction = ledger.begin_read();
        const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
        const CustomerFile file(ledger, ledger.find_customer(customer).value());
        const CustomerView view =
            view_customer(ledger, session.policy(), customer, session.as_of());
        text = format == "table"
                   ? customer_as_text(view, session)
                   : customer_as_json(view, history == History::with ? &file : nullptr, session);
        if (history == History::with && format == "table") {
            text += "\nhistory\n" + changes_as_text(file, session.as_of());
        }
    }
    session.print(text);
    return done;
}

// ---- set, assign, review

// Writes in one transaction and says what it did.
template <class Write>
int write_changes(Session& session, const Write& write) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const std::vector<std::string> lines = write(ledger);
    const bool dry_run = session.options().dry_run;
    if (!dry_run) transaction.commit();
    for (const std::string& line : lines) session.say(line + (dry_run ? " (not written)" : ""));
    return done;
}

std::vector<FieldValue> values_from(const std::vector<std::string>& words) {
    std::vector<FieldValue> values;
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            throw Stop{wrong_usage,
                       fmt::format("'{}' is not FIELD=VALUE, as in email=ar@acme.example", word)};
        }
        values.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return values;
}

int run_set(const CustomerOptions& options, Session& session) {
    if (options.words.empty() && options.to_files.empty()) {
        throw Stop{wrong_usage, "say what: FIELD=VALUE, or --leave-to-files FIELD"};
    }
    return write_changes(session, [&](Ledger& ledger) {
        const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
        std::vector<std::string> lines;
        if (!options.to_files.empty()) {
            lines.push_back(
                or_stop(leave_to_files(ledger, customer, options.to_files, session.stamp())));
        }
        const auto changes = or_stop(set_fields(ledger, session.policy(), customer,
                                                values_from(options.words), session.stamp()));
        for (const FieldChange& change : changes) {
            lines.push_back(fmt::format("customer {}: {} '{}' -> '{}'", customer, change.field,
                                        printable(change.former), printable(change.now)));
            if (change.field != "language") continue;
            if (const auto note = session.language_note(change.now); !note.empty()) {
                session.tell(fmt::format("customer {}: {}", customer, note));
            }
        }
        if (lines.empty()) lines.push_back(fmt::format("customer {}: nothing to change", customer));
        return lines;
    });
}

// The customers that are meant, and who gets them.
std::vector<std::string> customers_to_assign(const Ledger& ledger, const CustomerOptions& options) {
    std::vector<std::string> customers;
    for (std::size_t i = 0; i + 1 < options.words.size(); ++i) {
        customers.push_back(or_stop(find_customer_by_beginning(ledger, options.words[i])));
    }
    if (options.from.empty()) return customers;
    for (const Customer& customer : ledger.customers()) {
        if (customer.collector == options.from) customers.push_back(customer.id);
    }
    return customers;
}

int run_assign(const CustomerOptions& options, Session& session) {
    return write_changes(session, [&](Ledger& ledger) {
        const auto customers = customers_to_assign(ledger, options);
        if (customers.empty() && options.from.empty()) {
            throw Stop{wrong_usage, "say whom and to whom: dunning customer assign C001 wang"};
        }
        std::vector<std::string> lines;
        for (const std::string& customer : customers) {
            lines.push_back(or_stop(assign_customer(ledger, customer, options.words.back(),
                                                    options.note, session.stamp())));
        }
        if (lines.empty()) lines.push_back(fmt::format("no customer is {}'s", options.from));
        return lines;
    });
}

int run_review(const CustomerOptions& options, Session& session) {
    std::optional<Date> next;
    if (!options.next.empty()) next = typed(parse_date(options.next), "--next");
    return write_changes(session, [&](Ledger& ledger) {
        std::vector<std::string> lines;
        for (const std::string& word : options.words) {
            const std::string customer = or_stop(find_customer_by_beginning(ledger, word));
            const Reviewed reviewed = or_stop(review_customer(ledger, session.policy(), customer,
                                                              next, options.note, session.stamp()));
            const std::string before =
                reviewed.before ? fmt::format(" (before: {} on {})", reviewed.before->grade,
                                              to_text(reviewed.before->day))
                                : "";
            lines.push_back(fmt::format("customer {}: {}{}, next review {}", customer,
                                        reviewed.review.formula, before,
                                        to_text(reviewed.review.next_review)));
        }
        return lines;
    });
}

void add_list(CommandLine& customer, const std::shared_ptr<CustomerOptions>& options) {
    customer
        .command({"list", "Customers, how they stand, who is in charge",
                  "  dunning customer list --overdue --collector wang\n"
                  "  dunning customer list --credit stop --format csv   # for the order desk\n"
                  "  dunning customer list --over-limit\n"})
        .option("--segment", options->segment, "NAME", "Of one segment")
        .option("--collector", options->collector, "NAME", "Of one collector")
        .option("--country", options->country, "CODE", "Of one country")
        .choice("--kind", options->kind, {"business", "consumer"}, "Of one kind")
        .choice("--credit", options->credit,
                {"any", "none", "watch", "lower_limit", "deposit", "cash_on_delivery", "stop"},
                "Whose credit was decided on like this")
        .choice("--grade", options->grade, {"A", "B", "C", "D"}, "With this rating")
        .flag("--overdue", options->overdue, "With something overdue")
        .flag("--over-limit", options->over_limit, "With more open than their limit")
        .flag("--review-due", options->review_due, "Whose next review is due")
        .runs([options](Session& session) { return run_list(*options, session); });
}

void add_show(CommandLine& customer, const std::shared_ptr<CustomerOptions>& options) {
    const auto history = std::make_shared<bool>(false);
    customer
        .command({"show", "One customer on one screen",
                  "  dunning customer show C001\n"
                  "  dunning customer show acme --history\n"})
        .argument("CUSTOMER", options->customer, "Its id, or the beginning of its id or name")
        .flag("--history", *history, "Also what was changed, by whom and when")
        .runs([options, history](Session& session) {
            return run_show(*options, session, *history ? History::with : History::without);
        });
}

}  // namespace

void add_customer(CommandLine& program) {
    const auto options = std::make_shared<CustomerOptions>();
    CommandLine customer = program.command({"customer", "Know, rate and manage customers"});
    customer.needs_command();
    add_list(customer, options);
    add_show(customer, options);
    customer
        .command({"set", "Set fields by hand; files leave them alone from then on",
                  "  dunning customer set C001 email=ar@acme.example credit_limit=50000\n"
                  "  dunning customer set C001 --leave-to-files email\n"})
        .argument("CUSTOMER", options->customer, "Whose")
        .optional_arguments("FIELD=VALUE", options->words, "What; without a value it is emptied")
        .list("--leave-to-files", options->to_files, "FIELD", "The next import decides again")
        .runs([options](Session& session) { return run_set(*options, session); });
    customer
        .command({"assign", "Put a collector in charge",
                  "  dunning customer assign C001 C002 wang --note 'speaks Italian'\n"
                  "  dunning customer assign --from li wang\n"})
        .arguments("CUSTOMER... COLLECTOR", options->words, "Whom, and then to whom")
        .option("--from", options->from, "NAME", "All that this collector has")
        .option("--note", options->note, "TEXT", "Why, for the record")
        .runs([options](Session& session) { return run_assign(*options, session); });
    customer
        .command({"review", "Rate again from how they pay, with the formula",
                  "  dunning customer review C001\n"
                  "  dunning customer review C001 --next 2027-01-15 --note 'new accounts seen'\n"})
        .arguments("CUSTOMER", options->words, "Whom")
        .option("--next", options->next, "DATE", "The next review (default: by the grade)")
        .option("--note", options->note, "TEXT", "For the record")
        .runs([options](Session& session) { return run_review(*options, session); });
    add_customer_changes(customer);
    add_personal_data(customer);
}

}  // namespace dunning::cli
