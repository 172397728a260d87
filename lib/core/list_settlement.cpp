#include "core/list_settlement.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace dunning {
namespace {

constexpr std::string_view method = "snapshot";

}  // namespace

std::string method_of_list(const Money& still_open) {
    return fmt::format("{} {}", method, to_decimal(still_open));
}

bool is_of_list(const Receipt& receipt) {
    return receipt.kind == ReceiptKind::payment && receipt.method.starts_with(method);
}

std::optional<std::int64_t> still_open_minor(const Receipt& receipt) {
    if (receipt.method.size() == method.size()) return std::nullopt;
    std::string digits;
    for (const char c : receipt.method.substr(method.size())) {
        if (c >= '0' && c <= '9') digits += c;
    }
    std::int64_t minor = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    return minor;
}

}  // namespace dunning
