// Mail addresses, as far as a notice needs them.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

struct Mailbox {
    std::string name;  // one clean line, may be empty
    std::string address;

    friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

// "Accounts Receivable <ar@example.com>", "\"Ltd., Jade River\" <ar@example.com>" or a bare
// address. The address is what was written, even if it is none (see is_mail_address).
Mailbox mailbox_from(std::string_view text);

// local@domain of printable ASCII with nothing that has a meaning in a header or an SMTP command:
// no blanks, controls, brackets, commas, colons, semicolons, quotes or backslashes. Quoted local
// parts are left out on purpose; they have carried injected recipients (GHSA-g7hc-96xr-gvvx).
bool is_mail_address(std::string_view text);

// What follows the '@'. REQUIRES: is_mail_address(address).
std::string domain_of(std::string_view address);

}  // namespace dunning
