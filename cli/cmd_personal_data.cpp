// dunning customer export, erase: a person's data, handed out or gone.
#include <fmt/format.h>

#include <memory>

#include "app/find_by_beginning.h"
#include "app/personal_data.h"
#include "cli/commands.h"
#include "cli/words.h"

namespace dunning::cli {
namespace {

struct PersonOptions {
    std::string customer;
    std::string reason;
};

int run_export(const PersonOptions& options, Session& session) {
    std::string text;
    {
        Ledger& ledger = session.ledger(Access::read);
        const std::string customer = or_stop(find_customer_by_beginning(ledger, options.customer));
        text = export_customer(ledger, customer, session.as_of());
    }
    session.print(text);
    return done;
}

// `before`: the day of an earlier erasure.
std::string what_went(const std::string& customer, const Erased& erased,
                      const std::optional<Date>& before) {
    if (before && erased.texts == 0) {
        return fmt::format(
            "customer {} was erased on {}{}", customer, to_text(*before),
            erased.files > 0 ? fmt::format("; {} more now", counted(erased.files, "file", "files"))
                             : "");
    }
    return fmt::format("customer {}: {} and {} erased; amounts and days stay", customer,
                       counted(erased.texts, "text", "texts"),
                       counted(erased.files, "file", "files"));
}

int run_erase(const PersonOptions& options, Session& session) {
    session.lock_run();  // no night may send what is being erased
    Ledger& ledger = session.ledger(Access::write);
    const auto row = ledger.find_customer(options.customer);
    if (!row) throw Stop{failed, fmt::format("customer '{}' is not known", options.customer)};
    const auto before = CustomerFile(ledger, *row).erased();
    const auto obstacles =
        obstacles_to_erasure(ledger, session.policy(), options.customer, session.as_of());
    if (!obstacles.empty()) {
        std::string text = fmt::format("customer {} cannot be erased:", options.customer);
        for (const std::string& obstacle : obstacles) text += "\n    " + obstacle;
        throw Stop{failed, text};
    }
    if (session.options().dry_run) {
        session.say(
            fmt::format("customer {}: nothing stands in the way (not erased)", options.customer));
        return done;
    }
    session.confirm(
        fmt::format("Erase name, addresses, notes, notices and evidence of customer "
                    "{}? There is no way back.",
                    options.customer));
    const Erased erased =
        erase_customer(ledger, session.book(), options.customer, options.reason, session.stamp());
    session.say(what_went(options.customer, erased, before));
    if (before && erased.texts == 0) return done;
    for (const std::string& copy : erased.copies) {
        session.warn(fmt::format("{}: an older copy of the ledger still holds the data", copy));
    }
    for (const std::string& file : erased.shared_files) {
        session.warn(fmt::format("{}: has messages to the customer, among others", file));
    }
    session.tell("backups and what was sent elsewhere are not touched: see to them yourself");
    return done;
}

}  // namespace

void add_personal_data(CommandLine& customer) {
    const auto options = std::make_shared<PersonOptions>();
    customer
        .command({"export", "Everything that the book holds on a person, as JSON",
                  "  dunning customer export C001 --output c001.json\n"})
        .argument("CUSTOMER", options->customer, "Whom")
        .runs([options](Session& session) { return run_export(*options, session); });
    customer
        .command({"erase", "A person's name, addresses, notes and notices go",
                  "  dunning customer erase C001 --reason 'request of 2026-11-21'\n"})
        .argument("CUSTOMER", options->customer, "Whom: the id in full")
        .option("--reason", options->reason, "TEXT", "Why, for the record")
        .runs([options](Session& session) { return run_erase(*options, session); });
}

}  // namespace dunning::cli
