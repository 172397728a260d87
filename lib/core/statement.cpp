#include "core/statement.h"

namespace dunning {

std::string_view to_text(StatementLine::Kind kind) {
    switch (kind) {
        case StatementLine::Kind::invoice:
            return "invoice";
        case StatementLine::Kind::interest:
            return "interest";
        case StatementLine::Kind::costs:
            return "costs";
        case StatementLine::Kind::payment:
            return "payment";
        case StatementLine::Kind::credit:
            return "credit";
        case StatementLine::Kind::discount:
            return "discount";
        case StatementLine::Kind::waiver:
            return "waiver";
    }
    return "invoice";
}

}  // namespace dunning
