// What money is owed for: the invoice itself, interest on it, and the costs of its being late.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace dunning {

enum class DebtKind { principal, interest, costs };

std::string_view to_text(DebtKind kind);
std::optional<DebtKind> debt_kind_from(std::string_view text);

// Which kind is settled first by money that names nothing.
using SettlementOrder = std::array<DebtKind, 3>;

// Costs, then interest, then principal: BGB section 367, Civil Code of China article 561, Code
// civil 1343-1.
inline constexpr SettlementOrder usual_settlement_order = {DebtKind::costs, DebtKind::interest,
                                                           DebtKind::principal};

}  // namespace dunning
