// The index of a dossier: an HTML page that says, in one language, what each file is, with its
// SHA-256. Its words are those of LANGUAGE/dossier.txt, its page is LANGUAGE/dossier.html.
#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/party.h"
#include "render/template_set.h"

namespace dunning {

struct DossierEntry {
    std::string file;
    std::string kind;    // a heading of dossier.txt
    std::string detail;  // "2026-03-04, demand"
    std::size_t size = 0;
    std::string sha256;
};

struct DossierContents {
    std::string book;
    const Customer& customer;
    Date day;
    std::string language;
    const std::vector<DossierEntry>& entries;
};

std::string dossier_index(const DossierContents& contents, const TemplateSet& templates);

// The kinds of files that dossier.txt has words for.
const std::vector<std::string>& dossier_kinds();

}  // namespace dunning
