#include "core/statement.h"

namespace dunning {

std::string_view to_text(StatementLine::Kind kind) {
    switch (kind) {
        case StatementLine::Kind::invoice:
            return "invoice";
        case StatementLine::Kind::payment:
            return "payment";
        case StatementLine::Kind::credit:
            return "credit";
        case StatementLine::Kind::discount:
            return "discount";
    }
    return "invoice";
}

}  // namespace dunning
