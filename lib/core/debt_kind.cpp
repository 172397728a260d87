#include "core/debt_kind.h"

#include "core/check.h"

namespace dunning {

std::string_view to_text(DebtKind kind) {
    switch (kind) {
        case DebtKind::principal:
            return "principal";
        case DebtKind::interest:
            return "interest";
        case DebtKind::costs:
            return "costs";
    }
    DUNNING_CHECK(false);
}

std::optional<DebtKind> debt_kind_from(std::string_view text) {
    for (const DebtKind kind : usual_settlement_order) {
        if (to_text(kind) == text) return kind;
    }
    return std::nullopt;
}

}  // namespace dunning
