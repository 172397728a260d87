// The print room's file: the letters of one day in one PDF, and where each stands in it.
#pragma once

#include <string>
#include <vector>

#include "channel/outbox_bundle.h"
#include "ledger/ledger.h"
#include "render/letter_bundle.h"

namespace dunning {

struct PrintedLetter {
    NoticeSummary notice;
    std::string recipient;
    LetterPlace place;
};

struct PrintRun {
    std::string pdf;  // empty when there are no letters
    std::vector<PrintedLetter> letters;
};

// The outbox's own: the letters in one PDF, and their index as CSV: notice, to, first_page, pages.
OutboxBundle::Files bundle_for_print(const std::vector<OutboxBundle::Letter>& letters);

// The letters that went out on that day.
PrintRun print_letters(const Ledger& ledger, Date day);

}  // namespace dunning
