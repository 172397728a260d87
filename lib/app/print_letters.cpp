#include "app/print_letters.h"

#include <fmt/format.h>

#include "text/csv.h"

namespace dunning {

OutboxBundle::Files bundle_for_print(const std::vector<OutboxBundle::Letter>& letters) {
    std::vector<WrittenLetter> written;
    for (const auto& letter : letters) written.push_back({.id = letter.key, .pdf = letter.bytes});
    LetterBundle bundle = bundle_letters(written);
    OutboxBundle::Files files{.pdf = std::move(bundle.bytes),
                              .index = "notice,to,first_page,pages\n"};
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const LetterPlace& place = bundle.index[i];
        files.index += letters[i].key + ",";
        append_csv_field(files.index, letters[i].to, ',');
        files.index += fmt::format(",{},{}\n", place.first_page, place.pages);
    }
    return files;
}

PrintRun print_letters(const Ledger& ledger, Date day) {
    const auto items = ledger.delivered_on(day, Channel::letter);
    std::vector<Document> documents;
    for (const DeliveryItem& item : items) {
        documents.push_back(ledger.document(item.notice, Channel::letter));
    }
    std::vector<WrittenLetter> letters;
    for (std::size_t i = 0; i < items.size(); ++i) {
        letters.push_back({.id = notice_code(items[i].notice), .pdf = documents[i].bytes});
    }
    PrintRun run;
    if (letters.empty()) return run;
    LetterBundle bundle = bundle_letters(letters);
    run.pdf = std::move(bundle.bytes);
    for (std::size_t i = 0; i < items.size(); ++i) {
        run.letters.push_back({.notice = ledger.notice(items[i].notice).value(),
                               .recipient = items[i].recipient,
                               .place = bundle.index[i]});
    }
    return run;
}

}  // namespace dunning
