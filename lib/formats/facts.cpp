#include "formats/facts.h"

namespace dunning {

std::string_view to_text(ImportKind kind) {
    switch (kind) {
        case ImportKind::customers:
            return "customers";
        case ImportKind::invoices:
            return "invoices";
        case ImportKind::credits:
            return "credits";
        case ImportKind::payments:
            return "payments";
        case ImportKind::contacts:
            return "contacts";
        case ImportKind::promises:
            return "promises";
        case ImportKind::disputes:
            return "disputes";
        case ImportKind::plans:
            return "plans";
        case ImportKind::rates:
            return "rates";
        case ImportKind::bank:
            return "bank";
    }
    return "";
}

std::optional<ImportKind> import_kind_from(std::string_view text) {
    for (const auto kind :
         {ImportKind::customers, ImportKind::invoices, ImportKind::credits, ImportKind::payments,
          ImportKind::contacts, ImportKind::promises, ImportKind::disputes, ImportKind::plans,
          ImportKind::rates, ImportKind::bank}) {
        if (to_text(kind) == text) return kind;
    }
    return std::nullopt;
}

}  // namespace dunning
