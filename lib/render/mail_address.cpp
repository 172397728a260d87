#include "render/mail_address.h"

#include <algorithm>

#include "core/check.h"
#include "render/plain_line.h"

namespace dunning {
namespace {

constexpr std::size_t longest_local_part = 64;  // RFC 5321 section 4.5.3.1
constexpr std::size_t longest_address = 254;

bool is_address_character(char letter) {
    constexpr std::string_view special = "()<>[]:;,\\\"@";
    return letter > ' ' && letter < 0x7F && special.find(letter) == std::string_view::npos;
}

std::string without_quotes(std::string name) {
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
        name = name.substr(1, name.size() - 2);
    }
    std::erase(name, '\\');
    return plain_line(name);
}

}  // namespace

Mailbox mailbox_from(std::string_view text) {
    const std::string line = plain_line(text);
    const std::size_t open = line.rfind('<');
    if (open == std::string::npos || line.back() != '>') return {.name = {}, .address = line};
    return {.name = without_quotes(plain_line(line.substr(0, open))),
            .address = line.substr(open + 1, line.size() - open - 2)};
}

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || text.size() > longest_address) return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    return !local.empty() && local.size() <= longest_local_part && !domain.empty() &&
           domain.front() != '.' && domain.back() != '.' &&
           std::all_of(local.begin(), local.end(), is_address_character) &&
           std::all_of(domain.begin(), domain.end(), is_address_character);
}

std::string domain_of(std::string_view address) {
    DUNNING_CHECK(is_mail_address(address));
    return std::string(address.substr(address.find('@') + 1));
}

}  // namespace dunning
