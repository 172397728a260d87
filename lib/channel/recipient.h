// Recipients as they go into a command of SMTP or to another program: nothing in them may be taken
// for more than an address. They are checked when they are imported; this is the last gate.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunning {

// Why mail cannot go there; nothing when it can. Plain ASCII: the rest needs SMTPUTF8, which few
// servers on the way have, and libcurl passes CR LF on as it stands.
std::optional<std::string> wrong_with_mail_address(std::string_view address);

// Why it cannot be an argument of a program; nothing when it can.
std::optional<std::string> wrong_with_argument(std::string_view recipient);

}  // namespace dunning
