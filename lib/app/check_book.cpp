#include "app/check_book.h"

#include "app/files.h"
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
namespace {

bool is_true_copy(const Ledger& ledger, const std::filesystem::path& file) {
    const Ledger copy = Ledger::open(file, Access::read, 0);
    return Proof::contains(ledger, Proof::head(copy)).value_or(false) && copy.violations().empty();
}

// A copy under its last name only once it is known to be whole; what came of less is removed.
class UnfinishedCopy {
  public:
    explicit UnfinishedCopy(const std::filesystem::path& file)
        : last_name_(file), name_(file.string() + ".tmp") {
        remove();
    }
    ~UnfinishedCopy() { remove(); }
    UnfinishedCopy(const UnfinishedCopy&) = delete;
    UnfinishedCopy& operator=(const UnfinishedCopy&) = delete;

    const std::filesystem::path& name() const { return name_; }
    void finish() { rename_file(name_, last_name_); }

  private:
    void remove() {
        std::error_code error;
        std::filesystem::remove(name_, error);
        std::filesystem::remove(name_.string() + "-journal", error);
    }

    std::filesystem::path last_name_;
    std::filesystem::path name_;
};

}  // namespace

bool back_up_checked(const Ledger& ledger, const std::filesystem::path& file) {
    UnfinishedCopy copy(file);
    ledger.back_up(copy.name());
    if (!is_true_copy(ledger, copy.name())) return false;
    copy.finish();
    return true;
}

}  // namespace dunning
