#include "app/check_book.h"

#include "app/keep_evidence.h"
#include "ledger/proof.h"

namespace dunning {

std::vector<std::string> check_book(const Ledger& ledger, const Book& book, CheckDepth depth) {
    if (depth == CheckDepth::quick) return ledger.quick_violations();
    std::vector<std::string> found = ledger.violations();
    for (std::string& violation : evidence_violations(ledger, book.evidence)) {
        found.push_back(std::move(violation));
    }
    return found;
}

std::string chain_head(const Ledger& ledger) {
    return Proof::head(ledger);
}

std::optional<bool> chain_contains(const Ledger& ledger, std::string_view head) {
    return Proof::contains(ledger, head);
}

// A copy that was not looked at is a hope, not a backup. Others may write in between: what the
// copy has, the ledger has too.
bool back_up_checked(const Ledger& ledger, const std::filesystem::path& file) {
    ledger.back_up(file);
    const Ledger copy = Ledger::open(file, Access::read, 0);
    return Proof::contains(ledger, Proof::head(copy)).value_or(false) && copy.violations().empty();
}

}  // namespace dunning
