// dunning policy: is it sound, what does it say, and what do its templates make of a customer's
// debts.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/book.h"
#include "app/check_rule_sets.h"
#include "app/find_by_beginning.h"
#include "app/preview_notice.h"
#include "app/run_notify.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "text/suggest.h"

namespace dunning::cli {
namespace {

int run_check(Session& session) {
    const Book& book = session.book();
    // Rates that were imported lengthen the policy's table.
    const bool has_ledger = std::filesystem::exists(book.ledger_file);
    if (has_ledger) session.ledger(Access::read);
    Diagnostics diagnostics;
    check_book(book, session.as_of(), diagnostics);
    if (has_ledger) check_rule_sets(book, session.ledger(Access::read), diagnostics);
    session.print(diagnostics);
    if (diagnostics.has_errors()) return bad_policy;
    session.say(fmt::format("{}: sound{}", book.policy_file.string(),
                            diagnostics.empty() ? "" : ", with the warnings above"));
    return done;
}

// ---- templates

struct TemplateOptions {
    std::string file;
    std::string customer;
    std::string level;
    std::string channel;
};

int list_templates(const std::map<std::string, TemplateSource>& sources, Session& session) {
    Listing listing{.schema = "dunning.templates/1",
                    .name = "templates",
                    .columns = {{"file", "File"}, {"origin", "Origin"}}};
    for (const auto& [path, source] : sources) {
        const bool is_own = source.origin == TemplateOrigin::own;
        listing.rows.push_back({path, std::string(is_own ? "your folder" : "shipped")});
    }
    print_listing(listing, session);
    return done;
}

int run_show_template(const TemplateOptions& options, Session& session) {
    Diagnostics diagnostics;
    const auto sources = template_sources(session.book(), diagnostics);
    session.print(diagnostics);
    if (options.file.empty()) return list_templates(sources, session);
    const auto found = sources.find(options.file);
    if (found != sources.end()) {
        session.print(found->second.text);
        return done;
    }
    std::vector<std::string> paths;
    for (const auto& [path, source] : sources) paths.push_back(path);
    const std::string suggestion = did_you_mean(options.file, paths);
    throw Stop{failed, fmt::format("there is no template '{}'{}", options.file,
                                   suggestion.empty() ? "" : "\n    " + suggestion)};
}

int run_try_template(const TemplateOptions& options, Session& session) {
    PreviewRequest wanted{
        .customer = {}, .level = options.level, .language = session.options().lang};
    if (!options.channel.empty()) {
        wanted.channel = channel_from(options.channel);
        if (!wanted.channel) {
            throw Stop{wrong_usage, fmt::format("'{}' is no channel; it is email, sms, letter, "
                                                "phone, visit, meeting or referral",
                                                options.channel)};
        }
    }
    const TemplateSet& templates = session.templates();
    if (!wanted.language.empty()) {
        const auto called = templates.language_called(wanted.language);
        if (!called) {
            throw Stop{wrong_usage,
                       fmt::format("--lang: there is no wording in '{}'\n    there is {}",
                                   wanted.language, fmt::join(templates.languages(), ", "))};
        }
        wanted.language = *called;
    }
    std::string text;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        wanted.customer = or_stop(find_customer_by_beginning(ledger, options.customer));
        for (const Document& document : or_stop(
                 preview_notice(ledger, session.policy(), templates, wanted, session.as_of()))) {
            text += fmt::format("--- {} (a trial: nothing is sent)\n", to_text(document.channel));
            text += readable_text(document);
            if (!text.ends_with('\n')) text += '\n';
        }
    }
    session.print(text);
    return done;
}

void add_templates(CommandLine& policy) {
    const auto options = std::make_shared<TemplateOptions>();
    CommandLine templates =
        policy.command({"template", "The wording, and what it makes of a debt"});
    templates.needs_command();
    templates
        .command({"show", "The files of the wording, or one of them",
                  "  dunning policy template show\n"
                  "  dunning policy template show en/reminder.txt > templates/en/reminder.txt\n"})
        .optional_argument("FILE", options->file, "As en/reminder.txt (default: list them)")
        .runs([options](Session& session) { return run_show_template(*options, session); });
    templates
        .command({"try", "What a customer would read, without sending it",
                  "  dunning policy template try C001\n"
                  "  dunning policy template try C001 --level demand --channel letter --lang de\n"})
        .argument("CUSTOMER", options->customer, "Whose overdue invoices")
        .option("--level", options->level, "NAME",
                "At this level (default: that fits the lateness)")
        .option("--channel", options->channel, "NAME",
                "By this channel (default: the level's first)")
        .runs([options](Session& session) { return run_try_template(*options, session); });
}

}  // namespace

void add_policy(CommandLine& program) {
    CommandLine policy = program.command({"policy", "Check and explain the policy"});
    policy.needs_command();
    policy.command({"check", "Every problem with its line and column", "  dunning policy check\n"})
        .runs(run_check);
    policy.command({"show", "The policy file as it is", "  dunning policy show\n"})
        .runs([](Session& session) {
            session.print(session.book().policy_text);
            return int{done};
        });
    policy.command({"explain", "What it says, in plain sentences", "  dunning policy explain\n"})
        .runs([](Session& session) {
            session.print(explain_book(session.book()));
            return int{done};
        });
    add_templates(policy);
}

}  // namespace dunning::cli
