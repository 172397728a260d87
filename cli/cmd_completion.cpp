// dunning completion: what bash, zsh and fish need to complete commands, customers and invoices.
#include <fmt/format.h>

#include <memory>

#include "app/find_by_beginning.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "core/contact_event.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

constexpr const char* for_bash = R"sh(# dunning: completion for bash. Put this into ~/.bashrc:
#   source <(dunning completion bash)
_dunning() {
    local IFS=$'\n'
    COMPREPLY=($(dunning complete-words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _dunning dunning
)sh";

constexpr const char* for_zsh = R"sh(#compdef dunning
# dunning: completion for zsh. Put this into a file _dunning of your $fpath, or into ~/.zshrc:
#   source <(dunning completion zsh)
_dunning() {
    local -a found
    local line
    for line in "${(@f)$(dunning complete-words "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -n $line ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    if (( $#found )); then _describe dunning found; else _files; fi
}
compdef _dunning dunning
)sh";

constexpr const char* for_fish =
    R"sh(# dunning: completion for fish. Put this into ~/.config/fish/config.fish:
#   dunning completion fish | source
complete -c dunning -a '(dunning complete-words (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
)sh";

bool is_customer(const std::string& metavar) {
    return metavar.starts_with("CUSTOMER") || metavar == "--customer";
}

bool is_invoice(const std::string& metavar) {
    return metavar.starts_with("INVOICE") || metavar.find("--invoice") != metavar.npos;
}

std::string line_of(const std::string& word, const std::string& what) {
    return fmt::format("{}{}{}\n", printable(word), what.empty() ? "" : "\t", printable(what));
}

}  // namespace

std::string completion_lines(const Completion& completion, const std::string& beginning,
                             Session& session) {
    std::string lines;
    for (const std::string& word : completion.words) lines += line_of(word, "");
    const std::string& metavar = completion.metavar;
    if (is_customer(metavar)) {
        for (const Candidate& customer :
             customers_beginning(session.ledger(Access::read), beginning)) {
            lines += line_of(customer.code, customer.name);
        }
    }
    if (is_invoice(metavar) || metavar == "CUSTOMER|INVOICE") {
        for (const std::string& number :
             invoices_beginning(session.ledger(Access::read), beginning)) {
            lines += line_of(number, "invoice");
        }
    }
    if (metavar == "STEP") {
        for (const std::string_view step : {"reported", "corrected", "withdrawn"}) {
            if (step.starts_with(beginning)) lines += line_of(std::string(step), "at the bureau");
        }
    }
    if (metavar == "OUTCOME" || metavar == "--outcome") {
        for (const ContactOutcome outcome : all_contact_outcomes()) {
            if (to_text(outcome).starts_with(beginning)) {
                lines += line_of(std::string(to_text(outcome)), "outcome");
            }
        }
        for (const auto& [word, meaning] : session.policy().contact.outcomes) {
            if (word.starts_with(beginning)) lines += line_of(word, std::string(to_text(meaning)));
        }
    }
    return lines;
}

void add_completion(CommandLine& program) {
    const auto shell = std::make_shared<std::string>();
    program
        .command({"completion", "Let the shell complete commands, customers and invoices",
                  "  source <(dunning completion bash)\n"
                  "  dunning completion fish | source\n"})
        .argument("SHELL", *shell, "bash, zsh or fish")
        .runs([shell](Session& session) {
            if (*shell == "bash") {
                session.print(for_bash);
            } else if (*shell == "zsh") {
                session.print(for_zsh);
            } else if (*shell == "fish") {
                session.print(for_fish);
            } else {
                throw Stop{wrong_usage, fmt::format("'{}' is none of bash, zsh, fish", *shell)};
            }
            return int{done};
        });
}

}  // namespace dunning::cli
