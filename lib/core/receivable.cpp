#include "core/receivable.h"

#include "core/check.h"

namespace dunning {

std::string_view to_text(ReceiptKind kind) {
    switch (kind) {
        case ReceiptKind::payment:
            return "payment";
        case ReceiptKind::credit:
            return "credit";
        case ReceiptKind::waiver:
            return "waiver";
        case ReceiptKind::discount:
            return "discount";
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
