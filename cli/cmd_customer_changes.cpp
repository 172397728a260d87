// dunning customer point, credit, legal-hold: what people write down and decide about a customer.
#include <fmt/format.h>

#include <memory>

#include "app/change_customer.h"
#include "app/find_by_beginning.h"
#include "cli/commands.h"
#include "cli/listing.h"

namespace dunning::cli {
namespace {

struct ChangeOptions {
    std::string customer;
    std::string point;
    std::string kind;
    std::string value;
    std::string role;
    std::string person;
    std::string action;
    std::string limit;
    std::string until;
    std::string notice;
    std::string reason;
    std::string note;
    bool use = false;
    bool when_paid = false;
    bool lift = false;
    bool release = false;
};

// Finds the customer, writes in one transaction, says what was done.
template <class Write>
int write_change(const ChangeOptions& options, Session& session, const Write& write) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
    const std::string line = or_stop(write(ledger, customer));
    const bool dry_run = session.options().dry_run;
    if (!dry_run) transaction.commit();
    session.say(line + (dry_run ? " (not written)" : ""));
    return done;
}

std::optional<Date> typed_until(const ChangeOptions& options) {
    if (options.until.empty()) return std::nullopt;
    return typed(parse_date(options.until), "--until");
}

int run_add_point(const ChangeOptions& options, Session& session) {
    const auto kind = point_kind_from(options.kind);
    if (!kind) {
        throw Stop{wrong_usage,
                   fmt::format("'{}' is none of email, phone, mobile, address", options.kind)};
    }
    return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
        return add_point(ledger, session.policy(), customer,
                         {.kind = *kind,
                          .value = options.value,
                          .role = options.role,
                          .person = options.person,
                          .note = options.note,
                          .since = session.as_of()},
                         options.use ? UsePoint::for_notices : UsePoint::beside_others,
                         session.stamp());
    });
}

int run_correct_point(const ChangeOptions& options, Session& session) {
    return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
        return correct_point(ledger, session.policy(), customer, options.point, options.value,
                             options.note, session.stamp());
    });
}

int run_end_point(const ChangeOptions& options, Session& session) {
    return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
        return end_point(ledger, session.policy(), customer, options.point, options.note,
                         session.stamp());
    });
}

// ---- credit

int list_credit(Session& session) {
    using Kind = ListingColumn::Kind;
    Listing listing{.schema = "dunning.credit/1",
                    .name = "items",
                    .columns = {{"kind", "Kind"},
                                {"customer", "Customer"},
                                {"reference", "Reference"},
                                {"currency", "Currency"},
                                {"amount", "Amount", Kind::number},
                                {"since", "Since"},
                                {"detail", "Detail", Kind::wrapped},
                                {"next", ""}},
                    .when_empty = "no credit waits for a decision"};
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        for (const CreditItem& item :
             list_credit_items(ledger, session.policy(), session.as_of())) {
            listing.rows.push_back(
                {std::string(to_text(item.issue)), item.customer, item.reference,
                 item.amount ? Cell(std::string(item.amount->currency().code())) : Cell(),
                 optional_cell(item.amount), optional_cell(item.since), item.detail,
                 item.next_command});
        }
    }
    print_listing(listing, session);
    return done;
}

CreditDecision decision_from(const ChangeOptions& options, const Ledger& ledger,
                             const std::string& customer, Session& session) {
    const auto level = credit_level_from(options.action);
    if (!level) {
        throw Stop{wrong_usage, fmt::format("'{}' is none of watch, lower_limit, deposit, "
                                            "cash_on_delivery, stop",
                                            options.action)};
    }
    CreditDecision decision{.level = *level,
                            .from = session.as_of(),
                            .until = typed_until(options),
                            .when_paid = options.when_paid,
                            .reason = options.reason};
    if (!options.limit.empty()) {
        const auto currency = ledger.currency_of_customer(customer);
        decision.amount = typed(
            parse_typed_money(options.limit, currency.value_or(session.policy().book.currency)),
            "--limit");
    }
    if (!options.notice.empty()) {
        decision.notice = row_of_code(options.notice, 'N');
        if (!decision.notice) {
            throw Stop{wrong_usage, fmt::format("--notice: '{}' is no notice", options.notice)};
        }
    }
    return decision;
}

int run_credit(const ChangeOptions& options, Session& session) {
    if (options.customer.empty()) return list_credit(session);
    if (options.lift) {
        return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
            return lift_credit(ledger, customer, options.note, session.stamp());
        });
    }
    return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
        return decide_credit(ledger, customer, decision_from(options, ledger, customer, session),
                             session.stamp());
    });
}

