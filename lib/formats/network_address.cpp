#include "formats/network_address.h"

#include <algorithm>

#include "core/ascii.h"

namespace dunning {
namespace {

bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        if (!host.ends_with(']')) return false;
        return std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
            return is_digit(c) || is_letter(c) || c == ':' || c == '.';
        });
    }
    return !host.empty() && host.front() != '-' && std::ranges::all_of(host, [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    });
}

// The port behind the host, 0 when none is written; nothing when it is none.
std::optional<int> take_port(std::string_view& host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || host.ends_with(']')) return 0;
    const std::string_view digits = host.substr(colon + 1);
    host = host.substr(0, colon);
    if (digits.empty() || digits.size() > 5 || !std::ranges::all_of(digits, is_digit)) {
        return std::nullopt;
    }
    int port = 0;
    for (const char digit : digits) port = port * 10 + (digit - '0');
    return port >= 1 && port <= 65535 ? std::optional(port) : std::nullopt;
}

}  // namespace

std::optional<NetworkAddress> parse_network_address(std::string_view url) {
    if (!std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; })) return std::nullopt;
    const auto end_of_scheme = url.find("://");
    if (end_of_scheme == std::string_view::npos || end_of_scheme == 0) return std::nullopt;
    NetworkAddress address;
    address.scheme = lower_case(url.substr(0, end_of_scheme));
    const std::string_view rest = url.substr(end_of_scheme + 3);
    const auto end_of_host = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view host = rest.substr(0, end_of_host);
    address.path = rest.substr(end_of_host);
    if (const auto at = host.rfind('@'); at != std::string_view::npos) {
        address.names_user = true;
        host = host.substr(at + 1);
    }
    const auto port = take_port(host);
    if (!port || !is_host(host)) return std::nullopt;
    address.port = *port;
    address.host = host;
    return address;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") &&
            std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; }));
}

}  // namespace dunning
