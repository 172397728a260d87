// A notice that nobody sends: what a customer would read at a level, from the ledger as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/book.h"
#include "core/document.h"
#include "core/result.h"

namespace dunning {

struct PreviewRequest {
    std::string customer;
    std::string level = {};               // "": the one that fits the lateness
    std::optional<Channel> channel = {};  // none: the level's first
    std::string language = {};            // "": the customer's
};

// The documents of one notice in each currency in which something is overdue. Holds, gaps and
// contact rules are not asked: it is the text that is tried. The fault says what is missing.
Result<std::vector<Document>> preview_notice(const Ledger& ledger, const Policy& policy,
                                             const TemplateSet& templates,
                                             const PreviewRequest& request, Date as_of);

}  // namespace dunning