int run_legal_hold(const ChangeOptions& options, Session& session) {
    return write_change(options, session, [&](Ledger& ledger, const std::string& customer) {
        if (options.release) {
            return end_legal_hold(ledger, customer, options.note, session.stamp());
        }
        return begin_legal_hold(
            ledger, customer,
            {.reason = options.reason, .from = session.as_of(), .until = typed_until(options)},
            session.stamp());
    });
}

void add_points(CommandLine& customer, const std::shared_ptr<ChangeOptions>& options) {
    CommandLine point = customer.command({"point", "Contact points: add, correct, end"});
    point.needs_command();
    point
        .command(
            {"add", "Another way to reach the customer",
             "  dunning customer point add C001 email cfo@acme.example --person 'Ms Li' --role "
             "management\n"
             "  dunning customer point add C001 mobile '+49 171 5550100' --use\n"})
        .argument("CUSTOMER", options->customer, "Whom it reaches")
        .argument("KIND", options->kind, "email, phone, mobile or address")
        .argument("VALUE", options->value, "The address or number")
        .option("--role", options->role, "TEXT", "What it is for: accounts, management")
        .option("--person", options->person, "NAME", "Who answers there")
        .option("--note", options->note, "TEXT", "For the record")
        .flag("--use", options->use, "Notices go there from now on")
        .runs([options](Session& session) { return run_add_point(*options, session); });
    point
        .command({"correct", "A point was written down wrongly, or has changed",
                  "  dunning customer point correct C001 K0001 cfo@acme.example\n"
                  "  dunning customer point correct C001 email ar@acme.example\n"})
        .argument("CUSTOMER", options->customer, "Whose")
        .argument("POINT", options->point, "Its id, or email, phone, mobile, address")
        .argument("VALUE", options->value, "The right address or number")
        .option("--note", options->note, "TEXT", "For the record")
        .runs([options](Session& session) { return run_correct_point(*options, session); });
    point
        .command({"end", "A point does not reach the customer any more",
                  "  dunning customer point end C001 K0001 --note 'has left'\n"})
        .argument("CUSTOMER", options->customer, "Whose")
        .argument("POINT", options->point, "Its id, or email, phone, mobile, address")
        .option("--note", options->note, "TEXT", "For the record")
        .runs([options](Session& session) { return run_end_point(*options, session); });
}

}  // namespace

void add_customer_changes(CommandLine& customer) {
    const auto options = std::make_shared<ChangeOptions>();
    add_points(customer, options);
    customer
        .command(
            {"credit", "Decide about credit, or list what waits for a decision",
             "  dunning customer credit\n"
             "  dunning customer credit C001 stop --reason 'final notice unpaid' --when-paid\n"
             "  dunning customer credit C001 lower_limit --limit 5000 --reason 'grade D' --until "
             "2027-03-31\n"
             "  dunning customer credit C001 --lift --note 'paid by hand'\n"})
        .optional_argument("CUSTOMER", options->customer, "Whose credit")
        .optional_argument("ACTION", options->action,
                           "watch, lower_limit, deposit, cash_on_delivery or stop")
        .option("--reason", options->reason, "TEXT", "Why")
        .option("--until", options->until, "DATE", "The last day (default: until lifted)")
        .flag("--when-paid", options->when_paid, "Lift it as soon as nothing is overdue")
        .option("--limit", options->limit, "AMOUNT", "The new limit, or the deposit")
        .option("--notice", options->notice, "NOTICE", "The notice that recommends it")
        .flag("--lift", options->lift, "End what was decided")
        .option("--note", options->note, "TEXT", "For the record, when it is lifted")
        .runs([options](Session& session) { return run_credit(*options, session); });
    customer
        .command({"legal-hold", "Keep everything about a customer: lawsuit, audit",
                  "  dunning customer legal-hold C001 --reason 'case 7 O 12/26'\n"
                  "  dunning customer legal-hold C001 --release\n"})
        .argument("CUSTOMER", options->customer, "About whom")
        .option("--reason", options->reason, "TEXT", "Why")
        .option("--until", options->until, "DATE", "The last day (default: until released)")
        .flag("--release", options->release, "It is over")
        .option("--note", options->note, "TEXT", "For the record")
        .runs([options](Session& session) { return run_legal_hold(*options, session); });
}

void add_credit_report(CommandLine& report) {
    report
        .command({"credit", "What needs a decision about credit: stops, limits, sales to stopped",
                  "  dunning report credit\n"
                  "  dunning customer list --credit stop --format csv   # for the order desk\n"})
        .runs([](Session& session) { return list_credit(session); });
}

}  // namespace dunning::cli
