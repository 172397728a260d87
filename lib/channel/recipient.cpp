#include "channel/recipient.h"

#include <algorithm>

namespace dunning {
namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}

}  // namespace

std::optional<std::string> wrong_with_mail_address(std::string_view address) {
    constexpr std::string_view special = "()<>[]:;,\\\"";
    const bool good = std::ranges::all_of(address, [&](char c) {
        return c > ' ' && c < 0x7F && special.find(c) == std::string_view::npos;
    });
    const auto at = address.find('@');
    if (good && at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
        address.find('@', at + 1) == std::string_view::npos && address.front() != '-') {
        return std::nullopt;
    }
    return "the address is none that mail can be sent to";
}

std::optional<std::string> wrong_with_argument(std::string_view recipient) {
    if (recipient.empty()) return "there is no recipient";
    if (std::ranges::any_of(recipient, is_control)) return "the recipient has a control character";
    if (recipient.front() == '-') return "the recipient would be taken for an option";
    return std::nullopt;
}

}  // namespace dunning
