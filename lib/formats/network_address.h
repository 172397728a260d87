// A url of the policy, as far as a transport needs it: scheme://host:port/path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunning {

struct NetworkAddress {
    std::string scheme;       // in small letters
    std::string host;         // "mail.example.com", "192.0.2.7", "[2001:db8::1]"
    int port = 0;             // 0: not written
    std::string path = {};    // from the slash on, with what follows
    bool names_user = false;  // "user:password@" stands before the host

    friend bool operator==(const NetworkAddress&, const NetworkAddress&) = default;
};

// Nothing when it is no such address: a character that no url has, no host, no port that exists.
std::optional<NetworkAddress> parse_network_address(std::string_view url);

// This very machine: what goes there crosses no network.
bool is_loopback(std::string_view host);

}  // namespace dunning
