// Symbolic links among evidence: beside an imported table, and in the book's own folder.
#include <filesystem>

#include "app/brought_history.h"
#include "app/files.h"
#include "app/keep_evidence.h"
#include "ledger/ledger_support.h"
#include "support/temporary_folder.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

namespace fs = std::filesystem;

const Stamp noon{.recorded_at = {1'790'000'000}, .actor = "ann", .as_of = "2026-02-10"_date};

// A table in a folder of its own, and a file that is nobody's business outside of it.
struct Brought {
    Brought() {
        fs::create_directories(folder / "table" / "scans");
        write_file(folder / "secret.txt", "not theirs");
        write_file(folder / "table" / "scans" / "inside.txt", "we agree");
    }

    std::optional<Fault> problem_of(const std::string& evidence) {
        const BroughtEvidence brought(ledger, folder / "table" / "contacts.csv");
        return brought.problem_of({.id = "T-1", .customer = "C1", .at = {1}, .evidence = evidence});
    }

    testing::TemporaryFolder folder;
    Ledger ledger = Ledger::in_memory();
};

}  // namespace

TEST_CASE(
    "evidence beside a table: a symbolic link may lead to another place in the folder alone") {
    Brought of;
    const fs::path table = of.folder / "table";
    fs::create_symlink("../secret.txt", table / "out.txt");
    fs::create_directory_symlink("..", table / "up");
    fs::create_symlink(of.folder / "secret.txt", table / "absolute.txt");
    fs::create_symlink("scans/inside.txt", table / "within.txt");
    fs::create_symlink("nowhere.txt", table / "dangling.txt");
    CHECK_FALSE(of.problem_of("scans/inside.txt"));
    CHECK_FALSE(of.problem_of("within.txt"));
    for (const char* elsewhere : {"out.txt", "up/secret.txt", "absolute.txt", "../secret.txt"}) {
        CAPTURE(elsewhere);
        const auto problem = of.problem_of(elsewhere);
        REQUIRE(problem);
        CHECK(problem->what.find("does not lie beside the table") != std::string::npos);
    }
    REQUIRE(of.problem_of("dangling.txt"));
    CHECK(of.problem_of("dangling.txt")->what.find("there is no file") != std::string::npos);
}

TEST_CASE("evidence of the book: nothing is written or read through a link out of its folder") {
    const testing::TemporaryFolder folder;
    Ledger ledger = Ledger::in_memory();
    auto transaction = ledger.begin_write();
    put(ledger, customer_called("C1"));
    const RowId customer = ledger.find_customer("C1").value();
    write_file(folder / "scan.txt", "we agree");
    const auto keep = [&] {
        return keep_evidence(ledger, folder / "evidence", folder / "scan.txt",
                             {.evidence = {}, .note = {}, .day = {}}, customer, noon);
    };
    const fs::path kept = folder / "evidence" / evidence_file_name(keep());
    CHECK(evidence_violations(ledger, folder / "evidence").empty());

    fs::rename(kept, folder / "moved.txt");
    fs::create_symlink("../moved.txt", kept);
    const auto violations = evidence_violations(ledger, folder / "evidence");
    REQUIRE(violations.size() == 1);
    CHECK(violations.front().find("leads out of the folder") != std::string::npos);
    write_file(folder / "moved.txt", "not the book's any more");
    CHECK_THROWS_AS(keep(), FileError);
    CHECK(read_file(folder / "moved.txt") == "not the book's any more");

    // The folder as a whole may lie elsewhere.
    fs::remove(kept);
    fs::rename(folder / "evidence", folder / "other-disk");
    fs::create_directory_symlink("other-disk", folder / "evidence");
    keep();
    CHECK(evidence_violations(ledger, folder / "evidence").empty());
}
