// dunning notify letters: a day's letters in one file, for the print room.
#include <memory>

#include "app/files.h"
#include "app/print_letters.h"
#include "cli/commands.h"
#include "cli/listing.h"

namespace dunning::cli {
namespace {

int run_letters(const std::string& file, Session& session) {
    using Kind = ListingColumn::Kind;
    if (file.empty()) throw Stop{wrong_usage, "say where to write them: --pdf FILE"};
    Listing listing{.schema = "dunning.letters/1",
                    .name = "letters",
                    .columns = {{"notice", "Notice"},
                                {"customer", "Customer"},
                                {"name", "Name", Kind::flexible},
                                {"to", "To", Kind::flexible},
                                {"level_name", "Level"},
                                {"first_page", "Page", Kind::number},
                                {"pages", "Pages", Kind::number}},
                    .when_empty = "no letter went out on that day"};
    PrintRun run;
    {
        Ledger& ledger = session.ledger(Access::read);
        const auto view = ledger.begin_read();
        run = print_letters(ledger, session.as_of());
    }
    for (const PrintedLetter& letter : run.letters) {
        listing.rows.push_back({letter.place.id, letter.notice.customer,
                                letter.notice.customer_name, letter.recipient,
                                letter.notice.level_name, std::int64_t{letter.place.first_page},
                                std::int64_t{letter.place.pages}});
    }
    if (!run.pdf.empty() && !session.options().dry_run) write_file(file, run.pdf);
    print_listing(listing, session);
    return done;
}

}  // namespace

void add_letters(CommandLine& notify) {
    const auto file = std::make_shared<std::string>();
    notify
        .command({"letters", "A day's letters in one PDF for the print room, and their index",
                  "  dunning notify letters --pdf tonight.pdf\n"
                  "  dunning notify letters --as-of yesterday --pdf print.pdf --format csv\n"})
        .option("--pdf", *file, "FILE", "Where to write them")
        .runs([file](Session& session) { return run_letters(*file, session); });
}

}  // namespace dunning::cli
