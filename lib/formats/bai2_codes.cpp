#include "formats/bai2_codes.h"

#include <algorithm>

namespace dunning {
namespace {

struct Range {
    int first;
    int last;
    Bai2Direction direction;
};

constexpr Range ranges[] = {
    {100, 399, Bai2Direction::in}, {400, 699, Bai2Direction::out},
    {720, 759, Bai2Direction::in}, {760, 799, Bai2Direction::out},  // loans
    {920, 959, Bai2Direction::in}, {960, 999, Bai2Direction::out},  // the bank's own
};

struct Return {
    int type;
    std::string_view name;
};

// Detail codes alone: totals (250, 550 ...) are no entries. Not here: fees of returns (564, 567)
// and adjustments of returns (268, 568), which say nothing of the item itself.
constexpr Return returns[] = {
    {123, "credit returned"},
    {168, "ACH return item or adjustment"},
    {252, "debit reversal"},
    {254, "posting error correction"},
    {255, "check posted and returned"},
    {257, "ACH return item"},
    {258, "ACH reversal"},
    {261, "rejected credit"},
    {266, "return item"},
    {395, "check reversal"},
    {423, "return item"},
    {468, "ACH return item or adjustment"},
    {552, "credit reversal"},
    {554, "posting error correction"},
    {555, "deposited item returned"},
    {557, "ACH return item"},
    {558, "ACH reversal"},
    {561, "rejected debit"},
    {566, "return item"},
};

}  // namespace

std::optional<Bai2Direction> bai2_direction(int type) {
    for (const auto& range : ranges) {
        if (type >= range.first && type <= range.last) return range.direction;
    }
    return std::nullopt;
}

bool is_bai2_custom(int type) {
    return type >= 900 && type <= 999;
}

std::string_view bai2_return(int type) {
    const auto* const found = std::ranges::find(returns, type, &Return::type);
    return found == std::end(returns) ? std::string_view() : found->name;
}

}  // namespace dunning
